"""A ladder as a file that people edit: TOML, a table `[[rung]]` for each. Strict: what it does not know it refuses, by
line. What a ladder means, and what is wrong with one, is `states.rungs` and `states.ladder_checks`.
"""

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from states.fault import Fault
from states.ladder_checks import Remark
from states.ladder_words import LINE, UNUSABLE
from states.rungs import FOR_EVER, Addressee, Anchor, Ladder, Rung
from states.sentence import Sentence, sentence

LARGEST_FILE = 1_000_000
WITHOUT_END = "for ever"
_FIELDS = {field.name: field for field in fields(Rung)}
_REQUIRED = ("code", "to", "anchor", "after")
_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_BEGINNING = re.compile(r"^\s*\[\[\s*rung\s*\]\]", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A sentence and the line it is about, the rung's code before it where it has one."""

    line: int | None
    said: Sentence
    code: str = ""

    @property
    def russian(self) -> str:
        """As people at the desk read it."""
        return self._placed(LINE.russian, self.said.russian)

    @property
    def english(self) -> str:
        """As the command line says it."""
        return self._placed(LINE.english, self.said.english)

    def _placed(self, line: str, said: str) -> str:
        return ": ".join(filter(None, (line.format(line=self.line) if self.line else "", self.code, said)))


class LadderUnusable(Fault):
    """A ladder that cannot be used; the text names the file, the line and what to do, `said` all but the file."""

    def __init__(self, path: Path | str, said: Placed) -> None:
        super().__init__(f"{path}{', ' if said.line else ': '}{said.english}")
        self.said = said


def as_text(ladder: Ladder, *, about: str) -> str:
    """A ladder as people edit it; `about` is said in its first line."""
    head = f"# {about}. What the fields mean: docs/ladder.md\n"
    return head + "".join(f"\n[[rung]]\n{_fields_of(rung)}" for rung in ladder)


def _fields_of(rung: Rung) -> str:
    told = ((name, getattr(rung, name)) for name in _FIELDS)
    return "".join(
        f"{name} = {_value(name, value)}\n"
        for name, value in told
        if name in _REQUIRED or value != _FIELDS[name].default
    )


def _value(name: str, value: Any) -> str:
    if name == "times" and value == FOR_EVER:
        return f'"{WITHOUT_END}"'
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def read_ladder(path: Path) -> tuple[Ladder, tuple[int, ...]]:
    """The ladder in a file, and the line at which each rung begins.

    Raises:
        LadderUnusable: it is no ladder; the text says where and why.

    """
    return ladder_in(_text(path), str(path))


def ladder_in(text: str, path: str) -> tuple[Ladder, tuple[int, ...]]:
    """The ladder in a text with line ends of one character, which is told of as `path`; the line of each rung.

    Raises:
        LadderUnusable: it is no ladder; the text says where and why.

    """
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise _wrong((path, None), "no_toml", why=fault) from None
    lines = tuple(text.count("\n", 0, one.end()) + 1 for one in _BEGINNING.finditer(text))
    tables = found.get("rung")
    unknown = sorted(set(found) - {"rung"})
    if unknown:
        raise _wrong((path, None), "unknown_table", name=repr(unknown[0]))
    if not isinstance(tables, list) or len(tables) != len(lines) or not tables:
        raise _wrong((path, None), "no_rungs")
    read = (_rung(table, (path, line)) for table, line in zip(tables, lines, strict=True))
    return tuple(read), lines


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as fault:
        raise _wrong((path, None), "unreadable", why=fault.strerror) from None
    if len(content) > LARGEST_FILE:
        raise _wrong((path, None), "too_large", most=LARGEST_FILE)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise _wrong((path, None), "not_utf8") from None


def _rung(table: Any, place: tuple[str, int]) -> Rung:
    if not isinstance(table, dict):
        raise _wrong(place, "no_table")
    unknown = [name for name in table if name not in _FIELDS]
    if unknown:
        raise _wrong(place, "unknown_field", name=repr(unknown[0]), known=tuple(_FIELDS))
    missing = [name for name in _REQUIRED if name not in table]
    if missing:
        raise _wrong(place, "field_missing", name=repr(missing[0]))
    return Rung(**{name: _checked(name, value, place) for name, value in table.items()})


def _wrong(place: tuple[Path | str, int | None], code: str, **values: object) -> LadderUnusable:
    path, line = place
    return LadderUnusable(path, Placed(line=line, said=sentence(UNUSABLE, code, **values)))


def _checked(name: str, value: Any, place: tuple[str, int]) -> Any:
    match name:
        case "code":
            if isinstance(value, str) and _CODE.fullmatch(value):
                return value
            raise _wrong(place, "code_form", value=repr(value))
        case "to" | "anchor":
            known: Any = Addressee if name == "to" else Anchor
            if value in set(known):
                return known(value)
            raise _wrong(place, "choice", name=name, value=repr(value), known=tuple(known))
        case "mondays":
            if isinstance(value, bool):
                return value
            raise _wrong(place, "yes_or_no", value=repr(value))
        case "times" if value == WITHOUT_END:
            return FOR_EVER
        case "times" if value == 0:
            raise _wrong(place, "never", endless=WITHOUT_END)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _wrong(place, "whole_number", name=name, value=repr(value))


def placed(remark: Remark, ladder: Ladder, lines: tuple[int, ...]) -> Placed:
    """A remark with the line of its rung."""
    if remark.rung is None:
        return Placed(line=None, said=remark.said)
    return Placed(line=lines[remark.rung], said=remark.said, code=ladder[remark.rung].code)


def in_words(remark: Remark, ladder: Ladder, path: Path | str, lines: tuple[int, ...]) -> str:
    """The same in English, in a file."""
    return f"{path}{': ' if remark.rung is None else ', '}{placed(remark, ladder, lines).english}"
