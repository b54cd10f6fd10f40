"""The charts of a package, decided: which bars there are, how long, and what stands at them. Knows no picture format.

A chart says everything in words and numbers too: it is printed in black and white, and read by who sees no colour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reporting.by_executor import ExecutorLine
from reporting.lateness import LateWeek
from reporting.outcome import Tally
from reporting.package import Package, SectionLine
from reporting.words import counted, number, percent, shortened

EXECUTORS_SHOWN = 90
WEEK_LABELS = 14
_LABEL = 70


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A part of a bar: its kind, its share of the whole length, what is written on it."""

    kind: str
    share: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar with its label and what stands at its end."""

    label: str
    segments: tuple[Segment, ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart: what it shows, its bars, the names of the kinds of segments, and its text for who cannot see it."""

    name: str
    title: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...]
    description: str


KINDS = (
    ("accepted", "принято"),
    ("reported", "ожидает приёмки"),
    ("overdue", "просрочено"),
    ("pending", "срок не наступил"),
    ("aside", "без срока, отложено, снято"),
)


def charts(package: Package) -> tuple[Chart, ...]:
    """The charts of a package that have something to show, in the order in which they are printed."""
    found = (_sections(package), _weeks(package.late_weeks), _discipline(package.executors))
    return tuple(chart for chart in found if chart.bars)


def _sections(package: Package) -> Chart:
    bars = tuple(_section(line) for line in package.sections if line.tally.total)
    told = "; ".join(f"{bar.label}: {_in_words(bar)}" for bar in bars)
    return Chart(
        name="sections",
        title="Исполнение поручений по разделам",
        bars=bars,
        legend=tuple(one for one in KINDS if any(_has(bar, one[0]) for bar in bars)),
        description=told,
    )


def _section(line: SectionLine) -> Bar:
    counts = _counts(line.tally)
    return Bar(
        label=shortened(line.title, _LABEL),
        segments=tuple(
            Segment(kind=kind, share=count / line.tally.total, text=number(count)) for kind, count in counts if count
        ),
        text=counted(line.tally.total, "поручение поручения поручений"),
    )


def _counts(tally: Tally) -> Sequence[tuple[str, int]]:
    aside = tally.undated + tally.postponed + tally.removed
    return tuple((kind, aside if kind == "aside" else getattr(tally, kind)) for kind, _ in KINDS)


def _has(bar: Bar, kind: str) -> bool:
    return any(segment.kind == kind for segment in bar.segments)


def _in_words(bar: Bar) -> str:
    words = dict(KINDS)
    return ", ".join(f"{words[segment.kind]} – {segment.text}" for segment in bar.segments)


def _weeks(weeks: Sequence[LateWeek]) -> Chart:
    most = max((week.overdue for week in weeks), default=0)
    every = -(-len(weeks) // WEEK_LABELS)
    bars = tuple(
        Bar(
            label=f"{week.ends_on:%d.%m}" if (len(weeks) - 1 - place) % every == 0 else "",
            segments=(Segment(kind="overdue", share=week.overdue / (most or 1), text=number(week.overdue)),),
            text=number(week.overdue),
        )
        for place, week in enumerate(weeks)
    )
    return Chart(
        name="weeks",
        title="Просроченные поручения на конец недели",
        bars=bars if most else (),
        legend=(),
        description="; ".join(f"{week.ends_on:%d.%m.%Y} – {number(week.overdue)}" for week in weeks),
    )


def _discipline(executors: Iterable[ExecutorLine]) -> Chart:
    judged = [line for line in executors if line.discipline.share is not None]
    shown = judged[:EXECUTORS_SHOWN]
    few = f" ({EXECUTORS_SHOWN} с наименьшей из {number(len(judged))})" if len(shown) < len(judged) else ""
    return Chart(
        name="discipline",
        title=f"Исполнительская дисциплина по исполнителям{few}",
        bars=tuple(_executor(line) for line in shown),
        legend=(),
        description="; ".join(f"{line.name} – {percent(line.discipline.share)}" for line in shown),
    )


def _executor(line: ExecutorLine) -> Bar:
    judged = line.discipline
    said = f"{percent(judged.share)}, {number(judged.on_time)} из {number(judged.counted)}"
    return Bar(
        label=shortened(line.name, 24),
        segments=(Segment(kind="accepted", share=judged.share or 0, text=""),),
        text=said,
    )
