"""The only calls of the clock. Everything below takes `at` (aware, UTC) or `today` (a date) as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: ZoneInfo) -> date:
    """The date it now is in `zone`."""
    return datetime.now(zone).date()
