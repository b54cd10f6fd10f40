"""The one refusal of a document. Knows no format: whoever reads one names the place and, by its code, the reason."""

from states.fault import Fault
from states.rejection_words import REASONS
from states.sentence import Sentence, sentence


class ImportRejected(Fault):
    """A file cannot become a draft or a roster, and nothing was changed. `said` is the reason and what to do."""

    def __init__(self, place: str, said: Sentence) -> None:
        super().__init__(f"{place}: {said.english}")
        self.place = place
        self.said = said

    @property
    def reason(self) -> str:
        """The reason in English."""
        return self.said.english

    def within(self, place: str) -> "ImportRejected":
        """The same refusal of a place that is part of another."""
        return ImportRejected(", ".join(filter(None, (place, self.place))), self.said)


def rejected(place: str, code: str, /, **values: object) -> ImportRejected:
    """The refusal of a place for the reason of a code."""
    return ImportRejected(place, sentence(REASONS, code, **values))
