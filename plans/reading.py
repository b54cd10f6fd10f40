"""The way in: an order's file -> its draft. Chooses the reader by the file; knows no meaning of its own."""

from pathlib import Path

from plans.draft import draft_order
from plans.formats.read_text import read_text
from states.draft import KnownOrganization, PlanDraft


def read_order(path: Path, roster: tuple[KnownOrganization, ...] = (), *, people: tuple[str, ...] = ()) -> PlanDraft:
    """The draft of the order in a text file. `people` are names known to be right, to find misspelt ones by.

    Raises `ImportRejected` for a file that cannot be read, or in which there is no plan.
    """
    return draft_order(read_text(path), file=path.name, roster=roster, people=people)
