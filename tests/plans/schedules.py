"""A schedule in a line, for tables of phrases: what a reader can take in at a glance."""

from states.schedule import Schedule, ScheduleKind, Term

FEW = 4


def in_a_line(schedule: Schedule) -> str:  # noqa: PLR0911 - one for each kind
    """The kind, then the terms (`opens..due`, or `due`) with what they come from: `every month by 5: … (12)`."""
    match schedule.kind:
        case ScheduleKind.ONCE if schedule.working_days:
            return f"once, {schedule.working_days} working days after the issue"
        case ScheduleKind.ONCE:
            return f"once {_term(schedule.terms[0])}"
        case ScheduleKind.DATES:
            return f"dates {', '.join(map(_term, schedule.terms))}"
        case ScheduleKind.TIMES_PER_YEAR:
            return f"{schedule.times} a year: {_terms(schedule)}"
        case ScheduleKind.RECURRING:
            return f"every {_every(schedule)}: {_terms(schedule)}"
        case ScheduleKind.CONTINUOUS if schedule.terms:
            return f"continuous, first {_term(schedule.terms[0])}"
        case _:
            return f"{schedule.kind}: {schedule.event}" if schedule.event else schedule.kind.value


def _term(term: Term) -> str:
    return f"{term.opens_on}..{term.due_on}" if term.opens_on else f"{term.due_on}"


def _every(schedule: Schedule) -> str:
    parts = [
        f"{schedule.every}",
        f"×{schedule.times}" if schedule.times else "",
        f"by {schedule.day}" if schedule.day else "",
        f"on weekday {', '.join(str(day + 1) for day in schedule.weekdays)}" if schedule.weekdays else "",
        f"nth {schedule.nth}" if schedule.nth else "",
    ]
    return " ".join(filter(None, parts))


def _terms(schedule: Schedule) -> str:
    days = [str(term.due_on) for term in schedule.terms]
    if len(days) <= FEW:
        return ", ".join(days)
    return f"{days[0]}, {days[1]} … {days[-1]} ({len(days)})"
