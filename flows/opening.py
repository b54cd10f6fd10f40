"""Opening occurrences as a flow. What is given out is `models.occurrences`, what is proposed `models.next_year`."""

from dataclasses import dataclass
from datetime import date

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact

from flows.run_names import by_day, day_of_run
from flows.trouble import tell_administrator
from models.database import writing
from models.next_year import CarriedOn, proposed_for_year
from models.occurrences import issue_due
from srok.production_calendar import ProductionCalendar
from srok.rounds import database
from srok.settings import Settings
from states.next_year import year_to_propose


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a run gave out, and in December in which year how many items would go on, how often."""

    issued: int
    year: int | None
    items: int
    times: int


@flow(
    name="open_occurrences",
    flow_run_name=by_day("open occurrences"),
    on_failure=[tell_administrator],
    on_crashed=[tell_administrator],
)
async def open_occurrences(as_of: date | None = None) -> Opened:
    """Give out what is due to be given out on a day: `as_of`, or the day this run was scheduled for. On a day off
    nothing is given out, the next working day catches up. In December the next year is proposed for people to confirm.
    """
    settings = Settings()
    today = as_of or day_of_run()
    year = year_to_propose(today)
    with database(settings) as engine, writing(engine) as session:
        issued = issue_due(session, today=today) if ProductionCalendar().is_working(today) else 0
        proposed = proposed_for_year(session, year=year) if year else ()
    if proposed:
        await acreate_markdown_artifact(key="next-year", markdown=_in_markdown(proposed), description=f"For {year}")
    times = sum(len(one.terms) for one in proposed)
    return Opened(issued=issued, year=year, items=len(proposed), times=times)


def _in_markdown(proposed: tuple[CarriedOn, ...]) -> str:
    lines = (f"| {one.order} | {one.item} | {one.title} | {one.days} |" for one in proposed)
    told = "Confirm by `srok next-year --confirm`: nothing is added by itself."
    return "\n".join([told, "", "| order | item | title | due |", "|---|---|---|---|", *lines])
