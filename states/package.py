"""The life of a reporting package: collected, drawn up, signed, sent, and what the operator answered. The same shape as
the life of an assignment; knows no file, no letter and no database.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from states.life import Life, Role, Rule


class PackageState(StrEnum):
    """How far a package has come. Before it is signed its parts may be assembled anew, after that they may not."""

    COLLECTING = "collecting"
    DRAFT = "draft"
    SIGNED = "signed"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"


OUT = frozenset({PackageState.SENT, PackageState.ACCEPTED})
"""States of a package that the operator has: what it says can only be corrected by an addendum."""


@dataclass(frozen=True, kw_only=True)
class PackageMove:
    """What a guard may look at: who asks, on which day and why; whether the parts on disk are those that were drawn,
    whether it is known where to send them, whether their letter waits or has begun to leave; and what the operator
    answered.
    """

    roles: frozenset[Role]
    on: date
    reason: str = ""
    intact: bool = True
    recipient: str = ""
    letter_waits: bool = False
    letter_gone: bool = False
    sent_on: date | None = None
    operator_number: str = ""
    operator_on: date | None = None


def reason_missing(move: PackageMove) -> bool:
    """The move is explained to whoever reads the package's history."""
    return not move.reason.strip()


def parts_changed(move: PackageMove) -> bool:
    """What is signed and sent is what was assembled, byte for byte."""
    return not move.intact


def recipient_missing(move: PackageMove) -> bool:
    """A package is sent to the operator of its plan, or it is said how else it went."""
    return not move.recipient.strip()


def letter_waits(move: PackageMove) -> bool:
    """The operator answers what has left: until then the sending is waited for or taken back."""
    return move.letter_waits


def letter_gone(move: PackageMove) -> bool:
    """A package is taken back only while its letter still waits in the outbox."""
    return move.letter_gone


def operator_number_missing(move: PackageMove) -> bool:
    """The operator's acceptance has a number."""
    return not move.operator_number.strip()


def operator_date_impossible(move: PackageMove) -> bool:
    """The operator accepts on a day from the sending to today."""
    return move.operator_on is None or not (move.sent_on or date.min) <= move.operator_on <= move.on


_P = PackageState
_COLLECTORS = frozenset({Role.COORDINATOR, Role.CONTROLLER, Role.CLOCK})
_SENDERS = frozenset({Role.COORDINATOR, Role.CONTROLLER})
_SIGNERS = frozenset({Role.CONTROLLER, Role.HEAD})

PACKAGE = Life(
    PackageState,
    (
        Rule("collect", (_P.COLLECTING,), None, _COLLECTORS),
        Rule("assemble", (_P.COLLECTING, _P.DRAFT, _P.RETURNED), _P.DRAFT, _COLLECTORS),
        Rule("sign", (_P.DRAFT,), _P.SIGNED, _SIGNERS, (parts_changed,)),
        Rule("withdraw_signature", (_P.SIGNED,), _P.DRAFT, _SIGNERS, (reason_missing,)),
        Rule("send", (_P.SIGNED,), _P.SENT, _SENDERS, (recipient_missing, parts_changed)),
        Rule("recall", (_P.SENT,), _P.SIGNED, _SENDERS, (letter_gone,)),
        Rule(
            "accept",
            (_P.SENT,),
            _P.ACCEPTED,
            _SENDERS,
            (letter_waits, operator_number_missing, operator_date_impossible),
        ),
        Rule("return", (_P.SENT,), _P.RETURNED, _SENDERS, (letter_waits, reason_missing)),
    ),
)
"""The life of a package; `advance` and `triggers_from` are asked of it."""
