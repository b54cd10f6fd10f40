"""Events as Prefect has them, and telling Prefect so that it is known what was taken.

The events client that comes with Prefect confirms only that the bytes have arrived: the server stores events some
seconds later, and loses what still waits when it stops. So events are posted, and asked for until they are stored.
"""

import asyncio
from collections.abc import Iterator, Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from prefect.client.orchestration import PrefectClient
from prefect.events.filters import EventFilter, EventIDFilter, EventOccurredFilter
from prefect.events.schemas.events import Event

from models.events import AssignmentEvent

PAGE = 50
"""How many events Prefect tells of at once; as many are posted at once."""

STORED_WITHIN = 30
"""Seconds given to Prefect to store what it was told: it does so every five."""

_NAMESPACE = uuid5(NAMESPACE_URL, "srok.assignment")


def as_prefect_has_them(events: Sequence[AssignmentEvent]) -> tuple[Event, ...]:
    """The events, each under the id it has whenever it is told.

    One that follows another told with it says so, for Prefect looks at several at once. It is not said of one told
    earlier: Prefect would hold the event back for a quarter of an hour, looking for the other.
    """
    ids = {(one.assignment_id, one.version): uuid5(_NAMESPACE, one.hash) for one in events}
    return tuple(
        Event.model_validate(
            {
                "id": ids[one.assignment_id, one.version],
                "follows": ids.get((one.assignment_id, one.version - 1)),
                "occurred": one.at,
                "event": one.name,
                "resource": _assignment(one),
                "related": _belongs_to(one),
                "payload": _payload(one),
            }
        )
        for one in events
    )


def _assignment(event: AssignmentEvent) -> dict[str, str]:
    """What automations can match on."""
    return {
        "prefect.resource.id": f"srok.assignment.{event.assignment_id}",
        "prefect.resource.name": f"{event.order}, {event.item}: {event.organization}",
        "srok.order": event.order,
        "srok.item": event.item,
        "srok.organization": event.organization,
        "srok.state": event.dest.value,
    }


def _belongs_to(event: AssignmentEvent) -> list[dict[str, str]]:
    whole = (
        ("plan-item", event.item_id, event.item),
        ("order", event.order_id, event.order),
        ("organization", event.organization_id, event.organization),
    )
    return [
        {
            "prefect.resource.id": f"srok.{role}.{ident}",
            "prefect.resource.role": role,
            "prefect.resource.name": name,
        }
        for role, ident, name in whole
    ]


def _payload(event: AssignmentEvent) -> dict[str, object]:
    return {
        "order": event.order,
        "item": event.item,
        "organization": event.organization,
        "trigger": event.trigger,
        "from": event.source.value,
        "to": event.dest.value,
        "version": event.version,
        "at": event.at.isoformat(),
        "due_on": event.due_on and event.due_on.isoformat(),
        "effective_due_on": event.effective_due_on and event.effective_due_on.isoformat(),
        "person": event.person_id,
        "bulk_step": event.bulk_id,
    }


async def tell(client: PrefectClient, events: Sequence[Event], *, within: float = STORED_WITHIN) -> frozenset[UUID]:
    """Tell Prefect of these events, and wait at most `within` seconds until they are stored; the ids of those that are.

    What Prefect has already is not sent again, so that no automation sees it twice.
    """
    stored = await _stored(client, events)
    for page in _pages([one for one in events if one.id not in stored]):
        await client.request("POST", "/events", json=[one.model_dump(mode="json") for one in page])
    loop = asyncio.get_running_loop()
    until = loop.time() + within
    while len(stored) < len(events) and loop.time() < until:
        await asyncio.sleep(1)
        stored |= await _stored(client, [one for one in events if one.id not in stored])
    return stored


async def _stored(client: PrefectClient, events: Sequence[Event]) -> frozenset[UUID]:
    found: set[UUID] = set()
    for page in _pages(events):
        when = [one.occurred for one in page]
        occurred = EventOccurredFilter(since=min(when), until=max(when))
        wanted = EventFilter(occurred=occurred, id=EventIDFilter(id=[one.id for one in page]))
        found.update(one.id for one in (await client.read_events(wanted, limit=PAGE)).events)
    return frozenset(found)


def _pages(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    return (events[start : start + PAGE] for start in range(0, len(events), PAGE))
