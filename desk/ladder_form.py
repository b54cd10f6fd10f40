"""The forms of a plan's ladder: a text, or steps filled in field by field, which make rungs. Knows no plan."""

from itertools import count
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from desk.forms import Posted, Words
from states.ladder_checks import LONGEST
from states.rungs import Addressee, Anchor, Ladder, Rung


class Edited(Posted):
    """A ladder as it was typed."""

    text: Annotated[str, StringConstraints(max_length=100_000)]
    reason: Words = ""
    key: str
    keep: bool = False


Days = Annotated[int, Field(ge=0, le=LONGEST)]


class Steps(Posted):
    """A ladder as steps were filled in: a list for each field, one entry a step. `when` says whether `days` are before
    or after the anchor, `again` how it comes again, `drop` names the codes left out. A step that tells nobody is none:
    the new one was left empty.
    """

    code: list[str]
    to: list[Addressee | Literal[""]]
    days: list[Days]
    when: list[Literal["before", "after"]]
    anchor: list[Anchor]
    again: list[Literal["once", "days", "mondays"]]
    every: list[Days]
    times: list[Days]
    min_term: list[Days]
    share: list[Annotated[int, Field(ge=0, le=99)]]
    drop: list[str] = []  # noqa: RUF012 - a form's field, never changed
    reason: Words = ""
    key: str
    keep: bool = False

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Each step has all its fields."""
        if len({len(getattr(self, name)) for name in _FIELDS}) != 1:
            raise ValueError("a step lacks a field")
        return self

    def ladder(self) -> Ladder:
        """The rungs of it; one without a code gets one that nobody else has."""
        rungs: list[Rung] = []
        taken = set(self.code)
        for place, (code, to) in enumerate(zip(self.code, self.to, strict=True)):
            if to and code not in self.drop:
                rungs.append(self._rung(place, code or _new_code(to, self.anchor[place], taken), to))
        return tuple(rungs)

    def _rung(self, place: int, code: str, to: Addressee) -> Rung:
        again = self.again[place]
        return Rung(
            code=code,
            to=to,
            anchor=self.anchor[place],
            after=-self.days[place] if self.when[place] == "before" else self.days[place],
            every=self.every[place] if again == "days" else 0,
            mondays=again == "mondays",
            times=1 if again == "once" else self.times[place],
            min_term=self.min_term[place],
            share=self.share[place],
        )


_FIELDS = ("code", "to", "days", "when", "anchor", "again", "every", "times", "min_term", "share")


def _new_code(to: Addressee, anchor: Anchor, taken: set[str]) -> str:
    code = next(code for n in count(1) if (code := f"{to.value}.{anchor.value}_step_{n}") not in taken)
    taken.add(code)
    return code
