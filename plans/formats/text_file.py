"""A text file's bytes -> its text, in the encodings offices use. Knows nothing of what the text says."""

import codecs
import re
from pathlib import Path

from plans.rejected import ImportRejected, rejected
from states.rejection_words import OTHER_FORMATS

LARGEST = 5 * 1024 * 1024
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FORMATS = (
    (b"PK\x03\x04", "archive_of_office"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "old_office"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x1f\x8b", "archive"),
)
_SAMPLE = 4096
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")


def read_file_text(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1251.

    Raises `ImportRejected` for a file that is missing, unreadable, empty, too large, or not text.
    """
    place = path.name or str(path)
    return text_of(read_bytes(path, largest=LARGEST), place)


def text_of(content: bytes, place: str) -> str:
    """The text of a file's bytes. Raises `ImportRejected` for what is empty, too large, or not text."""
    if len(content) > LARGEST:
        raise _too_large(place, LARGEST)
    for magic, what in _OTHER_FORMATS:
        if content.startswith(magic):
            raise rejected(place, "not_text", what=OTHER_FORMATS[what])
    text = _decoded(content, place)
    if not text.strip():
        raise rejected(place, "empty")
    return text


def read_bytes(path: Path, *, largest: int) -> bytes:
    """The bytes of a file. Raises `ImportRejected` for one that is missing, unreadable, or longer than `largest`."""
    place = path.name or str(path)
    try:
        if path.is_dir():
            raise rejected(place, "folder")
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except FileNotFoundError:
        raise rejected(place, "no_file") from None
    except (OSError, ValueError) as error:
        raise rejected(place, "unreadable", why=getattr(error, "strerror", None) or str(error)) from None
    if len(content) > largest:
        raise _too_large(place, largest)
    return content


def _too_large(place: str, largest: int) -> ImportRejected:
    return rejected(place, "too_large", most=largest // 1024 // 1024)


def _decoded(content: bytes, place: str) -> str:
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _UNPRINTABLE.search(text) and (encoding != "cp1251" or _mostly_cyrillic(text)):
            return text
    raise rejected(place, "no_encoding")


def _candidates(content: bytes) -> tuple[str, ...]:
    marked = [encoding for mark, encoding in _MARKED if content.startswith(mark)]
    if marked:
        return tuple(marked)
    sample = content[:_SAMPLE]
    if b"\x00" in sample or b"\x04" in sample:  # the high byte of Latin and Cyrillic letters in UTF-16
        even, odd = (sum(byte in {0, 4} for byte in sample[start::2]) for start in (0, 1))
        return ("utf-16-le",) if odd > even else ("utf-16-be",)
    return ("utf-8", "cp1251")


def _mostly_cyrillic(text: str) -> bool:
    letters = len(_LETTER.findall(text))
    return letters > 0 and len(_CYRILLIC.findall(text)) * 2 > letters
