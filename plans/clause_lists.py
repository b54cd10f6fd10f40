"""The lines of an order's clauses -> numbered entries: «1)», «а)» and dashes under a clause that ends with a colon.
Knows neither addressees nor how a deadline is found.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from plans.rows import Paragraph

_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:(?P<mark>[.)])\s*(?=\D)|\s+(?=[^\d\s]))(?P<text>.*)$")
_NEEDS_MARK = re.compile(r"^\d{1,2}\s")
_MARKED = re.compile(r"^(?:(?P<letter>[а-я]|\d{1,2})\)|[-–—•]\s)\s*(?P<text>.+)$")
_BEFORE_MARK = re.compile(r"(?<=[:;])\s+(?=(?:[а-я]|\d{1,2})\)|[-–—•]\s)")
_FEWEST_DATED = 2

Dated = Callable[[str], bool]
"""Whether a text says what is to be done and until when."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A numbered part of the order. `joined`: items of a list stay in its text though a deadline may be lost so."""

    number: str
    text: str
    place: str
    joined: bool = False


@dataclass(frozen=True, kw_only=True)
class _Part:
    """An item of a list; what stands before the first has no mark."""

    text: str
    place: str
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class _Numbered:
    number: str
    mark: str
    lines: list[Paragraph]

    @property
    def opens_list(self) -> bool:
        return self.lines[-1].text.rstrip().endswith(":")


def entries_in(lines: tuple[Paragraph, ...], dated: Dated) -> list[Entry]:
    """The numbered entries in order; lines that begin none continue the one they follow."""
    return [entry for one in _attached(_numbered(lines)) for entry in _parted(one, dated)]


def starts_clause(line: Paragraph) -> bool:
    """A bare whole number opens a sentence («66 организаций …»), not a clause."""
    return bool(_NUMBERED.match(line.text)) and not _NEEDS_MARK.match(line.text)


def _numbered(lines: tuple[Paragraph, ...]) -> list[_Numbered]:
    found: list[_Numbered] = []
    for line in lines:
        match = _NUMBERED.match(line.text) if starts_clause(line) else None
        if match:
            first = replace(line, text=match["text"])
            found.append(_Numbered(number=match["number"], mark=match["mark"] or "", lines=[first]))
        elif found:
            found[-1].lines.append(line)
    return found


def _attached(found: list[_Numbered]) -> Iterator[_Numbered]:
    """«1)», «2)» counted from one under «4. …:» are 4.1 and 4.2."""
    head, count = "", 0
    for one in found:
        if head and one.mark == ")" and one.number == str(count + 1):
            count += 1
            yield replace(one, number=f"{head}.{count}")
        else:
            head, count = (one.number if one.mark != ")" and one.opens_list else ""), 0
            yield one


def _parted(one: _Numbered, dated: Dated) -> Iterator[Entry]:
    """A list is parted where its items, or its head and an item, have deadlines that one clause cannot."""
    head, *items = _parts(one.lines)
    with_deadline = [dated(item.text) for item in items]
    dates = sum(with_deadline) + (any(with_deadline) and dated(head.text.rstrip(" :")))
    if head.text.endswith(":") and dates >= _FEWEST_DATED:
        yield Entry(number=one.number, text=head.text, place=head.place)
        for count, item in enumerate(items, start=1):
            yield Entry(number=f"{one.number}.{item.letter or count}", text=item.text, place=item.place)
        return
    text = " ".join(line.text for line in one.lines).strip()
    sentences = [piece for line in one.lines for piece in line.text.split(";")]
    lost = dates >= _FEWEST_DATED or any(with_deadline[:-1]) or sum(map(dated, sentences)) >= _FEWEST_DATED
    yield Entry(number=one.number, text=text, place=one.lines[0].place, joined=lost)


def _parts(lines: list[Paragraph]) -> list[_Part]:
    """The head and the items of a list, of letters, numbers or dashes; another mark only continues an item."""
    parts = [_Part(text="", place=lines[0].place)]
    for line in lines:
        for piece in _BEFORE_MARK.split(line.text):
            match = _MARKED.match(piece)
            of_one_kind = match and (len(parts) == 1 or _kind(match["letter"] or "") == _kind(parts[1].letter))
            if match and of_one_kind:
                parts.append(_Part(text=match["text"], place=line.place, letter=match["letter"] or ""))
            else:
                parts[-1] = replace(parts[-1], text=f"{parts[-1].text} {piece}".strip())
    return parts


def _kind(letter: str) -> str:
    return "number" if letter.isdecimal() else "letter" if letter else "dash"
