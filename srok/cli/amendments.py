"""An order's text beside the one under control: what differs, and bringing it in. Knows not what may be changed."""

from typing import TYPE_CHECKING

import typer

from srok.cli.drafts import person_of
from srok.cli.orders import terms
from srok.cli.session import Unsuitable, engine, shortened, show_table
from states.draft import ItemKind, PlanDraft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

    from models.amending import Amended
    from models.editions import Edition
    from states.draft import DraftItem

ANNEX_ONLY = frozenset({ItemKind.MEASURE})


def compare(draft: PlanDraft, fingerprint: str) -> None:
    """Say what a text would change where its order, or the one it amends, is under control; else nothing."""
    from models.database import exists, reading
    from models.editions import edition_of, is_current, superseded_on

    found = engine(ready=False)
    if not exists(found):
        return
    with reading(engine()) as session:
        concerned = _concerned(session, draft)
        if concerned is None:
            return
        order_id, kinds = concerned
        edition = edition_of(session, order_id, draft, kinds=kinds)
        since = superseded_on(session, order_id, fingerprint)
        if is_current(session, order_id, fingerprint):
            typer.echo(f"\nOrder № {edition.number} is under control by this very text.")
        elif since is not None:
            typer.echo(
                f"\nOrder № {edition.number} has a later edition since {since:%d.%m.%Y}: this one is superseded."
            )
        else:
            _show(edition, kinds)


def bring_in(draft: PlanDraft, fingerprint: str, *, who: str | None) -> None:
    """Amend the order under control that a text is of, or amends.

    Raises:
        Unsuitable: there is none.

    """
    from models.database import writing

    with writing(engine()) as session:
        done = amend_order(session, draft, fingerprint, who=who)
    say_amended(done)


def amend_order(session: "Session", draft: PlanDraft, fingerprint: str, *, who: str | None) -> "Amended":
    """The same within a transaction of the caller's."""
    from models.amending import amend
    from models.amendment import NewText
    from srok import clock

    concerned = _concerned(session, draft)
    if concerned is None:
        raise Unsuitable(f"order № {draft.number} is not under control: there is nothing to amend, use --confirm")
    order_id, kinds = concerned
    by = person_of(session, who)
    text = NewText(draft=draft, fingerprint=fingerprint, at=clock.now(), person_id=by, kinds=kinds)
    return amend(session, order_id, text, terms=terms())


def say_amended(done: "Amended") -> None:
    """What an amendment has done, and what it has left to a person."""
    if done.held:
        rows = ((one.number, shortened(one.title), one.why.english) for one in done.held)
        show_table(("item", "title", "left to a person"), rows, title=f"\n{len(done.held)} changes not made")
    said = f"{done.items} items and {done.assignments} assignments added, {done.dates} dates changed"
    typer.echo(f"Amended: order № {done.edition.number}: {said}, {len(done.held)} left to a person.", err=True)


def amends_controlled(session: "Session", draft: PlanDraft) -> str | None:
    """The number of the order under control that this one amends by its title, None if there is none."""
    concerned = _concerned(session, draft)
    return _number(session, concerned[0]) if concerned and concerned[1] == ANNEX_ONLY else None


def _concerned(session: "Session", draft: PlanDraft) -> tuple[int, frozenset[ItemKind]] | None:
    """The order under control that a text is of; or that it amends, and then only its annex is compared."""
    from srok.order_drafts import concerned

    found = concerned(session, draft)
    return (found.order_id, found.kinds) if found else None


def _number(session: "Session", order_id: int) -> str:
    from models.tables import Order

    return session.get_one(Order, order_id).number


def _show(edition: "Edition", kinds: frozenset[ItemKind]) -> None:
    what = "the measures of " if kinds == ANNEX_ONLY else ""
    rows = list(_rows(edition))
    title = f"\n{what}order № {edition.number}, under control, against this text: {edition.same} items are the same"
    show_table(("", "item", "title", "what", "under control", "this text"), rows, title=title)
    typer.echo("Nothing is changed yet: --amend adds and changes what nobody has acted on, and removes nothing.")


def _rows(edition: "Edition") -> "Iterator[tuple[str, ...]]":
    for item in edition.added:
        yield "new", _named(item.kind, item.number), shortened(item.title), "", "", _deadline(item)
    for one in edition.changed:
        name = _named(one.kind, one.number)
        for field in one.fields:
            mark = "acted on" if one.touched else "changed"
            before, after = shortened(field.before, 40), shortened(field.after, 40)
            yield mark, name, shortened(one.title, 40), field.field, before, after
    for left in edition.remaining:
        ids = shortened(", ".join(str(one) for one in left.assignments), 40)
        gone = "gone" if left.whole else "fewer executors"
        yield gone, _named(left.kind, left.number), shortened(left.title), "to remove by hand", f"assignments {ids}", ""


def _named(kind: ItemKind, number: str) -> str:
    return number if kind is ItemKind.MEASURE else f"cl. {number}"


def _deadline(item: "DraftItem") -> str:
    return shortened(item.deadline_text, 40)
