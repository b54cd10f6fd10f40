"""What a roster changed, or would: facts for whoever shows them. Knows no database and no file."""

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What a line does to the database; `missing` is what the database has and the file has not."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field of a line: what the database had and what it has now."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class LineChange:
    """What one line of a roster comes to; `who` is the name or address, empty for the organization itself."""

    kind: ChangeKind
    organization: str
    who: str = ""
    place: str = ""
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RosterChanges:
    """What a roster did, line by line in its order, and then what it does not mention."""

    lines: tuple[LineChange, ...]

    def of(self, kind: ChangeKind) -> tuple[LineChange, ...]:
        """The lines of one kind."""
        return tuple(line for line in self.lines if line.kind is kind)

    @property
    def added(self) -> int:
        """How many lines were new."""
        return len(self.of(ChangeKind.ADDED))

    @property
    def changed(self) -> int:
        """How many lines differed."""
        return len(self.of(ChangeKind.CHANGED))

    @property
    def unchanged(self) -> int:
        """How many lines were as they were."""
        return len(self.of(ChangeKind.UNCHANGED))
