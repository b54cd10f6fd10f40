"""How well the samples of tests/plans/samples are read: rows, fields, silent errors, flags, by document and together.
Where the real orders are at hand (SROK_REAL_ORDERS), also these: as text and turned into Word, Excel and HTML.

    .venv/bin/python -m benchmarks.corpus_report [--differences] [--record] [NAME…]

`--record` raises what the tests and docs/reading.md hold; it never lowers a figure.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.real_forms import FORMS
from tests.plans.corpus import (
    PAGE,
    RECORD,
    Score,
    expected_readings,
    figures,
    recorded,
    score_file,
    score_sample,
    table,
)

ROOT = Path(__file__).parents[1]
ORDERS = Path(os.environ.get("SROK_REAL_ORDERS") or ROOT.parent / "shared" / "orders")
LINE = "{:<22} {:>9} {:>11} {:>8} {:>9} {:>9} {:>9}"
HEADING = LINE.format("document", "rows", "fields", "right", "silent", "flagged", "must flag")


def main() -> None:
    names = [name for name in sys.argv[1:] if not name.startswith("--")]
    expected = {name: meant for name, meant in expected_readings().items() if not names or name in names}
    samples = {name: score_sample(name, meant) for name, meant in expected.items()}
    report(list(samples.values()))
    if "--record" in sys.argv:
        raise_record(samples)
    if not names and (ORDERS / "expected.json").is_file():
        print("\nreal orders")
        report(list(real_orders()))


def raise_record(samples: dict[str, Score]) -> None:
    """Write the figures that have risen, and the page that shows them."""
    record = recorded()
    for name, score in samples.items():
        known = record.get(name, {})
        record[name] = {figure: max(now, known.get(figure, 0)) for figure, now in figures(score).items()}
    RECORD.write_text(json.dumps(dict(sorted(record.items())), indent=1) + "\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition("<!-- figures -->")
    after = rest.partition("<!-- /figures -->")[2]
    PAGE.write_text(f"{before}<!-- figures -->\n{table(record)}\n<!-- /figures -->{after}", encoding="utf-8")


def real_orders() -> Iterator[Score]:
    """Each real order as it is and in every other form."""
    orders = json.loads((ORDERS / "expected.json").read_text(encoding="utf-8"))["orders"]
    with tempfile.TemporaryDirectory() as folder:
        for order in orders:
            source = ORDERS / order["file"]
            yield score_file(source, ORDERS / "roster.csv", order)
            for suffix, write in FORMS.items():
                target = Path(folder) / f"{order['number'].replace('/', '-')}{suffix}"
                write(source, target)
                yield score_file(target, ORDERS / "roster.csv", order)


def report(scores: list[Score]) -> None:
    """A line for each document, its differences where they are asked for, and a total."""
    print(HEADING)
    for one in scores:
        print(line_of(one.file, [one]), f"  {one.refused}" if one.refused and one.rows else "")
        if "--differences" in sys.argv:
            for text in (*map(str, one.differences if not one.refused else ()), *one.unflagged):
                print("    ", text)
    print(line_of("together", scores))


def line_of(name: str, scores: list[Score]) -> str:
    fields, right = sum(one.fields for one in scores), sum(one.fields_right for one in scores)
    silent = sum(len(one.silent) for one in scores)
    flagged = sum(len(one.differences) for one in scores if not one.refused) - silent
    return LINE.format(
        name[:22],
        f"{sum(one.rows_found for one in scores)}/{sum(one.rows for one in scores)}",
        f"{right}/{fields}",
        f"{right / fields:.1%}" if fields else "",
        silent,
        flagged,
        f"{sum(one.flags_found for one in scores)}/{sum(one.flags for one in scores)}",
    )


if __name__ == "__main__":
    main()
