"""What may be decided about a draft by the API: typed changes, and each as it is kept. Asks no database."""

from typing import Annotated, Literal

from pydantic import Field

from desk.api.bodies import Asks, Id, Short, Words
from plans.settle import Settled, Unsettleable
from plans.understand import understand_deadline, understand_executors
from states import settlement as decided
from states.draft import DraftPerson, KnownOrganization, PlanRoleName, Severity
from states.settlement import Change


class SetItem(Asks):
    """An item gets other values; what is not named stays. A deadline and executors are written as in an order."""

    does: Literal["set_item"]
    item: Id
    number: Short | None = None
    title: Words | None = None
    expected_result: Words | None = None
    deadline: Short | None = Field(default=None, examples=["до 1 июня 2025 года"])
    executors: Words | None = Field(default=None, examples=["СОШ № 1; СОШ № 2"])
    evidence_asked: bool | None = None


class DropItem(Asks):
    """An item is left out."""

    does: Literal["drop_item"]
    item: Id


class MergeItem(Asks):
    """An item is left out because another says the same."""

    does: Literal["merge_item"]
    item: Id
    into: Id


class SplitItem(Asks):
    """A copy of an item is put behind it; the answer has its id among `new_items`."""

    does: Literal["split_item"]
    item: Id


class AcceptProblem(Asks):
    """A problem was looked at: it is right as it is."""

    does: Literal["accept_problem"]
    problem: Short


class AcceptRemarks(Asks):
    """All open remarks, which are problems of severity `info`, are right as they are."""

    does: Literal["accept_remarks"]


class SetOrder(Asks):
    """The order gets another number, title or plan title; what is not named stays."""

    does: Literal["set_order"]
    number: Short | None = None
    title: Words | None = None
    plan_title: Words | None = None


class SetRole(Asks):
    """A supervisor's role gets a holder."""

    does: Literal["set_role"]
    role: PlanRoleName
    name: Short = ""
    post: Short = ""
    organization: Short = ""


class SetName(Asks):
    """A name that the roster has not means the organization called `means`, wherever the order says it."""

    does: Literal["set_name"]
    name: Short
    means: Short
    external: bool = Field(default=False, description="A party from outside, listed and not chased.")


Wanted = SetItem | DropItem | MergeItem | SplitItem | AcceptProblem | AcceptRemarks | SetOrder | SetRole | SetName


class SettleBody(Asks):
    """What is decided, in this order: all of it or nothing."""

    changes: Annotated[list[Annotated[Wanted, Field(discriminator="does")]], Field(min_length=1, max_length=200)] = (
        Field(
            examples=[[{"does": "set_item", "item": 3, "deadline": "до 1 июня 2025 года"}, {"does": "accept_remarks"}]]
        )
    )


def kept_changes(asked: Wanted, settled: Settled, roster: tuple[KnownOrganization, ...]) -> list[Change]:
    """A change as it is kept; what was written in words is understood now, for good.

    Raises:
        NotUnderstood, Unsettleable: it cannot be.

    """
    match asked:
        case SetItem():
            return [_set_item(asked, settled, roster)]
        case AcceptRemarks():
            remarks = (one for one in settled.open_problems if one.problem.severity is Severity.INFO)
            return [decided.AcceptProblem(problem=one.key) for one in remarks]
        case SetRole():
            person = DraftPerson(name=asked.name, post=asked.post, organization=asked.organization)
            return [decided.SetRole(role=asked.role, person=person)]
        case _:
            return [getattr(decided, type(asked).__name__)(**asked.model_dump())]


def _set_item(asked: SetItem, settled: Settled, roster: tuple[KnownOrganization, ...]) -> decided.SetItem:
    place, draft, said = f"item {asked.item}", settled.draft, asked.model_dump(exclude={"deadline", "executors"})
    if asked.model_dump(exclude={"does", "item"}, exclude_none=True) == {}:
        raise Unsettleable(f"{place}: nothing is to be changed: name a field")
    deadline, executors = asked.deadline, asked.executors
    return decided.SetItem(
        **said,
        deadline=None if deadline is None else understand_deadline(deadline, draft, place=place),
        executors=None if executors is None else understand_executors(executors, draft, roster, place=place),
    )
