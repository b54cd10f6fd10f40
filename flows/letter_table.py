"""What a sweep leaves in Prefect's pages: a table of whom and what, and warnings in its log."""

from prefect.artifacts import acreate_table_artifact
from prefect.logging import get_run_logger

from notifications.chasing import Swept


async def show_letters(swept: Swept, verb: str = "written") -> None:
    """Show the letters that were written, or would be."""
    for warning in swept.warnings:
        get_run_logger().warning(warning)
    if swept.letters:
        about = f"Letters {verb} for {swept.on}, {swept.firings} new reminders"
        await acreate_table_artifact(key=f"letters-{swept.on}", table=_whom(swept), description=about)


def _whom(swept: Swept) -> list[dict[str, object]]:
    return [
        {
            "to": letter.recipient.name or letter.recipient.email,
            "address": letter.recipient.email,
            **dict(zip(("items", "assignments", "new", "overdue"), letter.counts, strict=True)),
        }
        for letter in swept.letters
    ]
