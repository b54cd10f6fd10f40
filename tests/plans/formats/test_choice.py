"""The reader is chosen by what a file holds; what nobody reads is refused with a way out."""

import pytest

from plans.formats.choose import Format, format_of, is_plain_text
from plans.formats.document import read_document, rows_of
from plans.formats.limits import LARGEST_FILE
from plans.rejected import ImportRejected
from plans.rows import Paragraph, TableRow
from tests.plans.formats.word_documents import docx, p, tbl, tr, zipped

RELATION = '<Relationships><Relationship Target="{}" Type="http://schemas.openxmlformats.org/x/officeDocument"/></Relationships>'
KNOWN = {
    "a Word document": (docx(p("План")), Format.DOCX),
    "a document under another name": (
        zipped({"_rels/.rels": RELATION.format("/word/document2.xml"), "word/document2.xml": ""}),
        Format.DOCX,
    ),
    "a workbook": (zipped({"xl/workbook.xml": ""}), Format.XLSX),
    "an OpenDocument table": (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), Format.ODS),
    "a PDF": (b"%PDF-1.7\n", Format.PDF),
    "a PDF after some rubbish": (b"\n\n\x00%PDF-1.4\n", Format.PDF),
    "a page": (b"<!DOCTYPE html><p>", Format.HTML),
    "a page without a type": (b"\xef\xbb\xbf \n<HTML><p>", Format.HTML),
    "a page in UTF-16": ("<html><p>".encode("utf-16"), Format.HTML),
    "a page that is XML": (b"<?xml version='1.0'?>\n<!-- x -->\n<html xmlns='x'>", Format.HTML),
    "a table alone": (b"<table><tr><td>", Format.HTML),
    "text": ("План".encode(), Format.TEXT),
    "text with remnants of mark-up": ("<b>План</b>".encode(), Format.TEXT),
}


@pytest.mark.parametrize(("content", "kind"), KNOWN.values(), ids=KNOWN.keys())
def test_the_format_is_told_by_the_content(content, kind):
    assert format_of(content) is kind
    assert is_plain_text(content) is (kind is Format.TEXT)


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + stream.encode("utf-16-le")


REFUSED = {
    "old Word": (old_office("WordDocument"), "an old Word file (.doc); open it, choose «Save as» and the type docx"),
    "old Excel": (old_office("Workbook"), "an old Excel file (.xls); open it, choose «Save as» and the type xlsx"),
    "older Excel": (old_office("Book"), "an old Excel file"),
    "old something": (old_office("PowerPoint"), "an old Office file"),
    "a protected document": (old_office("EncryptedPackage"), "protected by a password"),
    "RTF": (b"{\\rtf1 ...", "an RTF file; open it"),
    "a web archive": (b"MIME-Version: 1.0\r\n", "a web archive"),
    "a picture": (b"\x89PNG\r\n", "a picture"),
    "a scan": (b"II*\x00", "a picture"),
    "macros": (docx(p("План"), parts={"word/vbaProject.bin": b""}), "has macros"),
    "macros in a workbook": (zipped({"xl/workbook.xml": "", "xl/vbaProject.bin": ""}), "has macros"),
    "a binary workbook": (zipped({"xl/workbook.bin": ""}), "a binary Excel file"),
    "an OpenDocument text": (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
    "an archive": (zipped({"order.txt": "План"}), "an archive but no document"),
    "an empty archive": (zipped({}), "an archive but no document"),
    "a packed archive": (b"Rar!\x1a\x07", "unpack it"),
}


@pytest.mark.parametrize(("content", "advice"), REFUSED.values(), ids=REFUSED.keys())
def test_what_nobody_reads_is_refused_with_a_way_out(content, advice):
    with pytest.raises(ImportRejected) as refused:
        rows_of(content, "order.docx")
    assert str(refused.value).startswith("order.docx: ")
    assert advice in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["order.docx", "order.txt", "order"])
def test_the_name_does_not_matter(name):
    made = docx(p("План") + tbl(tr("1", "Дело", "Май"), tr("2", "Ещё", "Май")))
    assert rows_of(made, name) == (
        Paragraph(place="paragraph 1", text="План"),
        TableRow(place="table 1, row 1", cells=("1", "Дело", "Май"), after_break=True),
        TableRow(place="table 1, row 2", cells=("2", "Ещё", "Май")),
    )


def test_a_file_past_the_limit_is_refused_unread(tmp_path):
    path = tmp_path / "order.docx"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(ImportRejected, match=r"^order\.docx: the file is larger than 20 MiB"):
        read_document(path)


def test_a_place_within_the_file_is_named_after_the_file():
    with pytest.raises(ImportRejected, match=r"^order\.docx, word/document\.xml: the file is damaged"):
        rows_of(zipped({"word/document.xml": "<w:document>"}), "order.docx")
