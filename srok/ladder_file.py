"""A ladder as a file that people edit: TOML, a table `[[rung]]` for each. Strict: what it does not know it refuses, by
line. What a ladder means, and what is wrong with one, is `states.rungs` and `states.ladder_checks`.
"""

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from states.fault import Fault
from states.ladder_checks import Remark
from states.rungs import FOR_EVER, Addressee, Anchor, Ladder, Rung

LARGEST_FILE = 1_000_000
WITHOUT_END = "for ever"
_FIELDS = {field.name: field for field in fields(Rung)}
_REQUIRED = ("code", "to", "anchor", "after")
_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_BEGINNING = re.compile(r"^\s*\[\[\s*rung\s*\]\]", re.MULTILINE)


class LadderUnusable(Fault):
    """A ladder that cannot be used; the text names the file, the line and what to do."""


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
        raise LadderUnusable(f"{path}: this is no TOML: {fault}") from None
    lines = tuple(text.count("\n", 0, one.end()) + 1 for one in _BEGINNING.finditer(text))
    tables = found.get("rung")
    unknown = sorted(set(found) - {"rung"})
    if unknown:
        raise LadderUnusable(f"{path}: {unknown[0]!r} is not known: a ladder is made of tables [[rung]]")
    if not isinstance(tables, list) or len(tables) != len(lines) or not tables:
        raise LadderUnusable(f"{path}: there is no table [[rung]]: see `srok ladder export`")
    read = (_rung(table, f"{path}, line {line}") for table, line in zip(tables, lines, strict=True))
    return tuple(read), lines


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as fault:
        raise LadderUnusable(f"{path}: it cannot be read: {fault.strerror}") from None
    if len(content) > LARGEST_FILE:
        raise LadderUnusable(f"{path}: it is larger than {LARGEST_FILE} bytes: this is no ladder")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise LadderUnusable(f"{path}: it is not in UTF-8: save it so") from None


def _rung(table: Any, place: str) -> Rung:
    if not isinstance(table, dict):
        raise LadderUnusable(f"{place}: a rung is a table of fields")
    unknown = [name for name in table if name not in _FIELDS]
    if unknown:
        raise LadderUnusable(f"{place}: {unknown[0]!r} is not known: a rung has {', '.join(_FIELDS)}")
    missing = [name for name in _REQUIRED if name not in table]
    if missing:
        raise LadderUnusable(f"{place}: {missing[0]!r} is missing")
    return Rung(**{name: _checked(name, value, place) for name, value in table.items()})


def _checked(name: str, value: Any, place: str) -> Any:
    match name:
        case "code":
            if isinstance(value, str) and _CODE.fullmatch(value):
                return value
            raise LadderUnusable(f"{place}: code is {value!r}: write small letters, digits, _ and dots")
        case "to" | "anchor":
            known: Any = Addressee if name == "to" else Anchor
            if value in set(known):
                return known(value)
            raise LadderUnusable(f"{place}: {name} is {value!r}: there are {', '.join(known)}")
        case "mondays":
            if isinstance(value, bool):
                return value
            raise LadderUnusable(f"{place}: mondays is {value!r}: write true or false")
        case "times" if value == WITHOUT_END:
            return FOR_EVER
        case "times" if value == 0:
            raise LadderUnusable(
                f'{place}: times is 0, so it never speaks: leave the rung out, or write "{WITHOUT_END}"'
            )
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise LadderUnusable(f"{place}: {name} is {value!r}: write a whole number")


def in_words(remark: Remark, ladder: Ladder, path: Path | str, lines: tuple[int, ...]) -> str:
    """A remark with its place."""
    if remark.rung is None:
        return f"{path}: {remark.text}"
    return f"{path}, line {lines[remark.rung]}: {ladder[remark.rung].code}: {remark.text}"
