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
from plans.rejected import ImportRejected
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
_SAVE_AS = "open it, choose «Save as» and the type {kind}, or run: soffice --headless --convert-to {kind} FILE"
_OLD = (
    ("EncryptedPackage", "the file is protected by a password; save it without and try again"),
    ("WordDocument", f"this is an old Word file (.doc); {_SAVE_AS.format(kind='docx')}"),
    ("Workbook", f"this is an old Excel file (.xls); {_SAVE_AS.format(kind='xlsx')}"),
    ("Book", f"this is an old Excel file (.xls); {_SAVE_AS.format(kind='xlsx')}"),
)
_REFUSED = (
    (b"{\\rtf", f"this is an RTF file; {_SAVE_AS.format(kind='docx')}"),
    (b"MIME-Version:", "this is a web archive (.mht); open it in Word and save it as .docx"),
    (b"\x89PNG", "this is a picture; the document itself is needed, or a PDF with a text layer"),
    (b"\xff\xd8\xff", "this is a picture; the document itself is needed, or a PDF with a text layer"),
    (b"II*\x00", "this is a picture; the document itself is needed, or a PDF with a text layer"),
    (b"\x1f\x8b", "this is an archive; unpack it and import the document in it"),
    (b"Rar!", "this is an archive; unpack it and import the document in it"),
    (b"7z\xbc\xaf", "this is an archive; unpack it and import the document in it"),
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
            raise ImportRejected(row.place, f"there are more than {MOST_CELLS} cells; leave only the order in the file")
        if letters > MOST_LETTERS:
            raise ImportRejected(row.place, "the text is longer than any order; leave only the order in the file")
    return rows


def _refuse_unreadable(content: bytes) -> None:
    if content.startswith(_OLD_OFFICE):
        raise ImportRejected("", _old_office(content))
    for magic, reason in _REFUSED:
        if content.startswith(magic):
            raise ImportRejected("", reason)


def _old_office(content: bytes) -> str:
    found = (reason for stream, reason in _OLD if stream.encode("utf-16-le") in content)
    return next(found, f"this is an old Office file; {_SAVE_AS.format(kind='docx')}")


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:_PDF_WITHIN]


def _is_html(content: bytes) -> bool:
    head = content[:_HEAD]
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    return bool(_HTML.match(head.decode(encoding, "replace").lstrip("\xef\xbb\xbf\ufeff \t\r\n")))


def _format_of_archive(archive: Archive) -> Format:
    if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
        raise ImportRejected("", "the file has macros; save it as .docx or .xlsx without them and try again")
    kind = (archive.read("mimetype") or b"").decode("latin-1").strip()
    main = main_part_of(archive)
    if kind == f"{_ODF}spreadsheet":
        return Format.ODS
    if main.startswith("word/"):
        return Format.DOCX
    if main.startswith("xl/") and main.endswith(".xml"):
        return Format.XLSX
    raise ImportRejected("", _unknown_archive(kind, main))


def _unknown_archive(kind: str, main: str) -> str:
    if kind.startswith(_ODF):
        return f"this is an OpenDocument file that is no table; {_SAVE_AS.format(kind='docx')}"
    if main.endswith(".bin"):
        return f"this is a binary Excel file (.xlsb); {_SAVE_AS.format(kind='xlsx')}"
    return "this is an archive but no document; import the .docx, .xlsx or .ods itself"


def main_part_of(archive: Archive) -> str:
    """The name of the part that holds an Office document's body, empty where it has none."""
    match = _MAIN_PART.search(archive.read("_rels/.rels") or b"")
    named = (match[1] or match[2]).decode("utf-8", "replace") if match else ""
    usual = ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin")
    return named if named in archive.names else next((name for name in usual if name in archive.names), "")
