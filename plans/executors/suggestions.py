"""What a name that nobody knows may have been meant for, by likeness. Only ever said to a person, never read."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from plans.executors.vocabulary import Vocabulary
from plans.lexing import folded

_ENOUGH = 60
_MOST = 3


def alike(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """The few of `names` that are most like the text, the likest first."""
    found = process.extract(
        folded(text), names, scorer=fuzz.WRatio, processor=folded, limit=_MOST, score_cutoff=_ENOUGH
    )
    return tuple(name for name, _, _ in found)


def nearest(text: str, vocabulary: Vocabulary) -> str:
    """`; nearest in the roster: лицей № 1, лицей № 51`, or nothing where the roster has nothing like it."""
    found = alike(text, vocabulary.names)
    return f"; nearest in the roster: {', '.join(found)}" if found else ""
