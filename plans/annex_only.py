"""A file that holds only the annex: the order's number and date as the annex repeats them. Knows no rows."""

from collections.abc import Sequence
from dataclasses import replace

from plans.header import AnnexHeader, Header
from states.draft import Problem, Severity


def particulars(header: Header, annexes: Sequence[AnnexHeader], title: str) -> tuple[Header, tuple[Problem, ...]]:
    """The header, filled from an annex that names both number and date where the order itself is not in the file."""
    annex = next((one for one in annexes if one.number and one.issued_on), None)
    if annex is None or header.number or header.issued_on:
        return header, ()
    filled = replace(
        header, number=annex.number, issued_on=annex.issued_on, title=header.title or title, place=annex.place
    )
    text = f"only the annex is in the file: the order's number and date are taken from «{annex.text}», check them"
    return filled, (Problem(code="annex_only", severity=Severity.WARNING, place=annex.place, text=text),)
