"""What may be asked of the API: bodies and filters; a field nobody knows is refused. Judges no rule of work."""

from base64 import b64decode
from datetime import date
from typing import Annotated, Any

from fastapi import Header, Path
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from desk.asked import LARGEST_ID
from desk.bulk_asking import BULK
from desk.offers import ELSEWHERE
from models.queries.work_filter import Waiting
from models.queries.work_table import MOST, Sort
from states.assignment import LIFE, State

MOST_LINES, LINES = 200, 50
NO_NUL = r"^[^\x00]*$"
"""No database keeps that sign."""

Id = Annotated[int, Field(gt=0, le=LARGEST_ID)]
Words = Annotated[str, StringConstraints(max_length=20_000, strip_whitespace=True, pattern=NO_NUL)]
Short = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True, pattern=NO_NUL)]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 12, 31))]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{0,200}$",
        description="Asked for again with the same key, it is not done twice: the first answer is given again.",
        examples=["report-of-7-March"],
    ),
]
Seen = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=r'^"[0-9]{1,9}"$',
        description="The ETag of what was looked at; if it has changed since, nothing is done (412).",
        examples=['"3"'],
    ),
]


def seen_version(seen: str | None) -> int | None:
    """The version that If-Match names, if it was sent."""
    return int(seen.strip('"')) if seen else None


class _Named:
    """One of these words; the description lists them."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __call__(self, word: str) -> str:
        if word not in self.words:
            raise ValueError(f"there are {', '.join(self.words)}")
        return word


def one_of(*words: str) -> Any:
    """A type of text that is one of these words."""
    return Annotated[str, AfterValidator(_Named(*words)), WithJsonSchema({"type": "string", "enum": list(words)})]


Trigger: Any = one_of(*(trigger for trigger in LIFE.triggers if trigger not in ELSEWHERE))
BulkTrigger: Any = one_of(*BULK)


def _decoded(content: object) -> bytes:
    """The bytes; pydantic's own type would pass over signs that are not of base64."""
    if not isinstance(content, str):
        raise ValueError("it is no text")  # noqa: TRY004 - what pydantic makes an error of
    return b64decode(content, validate=True)


Base64 = Annotated[
    bytes, BeforeValidator(_decoded), WithJsonSchema({"type": "string", "contentEncoding": "base64", "format": "byte"})
]


class Asks(BaseModel):
    """A body or a filter."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Asks):
    """A body that says nothing."""


class Brought(Asks):
    """A file, its bytes in base64."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)] = Field(examples=["акт.txt"])
    content: Base64 = Field(examples=["0JDQutGC"])


class MoveBody(Asks):
    """A move. What its trigger asks for stands under `moves` of the assignment."""

    trigger: Trigger = Field(examples=["report"])
    text: Words = Field(default="", examples=["Назначен ответственный"])
    reason: Words = ""
    due_on: Day | None = None
    resume_on: Day | None = None
    date_unknown: bool = False
    documents: Annotated[list[Brought], Field(max_length=20)] = []


class BulkBody(Asks):
    """One move of many assignments, by the same rules for each."""

    assignment_ids: Annotated[list[Id], Field(min_length=1, max_length=MOST)] = Field(examples=[[17, 18, 21]])
    trigger: BulkTrigger = Field(examples=["accept"])
    reason: Words = ""
    due_on: Day | None = None
    resume_on: Day | None = None
    date_unknown: bool = False
    dry_run: bool = False


class Wished(Asks):
    """Which assignments to list, in what order and from where. What is not given lets all pass."""

    plan_id: Id | None = None
    item_id: Id | None = None
    item: Short | None = None
    organization_id: Id | None = None
    executor: Short | None = None
    state: State | None = None
    live: bool = Field(default=False, description="Only what is neither accepted nor removed.")
    overdue: bool = False
    undated: bool = False
    due_from: Day | None = None
    due_until: Day | None = None
    waiting: Waiting | None = None
    q: Short = Field(default="", description="Words that stand in the item, its order or the executor's name.")
    sort: Sort = Sort.DUE
    desc: bool = False
    cursor: Annotated[str | None, Field(max_length=2_000, description="`next` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=MOST_LINES)] = LINES


class Behind(Asks):
    """From where a list goes on."""

    behind: Id | None = Field(default=None, description="`next` of the page before.")
    limit: Annotated[int, Field(ge=1, le=MOST_LINES)] = LINES


PathId = Annotated[int, Path(gt=0, le=LARGEST_ID)]
"""An id in a path. The route's policy has used it already; the description tells of it."""
