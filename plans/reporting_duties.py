"""Which items oblige somebody to report on the plan itself: who, to whom, when. Knows no roster."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from plans.executors.mentions import mentions_in
from plans.executors.scan import MentionKind
from plans.lexing import folded, plain
from states.draft import DraftItem, ItemKind
from states.schedule import ScheduleKind

_REPORTS = re.compile(
    r"(?:направ|предостав|представ|состав|подготов|сдать|сдач).{0,60}?(?:отчет|информаци|справк|сведени).{0,60}?"
    r"(?:исполнени|выполнени|реализаци)\w*.{0,40}?план"
)
_RECEIVER = re.compile(
    r"(?P<operator>региональн\w+ оператор\w+)|(?P<coordinator>муниципальн\w+ координатор\w*)|"
    r"(?<![^\W_])в (?:адрес )?(?=(?:департамент|управление|отдел|комитет|министерство|администрацию)|[А-ЯЁ]{2,})",
    re.IGNORECASE,
)
_NAMES = frozenset({MentionKind.UNIT, MentionKind.NAMED})


@dataclass(frozen=True, kw_only=True)
class ReportingDuty:
    """An item that obliges to report on the plan. `to_whom` is as the order writes it, empty where it does not say."""

    item: DraftItem
    to_whom: str
    due_on: tuple[date, ...]


def reporting_duties(items: Iterable[DraftItem]) -> tuple[ReportingDuty, ...]:
    """The duties to report on the plan, in the order of the document."""
    return tuple(
        ReportingDuty(item=item, to_whom=_receiver(item.title), due_on=_days(item))
        for item in items
        if _REPORTS.search(folded(item.title))
    )


def reporting_dates(items: Sequence[DraftItem]) -> tuple[date, ...]:
    """The days on which the plan must be reported on: from clauses that say so, failing those from measures."""
    duties = reporting_duties(items)
    for kind in (ItemKind.CLAUSE, ItemKind.MEASURE):
        days = {day for duty in duties if duty.item.kind is kind for day in duty.due_on}
        if days:
            return tuple(sorted(days))
    return ()


def _days(item: DraftItem) -> tuple[date, ...]:
    if item.schedule.kind is ScheduleKind.CONTINUOUS:
        return ()
    return tuple(term.due_on for term in item.schedule.terms)


def _receiver(title: str) -> str:
    text = plain(title)
    match = _RECEIVER.search(text)
    if match is None:
        return ""
    rest = text[match.end() :] if match["operator"] or not match["coordinator"] else ""
    named = next((one for one in mentions_in(rest)[:1] if one.kind in _NAMES), None)
    if named is None:
        return match[0].strip() if match["operator"] or match["coordinator"] else ""
    return named.shown or named.text
