"""A document's file or bytes -> rows, whatever its format: plain text at once, all else in a limited process.
Knows nothing of what the rows mean.
"""

from pathlib import Path

from plans.formats import choose
from plans.formats.apart import rows_apart
from plans.formats.limits import LARGEST_FILE
from plans.formats.text_file import read_bytes
from plans.rejected import ImportRejected
from plans.rows import Row


def read_document(path: Path) -> bytes:
    """The bytes of a document's file. Raises `ImportRejected` where there is none or it is too large."""
    return read_bytes(path, largest=LARGEST_FILE)


def rows_of(content: bytes, file: str) -> tuple[Row, ...]:
    """The rows of a document. `file` is its name for people: the format is told by the content alone.

    Raises `ImportRejected` with the file, the place in it and the reason.
    """
    try:
        return choose.rows_of(content) if choose.is_plain_text(content) else rows_apart(content)
    except ImportRejected as fault:
        raise fault.within(file) from None
