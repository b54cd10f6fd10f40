"""A package beside that of the period before: the same counts, and how they changed. Pure; knows no format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.package_shapes import PackageFacts
from reporting.outcome import Discipline, Tally
from reporting.period import in_words
from reporting.words import NOTHING, day, number, percent

_UP, _DOWN = "+", "−"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The periods compared and the lines of their table: label, before, now, change."""

    before: str
    now: str
    lines: tuple[tuple[str, str, str, str], ...]
    sentence: str


def compare(before: PackageFacts, now: PackageFacts) -> Comparison:
    """The comparison of two periods of one order."""
    ours, theirs = _Numbers(now), _Numbers(before)
    return Comparison(
        before=f"{in_words(before.period)}, на {day(before.cut_off)}",
        now=f"{in_words(now.period)}, на {day(now.cut_off)}",
        lines=tuple(_lines(theirs, ours)),
        sentence=_sentence(theirs, ours, in_words(before.period)),
    )


class _Numbers:
    def __init__(self, facts: PackageFacts) -> None:
        every = [one for item in facts.items for one in item.assignments]
        self.items = len(facts.items)
        self.tally = Tally.of(every, facts.cut_off)
        self.discipline = Discipline.of(every, facts.cut_off)

    @property
    def counts(self) -> Sequence[tuple[str, int]]:
        return (
            ("Мероприятий и пунктов", self.items),
            ("Поручений исполнителям", self.tally.total),
            ("Принято", self.tally.accepted),
            ("Ожидает приёмки", self.tally.reported),
            ("Просрочено", self.tally.overdue),
            ("Исполнено в срок", self.discipline.on_time),
            ("Исполнено с нарушением срока", self.discipline.late),
        )


def _lines(before: _Numbers, now: _Numbers) -> Iterator[tuple[str, str, str, str]]:
    for (label, was), (_, became) in zip(before.counts, now.counts, strict=True):
        yield label, number(was), number(became), changed(became - was)
    was_share, share = before.discipline.share, now.discipline.share
    yield "Исполнительская дисциплина", percent(was_share), percent(share), _points(was_share, share)


def changed(by: int) -> str:
    """A change with its sign, a dash for none."""
    return f"{_UP if by > 0 else _DOWN}{number(abs(by))}" if by else NOTHING


def _points(before: float | None, now: float | None) -> str:
    if before is None or now is None or round(now * 1000) == round(before * 1000):
        return NOTHING
    by = (round(now * 1000) - round(before * 1000)) / 1000
    said = percent(abs(by)).removesuffix("\N{NO-BREAK SPACE}%")
    return f"{_UP if by > 0 else _DOWN}{said} п.\N{NO-BREAK SPACE}п."


def _sentence(before: _Numbers, now: _Numbers, period: str) -> str:
    was, share = before.discipline.share, now.discipline.share
    if was is None or share is None:
        return ""
    points = _points(was, share)
    if points == NOTHING:
        return f"По сравнению с предыдущим периодом ({period}) исполнительская дисциплина не изменилась."
    verb = "выросла" if points.startswith(_UP) else "снизилась"
    by = points[1:]
    return (
        f"По сравнению с предыдущим периодом ({period}) исполнительская дисциплина {verb} на {by}: "
        f"с {percent(was)} до {percent(share)}."
    )
