"""Who is told how far a long work has come. Whoever shows it sets `WATCHING`; whoever works calls `tell`."""

from collections.abc import Callable
from contextvars import ContextVar

Told = Callable[[str, int, int], None]


def _nobody(what: str, done: int, of: int) -> None:
    """Nobody looks."""


WATCHING: ContextVar[Told] = ContextVar("WATCHING", default=_nobody)
"""Called with what was done last, how much is done, and of how much."""


def tell(what: str, *, done: int, of: int) -> None:
    """Say that `what` is done now, and how much of the whole."""
    WATCHING.get()(what, done, of)
