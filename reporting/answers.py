"""What executors answered about an item, brought together: results, who has not reported, reasons for
lateness.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from models.package_shapes import AssignmentFacts
from reporting.figures import figures, in_words
from reporting.outcome import UNCOUNTED, Tally
from reporting.words import NOTHING, capitalized, clean, counted, listed, natural, number, shortened
from states.words import DONE, REMOVAL_REASONS

RESULTS_SHOWN = 3
RESULT_LENGTH = 240
RESULT_NAMES_SHOWN = 3
NAMES_SHOWN = 8
REASONS_SHOWN = 3
REASON_LENGTH = 160

_NUMBERS, _WORDS = re.compile(r"\d+"), re.compile(r"\w+")
_EXPLAINING = frozenset(
    {
        "postpone",
        "send_back",
        "reopen",
        "ask_extension",
        "grant_extension",
        "refuse_extension",
        "extend",
        "decline",
        "uphold",
    }
)
"""What a reader of a package wants explained. A comment explains nothing, nor does what a reminder said."""


class Reason(NamedTuple):
    """Why something departed from the plan: what was done and the words that explain it."""

    done: str
    words: str


def actual_result(assignments: Sequence[AssignmentFacts]) -> str:
    """How many have reported, what is most often told, sums of what is counted, who has not reported; a line each.
    Those removed or postponed are not asked.
    """
    asked = [one for one in assignments if one.required and one.stood.state not in UNCOUNTED]
    answered = [one for one in asked if one.stood.done_on]
    silent = sorted({one.executor.name for one in asked if not one.stood.done_on}, key=natural)
    told = [one for one in assignments if one.stood.done_on]
    results = _results(told)
    if len(asked) <= 1:
        return "\n".join(text for _, text in results) or ("Отчёт не представлен." if asked else NOTHING)
    if not answered:
        return f"Отчёты не представлены ({counted(len(asked), 'поручение поручения поручений')})."
    lines = [f"Отчёты представлены: {number(len(answered))} из {number(len(asked))}."]
    lines += [f"{names}: {text}" for names, text in results]
    lines += [summed] if (summed := in_words(figures(one.stood.result for one in told))) else []
    lines += [f"Не представили: {clean(listed(silent, NAMES_SHOWN))}."] if silent else []
    return "\n".join(lines)


def _results(answered: Sequence[AssignmentFacts]) -> list[tuple[str, str]]:
    """The results told most often, each with its executors. Texts that differ in numbers and signs only are one."""
    alike: dict[str, list[AssignmentFacts]] = {}
    for one in answered:
        alike.setdefault(_folded(one.stood.result), []).append(one)
    alike.pop("", None)
    groups = sorted(alike.values(), key=len, reverse=True)
    said = [(_names(group), _text(group)) for group in groups[:RESULTS_SHOWN]]
    others = sum(map(len, groups[RESULTS_SHOWN:]))
    return [*said, ("Другие результаты", f"ещё {counted(others, 'отчёт отчёта отчётов')}.")] if others else said


def _folded(text: str) -> str:
    return " ".join(_WORDS.findall(_NUMBERS.sub("0", text.casefold())))


def _names(group: Sequence[AssignmentFacts]) -> str:
    names = sorted({clean(one.executor.name) for one in group}, key=natural)
    return listed(names, RESULT_NAMES_SHOWN)


def _text(group: Sequence[AssignmentFacts]) -> str:
    """What the group tells; of one text with different numbers, that of the first, said to be an example."""
    texts = {" ".join(_WORDS.findall(one.stood.result.casefold())) for one in group}
    text = _stopped(shortened(clean(group[0].stood.result), RESULT_LENGTH))
    return text if len(texts) == 1 else f"{text} (у остальных сходно)"


def _stopped(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


def reasons(assignments: Sequence[AssignmentFacts], tally: Tally) -> str:
    """Why assignments are late, put off, extended, returned, declined or removed, a line for each kind, the most
    frequent reason first.
    """
    found = Counter(reason for one in assignments if one.required for reason in dict.fromkeys(explanations(one)))
    kinds: dict[str, list[str]] = {}
    for (done, words), count in found.most_common():
        kinds.setdefault(done, []).append(f"{words} ({number(count)})" if count > 1 else words)
    if tally.overdue and not found:
        return "Исполнителями не сообщены."
    return "\n".join(f"{capitalized(done)}: {_first(words)}." for done, words in kinds.items()) or NOTHING


def _first(words: list[str]) -> str:
    more = len(words) - REASONS_SHOWN
    return "; ".join(words[:REASONS_SHOWN]) + (f"; другие причины ({number(more)})" if more > 0 else "")


def explanations(one: AssignmentFacts) -> list[Reason]:
    """What the history says of why this assignment departed from the plan."""
    found = []
    for trigger, reason in one.stood.explained:
        if trigger == "remove":
            known = REMOVAL_REASONS.get(reason)
            found.append(Reason(DONE[trigger].russian, known.russian if known else clean(reason)))
        elif trigger in _EXPLAINING:
            found.append(Reason(DONE[trigger].russian, shortened(clean(reason), REASON_LENGTH).rstrip(" .;,")))
    return found
