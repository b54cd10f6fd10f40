"""What only the API's own operations find amiss."""

from desk.api.answers import HistoryLine
from states.fault import Fault


class Changed(Fault):
    """The assignment is not at the version of If-Match; nothing was done. `since` is what was done meanwhile."""

    def __init__(self, *, version: int, since: tuple[HistoryLine, ...]) -> None:
        super().__init__(f"it is at version {version} now: look at it again")
        self.version, self.since = version, since
