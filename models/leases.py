"""The statements by which letters are leased, fenced and marked, made once: putting one together takes longer than
running it. Knows no session.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)

from models import arrays
from models.columns import Instant
from models.ids import DIALECTS, among
from models.prepared import Prepared
from models.tables import LetterBytes, Outbox, OutboxState, Phase

CLAIM_LEASE = timedelta(seconds=600)
DATA_LEASE = timedelta(seconds=840)
"""Longer than all that may come after a fence: half a minute until the letter's turn, a minute each for the answers to
MAIL, RCPT and DATA, and the 600 seconds a relay may take to answer the final dot (RFC 5321, 4.5.3.2.6).
"""

LONGEST_LEASE = max(CLAIM_LEASE, DATA_LEASE)
MOST_DUPLICATES = 3

FREE: dict[str, Any] = {"phase": None, "lease_token": None, "lease_until": None}
"""What a row holds that no sender holds."""

_TABLE = Outbox.__table__  # type: ignore[attr-defined]
_ROW = _TABLE.c
_BYTES = LetterBytes.__table__.c  # type: ignore[attr-defined]
_NOW, _FURTHEST = bindparam("now", type_=Instant), bindparam("furthest", type_=Instant)

# A lease further ahead than any lease can be was given by a clock that has since been put back.
_LEASE_OVER = or_(_ROW.lease_until <= _NOW, _ROW.lease_until > _FURTHEST)
_DUE = and_(_ROW.state == OutboxState.QUEUED, _ROW.not_before <= _NOW)
_ELIGIBLE: ColumnElement[bool] = or_(_DUE, and_(_ROW.state == OutboxState.LEASED, _LEASE_OVER))


def moment(at: datetime) -> dict[str, datetime]:
    """What the statements about waiting letters ask for."""
    return {"now": at, "furthest": at + LONGEST_LEASE}


def of_these(statement: Callable[[ColumnElement[bool]], Any]) -> Prepared:
    """A statement about the letters whose ids are bound, however many."""
    return Prepared({dialect: statement(among(_ROW.id, dialect)) for dialect in DIALECTS})


ANY_WAITING = Prepared(select(_ROW.id).where(_ELIGIBLE).limit(1))

LONGEST_WAITING = Prepared(
    select(_ROW.id)
    .where(_ELIGIBLE)
    .order_by(_ROW.not_before, _ROW.id)
    .limit(bindparam("batch", type_=Integer))
    .with_for_update(skip_locked=True)
)

_TOO_DOUBTFUL = (
    select(_ROW.id)
    .where(
        _ROW.state == OutboxState.LEASED,
        _ROW.phase == Phase.DATA,
        _LEASE_OVER,
        _ROW.possible_duplicates >= MOST_DUPLICATES,
    )
    .with_for_update(skip_locked=True)  # what another sender is just recording it may hold on to, and wait for ours
)
GIVE_UP_DOUBTFUL = Prepared(
    update(_TABLE)
    .where(_ROW.id.in_(_TOO_DOUBTFUL))
    .values(
        **FREE,
        state=OutboxState.UNKNOWN,
        possible_duplicates=_ROW.possible_duplicates + 1,
        settled_at=_NOW,
        last_text="the sender was lost after the letter had begun to leave, too often to try again",
    )
)


def _take(these: ColumnElement[bool]) -> Update:
    in_doubt = case((_ROW.phase == Phase.DATA, 1), else_=0)
    return (
        update(_TABLE)
        .where(these)
        .values(
            state=OutboxState.LEASED,
            phase=Phase.CLAIMED,
            possible_duplicates=_ROW.possible_duplicates + in_doubt,
            lease_token=bindparam("token"),
            lease_until=bindparam("until"),
        )
    )


TAKE = of_these(_take)


def _contents(these: ColumnElement[bool]) -> Select[Any]:
    columns = [getattr(_ROW, name) for name in ("id", "lease_token", "sender", "recipient")]
    columns += [_BYTES.eml, _ROW.queued_at, _ROW.attempts, _ROW.possible_duplicates]
    joined = select(*columns).join_from(_TABLE, LetterBytes, _BYTES.outbox_id == _ROW.id)
    return joined.where(these).order_by(_ROW.id)


CONTENTS = of_these(_contents)
"""What a sender must know of the letters it has taken; in the order of `Claimed`."""


def _held(these: ColumnElement[bool]) -> Select[Any]:
    leased = select(_ROW.id, _ROW.lease_token, _ROW.lease_until).where(these, _ROW.state == OutboxState.LEASED)
    return leased.order_by(_ROW.id).with_for_update()


HELD = of_these(_held)


def fencing(these: ColumnElement[bool]) -> Update:
    """The statement that says of letters that they begin to leave."""
    return update(_TABLE).where(these).values(phase=Phase.DATA, lease_until=bindparam("until"))


FENCE = of_these(fencing)

_SETTLEMENT = {
    "letter": Integer(),
    "becomes": _ROW.state.type,
    "tried": Integer(),
    "doubled": Integer(),
    "stage": Text(),
    "code": Integer(),
    "text": Text(),
    "later": Instant(),
    "settled": Instant(),
}


def _settling(said: Mapping[str, Any]) -> Update:
    return (
        update(_TABLE)
        .where(_ROW.id == said["letter"])
        .values(
            **FREE,
            state=said["becomes"],
            attempts=_ROW.attempts + said["tried"],
            possible_duplicates=_ROW.possible_duplicates + said["doubled"],
            last_stage=said["stage"],
            last_code=said["code"],
            last_text=said["text"],
            not_before=func.coalesce(said["later"], _ROW.not_before),
            settled_at=said["settled"],
        )
    )


SETTLE = Prepared(
    {
        "sqlite": _settling({name: bindparam(name, type_=kind) for name, kind in _SETTLEMENT.items()}),
        "postgresql": _settling(dict(arrays.unnested("settlement", _SETTLEMENT).c.items())),
    }
)
"""For `arrays.write`."""
