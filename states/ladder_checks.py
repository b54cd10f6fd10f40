"""What is wrong with a ladder somebody has written: rungs that can never speak, and what is likely a mistake. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from states.ladder_words import CHANGES, REMARKS
from states.rungs import FOR_EVER, Addressee, Anchor, Ladder, Rung
from states.sentence import Sentence, sentence
from states.words import PLAN_ROLES

LONGEST = 500
"""Working days: about two years. A rung further away is a slip of the pen."""

_DAY_ITSELF = frozenset(Anchor) - {Anchor.DUE, Anchor.RESUME, Anchor.PACKAGE}
"""Anchors before which nothing is known yet: the day on which something was done."""

_HEARD_BY_EXECUTOR = frozenset({Anchor.ISSUED, Anchor.DUE, Anchor.RETURNED, Anchor.UNDATED})


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something wrong with a ladder: at the rung in this place, from 0, or with the whole where there is none. An error
    forbids the ladder, a warning does not.
    """

    rung: int | None
    said: Sentence
    error: bool = True

    @property
    def text(self) -> str:
        """What is wrong, in English."""
        return self.said.english


def remarks(ladder: Ladder, *, roles: Collection[Addressee] = tuple(Addressee)) -> tuple[Remark, ...]:
    """What is wrong with a ladder, in its order; `roles` are the supervisors the plan has."""
    found = [Remark(rung=place, said=said) for place, rung in enumerate(ladder) for said in _never(rung)]
    found += _twice(ladder)
    found += _hidden(ladder)
    found += [
        Remark(rung=place, said=_said("vacant", role=PLAN_ROLES[rung.to.value]), error=False)
        for place, rung in enumerate(ladder)
        if rung.to is not Addressee.EXECUTOR and rung.to not in roles
    ]
    found += _silent(ladder)
    return tuple(sorted(found, key=lambda one: (one.rung is None, one.rung or 0)))


def _said(code: str, /, **values: object) -> Sentence:
    return sentence(REMARKS, code, **values)


def _never(rung: Rung) -> Iterator[Sentence]:
    """Why a rung could never speak, or never as it is meant."""
    again = rung.every or rung.mondays
    if abs(rung.after) > LONGEST or rung.every > LONGEST or rung.min_term > LONGEST:
        yield _said("too_long", most=LONGEST)
    if rung.after < 0 and rung.anchor in _DAY_ITSELF:
        yield _said("before_its_day", anchor=rung.anchor)
    if rung.every < 0 or rung.min_term < 0 or rung.times < 0:
        yield _said("negative")
    if rung.every and rung.mondays:
        yield _said("two_rhythms")
    if not again and rung.times != 1:
        yield _said("no_rhythm")
    if again and rung.times == 1:
        yield _said("idle_rhythm")
    yield from _never_as_meant(rung)


def _never_as_meant(rung: Rung) -> Iterator[Sentence]:
    """Why what narrows a rung, or whom it speaks to, does not go with its anchor."""
    if not 0 <= rung.share < 100:  # noqa: PLR2004 - percent
        yield _said("share_range")
    if rung.share and not (rung.anchor is Anchor.DUE and rung.after > 0):
        yield _said("share_anchor")
    if rung.share and rung.to is Addressee.EXECUTOR:
        yield _said("share_executor")
    if rung.min_term and rung.anchor not in {Anchor.DUE, Anchor.ISSUED}:
        yield _said("term_anchor")
    if rung.min_term and rung.anchor is Anchor.DUE and -rung.after > rung.min_term:
        yield _said("term_short", days=-rung.after)
    if rung.to is Addressee.EXECUTOR and rung.anchor not in _HEARD_BY_EXECUTOR:
        yield _said("not_for_executor", anchor=rung.anchor)


def _twice(ladder: Ladder) -> Iterator[Remark]:
    seen: dict[str, int] = {}
    for place, rung in enumerate(ladder):
        if rung.code in seen:
            yield Remark(rung=place, said=_said("code_twice", code=rung.code, place=seen[rung.code] + 1))
        seen.setdefault(rung.code, place)


def _hidden(ladder: Ladder) -> Iterator[Remark]:
    """Of two rungs of one chain on one day the later in the ladder speaks: the earlier never does."""
    for place, rung in enumerate(ladder):
        for later in ladder[place + 1 :]:
            if _hides(later, rung):
                yield Remark(rung=place, said=_said("hidden", code=later.code))
                break


def _hides(later: Rung, rung: Rung) -> bool:
    same_day = (later.to, later.anchor, later.after) == (rung.to, rung.anchor, rung.after)
    when_both = later.min_term <= rung.min_term and (not later.share or later.share <= rung.share)
    as_often = _days(later) == _days(rung) or not (rung.every or rung.mondays)
    return same_day and when_both and as_often and later.mondays == rung.mondays


def _days(rung: Rung) -> tuple[int, bool, int]:
    return rung.every, rung.mondays, rung.times


def _silent(ladder: Ladder) -> Iterator[Remark]:
    """What a ladder would be silent about."""
    if not any(_after_due(rung) and rung.to is Addressee.EXECUTOR for rung in ladder):
        yield Remark(rung=None, said=_said("executors_silent"), error=False)
    if not any(_after_due(rung) and rung.to is not Addressee.EXECUTOR for rung in ladder):
        yield Remark(rung=None, said=_said("supervisors_silent"), error=False)
    if not any(rung.times == FOR_EVER and rung.anchor is Anchor.DUE for rung in ladder):
        yield Remark(rung=None, said=_said("falls_silent"), error=False)


def _after_due(rung: Rung) -> bool:
    return rung.anchor is Anchor.DUE and rung.after >= 0


def changes(before: Ladder, after: Ladder) -> Iterator[Sentence]:
    """What a new ladder adds, leaves out and changes, a line each; codes are what a rung is known by."""
    old, new = ({rung.code: rung for rung in ladder} for ladder in (before, after))
    yield from (sentence(CHANGES, "added", code=code) for code in new if code not in old)
    yield from (sentence(CHANGES, "left_out", code=code) for code in old if code not in new)
    for code in new:
        if code in old and old[code] != new[code]:
            told = (
                f"{name} {getattr(old[code], name)} → {getattr(new[code], name)}"
                for name in vars(new[code])
                if getattr(old[code], name) != getattr(new[code], name)
            )
            yield sentence(CHANGES, "changed", code=code, fields=tuple(told))
