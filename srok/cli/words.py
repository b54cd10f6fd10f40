"""Failures in words, for the command line. Knows no rule."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from states.life import NotAllowed

REFUSALS = {
    "no_such_move": "that does not lead on from “{state}”",
    "not_your_role": "this person holds no role here that may do it",
    "result_text_missing": "say what was done: --text",
    "evidence_missing": "this item asks for a confirming document: --evidence FILE",
    "direct_evidence_missing": "what was done outside the system needs a confirming document: --evidence FILE",
    "reason_missing": "give the reason: --reason",
    "removal_reason_unknown": "the reason is one of cancelled, no_longer_relevant, not_applicable, duplicate, merged",
    "reported_by_oneself": "nobody accepts their own report: another coordinator or controller must",
    "already_in_sent_package": "it is in a package that was sent: correct it by an addendum",
    "resume_date_missing": "say until when: --resume-on DATE, or --date-unknown",
    "due_date_missing": "it has no due date that is still to come: --due-on DATE",
    "due_date_out_of_range": "the due date must lie between the issue and ten years after it",
    "due_date_not_yours": "this does not set a due date; leave out --due-on",
    "due_date_absent": "say which date: --due-on",
    "has_due_date": "it has a due date already; a later one is an extension",
    "later_date_missing": "say until when, after the due date there is: --due-on",
    "extension_undecided": "an extension has been asked for and waits for an answer",
    "no_extension_asked": "no extension has been asked for",
    "already_declined": "it has been declined already and waits for the coordinator",
    "not_declined": "nobody has declined it",
    "words_missing": "say something: --text",
    "undone_without_reason": "its work is not all accepted: give the reason: --reason",
    "resume_date_out_of_range": "the resume date must be a later day, within ten years",
}

BREAKS = {
    "gap": "row {expected} is missing before it",
    "hash": "the row or its evidence is not what was written",
    "source": "it starts from “{found}”, the row before ended at “{expected}”",
    "at": "it is dated {found}, before the row that it follows",
    "version": "it stands at version {found}, its history ends here",
    "head": "its head is not the hash of the last row",
    "state": "it stands at “{found}”, its history ends at “{expected}”",
    "moved_at": "it was moved last at {found}, by its history at {expected}",
    "due_on": "it is due on {found}, by its history on {expected}",
    "effective_due_on": "it is effectively due on {found}, by its history on {expected}",
    "stray": "there are rows of it, but it is not there",
    "fingerprint": "up to there the history now has the fingerprint {found}: rows were taken away or made anew",
}
"""What is wrong at a place of a history; the codes are those of `models.history_chain`."""


def fault_in_words(fault: Exception) -> str | None:
    """One line for a person; None where the failure was not expected."""
    from states.fault import Fault
    from states.life import NotAllowed

    if isinstance(fault, NotAllowed):
        return _refusal(fault)
    if isinstance(fault, Fault):
        return str(fault)
    return _database_fault(fault)


def _refusal(fault: "NotAllowed") -> str:
    from states.assignment import LIFE

    if "unknown_trigger" in fault.refused_by:
        return f"no such trigger {fault.trigger!r}; there are {', '.join(LIFE.triggers)}"
    reasons = "; ".join(f"{REFUSALS[code].format(state=fault.state)} ({code})" for code in fault.refused_by)
    return f"{fault.trigger} is refused: {reasons}"


def _database_fault(fault: Exception) -> str | None:
    """A database that is locked, full or gone. Looked for only where SQLAlchemy was in use at all."""
    if "sqlalchemy.exc" not in sys.modules or not isinstance(fault, sys.modules["sqlalchemy.exc"].DBAPIError):
        return None
    reason = str(fault.orig).splitlines()[0]
    return f"the database could not do it, nothing was changed: {reason}: try again, or see SROK_DATABASE_URL"
