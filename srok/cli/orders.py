"""Commands that bring orders in. Nothing is written by them unless confirmed."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.session import Unsuitable, engine, settings, show_json

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.control import Controlled, Terms
    from states.draft import KnownOrganization, PlanDraft

File = Annotated[Path, typer.Argument(metavar="FILE", help="The document.")]


def import_order(
    file: File,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the draft as JSON, for machines.")] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="Put the order under control.")] = False,
    amend: Annotated[bool, typer.Option("--amend", help="Bring the order under control to this text.")] = False,
    who: Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Who amends it.")] = None,
) -> None:
    """Read an order and print how it is understood.

    Beside it what is under control already. Only --confirm and --amend write.
    """
    from plans.as_json import draft_as_json
    from srok.cli import amendments
    from srok.production_calendar import ProductionCalendar

    if confirm and amend:
        raise Unsuitable("either --confirm, for an order that is not under control, or --amend, for one that is")
    fingerprint, draft = read(file)
    if as_json:
        show_json(draft_as_json(draft, ProductionCalendar()))
    else:
        _show(draft)
        amendments.compare(draft, fingerprint)
    if confirm:
        _confirm(draft, fingerprint)
    if amend:
        amendments.bring_in(draft, fingerprint, who=who)


def read(file: Path) -> "tuple[str, PlanDraft]":
    """The SHA-256 of an order's file and its draft, by the roster as it is."""
    from plans.formats.document import read_document
    from plans.reading import read_content

    organizations, people = known()
    content = read_document(file)
    draft = read_content(content, file=file.name, roster=organizations, people=people)
    return hashlib.sha256(content).hexdigest(), draft


def known() -> "tuple[tuple[KnownOrganization, ...], tuple[str, ...]]":
    """The organizations and the persons' names of the roster; nothing where there is no database yet."""
    from models.database import exists, make_ready, reading
    from models.roster import known_organizations, people

    found = engine(ready=False)
    if not exists(found):
        return (), ()
    make_ready(found)
    with reading(found) as session:
        return known_organizations(session), tuple(name for _, _, name, _, _ in people(session) if name)


def _confirm(draft: "PlanDraft", fingerprint: str) -> None:
    from models.control import AlreadyControlled
    from models.database import writing

    try:
        with writing(engine()) as session:
            made = under_control(session, draft, fingerprint)
    except AlreadyControlled as fault:
        if not fault.same_text:
            raise
        typer.echo(f"srok: {fault}, from this very text: nothing to do", err=True)
        return
    say_controlled(draft, made)


def under_control(session: "Session", draft: "PlanDraft", fingerprint: str) -> "Controlled":
    """Put a draft under control on the terms of the settings.

    Raises:
        Unsuitable: the draft amends an order that is under control.

    """
    from models.control import put_under_control
    from srok import clock
    from srok.cli.amendments import amends_controlled

    amended = amends_controlled(session, draft)
    if amended is not None:
        raise Unsuitable(f"this amends order № {amended}, which is under control: use --amend")
    return put_under_control(session, draft, fingerprint=fingerprint, at=clock.now(), terms=terms())


def terms() -> "Terms":
    """On what terms orders are controlled here."""
    from models.control import Terms
    from srok.production_calendar import ProductionCalendar

    return Terms(calendar=ProductionCalendar(), time_zone=settings().timezone)


def say_controlled(draft: "PlanDraft", made: "Controlled") -> None:
    """What putting an order under control has made."""
    said = f"{made.items} items, {made.occurrences} occurrences, {made.assignments} assignments"
    typer.echo(f"Under control: order № {draft.number}: {said}.", err=True)
    if made.without_address:
        said = f"{made.without_address} of its executors have no address yet, and no letter reaches them"
        typer.echo(f"srok: {said}: bring the addresses by `srok roster import`", err=True)


def _show(draft: "PlanDraft") -> None:
    from srok.cli.draft_view import show_header, show_items, show_problems

    show_header(draft)
    show_items(draft)
    show_problems(
        ((problem.severity, problem.place, problem.code, problem.text) for problem in draft.problems),
        numbered=False,
        title=f"\n{len(draft.problems)} problems",
    )
