"""How long each part of a package takes, and how far writing the workbook is from a bare xlsxwriter floor.

`python -m benchmarks.package [schools] [items]`, 66 x 40 unless told otherwise; median of five, in one process.
"""

import io
import resource
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.city import fill
from models.database import engine_for, make_ready, reading, writing
from models.package_facts import PackageFacts, package_facts
from reporting.as_docx import docx_bytes
from reporting.as_xlsx import xlsx_bytes
from reporting.manifest import manifest_bytes
from reporting.package import build
from reporting.period import parse

RUNS = 5
CUT_OFF = date(2024, 6, 28)


def main(schools: int = 66, items: int = 40) -> None:
    with TemporaryDirectory() as folder:
        engine = engine_for(f"sqlite:///{Path(folder) / 'city.db'}")
        make_ready(engine)
        with writing(engine) as session:
            fill(session, schools=schools, measures=items * 3 // 5, clauses=items - items * 3 // 5)

        def read() -> PackageFacts:
            with reading(engine) as session:
                return package_facts(session, order="19", period=parse("2024-H1"), cut_off=CUT_OFF)

        facts_took, facts = timed(read)
    build_took, package = timed(lambda: build(facts))
    docx_took, docx = timed(lambda: docx_bytes(package))
    xlsx_took, xlsx = timed(lambda: xlsx_bytes(package))
    manifest_took, _ = timed(lambda: manifest_bytes(package, {"summary.docx": docx, "tables.xlsx": xlsx}))
    sheets = cells_of(xlsx)
    floor_took, _ = timed(lambda: bare(sheets))

    print(f"{schools} schools x {items} items, {package.counts.tally.total} assignments in the package")
    took = {"facts": facts_took, "build": build_took, "docx": docx_took, "xlsx": xlsx_took, "manifest": manifest_took}
    for name, seconds in {**took, "all": sum(took.values())}.items():
        print(f"{name:10} {seconds:8.3f} s")
    print(f"{'peak':10} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    print(f"bare xlsxwriter, the same cells {floor_took:.3f} s: ours takes {xlsx_took / floor_took:.2f} times as long")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Median seconds of several runs, and what the work gives."""
    seconds = []
    for _ in range(RUNS):
        start = perf_counter()
        result = work()
        seconds.append(perf_counter() - start)
    return median(seconds), result


def cells_of(xlsx: bytes) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def bare(sheets: list[list[list[Any]]]) -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    for rows in sheets:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, place, cell)
                else:
                    sheet.write_number(row, place, cell)
    book.close()
    return written.getvalue()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
