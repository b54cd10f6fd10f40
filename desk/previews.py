"""What can be seen of a document before anybody opens it: pictures of its first pages, or the beginning of a text. It
is drawn once, by a limited process (`desk.drawing`), and kept beside the documents. Knows not whose they are.
"""

import json
import secrets
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from plans.formats.apart import rows_apart
from plans.formats.limits import WALL_SECONDS
from plans.rejected import ImportRejected
from plans.rows import Paragraph, Remark

DRAWERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="drawing")
"""Who draws: two documents at once, however many are looked at; pages are answered meanwhile."""

LONGEST_TEXT, MOST_ROWS = 64 * 1024, 300
"""Of a text this much is shown, in bytes; of a document of an office as many letters, and so many rows."""

_SEEN_AS = dict.fromkeys((".pdf", ".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"), "pictures")
_SEEN_AS |= dict.fromkeys((".txt", ".csv"), "text")
_SEEN_AS |= dict.fromkeys((".docx", ".xlsx", ".ods"), "words")
_FOLDER = ".previews"
_FACTS = "facts.json"
_HOUSE = str(Path(__file__).parents[1])
# Not `-m`: the child must find this very house, wheel or working tree, whatever the working folder is.
_CODE = "import sys; sys.path[:] = sys.argv[1:]; from desk.drawing import main; main()"


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What is seen of a document: pictures, of its `pages` the first `shown`; or its first `rows`, a paragraph of one
    cell or the cells of a table, `whole` or not. None of it where nothing can be seen.
    """

    folder: Path
    pages: int = 0
    shown: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    whole: bool = True

    @property
    def blocks(self) -> tuple[tuple[bool, tuple[tuple[str, ...], ...]], ...]:
        """The rows, those of a table together, and whether they are one."""
        parted = groupby(self.rows, key=lambda row: len(row) > 1)
        return tuple((table, tuple(rows)) for table, rows in parted)

    def picture(self, number: int) -> Path | None:
        """A page from 1, or the small picture of the first, which is 0; None where there is none."""
        return self.folder / f"{number}.jpg" if self.shown and 0 <= number <= self.shown else None


def seen_as(name: str) -> str:
    """How a document of this name is seen: by `pictures`, as `text`, by the `words` in it, or not at all: empty. Its
    content decides.
    """
    return _SEEN_AS.get(Path(name).suffix.lower(), "")


def kept_preview(documents: Path, stored_as: str) -> Preview | None:
    """What was seen of a document before."""
    folder = documents / _FOLDER / stored_as
    try:
        facts = json.loads((folder / _FACTS).read_bytes())
    except OSError:
        return None
    rows = tuple(tuple(row) for row in facts.pop("rows", ()))
    return Preview(folder=folder, rows=rows, **facts)


def preview(documents: Path, stored_as: str, *, kind: str = "pictures") -> Preview:
    """What can be seen of a document, by `pictures` or by `words`; looked at and kept where it was not. That nothing
    can be seen is kept too; that there was no time to look is not.

    Raises:
        FileNotFoundError: the document is not there.

    """
    kept = kept_preview(documents, stored_as)
    if kept is not None:
        return kept
    content = (documents / stored_as).read_bytes()
    folder = documents / _FOLDER / stored_as
    try:
        facts, pictures = (_read(content), []) if kind == "words" else _drawn(content)
    except subprocess.TimeoutExpired:
        return Preview(folder=folder)
    _keep(folder, facts, pictures)
    return kept_preview(documents, stored_as) or Preview(folder=folder)


def _keep(folder: Path, facts: dict[str, Any], pictures: list[bytes]) -> None:
    """Write what was seen beside, then rename; where it cannot be kept, the document is as good without."""
    beside = folder.with_name(f".{secrets.token_hex(16)}")
    try:
        beside.mkdir(parents=True)
        for number, picture in enumerate(pictures):
            (beside / f"{number}.jpg").write_bytes(picture)
        (beside / _FACTS).write_text(json.dumps(facts), encoding="ascii")
        beside.rename(folder)
    except OSError:  # somebody else was quicker, or there is no room
        shutil.rmtree(beside, ignore_errors=True)


def beginning(documents: Path, stored_as: str) -> tuple[str, bool]:
    """The beginning of a text, and whether it is all of it."""
    with (documents / stored_as).open("rb") as file:
        content = file.read(LONGEST_TEXT + 1)
    whole = len(content) <= LONGEST_TEXT
    content = content[:LONGEST_TEXT]
    try:
        text = content.decode("utf-8-sig", errors="strict" if whole else "ignore")
    except UnicodeDecodeError:
        text = content.decode("cp1251", errors="replace")
    return text, whole


def _drawn(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What the limited process makes of a document; nothing where it came to its limits.

    Raises:
        TimeoutExpired: it had no time; on a calmer machine it may have.

    """
    paths = [_HOUSE, *(path for path in sys.path if path and path != _HOUSE)]
    command = [sys.executable, "-I", "-S", "-c", _CODE, *paths]
    done = subprocess.run(command, input=content, capture_output=True, timeout=WALL_SECONDS, check=False)  # noqa: S603
    head, _, pictures = done.stdout.partition(b"\n")
    if done.returncode:
        return {}, []
    said, found = json.loads(head), []
    for size in said["sizes"]:
        found.append(pictures[:size])
        pictures = pictures[size:]
    return {"pages": said["pages"], "shown": max(0, len(found) - 1)}, found


def _read(content: bytes) -> dict[str, Any]:
    """The words of a document as orders are read, in a limited process too; nothing where it cannot be read."""
    try:
        read = rows_apart(content)
    except ImportRejected:
        return {}
    rows: list[tuple[str, ...]] = []
    left = LONGEST_TEXT
    for row in read:
        if isinstance(row, Remark):
            continue
        cells = (row.text,) if isinstance(row, Paragraph) else row.cells[: 1 if row.across else None]
        left -= sum(map(len, cells))
        if left < 0 or len(rows) == MOST_ROWS:
            return {"rows": rows, "whole": False}
        rows.append(cells)
    return {"rows": rows}
