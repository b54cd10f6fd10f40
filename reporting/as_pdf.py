"""The covering letter and the summary report as PDF/A-2b, drawn by typst with the fonts it carries: another machine or
another day makes the same bytes. Draws only; says what the Word documents of the templates that ship say.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any

from reporting.as_svg import svg_bytes
from reporting.charts import charts
from reporting.drawable import drawable
from reporting.package import Package
from reporting.printed import ANNEXES, LETTERS_A_MM, Annex, Printed, Row, Spanning, tables, texts
from reporting.typesetting import typeset
from reporting.words import unbroken

ROWS_A_DOCUMENT = 5000
"""Beyond so many rows in the annexes, each is a document of its own, parted again at so many: typst's memory grows with
a document, and so does the patience of who opens it.
"""

_TEMPLATES = Path(__file__).with_name("templates")


def letter_pdf(package: Package) -> bytes:
    """The covering letter. The same package makes the same bytes."""
    data = texts(package) | {
        "subject": package.letter_subject,
        "letter": list(package.letter),
        "attachments": list(package.attachments),
    }
    return _compiled("letter.typ", package, data, {})


def summary_pdfs(package: Package, *, rows: int = ROWS_A_DOCUMENT) -> Iterator[bytes]:
    """The summary report, one document, or several where its annexes have more than so many `rows`. The same package
    makes the same bytes.
    """
    drawn = charts(package)
    printed = tables(package)
    title = f"Информационная справка: распоряжение № {package.order_number}, {package.period_words}"
    data = texts(package) | {
        "title": title,
        "analysis": list(package.analysis),
        "conclusion": list(package.conclusion),
        "charts": [{"name": one.name, "title": one.title, "alt": one.description} for one in drawn],
        "annex_titles": [f"{number}. {annex.title}." for number, annex in enumerate(ANNEXES, 1)],
        **{name: _as_data(printed[name]) for name in ("totals", "comparison", "sections")},
    }
    pictures = {f"{one.name}.svg": svg_bytes(one) for one in drawn}
    annexes = [(number, annex, printed[annex.table]) for number, annex in enumerate(ANNEXES, 1)]
    if sum(len(table.rows) for *_, table in annexes) <= rows:
        whole = [_annex(number, annex, table, package) for number, annex, table in annexes]
        yield _compiled("summary.typ", package, data | {"body": True, "annexes": whole}, pictures)
        return
    yield _compiled("summary.typ", package, data | {"body": True, "annexes": []}, pictures)
    for number, annex, table in annexes:
        for part in _parted(table, rows):
            alone = [_annex(number, annex, part, package)]
            yield _compiled("summary.typ", package, data | {"body": False, "annexes": alone}, pictures)


def _parted(table: Printed, rows: int) -> Iterator[Printed]:
    """A table by its sections, and these by so many rows."""
    for section in _sections(table.rows):
        for at in range(0, len(section), rows):
            yield Printed(columns=table.columns, rows=tuple(section[at : at + rows]))


def _sections(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows from each title to the next."""
    number = 0
    numbered = []
    for row in rows:
        number += isinstance(row, Spanning)
        numbered.append((number, row))
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        yield [row for _, row in group]


def _annex(number: int, annex: Annex, table: Printed, package: Package) -> dict[str, Any]:
    title = f"{annex.title} по состоянию на {package.cut_off:%d.%m.%Y}"
    return {"number": number, "title": title, "nothing": annex.nothing, "table": _as_data(table)}


def _as_data(table: Printed) -> dict[str, Any]:
    columns = [one._asdict() for one in table.columns]
    return {"columns": columns, "rows": [_row(table, row) for row in table.rows]}


def _row(table: Printed, row: Row) -> dict[str, Any]:
    if isinstance(row, Spanning):
        return {"span": True, "cells": [row.title], "long": False}
    long = any(len(text) > column.width * LETTERS_A_MM for column, text in zip(table.columns, row, strict=True))
    return {"span": False, "cells": list(row), "long": long}


def _compiled(name: str, package: Package, data: dict[str, Any], pictures: dict[str, bytes]) -> bytes:
    source = {
        "main": (_TEMPLATES / name).read_bytes(),
        "paper.typ": (_TEMPLATES / "paper.typ").read_bytes(),
        "data.json": json.dumps(_drawable(data), ensure_ascii=False).encode(),
    }
    return typeset(
        source | pictures,
        format="pdf",
        pdf_standards=["a-2b"],
        pdf_tags=False,  # PDF/A-2b asks for none, and a large table would be twelve times as long with them
        timestamp=datetime.combine(package.cut_off, time(), UTC),
    )


def _drawable(value: Any) -> Any:
    """Texts with a box in place of what the fonts have no sign for: PDF/A forbids a missing one."""
    if isinstance(value, str):
        return drawable(unbroken(value))
    if isinstance(value, dict):
        return {name: _drawable(one) for name, one in value.items()}
    return [_drawable(one) for one in value] if isinstance(value, Iterable) else value
