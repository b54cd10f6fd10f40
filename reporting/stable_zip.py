"""Office files are zip archives that remember when they were written. Here they forget it: same content, same bytes."""

import io
import zipfile
from collections.abc import Callable, Iterable

_CONTENT_TYPES = "[Content_Types].xml"
_DAWN = (1980, 1, 1, 0, 0, 0)  # the first day that a zip archive can name
_READABLE = 0o600 << 16


Edit = Callable[[str, bytes], Iterable[bytes]]
"""What an entry is to hold instead, piece by piece, by its name and what it holds."""


def unchanged(_: str, content: bytes) -> Iterable[bytes]:
    """What it holds."""
    return (content,)


def stable(archive: bytes, edit: Edit = unchanged) -> bytes:
    """The archive with its entries in one order and without dates; the content types stay first, as readers expect."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(written, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _CONTENT_TYPES, name)):
            entry = zipfile.ZipInfo(name, date_time=_DAWN)
            entry.external_attr, entry.create_system = _READABLE, 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            with target.open(entry, "w") as file:
                for piece in edit(name, source.read(name)):
                    file.write(piece)
    return written.getvalue()
