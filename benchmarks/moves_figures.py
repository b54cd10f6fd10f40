"""What `benchmarks.moves` prints: two tables of medians, and the targets with the ratios that meet or miss them.

Takes measured figures only; knows no database and no contestant but by name.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Figures = dict[tuple[str, str], dict[str, float]]
"""Contestant and kind of measurement to medians: `cpu` and `wall` in seconds a move, or `per_second`."""

Seconds = dict[tuple[str, str], float]

LABELS = {
    "raw": "bare SQL and a dict",
    "srok_bare": "**Srok**, like for like",
    "srok": "**Srok**, with everything",
    "viewflow": "viewflow.fsm + Django",
    "django_fsm": "django-fsm-2 + Django",
    "statemachine": "python-statemachine + SQLAlchemy ORM",
    "dbos": "DBOS, one step",
}
_OURS = {"raw", "srok_bare", "srok"}


class Target(NamedTuple):
    """A claim: `ratio` measured, at least or at most the `bound`."""

    claim: str
    ratio: float
    bound: float
    at_least: bool

    def row(self) -> str:
        """A row of the table of targets."""
        met = self.ratio >= self.bound if self.at_least else self.ratio <= self.bound
        sign = "≥" if self.at_least else "≤"
        return f"| {self.claim} | {sign} {self.bound:g} × | {self.ratio:.2f} × | {'met' if met else '**missed**'} |"


def print_sqlite(figures: Figures) -> None:
    print("\nSQLite, a WAL file; µs a move")
    columns = {
        "CPU, NORMAL": ("normal", "cpu"),
        "clock, NORMAL": ("normal", "wall"),
        "CPU, FULL": ("full", "cpu"),
        "clock, FULL": ("full", "wall"),
        "1 000 at once, CPU": ("bulk", "cpu"),
        "1 000 at once, clock": ("bulk", "wall"),
    }
    _print_table(figures, columns)


def print_postgres(figures: Figures) -> None:
    print("\nPostgreSQL; µs a move, CPU of the client only")
    columns = {
        "CPU": ("single", "cpu"),
        "clock": ("single", "wall"),
        "8 connections, moves/s": ("eight", "per_second"),
        "1 000 at once, CPU": ("bulk", "cpu"),
        "1 000 at once, clock": ("bulk", "wall"),
    }
    _print_table(figures, columns)


def _print_table(figures: Figures, columns: Mapping[str, tuple[str, str]]) -> None:
    print("| | " + " | ".join(columns) + " |\n|---|" + "---:|" * len(columns))
    for name in dict.fromkeys(name for name, _ in figures):
        cells = [_shown(figures[name, kind][what], what) for kind, what in columns.values()]
        print(f"| {LABELS[name]} | " + " | ".join(cells) + " |")


def _shown(value: float, what: str) -> str:
    shown = value if what == "per_second" else value * 1e6
    return f"{shown:.1f}" if shown < 100 else f"{shown:,.0f}".replace(",", " ")


def print_targets(sqlite: Figures, postgres: Figures | None, memory: Mapping[str, float]) -> None:
    """The targets, met or missed; the memory beside them."""
    print("\n| claim | target | measured | |\n|---|---|---:|---|")
    for target in (*_of_sqlite(sqlite), *(_of_postgres(postgres) if postgres else ())):
        print(target.row())
    loaded, each, add_model = (memory[name] for name in ("loaded", "bytes_each", "add_model"))
    print(
        f"\n{loaded:,.0f} assignments loaded, {each:.0f} bytes each: with Srok they grow by {memory['srok']:.1f} bytes"
    )
    print(f"a move, a pytransitions machine with `add_model` by {add_model:.0f} bytes.")


def _of_sqlite(figures: Figures) -> Iterable[Target]:
    # By processor time: SQLite works in the caller's process, so that it is all of a move but waiting for the disk.
    seconds = {key: values["cpu"] for key, values in figures.items()}
    yield from _of_both(seconds, "normal", "SQLite, NORMAL", best=3, floor=4)
    yield from _of_bulk(seconds, "SQLite")


def _of_postgres(figures: Figures) -> Iterable[Target]:
    seconds = {key: values.get("wall") or 1 / values["per_second"] for key, values in figures.items()}
    yield from _of_both(seconds, "eight", "PostgreSQL, 8 connections", best=4, floor=1.5)
    yield from _of_bulk(seconds, "PostgreSQL")


def _of_both(seconds: Seconds, kind: str, where: str, *, best: float, floor: float) -> Iterable[Target]:
    bare, full, raw = (seconds[name, kind] for name in ("srok_bare", "srok", "raw"))
    peer = _best_peer(seconds, kind)
    if peer:
        yield Target(f"{where}: like for like, times as fast as the best peer", peer / bare, best, at_least=True)
    yield Target(f"{where}: like for like, time against the floor", bare / raw, floor, at_least=False)
    if peer:
        yield Target(
            f"{where}: with everything, times as fast as the best peer's bare", peer / full, 1.5, at_least=True
        )


def _of_bulk(seconds: Seconds, where: str) -> Iterable[Target]:
    peer, raw = _best_peer(seconds, "bulk"), seconds["raw", "bulk"]
    for name, what in (("srok_bare", "like for like"), ("srok", "with everything")):
        ours = seconds[name, "bulk"]
        if peer:
            yield Target(
                f"{where}: 1 000 at once {what}, times as fast as the best peer", peer / ours, 15, at_least=True
            )
        yield Target(f"{where}: 1 000 at once {what}, time against the floor", ours / raw, 2, at_least=False)


def _best_peer(seconds: Seconds, kind: str) -> float | None:
    return min(
        (took for (name, measured), took in seconds.items() if measured == kind and name not in _OURS), default=None
    )
