"""What people may bring as a document: what it is by its content, and under what name it is kept. Opens nothing.

Macros, web pages and drawings with scripts are refused: whoever opens them later trusts that it came from a school.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from plans.formats.archive import Archive
from plans.rejected import ImportRejected
from srok.evidence import LIMIT, Brought
from states.fault import Fault

LONGEST_NAME = 120
MOST = 20
"""How many documents a form may bring."""

_HEAD = 4096


class DocumentRefused(Fault):
    """A document that is not taken; `code` says why: `empty`, `large`, `kind`, `macros` or `damaged`."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(f"{name}: this document is not taken: {code}")
        self.name, self.code = name, code


def brought(uploads: Iterable[tuple[str, BinaryIO]]) -> tuple[Brought, ...]:
    """Documents as they are kept, each looked at.

    Raises:
        DocumentRefused: with the name of the first that is not taken.

    """
    return tuple(Brought(_name(name, _kind_of(name, file)), file) for name, file in uploads)


def _kind_of(name: str, file: BinaryIO) -> tuple[str, ...]:
    """The endings that fit a document's content."""
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise DocumentRefused(name, "empty")
    if size > LIMIT:
        raise DocumentRefused(name, "large")
    head = file.read(_HEAD)
    kind = next((endings for fits, endings in _KINDS if fits(head)), None)
    if head.startswith((b"PK\x03\x04", _OLE)):
        kind = _office(name, head + file.read())
    file.seek(0)
    if kind is None:
        raise DocumentRefused(name, "kind")
    return kind


def _starts(*with_: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(with_)


def _heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"hevc"}


def _plain(head: bytes) -> bool:
    """Words and nothing else; what begins as a page or a drawing would is none."""
    hidden = any(byte < ord(" ") and byte not in b"\t\n\r\f" for byte in head)
    return not hidden and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS: tuple[tuple[Callable[[bytes], bool], tuple[str, ...]], ...] = (
    (_starts(b"%PDF-"), (".pdf",)),
    (_starts(b"\xff\xd8\xff"), (".jpg", ".jpeg")),
    (_starts(b"\x89PNG\r\n\x1a\n"), (".png",)),
    (_starts(b"II*\x00", b"MM\x00*"), (".tif", ".tiff")),
    (lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP", (".webp",)),
    (_heic, (".heic", ".heif")),
    (_starts(b"PK", _OLE), ()),
    (_plain, (".txt", ".csv")),
)
_OFFICE = {
    "word/document.xml": (".docx",),
    "xl/workbook.xml": (".xlsx",),
    "ppt/presentation.xml": (".pptx",),
}
_OPEN = {
    b"application/vnd.oasis.opendocument.text": (".odt",),
    b"application/vnd.oasis.opendocument.spreadsheet": (".ods",),
    b"application/vnd.oasis.opendocument.presentation": (".odp",),
}
_OLD_OFFICE = (".doc", ".xls", ".ppt")
ENDINGS = tuple(
    ending.lstrip(".")
    for endings in (*(kind for _, kind in _KINDS), *_OFFICE.values(), *_OPEN.values(), _OLD_OFFICE)
    for ending in endings
)
"""What the names of documents end in that are taken: told early; their content decides."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a form takes, in bytes of one file and of all together, how many of them, and of what kinds."""

    limit: int = LIMIT
    together: int = 60 * 1024 * 1024
    most: int = MOST
    endings: tuple[str, ...] = ENDINGS


_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def _office(name: str, content: bytes) -> tuple[str, ...] | None:
    """The endings of an office's document without macros; None for any other archive."""
    if content.startswith(_OLE):
        if _MACROS in content:
            raise DocumentRefused(name, "macros")
        return _OLD_OFFICE
    try:
        archive = Archive(content)
        names = archive.names
        kind = next((endings for part, endings in _OFFICE.items() if part in names), None)
        kind = kind or _OPEN.get((archive.read("mimetype") or b"").strip())
    except ImportRejected as fault:
        raise DocumentRefused(name, "damaged") from fault
    if kind and any(part.rsplit("/", 1)[-1].startswith("vbaProject") or part.startswith("Basic/") for part in names):
        raise DocumentRefused(name, "macros")
    return kind


def _name(name: str, endings: tuple[str, ...]) -> str:
    """The name as people see it: no folders, no signs that cannot be seen, and an ending that fits the content."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    name = " ".join("".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in name).split())
    stem, dot, ending = name.rpartition(".")
    if not stem or f"{dot}{ending}".lower() not in endings:
        stem, ending = name or "document", endings[0].lstrip(".")
    return f"{stem[:LONGEST_NAME]}.{ending}"
