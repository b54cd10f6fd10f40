"""Documents are read in a process that cannot hang, swallow the machine or leave a trace of itself."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plans.formats import apart
from plans.formats.apart import rows_apart
from plans.formats.limits import MOST_CELLS
from plans.rejected import ImportRejected
from plans.rows import Paragraph, Remark, TableRow
from tests.plans.formats.word_documents import docx, p, tbl, tr

FIRST = "import sys; sys.path[:] = sys.argv[1:]; from plans.formats import child; "
OTHER = p("Всё") + tbl(tr("1", "Дело", "Май"), tr("2", "Ещё", "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"))


def refusal(content: bytes, **limits: float) -> str:
    with pytest.raises(ImportRejected) as refused:
        rows_apart(content, **limits)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def zombies() -> list[str]:
    """Processes started here that have ended and nobody has asked after."""
    stats = [path.read_text() for path in Path("/proc").glob("[0-9]*/stat") if path.exists()]
    fields = [stat.rpartition(")")[2].split() for stat in stats]
    return [one[0] for one in fields if one[:2] == ["Z", str(os.getpid())]]


def test_rows_come_back_as_they_were_read():
    note = p("Всё", '<w:r><w:footnoteReference w:id="1"/></w:r>')
    footnotes = f'<w:footnote w:id="1">{p("кроме школы № 5")}</w:footnote>'
    merged = tbl(
        *(
            tr("1", "Дело", f'<w:tc><w:tcPr><w:vMerge w:val="{how}"/></w:tcPr>{p("Май")}</w:tc>')
            for how in ("restart", "x")
        )
    )
    text, remark, first, second = rows_apart(docx(note + merged, footnotes=footnotes))
    assert text == Paragraph(place="paragraph 1", text="Всё")
    assert isinstance(remark, Remark)
    assert first == TableRow(place="table 1, row 1", cells=("1", "Дело", "Май"), after_break=True)
    assert second == TableRow(place="table 1, row 2", cells=("1", "Дело", "Май"), from_above=frozenset({2}))


PLANTED = {
    "a reader that never ends": ("import time; time.sleep(600)", "more than 20 seconds"),
    "a reader that only computes": (
        FIRST + "child.CPU_SECONDS = 1; child.limit()\nwhile True: pass",
        "more than 20 seconds",
    ),
    "a reader that takes all memory": (FIRST + "child.limit(); bytearray(2 << 30)", "its reader ended with 1"),
    "a reader that crashes": ("import os; os.kill(os.getpid(), 11)", "its reader ended with -11"),
    "a reader that says nothing": ("pass", "its reader ended with 0"),
    "a reader that talks": ("print('rows')", "its reader ended with 0"),
}


@pytest.mark.parametrize(("code", "reason"), PLANTED.values(), ids=PLANTED.keys())
def test_whatever_a_reader_does_is_one_refusal(monkeypatch, code, reason):
    monkeypatch.setattr(apart, "_CODE", code)
    begun = time.monotonic()
    assert reason in refusal(docx(OTHER), seconds=4 if "seconds" in reason else 60)
    assert time.monotonic() - begun < 300
    assert zombies() == []


def test_a_reader_can_write_nothing(monkeypatch, tmp_path):
    left = tmp_path / "left"
    monkeypatch.setattr(apart, "_CODE", f"{FIRST}child.limit(); open({str(left)!r}, 'w').write('x')")
    assert "its reader ended with" in refusal(docx(OTHER))
    assert left.read_bytes() == b""


def test_no_program_to_read_with_is_a_refusal(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert "cannot be read" in refusal(docx(OTHER))


ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">]><w:document xmlns:w="w"><w:body>&a;</w:body></w:document>'


def nested(depth: int) -> str:
    return "<w:sdt>" * depth + p("План") + "</w:sdt>" * depth


def wide(cells: int) -> str:
    rows = (tr(*(f"{row * 7919}.{cell * 104729}" for cell in range(100))) for row in range(cells // 100))
    return tbl(*rows) + tbl(tr("1", "2", "3"), tr("4", "5", "6"))


BOMBS = {
    "entities": (lambda: docx("", parts={"word/document.xml": ENTITIES}), "defines entities"),
    "entities in UTF-16": (
        lambda: docx("", parts={"word/document.xml": ENTITIES.encode("utf-16")}),
        "defines entities",
    ),
    "entities in the styles": (lambda: docx(OTHER, styles=ENTITIES), "defines entities"),
    "an encoding of its own": (
        lambda: docx("", parts={"word/document.xml": "<?xml version='1.0' encoding='utf-7'?><d/>"}),
        "encoding no office uses",
    ),
    "nesting": (lambda: docx(nested(5000)), "damaged"),
    "a page's nesting": (lambda: b"<html>" + b"<div>" * 5000 + b"<p>x", "damaged"),
    "cells": (lambda: docx(wide(MOST_CELLS)), f"table 2, row 1: there are more than {MOST_CELLS} cells"),
    "a page's cells": (lambda: b"<table>" + b"<tr><td rowspan=0 colspan=1000>" * 2000, f"more than {MOST_CELLS} cells"),
    "endless text": (lambda: docx(p(" ".join(map(str, range(1_000_000))))), "longer than any order"),
}


@pytest.mark.parametrize(("bomb", "reason"), BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_one_refusal(bomb, reason):
    assert reason in refusal(bomb())


def test_as_many_cells_as_are_allowed_are_read():
    rows = rows_apart(docx(wide(MOST_CELLS - 6)))
    assert sum(len(row.cells) for row in rows) == MOST_CELLS - 100 + 6


@pytest.mark.parametrize("depth", [40])
def test_tables_in_tables_are_read(depth):
    body = p("План")
    for _ in range(depth):
        body = f"<w:tbl><w:tr><w:tc>{body}<w:p/></w:tc></w:tr></w:tbl>"
    assert [row.text for row in rows_apart(docx(body))] == ["План"]


def test_the_reader_is_found_from_any_folder(tmp_path):
    (tmp_path / "order.docx").write_bytes(docx(OTHER))
    code = (
        "import sys; from pathlib import Path; from plans.formats.apart import rows_apart; "
        "print(len(rows_apart(Path('order.docx').read_bytes())), 'lxml' in sys.modules)"
    )
    house = str(Path(apart.__file__).parents[2])
    said = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": house},
    )
    assert (said.stdout.split(), said.stderr) == (["3", "False"], "")
