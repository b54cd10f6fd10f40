"""The package's totals and the sentences drawn from them: scope, analysis, conclusion. Formal Russian, no format."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from models.package_shapes import PackageFacts
from reporting.by_executor import ExecutorLine
from reporting.comparison import Comparison
from reporting.item_line import ItemLine
from reporting.outcome import Discipline, Tally
from reporting.words import counted, day, listed, number, percent
from states.as_of import ANSWERED
from states.belonging import Belonging

GOOD_SHARE = 0.9
NAMES_SHOWN = 5
_ASSIGNMENTS = "поручение поручения поручений"
_ITEMS = "мероприятие мероприятия мероприятий"
_ITEMS_OF = "мероприятия мероприятий мероприятий"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The package's totals. `items_done` have everything asked in the period accepted; those of them of which nothing
    more will be asked are `items_to_close`. `tally` counts required assignments, `external` those «по согласованию»;
    `carried` came from earlier periods, `moved` had their deadline changed, `returned` were sent back at least once.
    """

    plan_items: int
    items: int
    items_done: int
    items_to_close: int
    items_undated: int
    items_not_issued: int
    tally: Tally
    external: int
    external_done: int
    carried: int
    moved: int
    returned: int
    done_ahead: int
    moves_after: int

    @classmethod
    def of(cls, facts: PackageFacts, lines: Sequence[ItemLine]) -> Self:
        """Count the facts."""
        every = [one for item in facts.items for one in item.assignments]
        required = [one for one in every if one.required]
        external = [one for one in every if not one.required]
        return cls(
            plan_items=facts.plan_items,
            items=len(lines),
            items_done=sum(line.tally.accepted == line.tally.in_control > 0 for line in lines),
            items_to_close=sum(line.to_close for line in lines),
            items_undated=sum(line.undated for line in lines),
            items_not_issued=sum(bool(item.not_issued) for item in facts.items),
            tally=Tally.of(required, facts.cut_off),
            external=len(external),
            external_done=sum(one.stood.state in ANSWERED for one in external),
            carried=sum(one.belonging is Belonging.CARRIED for one in required),
            moved=sum(one.stood.due_changes > 0 for one in required),
            returned=sum(one.stood.returns > 0 for one in required),
            done_ahead=facts.done_ahead,
            moves_after=facts.moves_after,
        )


def scope(facts: PackageFacts) -> str:
    """What the package covers, to which day, and what it leaves out."""
    said = (
        f"Отчётный период – с {day(facts.period.begins_on)} по {day(facts.period.ends_on)}. "
        f"Сведения приведены по состоянию на {day(facts.cut_off)} включительно."
    )
    if facts.since:
        said = (
            f"Дополнение к отчёту, составленному по состоянию на {day(facts.since)}: "
            f"только поручения, по которым после этого дня что-либо изменилось. {said}"
        )
    if not facts.moves_after:
        return said
    return f"{said} Изменения, внесённые после этой даты ({number(facts.moves_after)}), не учтены."


def total_lines(counts: Counts) -> tuple[tuple[str, str], ...]:
    """The table of totals. The lines with a dash are parts of the line above them."""
    tally = counts.tally
    lines = [
        ("Мероприятий и пунктов на контроле в отчётном периоде", counts.items),
        ("– все поручения периода исполнены и приняты", counts.items_done),
        ("– предлагается снять с контроля", counts.items_to_close),
        ("– без установленного срока", counts.items_undated),
        ("Поручений исполнителям", tally.total),
        ("– принято", tally.accepted),
        ("– отчёт представлен, ожидает приёмки", tally.reported),
        ("– просрочено", tally.overdue),
        ("– срок не наступил", tally.pending),
        ("– срок не установлен", tally.undated),
        ("– исполнение отложено", tally.postponed),
        ("– снято с контроля", tally.removed),
    ]
    if counts.external:
        lines.append(("Кроме того, поручений сторонним организациям (по согласованию)", counts.external))
    return tuple((label, number(count)) for label, count in lines)


def analysis(
    counts: Counts,
    discipline: Discipline,
    executors: Sequence[ExecutorLine],
    lines: Sequence[ItemLine],
    comparison: Comparison | None,
) -> tuple[str, ...]:
    """What the numbers say, a sentence or two for each thing there is to say."""
    return tuple(
        sentence
        for sentence in (
            _coverage(counts),
            _timeliness(discipline),
            comparison.sentence if comparison else "",
            _lagging(lines, executors),
            _departures(counts),
            _outside(counts),
        )
        if sentence
    )


