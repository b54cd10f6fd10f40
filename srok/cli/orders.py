"""Commands that bring things in: orders and the roster. Nothing is written by them unless confirmed."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.session import engine, settings, shortened, show_json, show_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from states.draft import KnownOrganization, PlanDraft

File = Annotated[Path, typer.Argument(metavar="FILE", help="The document.")]


def import_order(
    file: File,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the draft as JSON, for machines.")] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="Put the order under control.")] = False,
) -> None:
    """Read an order to a draft and print it. Only with --confirm is anything written."""
    from plans.as_json import draft_as_json
    from plans.reading import read_order
    from srok.production_calendar import ProductionCalendar

    organizations, people = _known()
    draft = read_order(file, organizations, people=people)
    if as_json:
        show_json(draft_as_json(draft, ProductionCalendar()))
    else:
        _show(draft)
    if confirm:
        _confirm(file, draft)


def _known() -> "tuple[tuple[KnownOrganization, ...], tuple[str, ...]]":
    """The organizations and the persons' names of the roster; nothing where there is no database yet."""
    from models.database import exists, make_ready, reading
    from models.roster import known_organizations, people

    found = engine(ready=False)
    if not exists(found):
        return (), ()
    make_ready(found)
    with reading(found) as session:
        return known_organizations(session), tuple(name for _, _, name, _, _ in people(session) if name)


def _confirm(file: Path, draft: "PlanDraft") -> None:
    from models.control import AlreadyControlled, Terms, put_under_control
    from models.database import writing
    from srok import clock
    from srok.production_calendar import ProductionCalendar

    fingerprint = hashlib.sha256(file.read_bytes()).hexdigest()
    terms = Terms(calendar=ProductionCalendar(), time_zone=settings().timezone)
    try:
        with writing(engine()) as session:
            made = put_under_control(session, draft, fingerprint=fingerprint, at=clock.now(), terms=terms)
    except AlreadyControlled as fault:
        if not fault.same_text:
            raise
        typer.echo(f"srok: {fault}, from this very text: nothing to do", err=True)
        return
    said = f"{made.items} items, {made.occurrences} occurrences, {made.assignments} assignments"
    typer.echo(f"Under control: order № {draft.number}: {said}.", err=True)


def _show(draft: "PlanDraft") -> None:
    from states.draft import ItemKind

    typer.echo(f"Order № {draft.number} of {draft.issued_on:%d.%m.%Y}\n{draft.title}\n\nPlan: {draft.plan_title}")
    for role, person in draft.roles.items():
        typer.echo(
            f"  {role.replace('_', ' ')}: {', '.join(filter(None, (person.name, person.post, person.organization)))}"
        )
    for group in draft.groups:
        typer.echo(f"  {group.title} ({len(group.members)}): {shortened(', '.join(group.members), 110)}")
    show_table(
        ("item", "title", "deadline as written", "understood as", "executors"),
        _item_rows(draft),
        title=f"\n{len(draft.sections)} sections, {_count(draft, ItemKind.MEASURE)} measures, "
        f"{_count(draft, ItemKind.CLAUSE)} clauses",
    )
    show_table(
        ("severity", "place", "code", "what and what to do"),
        ((problem.severity, problem.place, problem.code, problem.text) for problem in draft.problems),
        title=f"\n{len(draft.problems)} problems",
    )


def _item_rows(draft: "PlanDraft") -> "Iterator[tuple[str, ...]]":
    """A row for each item, and one for each section before its first."""
    groups = {group.code: f"{group.title} ({len(group.members)})" for group in draft.groups}
    section = None
    for item in draft.items:
        if item.section is not None and item.section != section:
            section = item.section
            yield "", draft.sections[section].upper(), "", "", ""
        number = item.number if item.kind == "measure" else f"cl. {item.number}"
        executors = "; ".join(groups.get(executor.name, executor.name) for executor in item.executors)
        deadline = shortened(item.deadline_text, 34)
        yield number, shortened(item.title, 70), deadline, _schedule(item.schedule), shortened(executors, 60)


def _count(draft: "PlanDraft", kind: object) -> int:
    return sum(item.kind is kind for item in draft.items)


def _schedule(schedule: object) -> str:
    from states.schedule import Schedule, ScheduleKind

    assert isinstance(schedule, Schedule)
    days = ", ".join(term.due_on.isoformat() for term in schedule.terms)
    if schedule.kind is ScheduleKind.CONTINUOUS:
        return f"continuous, first by {days}" if days else "continuous"
    return f"{schedule.kind} {days}".strip()


def import_roster(file: File) -> None:
    """Bring organizations, heads and addresses from a CSV file: all of it, or nothing where a line is wrong."""
    from models.database import writing
    from models.roster import bring_in
    from plans.roster import read_roster

    lines = read_roster(file)
    with writing(engine()) as session:
        changes = bring_in(session, lines)
    typer.echo(f"{changes.added} added, {changes.changed} changed, {changes.unchanged} as they were.")


def list_roster() -> None:
    """List organizations with the persons letters can reach."""
    from models.database import reading
    from models.roster import people

    with reading(engine()) as session:
        show_table(("organization", "kind", "person", "post", "address"), people(session))
