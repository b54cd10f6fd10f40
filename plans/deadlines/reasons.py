"""Why a phrase is no deadline that can be understood, by the words in it: for the person who must settle it.
Decides nothing.
"""

from plans.deadlines.words import MONTHS

_REASONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("четверт", "триместр", "каникул"), "terms and holidays of schools have dates of their own: name the days"),
    (("учебн",), "the beginning and end of lessons are each school's own: name the days"),
    (("или", "либо"), "it leaves a choice"),
    (("ориентировочно", "примерно", "предположительно", "около"), "it is only approximate"),
    (("начал", "конец", "конце", "середин"), "«beginning», «middle» and «end» are no days"),
    (("ежедневн",), "daily work needs a day on which it is reported"),
    (("незамедлительно", "немедленно", "срочно", "кратчайш"), "it names no day"),
    (("весн", "лето", "лета", "летом", "осен", "зим"), "a season is no day"),
    (("(",), "the note in brackets does not fit what stands before it"),
    (("раз",), "so many times do not part the time evenly: name the dates"),
    (("недел",), "which week is not clear: name the days"),
    (("час", ":"), "an hour is named, and only days are kept"),
    (("дней", "дня", "день"), "from which day these days count is not said"),
)


def reason_of(tokens: tuple[str, ...]) -> str:
    """The first reason that fits; empty where none does."""
    if len(tokens) > 1 and tokens[0] in {"до", "к"} and tokens[1] in MONTHS:
        return "before the month, or through it: name the day"
    if tokens[0] in {"с", "со"} and "по" not in tokens:
        return "it says when it begins, and not when it is due"
    for stems, reason in _REASONS:
        if any(token.startswith(stems) for token in tokens):
            return reason
    return ""
