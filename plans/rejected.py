"""The one refusal of a document. Knows no format: whoever reads one names the place and the reason."""

from states.fault import Fault


class ImportRejected(Fault):
    """A file cannot become a draft or a roster, and nothing was changed. `reason` also says what to do."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason
