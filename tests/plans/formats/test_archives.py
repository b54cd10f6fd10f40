"""Archives that nobody meant well are refused before anything in them is opened."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from plans.formats import archive as archives
from plans.formats.archive import Archive
from plans.formats.child import answer
from plans.formats.limits import MIB, MOST_ENTRIES
from plans.rejected import ImportRejected, rejected
from tests.plans.formats.word_documents import docx, p, zipped

ORDER = docx(p("План"))


def refusal(content: bytes) -> str:
    """The reason for which a document is refused, empty where it is read."""
    said = answer(content).get("rejected")
    return rejected(said[0], said[1], **said[2]).reason if said else ""


def with_flag(content: bytes, flag: int) -> bytes:
    """The archive with a flag set for each of its parts, as their central entries say."""
    made = bytearray(content)
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        made[at + 8] |= flag
        at = made.find(b"PK\x01\x02", at + 1)
    return bytes(made)


def with_size(content: bytes, size: int) -> bytes:
    """The archive whose last part is said to be of another size."""
    made = bytearray(content)
    made[made.rfind(b"PK\x01\x02") + 24 :][:4] = b""
    at = content.rfind(b"PK\x01\x02") + 24
    return content[:at] + struct.pack("<I", size) + content[at + 4 :]


def twice() -> bytes:
    made = BytesIO(ORDER)
    with ZipFile(made, "a", ZIP_DEFLATED) as one, pytest.warns(UserWarning, match="Duplicate"):
        one.writestr("word/document.xml", "<other/>")
    return made.getvalue()


BOMBS = {
    "too large when inflated": (lambda: zipped({"word/document.xml": b"0" * (101 * MIB)}), "more than 100 MiB"),
    "packed too well": (lambda: zipped({"word/document.xml": b"0" * (2 * MIB)}), "packed more than 200 times"),
    "too many parts": (lambda: zipped({str(number): "" for number in range(MOST_ENTRIES + 1)}), "more than 2000 parts"),
    "said to be larger than it is": (lambda: with_size(ORDER, 200 * MIB), "more than 100 MiB"),
    "said to be smaller than it is": (lambda: with_size(zipped({"word/document.xml": "a" * 99}), 9), "damaged"),
    "protected by a password": (lambda: with_flag(ORDER, 1), "protected by a password"),
    "cut off": (lambda: ORDER[:-30], "damaged"),
    "one part twice": (twice, "one part twice"),
}


@pytest.mark.parametrize(("bomb", "reason"), BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused(bomb, reason):
    assert reason in refusal(bomb())


def test_a_small_part_may_be_packed_well():
    assert Archive(zipped({"a": b"0" * MIB})).read("a") == b"0" * MIB


def test_the_bomb_would_go_off_if_nobody_looked(monkeypatch):
    monkeypatch.setattr(archives, "_look_over", lambda _: None)
    assert len(Archive(zipped({"a": b"0" * (2 * MIB)})).read("a")) == 2 * MIB


def test_nothing_is_inflated_before_the_archive_is_looked_over(monkeypatch):
    monkeypatch.setattr(ZipFile, "read", lambda *_: pytest.fail("inflated"))
    with pytest.raises(ImportRejected, match="packed more than 200 times"):
        Archive(zipped({"a": b"0" * (2 * MIB)}))
