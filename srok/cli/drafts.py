"""Commands on kept drafts: keep, list, show, undo, confirm. What is settled is decided beside, in `settling`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from srok.cli.orders import read, say_controlled, under_control
from srok.cli.session import engine, settings, show_json, show_table
from srok.cli.work import person_by_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.drafts import KeptDraft
    from plans.settle import DraftProblem, Settled
    from states.settlement import Settlement

DraftId = Annotated[int, typer.Argument(metavar="ID", help="The draft, see `srok draft list`.")]
As = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Who decides it, by address in the roster.")]


def keep(file: Annotated[Path, typer.Argument(metavar="FILE", help="The order's document.")], who: As = None) -> None:
    """Read an order and keep the draft, to settle its problems. The same file again is the same draft."""
    from models.database import writing
    from models.drafts import keep as keep_draft
    from plans.settle import settle
    from srok import clock

    fingerprint, draft = read(file)
    with writing(engine()) as session:
        by = person_of(session, who)
        kept = keep_draft(session, draft, fingerprint=fingerprint, at=clock.now(), person_id=by)
    settled = settle(kept.reading, kept.settlements)
    typer.echo(f"draft {kept.id}: order № {settled.draft.number}, {counts(settled)} open")
    if kept.reading != draft:
        typer.echo(
            f"srok: {file.name} reads differently today than when it was kept (the roster or Srok have changed): "
            f"`srok draft drop {kept.id}` and keep it again to read it anew",
            err=True,
        )
    _show_problems(settled.open_problems)


def person_of(session: Any, who: str | None) -> int | None:
    """The person of an address, or nobody where none is given."""
    return person_by_address(session, who) if who else None


def list_drafts() -> None:
    """List the kept drafts, the newest first."""
    from models.database import reading
    from models.drafts import kept_drafts

    with reading(engine()) as session:
        found = kept_drafts(session)
    show_table(
        ("id", "order", "date", "file", "kept", "state", "items", "errors", "warnings", "infos"),
        (_draft_row(kept) for kept in found),
    )


def _draft_row(kept: "KeptDraft") -> tuple[object, ...]:
    from plans.settle import settle
    from states.draft import Severity

    settled = settle(kept.reading, kept.settlements)
    day = kept.kept_at.astimezone(settings().zone).date()
    counts = (settled.count(severity) for severity in Severity)
    draft = settled.draft
    return kept.id, draft.number, draft.issued_on, kept.file, day, kept.state, len(draft.items), *counts


def show(
    draft_id: DraftId,
    *,
    only_open: Annotated[bool, typer.Option("--open", help="Only the open problems.")] = False,
    log: Annotated[bool, typer.Option("--log", help="What was settled, when and by whom.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the draft as it stands as JSON, for machines.")
    ] = False,
) -> None:
    """Print a draft as it stands.

    With the ids of its items and the numbers of its problems.
    """
    from plans.as_json import draft_as_json
    from srok.cli.draft_view import show_header, show_items
    from srok.production_calendar import ProductionCalendar

    kept, settled = load(draft_id)
    if log:
        _show_log(kept, settled)
    elif as_json:
        show_json(draft_as_json(settled.draft, ProductionCalendar()))
    elif only_open:
        _show_problems(settled.open_problems)
    else:
        show_header(settled.draft)
        show_items(settled.draft, settled.ids)
        _show_problems(settled.problems)
        typer.echo(f"draft {kept.id}, {kept.state}: {counts(settled)} open")


def load(draft_id: int) -> "tuple[KeptDraft, Settled]":
    """A draft as it was kept and as it stands."""
    from models.database import reading
    from models.drafts import kept_draft
    from plans.settle import settle

    with reading(engine()) as session:
        kept = kept_draft(session, draft_id)
    return kept, settle(kept.reading, kept.settlements)


def _show_problems(problems: "Iterable[DraftProblem]") -> None:
    from srok.cli.draft_view import show_problems

    rows = [
        (
            one.number,
            "accepted" if one.accepted else one.problem.severity,
            one.problem.place,
            one.problem.code,
            one.problem.text,
        )
        for one in problems
    ]
    show_problems(rows, numbered=True, title=f"\n{len(rows)} problems")


def _show_log(kept: "KeptDraft", settled: "Settled") -> None:
    from srok.cli.settlement_words import in_words

    def what(one: "Settlement") -> str:
        return f"settlement {one.undoes} taken back" if one.undoes else "\n".join(in_words(one.changes, settled))

    zone = settings().zone
    show_table(
        ("settlement", "when", "who", "what"),
        (
            (one.position, one.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"), one.by, what(one))
            for one in kept.settlements
        ),
        title=f"{len(kept.settlements)} settlements of draft {kept.id}",
    )


def counts(settled: "Settled") -> str:
    """How many problems are open, by severity."""
    from states.draft import Severity

    return ", ".join(f"{settled.count(severity)} {severity}s" for severity in Severity)


def undo(draft_id: DraftId, who: As = None) -> None:
    """Take back the last thing settled in a draft. Both stay in its log."""
    from models.database import writing
    from models.drafts import draft_to_settle, undo_last
    from srok import clock
    from srok.cli.settlement_words import in_words

    with writing(engine()) as session:
        draft_to_settle(session, draft_id)
        undone = undo_last(session, draft_id, at=clock.now(), person_id=person_of(session, who))
    _, settled = load(draft_id)
    for line in in_words(undone.changes, settled):
        typer.echo(f"taken back: {line}")
    typer.echo(f"draft {draft_id}: {counts(settled)} open")


def confirm(
    draft_id: DraftId,
    who: As = None,
    *,
    amend: Annotated[bool, typer.Option("--amend", help="Bring the order under control to this draft.")] = False,
) -> None:
    """Put a draft under control as it stands. No error may be open."""
    from models.database import writing
    from models.drafts import draft_to_settle, mark_controlled
    from plans.settle import settle
    from srok.cli.amendments import amend_order, say_amended

    with writing(engine()) as session:
        kept = draft_to_settle(session, draft_id)
        settled = settle(kept.reading, kept.settlements)
        if amend:
            amended = amend_order(session, settled.draft, kept.fingerprint, who=who)
            mark_controlled(session, draft_id, amended.edition.order_id)
        else:
            made = under_control(session, settled.draft, kept.fingerprint)
            mark_controlled(session, draft_id, made.order_id)
    typer.echo(f"draft {draft_id}: {counts(settled)} stayed open", err=True)
    if amend:
        say_amended(amended)
    else:
        say_controlled(settled.draft, made)
