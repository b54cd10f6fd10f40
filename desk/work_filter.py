"""The filter, order and page of the table of assignments as they stand in an address. Asks no database."""

import json
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from desk.asked import LARGEST_ID, Ident
from models.queries.work_filter import Waiting, Wanted
from models.queries.work_table import KEYS, Place, Sort
from states.assignment import State

LINES = 50
"""How many assignments the table has on a page."""

Text = Annotated[
    str, Field(max_length=200), BeforeValidator(lambda text: " ".join(str(text).replace("\0", " ").split()))
]


class Term(StrEnum):
    """Which due days."""

    OVERDUE = "overdue"
    TODAY = "0"
    WEEK = "7"
    FORTNIGHT = "14"
    MONTH = "30"
    UNDATED = "undated"


ANY = "any"


class WorkFilter(BaseModel):
    """What an address of the table says. Without a state it is of what is not settled yet; `state=any` is of all."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    plan: Ident | None = None
    item_id: Ident | None = None
    item: Text | None = None
    org: Ident | None = None
    executor: Text | None = None
    state: State | None = None
    settled: bool = False
    due: Term | None = None
    since: date | None = None
    until: date | None = None
    waits: Waiting | None = None
    step: Ident | None = None
    q: Text | None = None
    sort: Sort = Sort.DUE
    desc: bool = False
    after: str | None = None

    @property
    def query(self) -> str:
        """The filter and the order as an address has them, without the page."""
        return self.but(after=None)

    def but(self, **changes: Any) -> str:
        """The address of the same with some of it changed; a page is not carried over."""
        kept = self.model_dump(mode="json", exclude_defaults=True) | {"after": None} | changes
        if kept.pop("settled", False) and not kept.get("state"):
            kept["state"] = ANY
        said = {name: int(value) if isinstance(value, bool) else value for name, value in kept.items()}
        return urlencode({name: value for name, value in said.items() if value not in {None, "", 0}})

    @property
    def narrow(self) -> bool:
        """Whether anything is asked for beyond what is not settled."""
        return bool(self.model_dump(exclude_defaults=True, exclude={"sort", "desc", "after"}))

    def wanted(self, *, plan_ids: Collection[int] | None, today: date) -> Wanted:
        """The filter as the database is asked; days are reckoned from `today`."""
        ahead = int(self.due) if self.due and self.due.isdigit() else None
        return Wanted(
            plan_ids=plan_ids,
            plan_id=self.plan,
            item_id=self.item_id,
            item=self.item,
            organization_id=self.org,
            executor=self.executor,
            state=self.state,
            live=self.state is None and not self.settled,
            overdue=self.due is Term.OVERDUE,
            undated=self.due is Term.UNDATED,
            due_from=today if ahead is not None else self.since,
            due_until=today + timedelta(days=ahead) if ahead is not None else self.until,
            waiting=self.waits,
            step_id=self.step,
            words=tuple((self.q or "").split()[:8]),
        )

    def place(self, *, limit: int = LINES) -> Place:
        """Which page is asked for.

        Raises:
            RequestValidationError: the place behind which it begins is none of this order.

        """
        return Place(sort=self.sort, descending=self.desc, behind=_behind(self.sort, self.after), limit=limit)


def filter_of(query: str | Iterable[tuple[str, str]]) -> WorkFilter:
    """The filter of an address; what was left empty in its form lets all pass.

    Raises:
        RequestValidationError: it says something that cannot be.

    """
    pairs = parse_qsl(query) if isinstance(query, str) else query
    said: dict[str, Any] = {name: value for name, value in pairs if value.strip()}
    if said.get("state") == ANY:
        said |= {"state": None, "settled": True}
    try:
        return WorkFilter.model_validate(said)
    except ValidationError as fault:
        raise RequestValidationError(fault.errors()) from fault


def place_said(behind: tuple[Any, ...]) -> str:
    """A place of an order as an address carries it."""
    return json.dumps([one.isoformat() if isinstance(one, date) else one for one in behind], ensure_ascii=False)


def _behind(sort: Sort, after: str | None) -> tuple[Any, ...] | None:
    if after is None:
        return None
    kinds = [kind for _, kind in KEYS[sort]]
    wanted: Any = tuple[(*(kind | None for kind in kinds), int)]  # type: ignore[misc]
    try:
        found = tuple(TypeAdapter(wanted).validate_json(after))
    except ValidationError as fault:
        raise RequestValidationError(fault.errors()) from fault
    if not all(map(_comparable, found)):
        raise RequestValidationError([{"loc": ("query", "after"), "msg": "nothing stands at such a place"}])
    return found


def _comparable(value: Any) -> bool:
    """Whether a database can compare with it."""
    if isinstance(value, int):
        return abs(value) <= LARGEST_ID
    return not isinstance(value, str) or "\0" not in value
