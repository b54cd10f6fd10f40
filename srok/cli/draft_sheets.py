"""Commands that take a draft to Excel and back. What a cell means is read elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.drafts import As, DraftId, load
from srok.cli.orders import known
from srok.cli.session import Unsuitable, engine, shortened, show_table
from srok.cli.settling import keep_decided

if TYPE_CHECKING:
    from models.drafts import KeptDraft
    from plans.sheet_diff import CellChange


def export(
    draft_id: DraftId, file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to write.")]
) -> None:
    """Write a draft as a workbook.

    Its items in the annex's own columns, and its problems.
    """
    from plans.draft_sheet import sheet_bytes

    kept, settled = load(draft_id)
    content = sheet_bytes(settled, draft_id=kept.id, settlements=len(kept.settlements), fingerprint=kept.fingerprint)
    try:
        file.write_bytes(content)
    except OSError as fault:
        raise Unsuitable(f"{file}: cannot be written: {fault.strerror}") from None
    typer.echo(f"draft {kept.id}: {len(settled.draft.items)} items, {len(settled.problems)} problems in {file}")


def bring_back(
    draft_id: DraftId,
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook, edited.")],
    who: As = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; settle nothing.")] = False,
) -> None:
    """Settle what was changed in an exported workbook.

    All of it, or nothing where one cell cannot be taken.
    """
    from models.database import writing
    from models.drafts import draft_to_settle
    from plans.sheet_diff import in_one_settlement

    lines: list[str] = []
    with writing(engine()) as session:
        kept = draft_to_settle(session, draft_id)
        found = _changes(kept, file)
        _show(found, draft_id)
        if found:
            lines = keep_decided(session, kept, in_one_settlement(found), who=who)
        if dry_run:
            session.rollback()
            lines = [f"cells that would change: {len(found)}; nothing is settled yet"]
    for line in lines:
        typer.echo(line)


def _changes(kept: "KeptDraft", file: Path) -> "tuple[CellChange, ...]":
    from plans.formats.document import read_document
    from plans.settle import settle
    from srok.order_drafts import sheet_changes

    now = settle(kept.reading, kept.settlements)
    return sheet_changes(kept, now, read_document(file), file=file.name, roster=known()[0])


def _show(changes: "tuple[CellChange, ...]", draft_id: int) -> None:
    rows = ((one.cell, one.what, shortened(one.before, 50), shortened(one.after, 50)) for one in changes)
    if changes:
        show_table(("cell", "what", "before", "after"), rows)
    else:
        typer.echo(f"draft {draft_id}: the workbook changes nothing")
