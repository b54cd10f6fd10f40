"""What of a row of history is hashed, and in which order. The one place that says so: writer and verifier ask here."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.chain import link

ASSIGNMENT_FACTS = (
    "assignment_id",
    "version",
    "trigger",
    "source",
    "dest",
    "at",
    "on",
    "person_id",
    "text",
    "reason",
    "due_on",
    "effective_due_on",
    "resume_on",
    "asked_due_on",
    "bulk_id",
)
ITEM_FACTS = ("item_id", "version", "trigger", "source", "dest", "at", "on", "person_id", "reason", "detail")
PLAN_FACTS = (
    "plan_id",
    "version",
    "trigger",
    "role",
    "before_id",
    "after_id",
    "at",
    "on",
    "person_id",
    "reason",
    "detail",
)
PACKAGE_FACTS = (
    "package_id",
    "version",
    "trigger",
    "source",
    "dest",
    "at",
    "on",
    "person_id",
    "reason",
    "detail",
    "manifest_sha256",
)
EVIDENCE_FACTS = ("name", "sha256", "size", "stored_as")


def assignment_link(before: str, row: Mapping[str, Any], evidence: Iterable[tuple[object, ...]] = ()) -> str:
    """The hash of a row of an assignment's history; `evidence` are its documents by `EVIDENCE_FACTS`, as brought."""
    return link(before, [*(row[name] for name in ASSIGNMENT_FACTS), [list(one) for one in evidence]])


def plan_link(before: str, row: Mapping[str, Any]) -> str:
    """The hash of a row of a plan's history."""
    return link(before, [row[name] for name in PLAN_FACTS])


def package_link(before: str, row: Mapping[str, Any]) -> str:
    """The hash of a row of a package's history."""
    return link(before, [row[name] for name in PACKAGE_FACTS])


def item_link(before: str, row: Mapping[str, Any]) -> str:
    """The hash of a row of an item's history."""
    return link(before, [row[name] for name in ITEM_FACTS])
