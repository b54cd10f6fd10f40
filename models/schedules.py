"""Schedules as they are stored with an item: plain JSON values."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from states.schedule import Schedule

_SCHEDULE: TypeAdapter[Schedule] = TypeAdapter(Schedule)


def schedule_values(schedule: Schedule) -> dict[str, Any]:
    """A schedule as plain JSON values, dates in ISO form."""
    values: dict[str, Any] = asdict(schedule)
    values["terms"] = [{name: day and day.isoformat() for name, day in asdict(term).items()} for term in schedule.terms]
    return values


def schedule_from(values: Mapping[str, Any]) -> Schedule:
    """The schedule that `schedule_values` was given, by this Srok or an earlier one."""
    return _SCHEDULE.validate_python(dict(values))
