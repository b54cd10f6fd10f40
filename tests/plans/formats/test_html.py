"""A web page's text as a browser shows it: lists counted, cells merged both ways, nothing hidden, every encoding."""

import pytest

from plans.formats.read_html import rows_of
from plans.rows import Paragraph, Remark, TableRow

ROW = "<tr><td>{}<td>{}<td>{}</tr>"
PLAN = ROW.format(1, "Первое", "Май") + ROW.format(2, "Второе", "Июнь")


def lines(body: str) -> list[str]:
    return [row.text for row in rows_of(page(body)) if isinstance(row, Paragraph)]


def cells(table: str) -> list[tuple[str, ...]]:
    return [row.cells for row in rows_of(page(f"<table>{table}</table>")) if isinstance(row, TableRow)]


def page(body: str) -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>нет</title></head><body>{body}</body></html>".encode()
    )


READ = {
    "paragraphs": ("<p>Об\nутверждении</p><p>1. Утвердить", ["Об утверждении", "1. Утвердить"]),
    "text by itself": ("Начало<div>середина</div>конец", ["Начало", "середина", "конец"]),
    "line breaks": ("<p>ГОРОД<br>ПРИКАЗ</p>", ["ГОРОД", "ПРИКАЗ"]),
    "headings": ("<h1>План</h1><h2>работ</h2>", ["План", "работ"]),
    "entities": ("<p>&laquo;Диалог&raquo;&nbsp;&mdash; A&amp;B &#8470;&nbsp;5", ["«Диалог» — A&B № 5"]),
    "scripts and styles": ("<style>p{}</style><p>План<script>alert('нет')</script>", ["План"]),
    "what is hidden": ("<p>План<span style='display:none'> нет</span><i hidden>нет</i>", ["План"]),
    "changes": ("<p>План<del> отдыха</del><ins> работ</ins>", ["План работ"]),
    "a numbered list": ("<ol><li>раз<li>два</ol>", ["1. раз", "2. два"]),
    "a list that starts later": ("<ol start=3><li>раз<li value=7>два<li>три</ol>", ["3. раз", "7. два", "8. три"]),
    "letters and roman numbers": (
        "<ol type=a><li>раз</ol><ol type=I><li>раз<li>два</ol><ol style='list-style-type:lower-roman'><li>x</ol>",
        ["a. раз", "I. раз", "II. два", "i. x"],
    ),
    "lists in lists": ("<ol><li>раз<ul><li>а<li>б</ul><li>два</ol>", ["1. раз", "– а", "– б", "2. два"]),
    "a list without signs": ("<ul style='list-style: none'><li>1.1. раз</ul>", ["1.1. раз"]),
    "a list of paragraphs": ("<ol><li><p>раз</p><p>ещё</p></li><li><p>два</ol>", ["1. раз", "ещё", "2. два"]),
    "word's own numbers": (
        "<p><![if !supportLists]><span>1.1.<i>&nbsp; </i></span><![endif]>план<o:p></o:p><!--[if mso]>нет<![endif]-->",
        ["1.1. план"],
    ),
}


@pytest.mark.parametrize(("body", "read"), READ.values(), ids=READ.keys())
def test_text_is_read_as_it_is_seen(body, read):
    assert lines(body) == read


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "<meta charset='utf-8'>"),
        ("cp1251", "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>"),
        ("koi8-r", "<META CHARSET=koi8-r>"),
        ("cp866", "<?xml version='1.0' encoding='cp866'?>"),
        ("utf-8-sig", "<meta charset=windows-1251>"),
        ("utf-16", "<meta charset=utf-8>"),
        ("utf-8", ""),
        ("cp1251", ""),
        ("cp1251", "<meta charset=utf-8>"),
        ("utf-8", "<meta charset=no-such-thing>"),
    ],
)
def test_every_encoding_is_read(encoding, said):
    content = f"{said}<html><body><p>План мероприятий города</p></body></html>".encode(encoding)
    assert [row.text for row in rows_of(content)] == ["План мероприятий города"]


def test_cells_merged_across_and_downwards():
    table = (
        "<thead><tr><th rowspan=2>№<th rowspan=2>Дело<th colspan=2>Срок</tr><tr><th>с<th>по</tr></thead>"
        "<tr><td colspan=4>Раздел</tr><tr><td>1<td>Первое<td rowspan=0>май<td>июнь</tr><tr><td>2<td>Второе<td>июль</tr>"
    )
    assert cells(table) == [
        ("№", "Дело", "Срок", ""),
        ("№", "Дело", "с", "по"),
        ("Раздел", "", "", ""),
        ("1", "Первое", "май", "июнь"),
        ("2", "Второе", "май", "июль"),
    ]
    rows = rows_of(page(f"<table>{table}</table>"))
    assert [row.across for row in rows] == [False, False, True, False, False]
    assert [set(row.from_above) for row in rows] == [set(), {0, 1}, set(), set(), {2}]


def test_a_cell_keeps_its_lines_and_lists_in_one_line():
    assert cells(PLAN + "<tr><td>3<td>МКУ ЦРО<br>Школы<p>все<ul><li>раз<li>два</ul><td>Май")[2] == (
        "3", "МКУ ЦРО Школы все – раз – два", "Май",
    )  # fmt: skip


def test_a_page_s_frame_is_no_table():
    rows = rows_of(page(f"<table><tr><td>меню<td><p>План<table>{PLAN}</table></table>"))
    assert [row.place for row in rows] == ["paragraph 1", "paragraph 2", "table 1, row 1", "table 1, row 2"]


def test_a_caption_is_the_text_before_its_table():
    rows = rows_of(page(f"<table><caption>План</caption>{PLAN}</table>"))
    assert (rows[0].text, rows[1].place) == ("План", "table 1, row 1")


@pytest.mark.parametrize(
    ("link", "note"),
    [
        (
            "<a href='#_ftn1' name='_ftnref1'>[1]</a>",
            "<div id=ftn1><p><a href='#_ftnref1'>[1]</a> кроме школы № 5</p></div>",
        ),
        (
            "<a href='#sdfootnote1sym'><sup>1</sup></a>",
            "<div id=sdfootnote1><p><a href='#sdfootnote1anc'>1</a>кроме школы № 5</div>",
        ),
    ],
)
def test_a_footnote_is_kept_out_of_the_text_and_pointed_out(link, note):
    rows = rows_of(page(f"<p>Все школы{link} отчитываются</p><p>Далее</p>{note}"))
    assert [row.text for row in rows if isinstance(row, Paragraph)] == ["Все школы отчитываются", "Далее"]
    assert [row.place for row in rows if isinstance(row, Remark)] == ["paragraph 1"]
    assert "«кроме школы № 5»" in rows[1].text


def test_text_that_only_looks_struck_through_is_read_and_pointed_out():
    rows = rows_of(page(f"<table>{PLAN}<tr><td>3<td>Третье<td>1 мая <s>5 <b>июня</b></s></table>"))
    assert rows[2].cells[2] == "1 мая 5 июня"
    assert (rows[3].code, rows[3].place, "«5 июня»" in rows[3].text) == ("struck_out", "table 1, row 3", True)


def test_centred_lines_are_one_block():
    rows = rows_of(page("<p align=center>ГОРОД<p style='text-align:center'>ПРИКАЗ<p>Текст<p align=center>ПЛАН"))
    assert [row.opens_block for row in rows] == [True, False, True, True]
