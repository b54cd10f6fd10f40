"""Commands on the roster: organizations, their names, and the addresses letters go to. Rules are elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.session import Unsuitable, day, engine, show_json, show_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from models.reorganization import Merger
    from models.roster_diff import LineChange, RosterChanges
    from states.draft import Problem, RosterPerson

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def import_roster(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The roster: .csv, .xlsx or .ods.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, line by line; write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring in organizations, heads and addresses.

    From a file: all of it, or nothing where a line is wrong.
    """
    from models.database import reading, writing
    from models.roster import known_organizations
    from models.roster_changes import bring_in
    from plans.roster import read_roster, refuse_twins, remarks

    lines = read_roster(file)
    with reading(_maybe_empty()) if dry_run else writing(engine()) as session:
        refuse_twins(lines, known_organizations(session))
        changes = bring_in(session, lines)
    if as_json:
        show_json(_as_json(changes, tuple(remarks(lines)), dry_run=dry_run))
        return
    _show(changes, tuple(remarks(lines)), dry_run=dry_run)


def _maybe_empty() -> "Engine":
    """The database, or an empty one in memory where there is none yet: a dry run makes no file."""
    from models.database import engine_for, exists, make_ready

    found = engine(ready=False)
    if not exists(found):
        found = engine_for("sqlite://")
    make_ready(found)
    return found


def _as_json(changes: "RosterChanges", problems: "tuple[Problem, ...]", *, dry_run: bool) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "dry_run": dry_run,
        "lines": [asdict(line) for line in changes.lines],
        "problems": [asdict(problem) for problem in problems],
    }


def _show(changes: "RosterChanges", problems: "tuple[Problem, ...]", *, dry_run: bool) -> None:
    from models.roster_diff import ChangeKind

    told = {ChangeKind.CHANGED, ChangeKind.MISSING} | ({ChangeKind.ADDED} if dry_run else set())
    rows = [row for line in changes.lines if line.kind in told for row in _rows(line)]
    if rows:
        show_table(
            ("change", "place", "organization", "who", "field", "was", "is" if not dry_run else "would be"), rows
        )
    for problem in problems:
        typer.echo(f"srok: {problem.place}: {problem.text}", err=True)
    missing = len(changes.of(ChangeKind.MISSING))
    said = f"{changes.added} added, {changes.changed} changed, {changes.unchanged} as they were"
    typer.echo(
        said
        + (f"; {missing} in the database but not in the file: left as they are" if missing else "")
        + (". Nothing was written." if dry_run else ".")
    )


def _rows(line: "LineChange") -> "Iterator[tuple[str, ...]]":
    """A row for each field that changed, or one for the line."""
    what = "not in the file" if line.kind == "missing" else line.kind.value
    for change in line.fields:
        yield what, line.place, line.organization, line.who, change.field, change.old or "–", change.new or "–"
    if not line.fields:
        yield what, line.place, line.organization, line.who, "", "", ""


