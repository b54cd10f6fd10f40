"""The items of a draft: all of them as they were understood, and one with the forms that change it."""

from typing import Annotated

from fastapi import Form
from starlette.responses import Response

from desk.access import SEES_DRAFT, NotShown
from desk.asked import After, Asked, Asking
from desk.draft_words import troubles
from desk.draft_work import FAULTS, Draft, Settling, Wrong, decide, draft_of, wrong_of
from desk.forms import Words
from desk.pages.draft import answered
from desk.routes import Room
from plans.in_russian import details
from plans.settle import Settled, Unsettleable
from plans.understand import understand_deadline, understand_executors
from srok.order_drafts import DraftChanged, known
from states.draft import KnownOrganization
from states.fault import Fault
from states.settlement import Change, DropItem, MergeItem, SetItem, SplitItem

room = Room()
LISTED = 50


class ItemValues(Settling):
    """What is set of an item; what was not asked about is None and stays as it is."""

    number: str | None = None
    title: Words | None = None
    deadline: str | None = None
    executors: Words | None = None
    result: Words | None = None
    evidence: str | None = None


class LeftOut(Settling):
    """An item that is left out; `into` is the id of the one that says the same, empty where there is none."""

    into: str = ""


@room.show("/import/{draft_id:int}/items", may=SEES_DRAFT)
def items(asked: Asking, after: After = 0) -> Response:
    """The items as they were understood, page by page."""
    found = draft_of(asked.found)
    lines = list(found.settled.items.items())
    part = lines[after : after + LISTED]
    return asked.page(
        "draft_items.html.j2",
        draft=found,
        lines=part,
        after=after,
        total=len(lines),
        listed=LISTED,
        groups=_groups(found),
    )


@room.show("/import/{draft_id:int}/items/{number:int}", may=SEES_DRAFT)
def item(asked: Asking, number: int) -> Response:
    """One item, what is wrong with it, and the forms."""
    return _page(asked, number)


def _page(
    asked: Asked, number: int, *, wrong: Wrong | None = None, typed: ItemValues | None = None, status: int = 200
) -> Response:
    found = draft_of(asked.found)
    if number not in found.settled.items:
        raise NotShown
    about = found.settled.items[number]
    of_it = [one for one in found.settled.open_problems if one.problem.place == about.place]
    ids = list(found.settled.ids)
    at = ids.index(number)
    return asked.page(
        "draft_item.html.j2",
        status=status,
        draft=found,
        item=about,
        number=number,
        troubles=troubles(found.settled, of_it, language=asked.language),
        groups=_groups(found),
        others=_near(found.settled, number),
        before=ids[at - 1] if at else None,
        following=ids[at + 1] if at + 1 < len(ids) else None,
        wrong=wrong,
        typed=typed,
    )


def _groups(found: Draft) -> dict[str, str]:
    return {one.code: f"{one.title} ({len(one.members)})" for one in found.settled.draft.groups}


def _near(settled: Settled, number: int) -> tuple[tuple[int, str], ...]:
    """The other items, to be merged into, as a list names them."""
    return tuple((ident, f"{one.number} {one.title[:80]}") for ident, one in settled.items.items() if ident != number)


@room.act("/import/{draft_id:int}/items/{number:int}", may=SEES_DRAFT)
def change(asked: Asking, number: int, form: Annotated[ItemValues, Form()]) -> Response:
    """Give an item other values: those that differ from what it has."""
    with asked.reading() as session:
        roster = known(session).organizations
    try:
        decide(asked, form, lambda settled: [_set(settled, number, form, roster)], item=number)
    except FAULTS as fault:
        return _refused(asked, number, fault, form)
    return answered(asked, form.back)


def _set(settled: Settled, number: int, form: ItemValues, roster: tuple[KnownOrganization, ...]) -> SetItem:
    item = settled.items.get(number)
    if item is None:
        raise DraftChanged(f"item {number}: somebody has left it out meanwhile")
    deadline, executors = _new(form.deadline, item.deadline_text), _new(form.executors, item.executors_text)
    place = f"item {number}"
    wanted = SetItem(
        item=number,
        number=_new(form.number, item.number),
        title=_new(form.title, item.title),
        expected_result=_new(form.result, item.expected_result),
        deadline=None if deadline is None else understand_deadline(deadline, settled.draft, place=place),
        executors=None if executors is None else understand_executors(executors, settled.draft, roster, place=place),
        evidence_asked=None if form.evidence is None else _evidence(form.evidence, asked=item.evidence_asked),
    )
    if wanted == SetItem(item=number):
        raise Unsettleable("nothing was changed: write what is to be otherwise")
    return wanted


def _new(written: str | None, before: str) -> str | None:
    """What was written, None where that is what stands there."""
    if written is None:
        return None
    now = " ".join(written.split()) if "\n" not in written.strip() else written.strip().replace("\r", "")
    return None if now == " ".join(before.split()) or now == before.strip() else now


def _evidence(written: str, *, asked: bool) -> bool | None:
    wanted = written == "yes"
    return None if wanted == asked else wanted


def _refused(asked: Asked, number: int, fault: Fault, form: ItemValues | None = None) -> Response:
    with asked.reading() as session:
        now = SEES_DRAFT.find(session, asked)
    status = 409 if isinstance(fault, DraftChanged) else 422
    wrong = wrong_of(fault, details(str(fault)))
    return _page(asked.finding(now), number, wrong=wrong, typed=form, status=status)


@room.act("/import/{draft_id:int}/items/{number:int}/leave-out", may=SEES_DRAFT)
def leave_out(asked: Asking, number: int, form: Annotated[LeftOut, Form()]) -> Response:
    """Leave an item out, alone or because another says the same."""
    gone: Change = MergeItem(item=number, into=int(form.into)) if form.into.isdecimal() else DropItem(item=number)
    try:
        decide(asked, form, lambda _: [gone], item=number)
    except FAULTS as fault:
        return _refused(asked, number, fault)
    return answered(asked, form.back)


@room.act("/import/{draft_id:int}/items/{number:int}/split", may=SEES_DRAFT)
def split(asked: Asking, number: int, form: Annotated[Settling, Form()]) -> Response:
    """Put a copy of an item behind it, and show the copy to be changed."""
    new: list[int] = []

    def changes(settled: Settled) -> list[Change]:
        new.append(settled.following)
        return [SplitItem(item=number)]

    try:
        decide(asked, form, changes, item=number)
    except FAULTS as fault:
        return _refused(asked, number, fault)
    return asked.go(f"/import/{asked.found.id}/items/{new[-1] if new else number}")
