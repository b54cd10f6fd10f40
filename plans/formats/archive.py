"""A zip archive's bytes -> its parts, looked over before any is inflated. Knows no format of documents."""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from plans.formats.limits import HIGHEST_RATIO, MIB, MOST_ENTRIES, MOST_INFLATED, RATIO_COUNTS_FROM
from plans.rejected import ImportRejected, rejected

_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1


class Archive:
    """The parts of an archive that is small, whole and not encrypted."""

    def __init__(self, content: bytes) -> None:
        """Raises `ImportRejected` before anything is inflated."""
        if content.count(_CENTRAL_ENTRY) > MOST_ENTRIES:
            raise rejected("", "too_many_parts", most=MOST_ENTRIES)
        try:
            self._zip = ZipFile(BytesIO(content))
        except (BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeDecodeError) as error:
            raise _damaged(error) from None
        self._parts = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in self._zip.infolist()}
        _look_over(self._zip.infolist())
        if len(self._parts) < len(self._zip.infolist()):
            raise rejected("", "part_twice")

    @property
    def names(self) -> frozenset[str]:
        """The names of the parts."""
        return frozenset(self._parts)

    def read(self, name: str) -> bytes | None:
        """A part's bytes, None where there is no such part. Raises `ImportRejected` where it is damaged."""
        entry = self._parts.get(name)
        if entry is None:
            return None
        try:
            return self._zip.read(entry)
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise _damaged(error, name) from None


def _look_over(entries: list[ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise rejected("", "too_many_parts", most=MOST_ENTRIES)
    if sum(entry.file_size for entry in entries) > MOST_INFLATED:
        raise rejected("", "too_much_inside", most=MOST_INFLATED // MIB)
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise rejected(entry.filename, "protected")
        if entry.file_size > max(RATIO_COUNTS_FROM, entry.compress_size * HIGHEST_RATIO):
            raise rejected("", "too_packed", part=repr(entry.filename), most=HIGHEST_RATIO)


def _damaged(error: Exception, name: str = "") -> ImportRejected:
    return rejected(name, "damaged", why=" ".join(str(error).split())[:80])
