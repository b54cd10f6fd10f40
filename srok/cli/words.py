"""Failures in words, for the command line. Knows no rule."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from states.life import NotAllowed

OPTIONS = {
    "no_such_move": "`srok states` prints what does",
    "not_your_role": "`srok states` prints who may",
    "result_text_missing": "--text",
    "evidence_missing": "--evidence FILE",
    "direct_evidence_missing": "--evidence FILE",
    "reason_missing": "--reason",
    "removal_reason_unknown": "--reason CODE, one of {removals}",
    "resume_date_contradicted": "--resume-on DATE, or --date-unknown, not both",
    "resume_date_missing": "--resume-on DATE, or --date-unknown",
    "due_date_missing": "--due-on DATE",
    "due_date_not_yours": "leave out --due-on",
    "due_date_absent": "--due-on DATE",
    "later_date_missing": "--due-on DATE",
    "words_missing": "--text",
    "undone_without_reason": "--reason",
    "parts_changed": "`srok package show` says where they lie",
    "recipient_missing": "`srok plan operator`, or --elsewhere HOW",
    "letter_waits": "`srok package recall`",
    "letter_gone": "`srok package addendum`",
    "operator_number_missing": "--number",
    "operator_date_impossible": "--on DATE",
}
"""The options by which a refusal can be met; the words of the refusals themselves are in `states.words`."""

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
    "manifest": "its manifest has the SHA-256 {found}, by its history {expected}",
    "stray": "there are rows of it, but it is not there",
    "fingerprint": "up to there the history now has the fingerprint {found}: rows were taken away or made anew",
}
"""What is wrong at a place of a history; the codes are those of `models.history_chain`."""

_SHOWN = 40


def fault_in_words(fault: Exception) -> str | None:
    """One line for a person; None where the failure was not expected."""
    from states.fault import Fault
    from states.life import NotAllowed

    if isinstance(fault, NotAllowed):
        return _refusal(fault)
    if isinstance(fault, Fault):
        return str(fault)
    if isinstance(fault, UnicodeEncodeError | UnicodeDecodeError):
        return f"{fault.object[:_SHOWN]!a} is no text in UTF-8: write it again"
    if isinstance(fault, OSError):
        return f"{fault.filename or 'the output'}: {fault.strerror or fault}"
    return _database_fault(fault)


def _refusal(fault: "NotAllowed") -> str:
    from states.assignment import LIFE

    if "unknown_trigger" in fault.refused_by:
        return no_such_trigger(fault.trigger, LIFE.triggers)
    return f"{fault.trigger} from {fault.state} is refused: {refusals_in_words(fault.refused_by)}"


def no_such_trigger(typed: str, triggers: "Collection[str]") -> str:
    """What to say of a misspelt trigger: the nearest one, and all there are."""
    from difflib import get_close_matches

    near = get_close_matches(typed, triggers, n=1, cutoff=0.8)
    meant = f", perhaps {near[0]}" if near else ""
    return f"no such trigger {typed!r}{meant}; there are {', '.join(triggers)}"


def refusals_in_words(codes: "Iterable[str]") -> str:
    """Why something was refused, everything that stands in its way, with the options that help."""
    from states.assignment import RemovalReason
    from states.words import REFUSALS

    removals = ", ".join(RemovalReason)
    said = []
    for code in codes:
        option = OPTIONS.get(code, "").format(removals=removals)
        said.append(REFUSALS[code].english + (f": {option}" if option else "") + f" ({code})")
    return "; ".join(said)


def _database_fault(fault: Exception) -> str | None:
    """A database that is locked, full or gone. Looked for only where SQLAlchemy was in use at all."""
    if "sqlalchemy.exc" not in sys.modules or not isinstance(fault, sys.modules["sqlalchemy.exc"].DBAPIError):
        return None
    reason = str(fault.orig).splitlines()[0]
    return f"the database could not do it, nothing was changed: {reason}: try again, or see SROK_DATABASE_URL"
