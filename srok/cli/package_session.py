"""What commands on packages share: their options, who acts, what is said of a package. No command is here."""

from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.work import LARGEST_ID, instant, person_by_address

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.held_plans import By
    from models.packages import Changed

Ident = Annotated[
    int, typer.Argument(metavar="ID", min=1, max=LARGEST_ID, help="The package, see `srok package list`.")
]
As = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who does it, by address in the roster.")]
Why = Annotated[str, typer.Option(help="Why.")]


def acting(session: "Session", person: str, as_of: str | None, reason: str = "") -> "By":
    """Who does it, when and why."""
    from models.held_plans import By

    return By(person_id=person_by_address(session, person), at=instant(as_of), reason=reason)


def say_done(changed: "Changed") -> None:
    """What a package was and is now."""
    print(f"package {changed.package_id}: {changed.before} → {changed.after}, edition {changed.edition}")


def say_gaps(found: dict[str, int]) -> None:
    """What a package lacks, if anything."""
    if found:
        print("it has gaps, which it lists: " + ", ".join(f"{count} {said}" for said, count in found.items()))
