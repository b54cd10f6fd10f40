"""PDF with a text layer, made by LibreOffice where it is installed; scans and damage are refused in one line."""

import html

import pytest

from plans.draft import draft_order
from plans.formats.read_pdf import rows_of
from plans.formats.read_text import rows_of as rows_of_text
from plans.rejected import ImportRejected
from plans.rows import TableRow
from tests.plans.builders import (
    ROSTER,
    SAMPLES,
    draft_of,
    errors_of,
    measure,
    order_text,
    problems_of,
    sample_roster,
)
from tests.plans.formats.readings import assert_read_exactly, needed, orders, text_of
from tests.plans.formats.workbooks import converted


def page_of(text):
    """The order as a page of a browser: every table ruled, every paragraph apart."""
    written = ["<html><head><meta charset='utf-8'></head><body>"]
    inside = False
    for row in rows_of_text(text):
        if isinstance(row, TableRow) != inside:
            inside = not inside
            written.append("<table border='1' width='100%' cellspacing='0'>" if inside else "</table>")
        written.append(drawn(row) if isinstance(row, TableRow) else lined(row))
    return "".join([*written, "</table>" if inside else "", "</body></html>"])


def drawn(row):
    filled = [cell for cell in row.cells if cell]
    if len(filled) == 1:
        return f"<tr><td colspan='5'>{html.escape(filled[0])}</td></tr>"
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row.cells) + "</tr>"


def lined(row):
    return ("</p><p>" if row.opens_block else "<br>") + html.escape(row.text)


def pdf_of(text, folder):
    made = converted(page_of(text).encode(), "pdf:writer_web_pdf_Export", folder, suffix=".html")
    if made is None:
        pytest.skip("LibreOffice is not installed")
    return made


@needed
@orders
def test_a_real_order_as_pdf_is_read_exactly(order, tmp_path):
    assert_read_exactly(rows_of(pdf_of(text_of(order), tmp_path)), order)


def test_a_plan_over_several_pages_is_read_as_its_text_is(tmp_path):
    rows = [
        measure(f"{part}.{number}.", title=f"Провести вечер {part}-{number} для всех, кто любит читать вслух " * 3)
        for part in (1, 2)
        for number in range(1, 13)
    ]
    text = order_text("Раздел 1. Начало\t\t\t\t", *rows[:12], "Раздел 2. Итоги\t\t\t\t", *rows[12:])
    meant = draft_of(text)
    draft = draft_order(rows_of(pdf_of(text, tmp_path)), file="plan.pdf", roster=ROSTER)
    assert draft.sections == meant.sections
    assert [(item.number, item.title, item.section) for item in draft.items] == [
        (item.number, item.title, item.section) for item in meant.items
    ]
    assert [item.executors for item in draft.items] == [item.executors for item in meant.items]
    assert not errors_of(draft)
    assert all(item.place.startswith("page ") for item in draft.items)


def test_the_sample_order_gives_the_same_items(tmp_path):
    text = (SAMPLES / "order.txt").read_text(encoding="utf-8")
    meant = draft_of(text, sample_roster())
    draft = draft_order(rows_of(pdf_of(text, tmp_path)), file="order.pdf", roster=sample_roster())
    assert [(item.number, item.schedule, item.executors) for item in draft.items] == [
        (item.number, item.schedule, item.executors) for item in meant.items
    ]
    assert len(problems_of(draft, "stamp")) == 1


def bare_pdf(content=b""):
    """One page with this content and no font: what a scanner makes, its picture apart."""
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    )
    written, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(written)
    return written + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def test_a_scan_is_refused_with_advice():
    with pytest.raises(ImportRejected, match="a scan without a text layer; recognise its text"):
        rows_of(bare_pdf(b"0 0 100 100 re f"))


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"%PDF-1.4\n" + b"junk " * 50])
def test_damage_is_refused_in_one_line(content):
    with pytest.raises(ImportRejected) as refused:
        rows_of(content)
    assert "\n" not in str(refused.value)
