"""Commands on backups: making one, and listing those that are there."""

from getpass import getuser
from typing import Annotated

import typer

from srok.cli.session import settings, show_table


def make(
    keep: Annotated[int, typer.Option("--keep", min=0, help="Leave only so many, the latest; 0 leaves all.")] = 0,
) -> None:
    """Back up the database and the folders of documents and packages, together, while others work."""
    from srok import clock
    from srok.backups import make_backup

    made = make_backup(settings(), at=clock.now(), by=getuser(), keep=keep)
    print(f"{settings().backups_dir / made.name}: {made.bytes / 2**20:.1f} MiB")


def list_backups() -> None:
    """List the backups that are there, the latest first."""
    from srok.backups import backups

    found, zone = backups(settings()).found, settings().zone
    show_table(
        ("backup", "made", "by", "version", "MiB"),
        (
            (one.name, f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}", one.by, one.revision, f"{one.bytes / 2**20:.1f}")
            for one in found
        ),
        title="" if found else "there are no backups",
    )