def export_roster(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What to write: .xlsx or .csv.")],
    *,
    english: Annotated[bool, typer.Option("--english", help="English headings and kinds.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write the roster to a file.

    It can be edited in Excel and imported again.
    """
    from plans.roster import csv_bytes, xlsx_bytes

    write = {".csv": csv_bytes, ".xlsx": xlsx_bytes}.get(file.suffix.lower())
    if write is None:
        raise Unsuitable(f"{file.name}: the roster is written as .xlsx or .csv; name the file so")
    lines = _lines()
    try:
        with file.open("wb" if force else "xb") as out:
            out.write(write(lines, english=english))
    except FileExistsError:
        raise Unsuitable(f"{file} is there already: name another file, or --force") from None
    except OSError as fault:
        raise Unsuitable(f"{file} cannot be written ({fault.strerror}): check the folder and your rights") from None
    typer.echo(f"{len(lines)} lines written to {file}.")


def _lines() -> "tuple[RosterPerson, ...]":
    from models.database import reading
    from models.roster import roster_lines

    with reading(engine()) as session:
        return roster_lines(session)


def list_roster(*, as_json: AsJson = False) -> None:
    """List organizations and the persons letters reach.

    Each with the address, and how the person is addressed in the dative.
    """
    from plans.dative import dative

    lines = _lines()
    if as_json:
        show_json([_line_as_json(line) for line in lines])
        return
    show_table(
        ("organization", "kind", "also", "person", "post", "address", "dative", "substitutes"),
        (
            (
                line.organization,
                line.kind,
                "; ".join(line.aliases),
                line.head,
                line.post,
                line.email,
                line.dative + (" ?" if line.dative == line.head != "" and not dative(line.head).declined else ""),
                line.substitutes,
            )
            for line in lines
        ),
    )


def _line_as_json(line: "RosterPerson") -> dict[str, object]:
    from plans.dative import dative

    return {
        "organization": line.organization,
        "kind": line.kind,
        "number": line.number,
        "aliases": list(line.aliases),
        "email": line.email,
        "head": line.head,
        "position": line.post,
        "dative": line.dative,
        "dative_known": not line.head or line.dative != line.head or dative(line.head).declined,
        "substitutes": line.substitutes,
    }


def rename_organization(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The organization, by its name or an alias.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its name from now on.")],
) -> None:
    """Give an organization another name. The old one stays as an alias; assignments and history stay with it."""
    from models.database import writing
    from models.reorganization import rename
    from models.roster import known_organizations
    from plans.lexing import clean
    from plans.roster import refuse_new_name

    name = clean(new)
    with writing(engine()) as session:
        refuse_new_name(old, name, known_organizations(session))
        rename(session, old, name)
    print(f"{old} is {name} from now on; «{old}» stays as an alias")


def merge_organizations(
    names: Annotated[list[str], typer.Argument(metavar="OLD into NEW", help="The two organizations.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Let one organization become a part of another.

    Persons and open assignments move, what was done stays.
    """
    from models.database import reading, writing
    from models.reorganization import merge

    old, new = _two(names)
    if not yes:
        with reading(engine()) as session:
            _show_merger(merge(session, old, new), would=True)
        typer.confirm("Merge them?", abort=True)
    with writing(engine()) as session:
        merger = merge(session, old, new)
    _show_merger(merger)


def _two(names: list[str]) -> tuple[str, str]:
    words = [name for place, name in enumerate(names) if not (place == 1 and name.lower() == "into")]
    if len(words) != 2:  # noqa: PLR2004 - one into another
        raise Unsuitable('name two organizations, each in quotation marks: srok roster merge "СОШ № 4" into "СОШ № 14"')
    return words[0], words[1]


def _show_merger(merger: "Merger", *, would: bool = False) -> None:
    verb = "would become" if would else "is"
    moving = f"{merger.moved} open assignments and a place in {merger.items} items move"
    persons = ", ".join(merger.persons) or "none"
    with_them = f"; delegations: {merger.delegations}" if merger.delegations else ""
    typer.echo(f"{merger.old} {verb} a part of {merger.new}: {moving}; persons: {persons}{with_them}")
    if merger.staying:
        show_table(
            ("id", "order", "item", "title", "state"),
            ((one.assignment_id, one.order, one.item, one.title, one.state) for one in merger.staying),
            title=f"{len(merger.staying)} stay with {merger.old}, as {merger.new} has its own: a controller may remove "
            "them, `srok move ID remove --reason merged`",
        )


def retire_person(
    email: Annotated[str, typer.Argument(metavar="ADDRESS", help="The address in the roster.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The last day. [today]")] = None,
) -> None:
    """Note that somebody has left: no letter goes there any more. A roster that names the address takes it back."""
    from models.accounts import close
    from models.database import writing
    from models.queries import person_by_email
    from models.reorganization import retire
    from srok import clock

    left_on = day(on)
    with writing(engine()) as session:
        person_id = person_by_email(session, email)
        held = retire(session, email, on=left_on)
        if person_id is not None:
            close(session, person_id, at=clock.now())
    print(f"{email} gets no letters from now on")
    for role in held:
        typer.echo(
            f"srok: {email} is still the {role}: letters of this role go to the next level until `srok plan-role` "
            "gives it to somebody",
            err=True,
        )
