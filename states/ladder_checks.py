"""What is wrong with a ladder somebody has written: rungs that can never speak, and what is likely a mistake. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from states.rungs import FOR_EVER, Addressee, Anchor, Ladder, Rung

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
    text: str
    error: bool = True


def remarks(ladder: Ladder, *, roles: Collection[Addressee] = tuple(Addressee)) -> tuple[Remark, ...]:
    """What is wrong with a ladder, in its order; `roles` are the supervisors the plan has."""
    found = [Remark(rung=place, text=text) for place, rung in enumerate(ladder) for text in _never(rung)]
    found += _twice(ladder)
    found += _hidden(ladder)
    found += [
        Remark(rung=place, text=f"nobody is the plan's {_words(rung.to)}: the level above is told", error=False)
        for place, rung in enumerate(ladder)
        if rung.to is not Addressee.EXECUTOR and rung.to not in roles
    ]
    found += _silent(ladder)
    return tuple(sorted(found, key=lambda one: (one.rung is None, one.rung or 0)))


def _never(rung: Rung) -> Iterator[str]:
    """Why a rung could never speak, or never as it is meant."""
    again = rung.every or rung.mondays
    if abs(rung.after) > LONGEST or rung.every > LONGEST or rung.min_term > LONGEST:
        yield f"days are counted up to {LONGEST}"
    if rung.after < 0 and rung.anchor in _DAY_ITSELF:
        yield f"it speaks before the day it was {rung.anchor}, of which nobody knows then: make `after` 0 or more"
    if rung.every < 0 or rung.min_term < 0 or rung.times < 0:
        yield "`every`, `times` and `min_term` are not negative"
    if rung.every and rung.mondays:
        yield "it comes again either every so many working days or on Mondays: leave out `every` or `mondays`"
    if not again and rung.times != 1:
        yield "it comes several times but does not say when again: add `every` or `mondays`, or leave out `times`"
    if again and rung.times == 1:
        yield "it comes once, so `every` or `mondays` says nothing: leave it out, or say `times`"
    yield from _never_as_meant(rung)


def _never_as_meant(rung: Rung) -> Iterator[str]:
    """Why what narrows a rung, or whom it speaks to, does not go with its anchor."""
    if not 0 <= rung.share < 100:  # noqa: PLR2004 - percent
        yield "`share` lies from 0 to 99: more than all of them are never late"
    if rung.share and not (rung.anchor is Anchor.DUE and rung.after > 0):
        yield "`share` counts who is late, so it needs the anchor due and `after` of 1 or more"
    if rung.share and rung.to is Addressee.EXECUTOR:
        yield "`share` is about an item as a whole: it is for supervisors"
    if rung.min_term and rung.anchor not in {Anchor.DUE, Anchor.ISSUED}:
        yield "`min_term` is of the days from issue to due day: it needs the anchor due or issued"
    if rung.min_term and rung.anchor is Anchor.DUE and -rung.after > rung.min_term:
        yield f"it speaks {-rung.after} days before, of terms that may be shorter: make `min_term` at least that"
    if rung.to is Addressee.EXECUTOR and rung.anchor not in _HEARD_BY_EXECUTOR:
        yield f"of what was {rung.anchor} an executor is not told: choose a supervisor"


def _twice(ladder: Ladder) -> Iterator[Remark]:
    seen: dict[str, int] = {}
    for place, rung in enumerate(ladder):
        if rung.code in seen:
            yield Remark(rung=place, text=f"the code {rung.code} is rung {seen[rung.code] + 1} already")
        seen.setdefault(rung.code, place)


def _hidden(ladder: Ladder) -> Iterator[Remark]:
    """Of two rungs of one chain on one day the later in the ladder speaks: the earlier never does."""
    for place, rung in enumerate(ladder):
        for later in ladder[place + 1 :]:
            if _hides(later, rung):
                yield Remark(rung=place, text=f"{later.code} speaks to the same on the same day in its place, always")
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
        yield Remark(rung=None, text="no executor is told on the due day or after it", error=False)
    if not any(_after_due(rung) and rung.to is not Addressee.EXECUTOR for rung in ladder):
        yield Remark(rung=None, text="no supervisor is told of what is overdue", error=False)
    if not any(rung.times == FOR_EVER and rung.anchor is Anchor.DUE for rung in ladder):
        yield Remark(rung=None, text="it falls silent for ever about what stays overdue", error=False)


def _after_due(rung: Rung) -> bool:
    return rung.anchor is Anchor.DUE and rung.after >= 0


def _words(to: Addressee) -> str:
    return to.replace("_", " ")


def changes(before: Ladder, after: Ladder) -> Iterator[str]:
    """What a new ladder adds, leaves out and changes, a line each; codes are what a rung is known by."""
    old, new = ({rung.code: rung for rung in ladder} for ladder in (before, after))
    yield from (f"added: {code}" for code in new if code not in old)
    yield from (f"left out: {code}" for code in old if code not in new)
    for code in new:
        if code in old and old[code] != new[code]:
            told = (
                f"{name} {getattr(old[code], name)} → {getattr(new[code], name)}"
                for name in vars(new[code])
                if getattr(old[code], name) != getattr(new[code], name)
            )
            yield f"changed: {code}: {', '.join(told)}"
