"""What faults and remarks carry instead of words: a code, and the values that its sentence names. The sentences stand
in tables of `Words`, one for each subject; how a value is written is decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Words(NamedTuple):
    """One code in both languages."""

    russian: str
    english: str


@dataclass(frozen=True)
class Sentence:
    """A code with its values, said by a table of both languages."""

    code: str
    table: Mapping[str, Words] = field(repr=False, compare=False)
    values: tuple[tuple[str, object], ...] = ()

    @property
    def russian(self) -> str:
        """As people at the desk read it."""
        return self.table[self.code].russian.format(**{name: _russian(value) for name, value in self.values})

    @property
    def english(self) -> str:
        """As the command line and English pages say it."""
        return self.table[self.code].english.format(**{name: _english(value) for name, value in self.values})

    def __str__(self) -> str:
        """The English, for whoever prints a fault."""
        return self.english


def sentence(table: Mapping[str, Words], code: str, /, **values: object) -> Sentence:
    """The sentence of a code in a table."""
    return Sentence(code, table, tuple(values.items()))


def _russian(value: object) -> str:
    match value:
        case Words():
            return value.russian
        case date():
            return f"{value:%d.%m.%Y}"
        case tuple():
            return ", ".join(map(_russian, value))
    return str(value)


def _english(value: object) -> str:
    match value:
        case Words():
            return value.english
        case tuple():
            return ", ".join(map(_english, value))
    return str(value)
