"""What a sweep leaves in Prefect's pages: a table of whom and what with links to the desk, and warnings in its log."""

from prefect.artifacts import acreate_table_artifact
from prefect.logging import get_run_logger

from notifications.chasing import Swept
from srok.settings import Settings

MOST_LINKS = 20


async def show_letters(swept: Swept, verb: str = "written") -> None:
    """Show the letters that were written, or would be."""
    if not swept.mail:
        get_run_logger().warning("mail is switched off: no letter was written; `srok mail on` switches it on")
    for warning in swept.warnings:
        get_run_logger().warning(warning)
    if swept.letters:
        about = f"Letters {verb} for {swept.on}, {swept.firings} new reminders{_plans(swept, Settings().public_url)}"
        await acreate_table_artifact(key=f"letters-{swept.on}", table=_whom(swept), description=about)


def _plans(swept: Swept, desk: str) -> str:
    """The plans they speak of, as links; nothing where the desk has no address. Descriptions are Markdown."""
    if not desk:
        return ""
    of_lines = ((one.standing.plan_id, one.standing.order_number) for letter in swept.letters for one in letter.lines)
    packages = ((one.package.plan_id, one.package.order_number) for letter in swept.letters for one in letter.packages)
    found = sorted({*of_lines, *packages})
    links = [f"[№ {number}]({desk}/plans/{plan_id})" for plan_id, number in found[:MOST_LINKS]]
    return f". Plans: {', '.join(links)}" + (" …" if len(found) > MOST_LINKS else "")


def _whom(swept: Swept) -> list[dict[str, object]]:
    return [
        {
            "to": letter.recipient.name or letter.recipient.email,
            "address": letter.recipient.email,
            **dict(zip(("items", "assignments", "new", "overdue"), letter.counts, strict=True)),
        }
        for letter in swept.letters
    ]
