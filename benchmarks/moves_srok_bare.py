"""Srok like for like with its peers: load, judge by the machine, compare-and-set, history, commit.

`models.moving` writes no history without its chain, so the hash of the row is in it; roles, roll-up, event and key,
which `operations.move` adds, are not.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from benchmarks.moves_life import AT, ON, TEXT
from benchmarks.moves_srok import CENTRE, opened, prepare, school
from models import moving
from models.database import writing
from models.prepared import together
from states.assignment import LIFE, Move, State
from states.life import Role

__all__ = ["Mover", "prepare"]


class Mover:
    """The inner steps of `operations.move`, one after another."""

    def __init__(self, url: str, *, full: bool) -> None:
        self.engine = opened(url, full=full)

    def move(self, one: int) -> None:
        line = {"trigger": "report", "at": AT, "on": ON, "person_id": school(one), "text": TEXT, "reason": ""}
        self._made([one], Role.EXECUTOR, line, {"reported_on": ON, "reported_by": school(one)}, LIFE.advance)

    def accept(self, ids: Sequence[int]) -> None:
        line = {"trigger": "accept", "at": AT, "on": ON, "person_id": CENTRE, "text": "", "reason": ""}
        self._made(ids, Role.COORDINATOR, line, {"attention_on": None}, LIFE.look_up)

    def _made(
        self, ids: Iterable[int], role: Role, line: dict[str, Any], values: dict[str, Any], judge: Callable[..., State]
    ) -> None:
        trigger, text, roles = line["trigger"], line["text"], frozenset({role})
        with writing(self.engine) as session:
            changes, connection = [], session.connection()
            [rows] = together(connection, moving.loading(list(ids)))
            for found in moving.loaded(rows).values():
                move = Move(roles=roles, on=ON, issued_on=found.issued_on, text=text)
                dest = judge(found.state, trigger, move)
                changes.append(moving.Change(found, {"state": dest, **values}, line))
            together(connection, *moving.setting_of(changes))

    def close(self) -> None:
        self.engine.dispose()
