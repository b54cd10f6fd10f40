"""What an outcome at the relay means for a letter, and for the relay itself. Pure: time and chance are arguments."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.sending import MOST_DUPLICATES, Claimed, Settlement
from models.tables import OutboxState
from notifications.smtp import Outcome, Stage

FIRST_PAUSE = timedelta(seconds=60)
LONGEST_PAUSE = timedelta(hours=4)
GREYLISTED = frozenset({450, 451})
GREYLISTED_PAUSE = timedelta(minutes=5)
DOUBTFUL_PAUSE = timedelta(minutes=15)
MOST_ATTEMPTS = 25
LONGEST_WAIT = timedelta(days=5)

SIGN_IN_FIRST = 530

OPENING = frozenset({Stage.CONNECT, Stage.BANNER, Stage.EHLO, Stage.STARTTLS, Stage.AUTH})


@dataclass(frozen=True, kw_only=True)
class Try:
    """A letter's attempt that is judged: the letter, when it was made, and a number from 0 to 1 drawn for it."""

    letter: Claimed
    at: datetime
    chance: float


def relay_fault(outcome: Outcome, *, proven: bool = True) -> str:
    """What is wrong with the relay, empty if it is the letter's affair. A fault of the relay's burns no attempts.

    Before MAIL no letter has been spoken of, so whatever fails there is the relay's, and so is a sender it refuses.
    A recipient refused for policy's sake («relay access denied») speaks against the relay unless it is `proven`: has
    taken a recipient in this run. Else one wrong setting would kill every letter and mark every address as bouncing.
    """
    if outcome.stage in OPENING or (outcome.stage is Stage.MAIL and _is_final(outcome.code)):
        return f"{outcome.stage} failed: {_heard(outcome)}"
    if not proven and _is_policy(outcome):
        return f"no recipient is taken: {_heard(outcome)}"
    return ""


def settlement(outcome: Outcome, attempt: Try, *, proven: bool = True) -> Settlement:
    """What becomes of a letter: sent, queued again, dead, or unknown where it may have left too often."""
    if outcome.is_accepted:
        return _settled(OutboxState.SENT, outcome, attempts=1)
    if relay_fault(outcome):
        later = DOUBTFUL_PAUSE if outcome.stage is Stage.MAIL else timedelta(0)  # another letter is the next probe
        return _settled(OutboxState.QUEUED, outcome, not_before=attempt.at + later)
    if outcome.stage in {Stage.DATA, Stage.DOT} and not (_is_final(outcome.code) or _is_temporary(outcome.code)):
        return _doubtful(outcome, attempt)
    if relay_fault(outcome, proven=proven) and not _is_worn_out(attempt):
        return _settled(OutboxState.QUEUED, outcome, attempts=1, not_before=attempt.at + DOUBTFUL_PAUSE)
    if _is_final(outcome.code) or _is_worn_out(attempt):
        return _settled(OutboxState.DEAD, outcome, attempts=1)
    return _settled(OutboxState.QUEUED, outcome, attempts=1, not_before=attempt.at + _pause(outcome, attempt))


def _is_policy(outcome: Outcome) -> bool:
    """Whether a recipient is refused for what we are, not for what it is (RFC 3463, 3.8; RFC 4954, 6)."""
    refused = outcome.stage is Stage.RCPT and _is_final(outcome.code)
    return refused and (outcome.code == SIGN_IN_FIRST or outcome.text.startswith("5.7."))


def _doubtful(outcome: Outcome, attempt: Try) -> Settlement:
    """After the fence and without an answer: it may have left. The copy to come has the same Message-ID."""
    too_often = attempt.letter.possible_duplicates >= MOST_DUPLICATES or _is_worn_out(attempt)
    return _settled(
        OutboxState.UNKNOWN if too_often else OutboxState.QUEUED,
        outcome,
        attempts=1,
        possible_duplicates=1,
        not_before=attempt.at + DOUBTFUL_PAUSE,
    )


def _is_final(code: int | None) -> bool:
    return code is not None and code // 100 == 5  # noqa: PLR2004 - RFC 5321, 4.2.1


def _is_temporary(code: int | None) -> bool:
    return code is not None and code // 100 == 4  # noqa: PLR2004 - RFC 5321, 4.2.1


def _is_worn_out(attempt: Try) -> bool:
    """Tried too often or for too long. One that has only waited, for a relay that was down, gets a second chance."""
    tried = attempt.letter.attempts
    waited = attempt.at - attempt.letter.queued_at
    return tried + 1 >= MOST_ATTEMPTS or (tried > 0 and waited >= LONGEST_WAIT)


def _pause(outcome: Outcome, attempt: Try) -> timedelta:
    """Twice as long each time, blurred so that letters refused together do not come back together."""
    if outcome.code in GREYLISTED and attempt.letter.attempts == 0:
        return GREYLISTED_PAUSE * (1 + 2 * attempt.chance)
    doubled: timedelta = FIRST_PAUSE * 2 ** min(attempt.letter.attempts, MOST_ATTEMPTS)
    return min(LONGEST_PAUSE, doubled) * (0.5 + attempt.chance)


def _settled(
    state: OutboxState,
    outcome: Outcome,
    *,
    attempts: int = 0,
    possible_duplicates: int = 0,
    not_before: datetime | None = None,
) -> Settlement:
    return Settlement(
        state=state,
        not_before=not_before,
        attempts=attempts,
        possible_duplicates=possible_duplicates,
        stage=outcome.stage.value,
        code=outcome.code,
        text=outcome.text,
    )


def _heard(outcome: Outcome) -> str:
    return f"{outcome.code} {outcome.text}".strip() if outcome.code else outcome.text
