"""Facts of a package with realistic words, each part with what most tests want."""

from datetime import date

from hypothesis import strategies as st

from models.package_shapes import AssignmentFacts, Executor, ItemFacts, OrderFacts, PackageFacts, Supervisor
from states.as_of import Due, Explained, Stood
from states.assignment import State
from states.belonging import Belonging, Span
from states.draft import ItemKind, PlanRoleName
from states.schedule import ScheduleKind

CUT_OFF = date(2024, 6, 28)
DUE = date(2024, 5, 31)
PERIOD = Span(date(2024, 1, 1), date(2024, 6, 30))
SUPERVISORS = (
    Supervisor(PlanRoleName.COORDINATOR, "Ветлугина Анна Петровна", "директор Методического центра"),
    Supervisor(PlanRoleName.PLAN_CONTROLLER, "Озеров Павел Ильич", "председатель комитета"),
)


def order(**changes):
    values = {
        "number": "19/р",
        "issued_on": date(2024, 1, 19),
        "title": "Об утверждении плана",
        "issuer": "Департамент образования",
        "plan_title": "План",
        "supervisors": SUPERVISORS,
    }
    return OrderFacts(**(values | changes))


def assignment(
    school="СОШ № 1",
    *,
    state=State.ASSIGNED,
    due_on=DUE,
    done_on=None,
    result="",
    explained=(),
    original=None,
    due_changes=0,
    extensions=(),
    sent_back=(),
    resume_on=None,
    **changes,
):
    due = Due(due_on, due_on)
    stood = Stood(
        state=state,
        original=original or due,
        current=due,
        due_changes=due_changes,
        done_on=done_on,
        result=result,
        returns=sum(one.trigger == "send_back" for one in explained),
        explained=explained,
        extensions=extensions,
        sent_back=sent_back,
        resume_on=resume_on,
    )
    values = {
        "executor": Executor(school, "school"),
        "required": True,
        "occurrence": 0,
        "belonging": Belonging.DUE if due_on else Belonging.UNDATED,
        "judged": due_on is not None,
        "stood": stood,
    }
    return AssignmentFacts(**(values | changes))


def accepted(school="СОШ № 1", done_on=date(2024, 5, 20), result="Назначен координатор, приказ № 5", **changes):
    return assignment(school, state=State.ACCEPTED, done_on=done_on, result=result, **changes)


def reported(school="СОШ № 1", done_on=date(2024, 5, 20), result="Назначен координатор, приказ № 5", **changes):
    return assignment(school, state=State.REPORTED, done_on=done_on, result=result, **changes)


def item(*assignments, **changes):
    values = {
        "kind": ItemKind.MEASURE,
        "number": "1.10.",
        "section": "Раздел 1. Сопровождение",
        "title": "Назначить координатора",
        "expected_result": "Назначен координатор",
        "deadline_text": "до 31 мая 2024 года",
        "schedule_kind": ScheduleKind.ONCE,
        "assignments": assignments,
        "not_issued": (),
        "later_due_on": None,
    }
    return ItemFacts(**(values | changes))


def package_facts(*items, **changes):
    values = {
        "order": order(),
        "period": PERIOD,
        "cut_off": CUT_OFF,
        "plan_items": len(items),
        "items": items,
        "done_ahead": 0,
        "moves_after": 0,
    }
    return PackageFacts(**(values | changes))


def mixed():
    """A package with every state, two deadlines of one item, a clause, an external party and an item without a date."""
    returned = (Explained("send_back", "не приложен приказ"),)
    put_off = (Explained("postpone", "ремонт здания"),)
    gone = (Explained("remove", "not_applicable"),)
    first = item(
        accepted("СОШ № 1"),
        accepted("СОШ № 2", done_on=date(2024, 6, 3)),
        reported("СОШ № 10"),
        assignment("лицей № 3", state=State.RETURNED, explained=returned),
        assignment("лицей № 4", state=State.POSTPONED, explained=put_off),
        assignment("лицей № 5", state=State.REMOVED, explained=gone),
        assignment("ТОИПКРО", required=False),
    )
    second = item(
        accepted("СОШ № 1", due_on=date(2024, 3, 29), done_on=date(2024, 3, 1)),
        assignment("СОШ № 1", due_on=CUT_OFF, occurrence=1),
        number="2",
        kind=ItemKind.CLAUSE,
        section=None,
        schedule_kind=ScheduleKind.CONTINUOUS,
    )
    third = item(assignment("СОШ № 2", due_on=None), number="1.11.", schedule_kind=ScheduleKind.BY_SCHEDULE)
    return package_facts(first, third, second, plan_items=7, moves_after=12, done_ahead=3)


DAYS = st.dates(date(2024, 1, 1), date(2024, 8, 31))
DONE = (State.REPORTED, State.ACCEPTED)


@st.composite
def assignments(draw):
    state = draw(st.sampled_from(State))
    return assignment(
        draw(st.sampled_from(["СОШ № 1", "СОШ № 2", "лицей № 3"])),
        state=state,
        due_on=draw(st.none() | DAYS),
        done_on=draw(DAYS) if state in DONE else None,
        result=draw(st.text(max_size=20)),
        required=draw(st.booleans()),
        judged=draw(st.booleans()),
        occurrence=draw(st.integers(0, 2)),
    )


def any_package():
    """Any package at all, with the text of people who may type anything."""
    items = st.builds(
        lambda parts, title, later: item(
            *sorted(parts, key=lambda one: one.occurrence), title=title, later_due_on=later
        ),
        st.lists(assignments(), max_size=8),
        st.text(max_size=20),
        st.none() | st.dates(date(2024, 7, 1), date(2025, 1, 1)),
    )
    return st.lists(items, max_size=4).map(lambda found: package_facts(*found))
