"""Codes in words, for the command line. Knows no rule."""

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
    "due_date_missing": "it has no due date: --due-on DATE",
}


def fault_in_words(fault: Exception) -> str:
    """One line for a person."""
    from states.assignment import TRIGGERS, NotAllowed

    if not isinstance(fault, NotAllowed):
        return str(fault)
    if "unknown_trigger" in fault.refused_by:
        return f"no such trigger {fault.trigger!r}; there are {', '.join(TRIGGERS)}"
    reasons = "; ".join(f"{REFUSALS[code].format(state=fault.state)} ({code})" for code in fault.refused_by)
    return f"{fault.trigger} is refused: {reasons}"
