"""Files as they arrive: encodings, rows, and what is refused with one clear line."""

import pytest

from plans.formats.read_text import read_text, rows_of
from plans.formats.text_file import LARGEST
from plans.reading import read_order
from plans.rejected import ImportRejected
from plans.rows import Paragraph, TableRow
from tests.plans.builders import draft_of, measure, order_text

TEXT = order_text(measure(executors="МКУ ЦРО"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_every_encoding_of_an_office_gives_the_same_rows(tmp_path, encoding):
    path = tmp_path / "order.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read_text(path) == rows_of(TEXT)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_end_of_line_gives_the_same_places(ending):
    assert rows_of(TEXT.replace("\n", ending)) == rows_of(TEXT)


REFUSED = {
    b"": "empty",
    b" \n\t\n": "empty",
    b"\xef\xbb\xbf\n": "empty",
    b"PK\x03\x04rest": "the file is damaged",
    b"%PDF-1.7": "is damaged",
    b"\xd0\xcf\x11\xe0\xa1\xb1": "choose «Save as»",
    bytes(range(256)) * 4: "save it as text in UTF-8",
    b"\xff\xfe\x00": "save it as text in UTF-8",
    b"\x98\xff\xff plain latin": "save it as text in UTF-8",
    b"just a letter to a friend": "no plan is found",
    "План на завтра: выспаться".encode("cp1251"): "no plan is found",
}


@pytest.mark.parametrize(("content", "advice"), REFUSED.items())
def test_what_is_no_order_is_refused_in_one_line_with_advice(tmp_path, content, advice):
    path = tmp_path / "order.txt"
    path.write_bytes(content)
    with pytest.raises(ImportRejected) as refused:
        read_order(path)
    assert str(refused.value).startswith("order.txt: ")
    assert advice in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_a_folder_and_a_giant_are_refused(tmp_path):
    giant = tmp_path / "giant.txt"
    giant.write_bytes(b"a" * (LARGEST + 1))
    for path, reason in ((tmp_path / "none.txt", "no such file"), (tmp_path, "folder"), (giant, "larger than 5 MiB")):
        with pytest.raises(ImportRejected, match=reason):
            read_order(path)


def test_an_order_without_any_date_is_refused_with_its_place():
    with pytest.raises(ImportRejected, match=r"order\.txt, line 1: the order has no date"):
        draft_of(order_text(measure(), date="", annex="№ 21"))


def test_lines_become_paragraphs_and_rows_with_their_line_numbers():
    rows = rows_of("Первая\nвторая\n\n1.\tа\tб\n\f2.\tв\n---\t---\n")
    assert rows == (
        Paragraph(place="line 1", text="Первая"),
        Paragraph(place="line 2", text="вторая", opens_block=False),
        TableRow(place="line 4", cells=("1.", "а", "б"), after_break=True),
        TableRow(place="line 5", cells=("2.", "в"), after_break=True),
    )


def test_mark_up_remnants_and_odd_blanks_are_cleaned():
    (row,) = rows_of(
        "<b>1.</b>\t<p>Про\u00adвести:</p> <ul style='a'> – раз; </ul>\t**до\u00a01 мая**\tA&amp;B < 5\u200b"
    )
    assert row.cells == ("1.", "Провести: – раз;", "до 1 мая", "A&B < 5")