def _coverage(counts: Counts) -> str:
    tally = counts.tally
    in_time = f"На контроле в отчётном периоде находилось {counted(counts.items, _ITEMS)} (пунктов)"
    said = (
        f"{in_time}, исполнителям выдано {counted(tally.total, _ASSIGNMENTS)}. "
        f"Принято отчётов – {number(tally.accepted)}{_of(tally.accepted, tally.in_control)}, "
        f"ожидают приёмки – {number(tally.reported)}."
    )
    elsewhere = counts.plan_items - counts.items
    return (
        f"{said} Сроки ещё {counted(elsewhere, _ITEMS_OF)} плана – за пределами отчётного периода."
        if elsewhere
        else said
    )


def _of(part: int, whole: int) -> str:
    return f" ({percent(part / whole)})" if whole else ""


def _timeliness(discipline: Discipline) -> str:
    if not discipline.counted:
        return ""
    return (
        f"В установленный срок представлено отчётов – {number(discipline.on_time)}, с нарушением срока – "
        f"{number(discipline.late)}, срок истёк, отчёт не представлен – {number(discipline.overdue)}. "
        f"Исполнительская дисциплина составила {percent(discipline.share)}."
    )


def _lagging(lines: Sequence[ItemLine], executors: Sequence[ExecutorLine]) -> str:
    late = sorted((line for line in lines if line.tally.overdue), key=lambda line: -line.tally.overdue)
    if not late:
        return "Просроченных поручений на отчётную дату нет."
    items = [f"{line.number} ({number(line.tally.overdue)})" for line in late]
    owing = sorted((one for one in executors if one.tally.overdue), key=lambda one: -one.tally.overdue)
    names = [f"{one.name} ({number(one.tally.overdue)})" for one in owing]
    return (
        f"Наибольшее число просроченных поручений – по мероприятиям и пунктам: {listed(items, NAMES_SHOWN)}; "
        f"по исполнителям: {listed(names, NAMES_SHOWN)}."
    )


def _departures(counts: Counts) -> str:
    found = (
        (counts.carried, "перешло из предыдущих периодов"),
        (counts.moved, "изменён срок исполнения"),
        (counts.returned, "возвращалось на доработку"),
        (counts.tally.postponed, "исполнение отложено"),
        (counts.tally.removed, "снято с контроля"),
    )
    said = [f"{words} – {number(count)}" for count, words in found if count]
    return f"Отклонения от плана (поручений): {', '.join(said)}." if said else ""


def _outside(counts: Counts) -> str:
    said = []
    if counts.external:
        answers = f"ответы получены по {number(counts.external_done)}" if counts.external_done else "ответов нет"
        said.append(
            f"Сторонним организациям (по согласованию) направлено {counted(counts.external, _ASSIGNMENTS)}, "
            f"{answers}; в дисциплине они не учитываются."
        )
    if counts.done_ahead:
        said.append(f"Досрочно, со сроком после отчётного периода, представлено отчётов – {number(counts.done_ahead)}.")
    return " ".join(said)


def conclusion(counts: Counts, lines: Sequence[ItemLine]) -> tuple[str, ...]:
    """What follows, and what is proposed; the first sentence answers whether the plan is being carried out."""
    tally = counts.tally
    said = [_verdict(counts)]
    settled = [line.number for line in lines if line.to_close]
    if settled:
        said.append(f"Предлагается снять с контроля как исполненные: {', '.join(settled)}.")
    if moved := [f"{line.number} (на {day(line.move_to)})" for line in lines if line.move_to]:
        said.append(f"Предлагается перенести срок исполнения: {', '.join(moved)}.")
    if tally.overdue:
        said.append(
            f"Исполнителям, не представившим отчёты в срок ({counted(tally.overdue, _ASSIGNMENTS)}), "
            "предлагается обеспечить исполнение и представить отчёты с указанием причин нарушения срока."
        )
    if tally.reported:
        said.append(f"Координатору плана – рассмотреть {counted(tally.reported, 'отчёт отчёта отчётов')}.")
    if any(line.needs_date for line in lines):
        said.append("По пунктам без установленного срока предлагается определить сроки исполнения.")
    if counts.items_not_issued:
        said.append(f"Мероприятий (пунктов), по которым поручения не выданы, – {number(counts.items_not_issued)}.")
    return tuple(said)


def _verdict(counts: Counts) -> str:
    tally = counts.tally
    done, expected = tally.accepted + tally.reported, tally.accepted + tally.reported + tally.overdue
    if not expected:
        return "Сроки исполнения на отчётную дату не наступили."
    if not tally.overdue:
        return "Мероприятия, срок которых наступил, исполнены; отчёты по ним представлены."
    if done / expected >= GOOD_SHARE:
        return "План мероприятий в отчётном периоде в основном исполняется; имеются отдельные просроченные поручения."
    return "План мероприятий в отчётном периоде исполняется не в полном объёме."
