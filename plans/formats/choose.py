"""Which reader a document needs, told by its content and never by its name. What is on no list is refused with advice.

Every reader is a module with `rows_of(content: bytes) -> tuple[Row, ...]`, which raises `ImportRejected` with a place
inside the document, empty for the whole of it. Knows nothing of what the rows mean.
"""

import re
from enum import StrEnum
from importlib import import_module
from typing import cast

from plans.formats.archive import Archive
from plans.formats.limits import MOST_CELLS, MOST_LETTERS
from plans.formats.text_file import text_of
from plans.rejected import ImportRejected, rejected
from plans.rows import Row, TableRow


class Format(StrEnum):
    """What Srok reads."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    ODS = "ods"
    PDF = "pdf"


_READERS = {
    Format.TEXT: "plans.formats.read_text",
    Format.HTML: "plans.formats.read_html",
    Format.DOCX: "plans.formats.read_docx",
    Format.XLSX: "plans.formats.read_xlsx",
    Format.ODS: "plans.formats.read_xlsx",
    Format.PDF: "plans.formats.read_pdf",
}
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PDF_WITHIN = 1024
_HEAD = 4096
_OLD = (
    ("EncryptedPackage", "protected", ""),
    ("WordDocument", "old_word", "docx"),
    ("Workbook", "old_excel", "xlsx"),
    ("Book", "old_excel", "xlsx"),
)
_REFUSED = (
    (b"{\\rtf", "rtf"),
    (b"MIME-Version:", "mht"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\x00", "picture"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)
_MAIN_PART = re.compile(
    rb'Type="[^"]*/officeDocument"[^>]*?Target="/?([^"]+)"|Target="/?([^"]+)"[^>]*?/officeDocument"'
)
_HTML = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|center)\b",
    re.IGNORECASE | re.DOTALL,
)
_ODF = "application/vnd.oasis.opendocument."


def is_plain_text(content: bytes) -> bool:
    """Whether this is neither of the formats that are parsed apart. Raises `ImportRejected` for what nobody reads."""
    _refuse_unreadable(content)
    return not (content.startswith(_ARCHIVE) or _is_pdf(content) or _is_html(content))


def format_of(content: bytes) -> Format:
    """The format of a document. Opens archives: call it where a bomb does no harm. Raises `ImportRejected`."""
    if is_plain_text(content):
        return Format.TEXT
    if _is_pdf(content):
        return Format.PDF
    if not content.startswith(_ARCHIVE):
        return Format.HTML
    return _format_of_archive(Archive(content))


def rows_of(content: bytes) -> tuple[Row, ...]:
    """The rows of a document. Opens archives, as `format_of` does. Raises `ImportRejected`."""
    found = format_of(content)
    reader = import_module(_READERS[found])  # only the one that is needed: the limited process starts for each document
    given = text_of(content, "") if found is Format.TEXT else content
    return within_limits(cast("tuple[Row, ...]", reader.rows_of(given)))


def within_limits(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The same rows. Raises `ImportRejected` where there are more cells or letters than any order has."""
    cells = letters = 0
    for row in rows:
        texts = row.cells if isinstance(row, TableRow) else (row.text,)
        cells += len(texts)
        letters += sum(map(len, texts))
        if cells > MOST_CELLS:
            raise rejected(row.place, "many_cells", most=MOST_CELLS)
        if letters > MOST_LETTERS:
            raise rejected(row.place, "long_text")
    return rows


def _refuse_unreadable(content: bytes) -> None:
    if content.startswith(_OLD_OFFICE):
        raise _old_office(content)
    for magic, code in _REFUSED:
        if content.startswith(magic):
            raise rejected("", code, kind="docx")


def _old_office(content: bytes) -> ImportRejected:
    found = ((code, kind) for stream, code, kind in _OLD if stream.encode("utf-16-le") in content)
    code, kind = next(found, ("old_office", "docx"))
    return rejected("", code, kind=kind)


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:_PDF_WITHIN]


def _is_html(content: bytes) -> bool:
    head = content[:_HEAD]
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    return bool(_HTML.match(head.decode(encoding, "replace").lstrip("\xef\xbb\xbf\ufeff \t\r\n")))


def _format_of_archive(archive: Archive) -> Format:
    if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
        raise rejected("", "macros")
    kind = (archive.read("mimetype") or b"").decode("latin-1").strip()
    main = main_part_of(archive)
    if kind == f"{_ODF}spreadsheet":
        return Format.ODS
    if main.startswith("word/"):
        return Format.DOCX
    if main.startswith("xl/") and main.endswith(".xml"):
        return Format.XLSX
    raise _unknown_archive(kind, main)


def _unknown_archive(kind: str, main: str) -> ImportRejected:
    if kind.startswith(_ODF):
        return rejected("", "odf", kind="docx")
    return rejected("", "xlsb", kind="xlsx") if main.endswith(".bin") else rejected("", "no_document")


def main_part_of(archive: Archive) -> str:
    """The name of the part that holds an Office document's body, empty where it has none."""
    match = _MAIN_PART.search(archive.read("_rels/.rels") or b"")
    named = (match[1] or match[2]).decode("utf-8", "replace") if match else ""
    usual = ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin")
    return named if named in archive.names else next((name for name in usual if name in archive.names), "")
