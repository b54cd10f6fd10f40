"""A draft as the command line prints it: the order, its items, its problems. Knows no database."""

from collections.abc import Iterable, Iterator

import typer

from srok.cli.session import shortened, show_table
from states.draft import ItemKind, PlanDraft
from states.schedule import Schedule, ScheduleKind

_FEW = 4
"""So many dates of one deadline are printed; of more, the first, the last and their number."""


def show_header(draft: PlanDraft) -> None:
    """The order, its plan, its supervisors and groups."""
    typer.echo(f"Order № {draft.number} of {draft.issued_on:%d.%m.%Y}\n{draft.title}\n\nPlan: {draft.plan_title}")
    for role, person in draft.roles.items():
        typer.echo(
            f"  {role.replace('_', ' ')}: {', '.join(filter(None, (person.name, person.post, person.organization)))}"
        )
    for group in draft.groups:
        typer.echo(f"  {group.title} ({len(group.members)}): {shortened(', '.join(group.members), 110)}")


def show_items(draft: PlanDraft, ids: Iterable[int] = ()) -> None:
    """The items by section; with `ids`, one for each, as they are named within a kept draft."""
    numbers = tuple(ids)
    headings = ("item", "title", "deadline as written", "understood as", "executors")
    measures, clauses = (len(draft.of_kind(kind)) for kind in (ItemKind.MEASURE, ItemKind.CLAUSE))
    show_table(
        ("id", *headings) if numbers else headings,
        _item_rows(draft, numbers),
        title=f"\n{len(draft.sections)} sections, {measures} measures, {clauses} clauses",
    )


def _item_rows(draft: PlanDraft, ids: tuple[int, ...]) -> Iterator[tuple[str, ...]]:
    """A row for each item, and one for each section before its first."""
    groups = {group.code: f"{group.title} ({len(group.members)})" for group in draft.groups}
    section = None
    for index, item in enumerate(draft.items):
        if item.section is not None and item.section != section:
            section = item.section
            yield (*([""] if ids else []), "", draft.sections[section].upper(), "", "", "")
        number = item.number if item.kind == "measure" else f"cl. {item.number}"
        executors = "; ".join(groups.get(executor.name, executor.name) for executor in item.executors)
        deadline = shortened(item.deadline_text, 34)
        said = number, shortened(item.title, 70), deadline, in_words(item.schedule), shortened(executors, 60)
        yield (str(ids[index]), *said) if ids else said


def show_problems(rows: Iterable[tuple[object, ...]], *, numbered: bool, title: str) -> None:
    """Problems as severity, place, code and text, the number people name one by first."""
    headings = ("severity", "place", "code", "what and what to do")
    show_table(("problem", *headings) if numbered else headings, rows, title=title)


def in_words(schedule: Schedule) -> str:
    """What a deadline was understood as."""
    days = ", ".join(term.due_on.isoformat() for term in schedule.terms)
    if schedule.working_days:
        return f"once, {schedule.working_days} working days after the order"
    if len(schedule.terms) > _FEW:
        days = f"{schedule.terms[0].due_on} … {schedule.terms[-1].due_on}, {len(schedule.terms)} times"
    if schedule.kind is ScheduleKind.CONTINUOUS:
        return f"continuous, first by {days}" if days else "continuous"
    return f"{schedule.kind} {days}".strip()
