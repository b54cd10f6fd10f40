"""Names of runs as people look for them: what, and for which day."""

from collections.abc import Callable
from datetime import date, datetime

from prefect.runtime import flow_run

from srok import clock
from srok.settings import Settings


def by_day(what: str) -> Callable[[], str]:
    """A name with the day asked for, or the day this run was scheduled for."""
    return lambda: f"{what} {flow_run.parameters.get('as_of') or day_of_run()}"


def by_minute(what: str) -> Callable[[], str]:
    """A name with the time this run was scheduled for."""
    return lambda: f"{what} {_scheduled():%Y-%m-%d %H:%M}"


def day_of_run() -> date:
    """The day this run was scheduled for, in the zone of the settings."""
    return _scheduled().date()


def _scheduled() -> datetime:
    return (flow_run.scheduled_start_time or clock.now()).astimezone(Settings().zone)
