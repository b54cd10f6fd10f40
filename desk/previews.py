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
from pathlib import Path

from plans.formats.limits import WALL_SECONDS

DRAWERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="drawing")
"""Who draws: two documents at once, however many are looked at; pages are answered meanwhile."""

LONGEST_TEXT = 64 * 1024
"""Of a text this much is shown, in bytes."""

_SEEN_AS = dict.fromkeys((".pdf", ".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"), "pictures")
_SEEN_AS |= dict.fromkeys((".txt", ".csv"), "text")
_FOLDER = ".previews"
_FACTS = "facts.json"
_HOUSE = str(Path(__file__).parents[1])
# Not `-m`: the child must find this very house, wheel or working tree, whatever the working folder is.
_CODE = "import sys; sys.path[:] = sys.argv[1:]; from desk.drawing import main; main()"


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What was drawn of a document: of its `pages` the first `shown`; none where nothing can be seen of it."""

    pages: int
    shown: int
    folder: Path

    def picture(self, number: int) -> Path | None:
        """A page from 1, or the small picture of the first, which is 0; None where there is none."""
        return self.folder / f"{number}.jpg" if self.shown and 0 <= number <= self.shown else None


def seen_as(name: str) -> str:
    """How a document of this name is seen: by `pictures`, as `text`, or not at all: empty. Its content decides."""
    return _SEEN_AS.get(Path(name).suffix.lower(), "")


def kept_preview(documents: Path, stored_as: str) -> Preview | None:
    """What was drawn of a document before."""
    folder = documents / _FOLDER / stored_as
    try:
        facts = json.loads((folder / _FACTS).read_bytes())
    except OSError:
        return None
    return Preview(pages=facts["pages"], shown=facts["shown"], folder=folder)


def preview(documents: Path, stored_as: str) -> Preview:
    """What can be seen of a document; drawn and kept where it was not. That nothing can be seen is kept too.

    Raises:
        FileNotFoundError: the document is not there.

    """
    kept = kept_preview(documents, stored_as)
    if kept is not None:
        return kept
    pages, pictures = _drawn((documents / stored_as).read_bytes())
    folder = documents / _FOLDER / stored_as
    _keep(folder, pages, pictures)
    return kept_preview(documents, stored_as) or Preview(pages=pages, shown=0, folder=folder)


def _keep(folder: Path, pages: int, pictures: list[bytes]) -> None:
    """Write what was drawn beside, then rename; where it cannot be kept, the document is as good without."""
    beside = folder.with_name(f".{secrets.token_hex(16)}")
    facts = {"pages": pages, "shown": max(0, len(pictures) - 1)}
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


def _drawn(content: bytes) -> tuple[int, list[bytes]]:
    """What the limited process makes of a document; nothing where it came to its limits."""
    paths = [_HOUSE, *(path for path in sys.path if path and path != _HOUSE)]
    command = [sys.executable, "-I", "-S", "-c", _CODE, *paths]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=WALL_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return 0, []
    head, _, pictures = done.stdout.partition(b"\n")
    if done.returncode:
        return 0, []
    said, found = json.loads(head), []
    for size in said["sizes"]:
        found.append(pictures[:size])
        pictures = pictures[size:]
    return said["pages"], found
