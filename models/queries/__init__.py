"""Rows become facts: what lists, letters and people who look something up are told. Reads only.

This is Srok's API for whoever asks (docs/engine.md), beside `models.operations` for whoever acts. Every query takes an
open session and gives frozen facts back; `today` is the day as of which overdue is reckoned.
"""

from models.queries.assignment_facts import (
    AssignmentFact,
    Filter,
    assignment,
    assignments,
    awaiting_review,
    declined,
    exists,
    extensions,
)
from models.queries.history_facts import BulkStepFact, EvidenceFact, HistoryFact, bulk_steps, history
from models.queries.item_facts import ItemFact, items
from models.queries.package_facts import (
    PackageFact,
    PackageLineFact,
    PartFact,
    addressed_package,
    letter_among,
    package,
    package_history,
    package_letter,
    package_parts,
    packages,
    plan_title,
)
from models.queries.people import organization_exists, person_by_email

__all__ = [
    "AssignmentFact",
    "BulkStepFact",
    "EvidenceFact",
    "Filter",
    "HistoryFact",
    "ItemFact",
    "PackageFact",
    "PackageLineFact",
    "PartFact",
    "addressed_package",
    "assignment",
    "assignments",
    "awaiting_review",
    "bulk_steps",
    "declined",
    "exists",
    "extensions",
    "history",
    "items",
    "letter_among",
    "organization_exists",
    "package",
    "package_history",
    "package_letter",
    "package_parts",
    "packages",
    "person_by_email",
    "plan_title",
]
