"""A draft as plain data for machines: the shape that `srok import --json` prints. Knows no file."""

from datetime import date
from typing import Any

from plans.executors.scan_offices import ALL_SCHOOLS
from plans.reporting_duties import ReportingDuty, reporting_duties
from plans.roles import in_words
from states.draft import DraftExecutor, DraftItem, ExecutorKind, ItemKind, PlanDraft, PlanRoleName, Severity
from states.schedule import Schedule, ScheduleKind, Term, from_issue
from states.workdays import WorkingDays, on_or_before

Json = dict[str, Any]


def draft_as_json(draft: PlanDraft, calendar: WorkingDays) -> Json:
    """The draft as one object: dates are ISO strings, `effective_due_on` is reckoned by `calendar`."""
    measures, clauses = draft.of_kind(ItemKind.MEASURE), draft.of_kind(ItemKind.CLAUSE)
    return {
        "file": draft.file,
        "number": draft.number,
        "date": draft.issued_on.isoformat(),
        "title": draft.title,
        "issuer": draft.issuer,
        "plan": draft.plan_title,
        "sections": list(draft.sections),
        "measures": [_measure(item, draft, calendar) for item in measures],
        "assignments_if_fanned_out": sum(_fanned_out(item, draft) for item in measures),
        "clauses": [_clause(item, draft, calendar) for item in clauses],
        "schools": _schools(draft),
        "roles": {role.value: in_words(role, person) for role, person in draft.roles.items()},
        "working_group": [
            {"name": one.name, "post": one.post, "organization": one.organization} for one in draft.working_group
        ],
        "working_group_members": len(draft.working_group),
        "reporting_dates": [day.isoformat() for day in draft.reporting_dates],
        "reporting_duties": [_duty(duty, draft) for duty in reporting_duties(draft.items)],
        "must_be_flagged": [one.text for one in draft.problems if one.severity is not Severity.ERROR],
        "problems": [
            {"code": one.code, "severity": one.severity.value, "place": one.place, "text": one.text}
            for one in draft.problems
        ],
    }


def _duty(duty: ReportingDuty, draft: PlanDraft) -> Json:
    """Who reports on the plan, to whom, and when; the coordinator by name."""
    coordinator = draft.roles.get(PlanRoleName.COORDINATOR)
    to_coordinator = duty.to_whom.lower().startswith("муниципальн") and coordinator is not None
    return {
        "kind": duty.item.kind.value,
        "number": duty.item.number,
        "who": [_executor(one) for one in duty.item.executors],
        "to_whom": coordinator.organization if to_coordinator and coordinator else duty.to_whom,
        "deadline_text": duty.item.deadline_text,
        "due_on": [day.isoformat() for day in duty.due_on],
    }


def _measure(item: DraftItem, draft: PlanDraft, calendar: WorkingDays) -> Json:
    return {
        **_item(item, draft, calendar),
        "section": None if item.section is None else draft.sections[item.section],
        "expected_result": item.expected_result,
    }


def _clause(item: DraftItem, draft: PlanDraft, calendar: WorkingDays) -> Json:
    several = sum(one.kind is ExecutorKind.ORGANIZATION for one in item.executors)
    addressee = f"{several} named schools" if several > 1 else item.addressee
    return {**_item(item, draft, calendar), "addressee": addressee}


def _item(item: DraftItem, draft: PlanDraft, calendar: WorkingDays) -> Json:
    return {
        "number": item.number,
        "title": item.title,
        "deadline": deadline_as_json(item.schedule, draft.issued_on, calendar),
        "deadline_text": item.deadline_text,
        "executors": [_executor(one) for one in item.executors],
        "executors_text": item.executors_text,
        "place": item.place,
    }


def _executor(executor: DraftExecutor) -> str | Json:
    match executor.kind:
        case ExecutorKind.ORGANIZATION:
            return executor.name
        case ExecutorKind.GROUP:
            return {"group": executor.name}
        case ExecutorKind.EXTERNAL:
            return {"external": executor.name}


def deadline_as_json(schedule: Schedule, issued_on: date, calendar: WorkingDays) -> Json:
    """A schedule with the fields its kind has; what is seldom there only where it is."""
    kind: Json = {"kind": schedule.kind.value}
    match schedule.kind:
        case ScheduleKind.ONCE:
            (term,) = from_issue(schedule, issued_on=issued_on, calendar=calendar)
            counted = {"working_days": schedule.working_days} if schedule.working_days else {}
            return {**kind, **_term(term), "effective_due_on": _effective(term, calendar), **counted}
        case ScheduleKind.CONTINUOUS:
            return {**kind, "first": _term(schedule.terms[0]) if schedule.terms else None, "then": "permanent"}
        case ScheduleKind.DATES:
            return {**kind, **_many(schedule, calendar)}
        case ScheduleKind.TIMES_PER_YEAR:
            return {**kind, "times": schedule.times, **_many(schedule, calendar)}
        case ScheduleKind.RECURRING:
            return {**kind, **_how_often(schedule), **_many(schedule, calendar)}
        case _:
            return {**kind, **({"event": schedule.event} if schedule.event else {})}


def _how_often(schedule: Schedule) -> Json:
    seldom = {"times": schedule.times, "weekdays": list(schedule.weekdays), "nth": schedule.nth}
    return {
        "every": schedule.every.value if schedule.every else None,
        "day": schedule.day,
        **{name: value for name, value in seldom.items() if value},
    }


def _many(schedule: Schedule, calendar: WorkingDays) -> Json:
    return {
        "due_on": [term.due_on.isoformat() for term in schedule.terms],
        "effective_due_on": [_effective(term, calendar) for term in schedule.terms],
    }


def _term(term: Term) -> Json:
    return {"opens_on": _iso(term.opens_on), "due_on": term.due_on.isoformat()}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _effective(term: Term, calendar: WorkingDays) -> str:
    return on_or_before(term.due_on, calendar).isoformat()


def _fanned_out(item: DraftItem, draft: PlanDraft) -> int:
    """How many executors an item has once its groups are resolved to organizations, each counted once."""
    members = {group.code: group.members for group in draft.groups}
    names: dict[tuple[ExecutorKind, str], None] = {}
    for executor in item.executors:
        if executor.kind is ExecutorKind.GROUP:
            names.update(dict.fromkeys((ExecutorKind.ORGANIZATION, name) for name in members.get(executor.name, ())))
        else:
            names[executor.kind, executor.name] = None
    return len(names)


def _schools(draft: PlanDraft) -> dict[str, list[str]]:
    levels = {group.code: list(group.members) for group in draft.groups if group.code != ALL_SCHOOLS}
    everybody = next((list(group.members) for group in draft.groups if group.code == ALL_SCHOOLS), [])
    return levels or {"all": everybody}
