"""The statements by which letters are leased, fenced and marked, made once: putting one together takes longer than
running it. Knows no session.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select, update

from models.columns import Instant
from models.tables import LetterBytes, Outbox, OutboxState, Phase

CLAIM_LEASE = timedelta(seconds=600)
DATA_LEASE = timedelta(seconds=660)
"""Longer than the 600 seconds a relay may take to answer the final dot (RFC 5321, 4.5.3.2.6)."""

LONGEST_LEASE = max(CLAIM_LEASE, DATA_LEASE)
MOST_DUPLICATES = 3

FREE: dict[str, Any] = {"phase": None, "lease_token": None, "lease_until": None}
"""What a row holds that no sender holds."""

_TABLE = Outbox.__table__  # type: ignore[attr-defined]
_ROW = _TABLE.c
_BYTES = LetterBytes.__table__.c  # type: ignore[attr-defined]
_THESE = _ROW.id.in_(bindparam("ids", expanding=True))
_NOW, _FURTHEST = bindparam("now", type_=Instant), bindparam("furthest", type_=Instant)

# A lease further ahead than any lease can be was given by a clock that has since been put back.
_LEASE_OVER = or_(_ROW.lease_until <= _NOW, _ROW.lease_until > _FURTHEST)
_DUE = and_(_ROW.state == OutboxState.QUEUED, _ROW.not_before <= _NOW)
_ELIGIBLE: ColumnElement[bool] = or_(_DUE, and_(_ROW.state == OutboxState.LEASED, _LEASE_OVER))


def moment(at: datetime) -> dict[str, datetime]:
    """What the statements about waiting letters ask for."""
    return {"now": at, "furthest": at + LONGEST_LEASE}


ANY_WAITING = select(_ROW.id).where(_ELIGIBLE).limit(1)

LONGEST_WAITING = (
    select(_ROW.id)
    .where(_ELIGIBLE)
    .order_by(_ROW.not_before, _ROW.id)
    .limit(bindparam("batch"))
    .with_for_update(skip_locked=True)
)

GIVE_UP_DOUBTFUL = (
    update(_TABLE)
    .where(
        _ROW.state == OutboxState.LEASED,
        _ROW.phase == Phase.DATA,
        _LEASE_OVER,
        _ROW.possible_duplicates >= MOST_DUPLICATES,
    )
    .values(
        **FREE,
        state=OutboxState.UNKNOWN,
        possible_duplicates=_ROW.possible_duplicates + 1,
        settled_at=_NOW,
        last_text="the sender was lost after the letter had begun to leave, too often to try again",
    )
)

TAKE = (
    update(_TABLE)
    .where(_THESE)
    .values(
        state=OutboxState.LEASED,
        phase=Phase.CLAIMED,
        possible_duplicates=_ROW.possible_duplicates + case((_ROW.phase == Phase.DATA, 1), else_=0),
        lease_token=bindparam("token"),
        lease_until=bindparam("until"),
    )
)

CONTENTS = (
    select(
        _ROW.id,
        _ROW.lease_token,
        _ROW.sender,
        _ROW.recipient,
        _BYTES.eml,
        _ROW.queued_at,
        _ROW.attempts,
        _ROW.possible_duplicates,
    )
    .join_from(_TABLE, LetterBytes, _BYTES.outbox_id == _ROW.id)
    .where(_THESE)
    .order_by(_ROW.id)
)
"""What a sender must know of the letters it has taken; in the order of `Claimed`."""

HELD = (
    select(_ROW.id, _ROW.lease_token, _ROW.lease_until)
    .where(_THESE, _ROW.state == OutboxState.LEASED)
    .order_by(_ROW.id)
    .with_for_update()
)

FENCE = update(_TABLE).where(_THESE).values(phase=Phase.DATA, lease_until=bindparam("until"))

SETTLE = (
    update(_TABLE)
    .where(_ROW.id == bindparam("letter"))
    .values(
        **FREE,
        state=bindparam("becomes"),
        attempts=_ROW.attempts + bindparam("tried"),
        possible_duplicates=_ROW.possible_duplicates + bindparam("doubled"),
        last_stage=bindparam("stage"),
        last_code=bindparam("code"),
        last_text=bindparam("text"),
        not_before=func.coalesce(bindparam("later", type_=Instant), _ROW.not_before),
        settled_at=bindparam("settled"),
    )
)
