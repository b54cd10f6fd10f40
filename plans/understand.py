"""What a person types about a draft -> its meaning, by the grammar and the names that read the order itself. What is
not understood is refused: here somebody is there to say it better.
"""

from collections.abc import Iterable

from plans.deadlines.phrase import read
from plans.deadlines.plan_year import plan_year_of
from plans.executors.cell import Context, read_executors
from plans.executors.vocabulary import Vocabulary
from states.draft import DraftExecutor, ExecutorKind, KnownOrganization, PlanDraft, PlanRoleName, Severity
from states.fault import Fault
from states.schedule import ScheduleKind
from states.settlement import Deadline, Executors


class NotUnderstood(Fault):
    """A deadline or executors that a person wrote and nobody can read; the text says where and why."""


def understand_deadline(text: str, draft: PlanDraft, *, place: str) -> Deadline:
    """The deadline that `text` means in an order of this date. `place` is where it was written, for a refusal.

    Raises:
        NotUnderstood: it is not a deadline.

    """
    reading = read(text, draft.issued_on, plan_year_of((draft.title, draft.plan_title), draft.issued_on))
    if reading.schedule.kind is ScheduleKind.UNRECOGNISED:
        reason = f" ({reading.remark})" if reading.remark else ""
        raise NotUnderstood(
            f"{place}: the deadline «{text}» is not understood{reason}: write it like "
            f"«до 1 июня {draft.issued_on.year} года», «ежемесячно до 5 числа», «постоянно» or «по отдельному графику»"
        )
    return Deadline(text=text, schedule=reading.schedule)


def understand_executors(text: str, draft: PlanDraft, roster: Iterable[KnownOrganization], *, place: str) -> Executors:
    """Whom `text` means: exact names of organizations and groups parted by semicolons, else as an order's cell is read.

    Raises:
        NotUnderstood: some of it names nobody, or more than one.

    """
    roster = tuple(roster)
    exact = _exactly(text, draft, roster)
    if exact:
        return Executors(text=text, executors=exact)
    read = read_executors(text, place=place, context=_context(text, draft, roster))
    error = next((one for one in read.problems if one.severity is Severity.ERROR), None)
    if error or not read.executors:
        raise NotUnderstood(f"{place}: {error.text if error else f'«{text}» names nobody: name an organization'}")
    return Executors(text=text, executors=read.executors, problems=read.problems)


def _exactly(text: str, draft: PlanDraft, roster: tuple[KnownOrganization, ...]) -> tuple[DraftExecutor, ...]:
    """The executors whose exact names the text is a list of; none where one part of it is no such name."""
    known = _known(draft, roster)
    parts = [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]
    found = [known.get(part) for part in parts]
    return tuple(dict.fromkeys(one for one in found if one)) if all(found) else ()


def _known(draft: PlanDraft, roster: tuple[KnownOrganization, ...]) -> dict[str, DraftExecutor]:
    names = [one.name for one in roster]
    names += [name for group in draft.groups for name in group.members]
    known = {name: DraftExecutor(kind=ExecutorKind.ORGANIZATION, name=name) for name in names}
    for item in draft.items:
        for one in item.executors:
            known.setdefault(one.name, DraftExecutor(kind=one.kind, name=one.name))
    for group in draft.groups:
        executor = DraftExecutor(kind=ExecutorKind.GROUP, name=group.code)
        known |= {group.title: executor, group.code: executor}
    return known


def _context(text: str, draft: PlanDraft, roster: tuple[KnownOrganization, ...]) -> Context:
    texts = (one for item in draft.items for one in (item.executors_text, item.title))
    return Context(
        vocabulary=Vocabulary(roster, (draft.issuer, *texts, text)),
        issuer=draft.issuer,
        coordinator=draft.roles.get(PlanRoleName.COORDINATOR),
        groups={group.code: group.title for group in draft.groups},
        members={group.code: group.members for group in draft.groups},
        people=(*draft.working_group, *draft.roles.values()),
    )
