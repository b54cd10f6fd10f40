"""How long each part of a package takes and how much memory, each in a process of its own; and how the same rows fare
as a Word table and as a workbook by other libraries. `make bench-package`, or
`python -m benchmarks.package [SCHOOLS ITEMS]`, 66 x 40 unless told otherwise.
"""

import io
import json
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import xlsxwriter
from sqlalchemy import insert, select
from sqlmodel import col

from benchmarks.city import fill
from models.database import engine_for, make_ready, reading, writing
from models.tables import Evidence, History
from reporting.folder import beside
from reporting.package import Package
from reporting.printed import Column, Printed
from reporting.sheet import Column as SheetColumn
from reporting.sheet import Formats, draw_table
from reporting.stable_zip import stable
from reporting.word_table import place_of, poured
from reporting.word_template import filled
from srok.package_parts import PARTS, Sources, decide, draw, finish

CUT_OFF = date(2024, 6, 28)
PATIENCE = 300
PEERS_PYTHON = Path(".venv-bench/bin/python")
DOCUMENT = bytes(range(256)) * 32
EVERY = 4
WIDTHS = (14, 60, 40, 25, 25, 103)


def main(schools: int = 66, items: int = 40) -> None:
    with TemporaryDirectory() as given:
        home = Path(given)
        _make_city(home, schools, items)
        decided = _apart("decide", home)
        package = pickle.loads((home / "package").read_bytes())
        print(
            f"{schools} schools x {items} items: {package.counts.tally.total} assignments in the half-year's package,"
        )
        print(f"{len(package.documents)} confirming documents\n\n{'part':16} {'s':>8} {'CPU s':>8} {'MB':>6} {'kB':>9}")
        parts = {"read and decide": decided} | {name: _apart("draw", home, name) for name in PARTS}
        for name, found in parts.items():
            _show_part(name, found)
        sums = {name: sum(_of(parts, name)) for name in ("seconds", "cpu", "size")}
        _show_part("sum, highest", {**sums, "peak": max(_of(parts, "peak"))})
        _show_part("one process", _apart("whole", home))
        _compare(home, package)


def _show_part(name: str, found: dict[str, float]) -> None:
    spent = f"{found['seconds']:8.2f} {found['cpu']:8.2f} {found['peak']:6.0f}"
    print(f"{name:16} {spent} {found['size'] / 1024:9.0f}", flush=True)


def _of(parts: dict[str, dict[str, float]], name: str) -> list[float]:
    return [one[name] for one in parts.values()]


def _make_city(home: Path, schools: int, items: int) -> None:
    """The invented city, every fourth report of which brings a document."""
    (home / "evidence").mkdir()
    with closing(_Database(home)) as database, writing(database.engine) as session:
        fill(session, schools=schools, measures=items * 3 // 5, clauses=items - items * 3 // 5)
        reports = session.execute(select(col(History.id)).where(col(History.trigger) == "report")).scalars()
        rows = [_document(home, history_id) for history_id in list(reports)[::EVERY]]
        session.execute(insert(Evidence), rows)


class _Database:
    def __init__(self, home: Path) -> None:
        self.engine = engine_for(f"sqlite:///{home / 'city.db'}")
        make_ready(self.engine)

    def close(self) -> None:
        self.engine.dispose()


def _document(home: Path, history_id: int | None) -> dict[str, Any]:
    import hashlib  # noqa: PLC0415 - only the one process that makes the city hashes

    content = DOCUMENT + str(history_id).encode()
    (home / "evidence" / str(history_id)).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    named = {"name": "Приказ.pdf", "sha256": digest, "size": len(content), "stored_as": str(history_id)}
    return {"history_id": history_id, **named}


def _apart(*arguments: str | Path) -> dict[str, float]:
    """Do one thing in a process of its own; its seconds, its peak in MB, its bytes."""
    command = [sys.executable, "-m", "benchmarks.package", "apart", *map(str, arguments)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def apart(what: str, home: Path, *more: str) -> None:
    began, size = (perf_counter(), process_time()), 0
    match what:
        case "decide":
            (home / "package").write_bytes(pickle.dumps(_decide(home)))
            size = (home / "package").stat().st_size
        case "draw":
            package = pickle.loads((home / "package").read_bytes())
            began = perf_counter(), process_time()
            with beside(home / "out") as waiting:
                size = sum(file.stat().st_size for file in draw(more[0], package, _sources(home), waiting))
        case "whole":
            size = _whole(home)
        case "table":
            rows = json.loads(Path(more[1]).read_text(encoding="utf-8"))
            began = perf_counter(), process_time()
            size = len(OURS[more[0]](rows))
    _print_spent(began, size)


def _print_spent(began: tuple[float, float], size: int) -> None:
    took, peak = perf_counter() - began[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "cpu": process_time() - began[1], "peak": peak, "size": size}))


