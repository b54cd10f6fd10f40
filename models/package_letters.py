"""The letter by which a package was sent, as far as it stands in the way of the package's next steps. Sends nothing."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlmodel import col

from models.held_packages import HeldPackage
from models.letter_keys import package_letter_key
from models.tables import Outbox, OutboxState

_WAITS = frozenset({OutboxState.QUEUED, OutboxState.HELD})
_NEVER_LEFT = frozenset({*_WAITS, OutboxState.DEAD, OutboxState.CANCELLED})


def barred_by_letter(state: OutboxState | None) -> Mapping[str, str]:
    """The steps that the letter with a package stands in the way of while it is in this state, each with the code of
    its refusal: the operator's answer until it has left, taking the package back once it begins to leave.
    """
    if state in _WAITS:
        return {"accept": "letter_waits", "return": "letter_waits"}
    return {} if state in {None, *_NEVER_LEFT} else {"recall": "letter_gone"}


def letter_of(held: HeldPackage) -> str:
    """The business key of the letter by which the package was sent."""
    return package_letter_key(held.id, held.row.version)


def letter_state(held: HeldPackage) -> OutboxState | None:
    """How far the letter by which it was sent has come; None where it went without one."""
    query = select(col(Outbox.state)).where(col(Outbox.key) == letter_of(held))
    return held.session.execute(query).scalar()


def letter_waits(held: HeldPackage) -> bool:
    """Whether that letter has not left yet."""
    return "accept" in barred_by_letter(letter_state(held))
