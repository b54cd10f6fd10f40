"""What only the API's own operations find amiss."""

from desk.api.answers import HistoryLine
from states.fault import Fault


class Changed(Fault):
    """Something is not at the version of If-Match; nothing was done. `since` is what was done to an assignment."""

    def __init__(self, *, version: int, since: tuple[HistoryLine, ...] = ()) -> None:
        super().__init__(f"it is at version {version} now: look at it again")
        self.version, self.since = version, since


def refuse_changed(seen: int | None, version: int) -> None:
    """Raise `Changed` where something is not at the version that was seen; None takes it as it is."""
    if seen not in {None, version}:
        raise Changed(version=version)