def _decide(home: Path) -> Package:
    with closing(_Database(home)) as database, reading(database.engine) as session:
        return decide(session, order="19", period="2024-H1", cut_off=CUT_OFF)


def _whole(home: Path) -> int:
    package, sources = _decide(home), _sources(home)
    with beside(home / "whole") as waiting:
        files = [file for name in PARTS for file in draw(name, package, sources, waiting)]
        return sum(file.stat().st_size for file in finish(package, files, home / "whole", sources).files)


def _sources(home: Path) -> Sources:
    return Sources(database_url=f"sqlite:///{home / 'city.db'}", evidence_dir=home / "evidence")


def _compare(home: Path, package: Package) -> None:
    """A line for each cell of the matrix that is not empty, six columns, by each way."""
    titles = package.matrix.headings
    cells = ((row.executor, at, cell) for row in package.matrix.rows for at, cell in enumerate(row.cells) if cell)
    rows = [[titles[at].number, titles[at].title, name, "28.06.2024", cell.text, "—"] for name, at, cell in cells]
    (home / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    print(f"\nthe same {len(rows)} rows of six cells{'':9} {'s':>8} {'CPU s':>8} {'MB':>6} {'CPU, times ours':>16}")
    for ours, peers in (
        ("docx", ("docx_by_cell", "docxtpl_loop")),
        ("xlsx", ("openpyxl_cells", "openpyxl_write_only")),
    ):
        base = _apart("table", home, ours, home / "rows.json")
        _show(f"Srok, {ours}", base, base)
        for way in peers:
            _show(way, _peer(way, home / "rows.json"), base)


def _show(way: str, found: dict[str, float] | None, base: dict[str, float]) -> None:
    if found is None:
        print(f"{way:40} more than {PATIENCE} s")
        return
    times = found["cpu"] / base["cpu"]
    print(f"{way:40} {found['seconds']:8.2f} {found['cpu']:8.2f} {found['peak']:6.0f} {times:16.1f}", flush=True)


def _peer(way: str, rows: Path) -> dict[str, float] | None:
    command = [PEERS_PYTHON, "benchmarks/package_peers.py", way, rows]
    try:
        return dict(json.loads(subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE).stdout))
    except subprocess.TimeoutExpired:
        return None


def our_docx(rows: list[list[str]]) -> bytes:
    """The table as the report's are made: one piece of XML in the place of a field."""
    from docx import Document  # noqa: PLC0415 - not in the processes of the parts

    with TemporaryDirectory() as folder:
        template = Path(folder) / "table.docx"
        document = Document()
        document.add_paragraph("{{p table }}")
        document.save(str(template))
        columns = tuple(Column("Столбец", width) for width in WIDTHS)
        made = filled(template, lambda _: {"table": place_of("table")})
        written = io.BytesIO()
        made.save(written)
    tables = {"table": Printed(columns=columns, rows=tuple(rows))}
    return stable(written.getvalue(), lambda name, xml: poured(xml, tables) if name == "word/document.xml" else (xml,))


def our_xlsx(rows: list[list[str]]) -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    columns = [SheetColumn("Столбец", width / 3) for width in WIDTHS]
    draw_table(book.add_worksheet("Таблица"), Formats(book), columns=columns, rows=rows)
    book.close()
    return written.getvalue()


OURS: dict[str, Callable[[list[list[str]]], bytes]] = {"docx": our_docx, "xlsx": our_xlsx}

if __name__ == "__main__":
    if sys.argv[1:2] == ["apart"]:
        apart(sys.argv[2], Path(sys.argv[3]), *sys.argv[4:])
    else:
        main(*map(int, sys.argv[1:]))
