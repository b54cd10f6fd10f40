"""The way in: an order's file, or its bytes -> its draft. Knows no format and no meaning of its own."""

from pathlib import Path

from plans.draft import draft_order
from plans.formats.document import read_document, rows_of
from states.draft import KnownOrganization, PlanDraft


def read_order(path: Path, roster: tuple[KnownOrganization, ...] = (), *, people: tuple[str, ...] = ()) -> PlanDraft:
    """The draft of the order in a file of any format Srok reads. `people` are names known to be right, to find
    misspelt ones by.

    Raises `ImportRejected` for a file that cannot be read, or in which there is no plan.
    """
    return read_content(read_document(path), file=path.name, roster=roster, people=people)


def read_content(
    content: bytes, *, file: str, roster: tuple[KnownOrganization, ...] = (), people: tuple[str, ...] = ()
) -> PlanDraft:
    """As `read_order`, from the bytes themselves: who keeps or fingerprints them reads the file once."""
    return draft_order(rows_of(content, file), file=file, roster=roster, people=people)
