"""A package like a real one, small and invented, to try an office's templates with. Knows no template."""

from datetime import date

from models.package_shapes import AssignmentFacts, Executor, ItemFacts, OrderFacts, PackageFacts, Supervisor
from reporting.package import Package, build
from states.as_of import Due, Stood
from states.assignment import State
from states.belonging import Belonging, Span
from states.draft import ItemKind, PlanRoleName
from states.schedule import ScheduleKind

_DUE = Due(date(2025, 2, 28), date(2025, 2, 28))


def sample_package() -> Package:
    """Something done, something overdue, a period to compare with: every field of a template has something to say."""
    march, february = Span(date(2025, 3, 1), date(2025, 3, 31)), Span(date(2025, 2, 1), date(2025, 2, 28))
    return build(_facts(march, date(2025, 3, 14)), _facts(february, date(2025, 2, 28)))


def _facts(period: Span, cut_off: date) -> PackageFacts:
    order = OrderFacts(
        number="21-о",
        issued_on=date(2025, 1, 17),
        title="О плане мероприятий «Читающий Лугозерск»",
        issuer="Управление образования города Лугозерска",
        plan_title="План мероприятий",
        supervisors=(
            Supervisor(PlanRoleName.PLAN_CONTROLLER, "Кедрова Лидия Семеновна", "начальник отдела"),
            Supervisor(PlanRoleName.COORDINATOR, "Берестова Тамара Павловна", "директор МКУ ЦРО"),
        ),
        addressee="Региональный оператор",
    )
    return PackageFacts(
        order=order, period=period, cut_off=cut_off, plan_items=2, items=(_item(),), done_ahead=0, moves_after=0
    )


def _item() -> ItemFacts:
    return ItemFacts(
        kind=ItemKind.MEASURE,
        number="1.2",
        section="Раздел 1. С чего начинаем",
        title="Утверждение школьного календаря чтения",
        expected_result="Календарь утверждён",
        deadline_text="До 28 февраля 2025 года",
        schedule_kind=ScheduleKind.ONCE,
        assignments=(
            _assignment("СОШ № 12", State.ACCEPTED, date(2025, 2, 20)),
            _assignment("СОШ № 15", State.ASSIGNED, None),
        ),
        not_issued=(),
        later_due_on=None,
    )


def _assignment(name: str, state: State, done_on: date | None) -> AssignmentFacts:
    return AssignmentFacts(
        executor=Executor(name, "school"),
        required=True,
        occurrence=0,
        belonging=Belonging.DUE,
        judged=True,
        stood=Stood(
            state=state,
            original=_DUE,
            current=_DUE,
            due_changes=0,
            done_on=done_on,
            result="Календарь утверждён приказом № 14" if done_on else "",
            returns=0,
            explained=(),
        ),
    )
