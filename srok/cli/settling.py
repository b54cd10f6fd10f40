"""Commands that settle a draft's problems: set, accept, drop, split. They keep what is decided; what it means for the
draft is not known here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.drafts import As, DraftId, person_of
from srok.cli.orders import known
from srok.cli.session import Unsuitable, engine

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.drafts import KeptDraft
    from plans.settle import DraftProblem, Settled
    from states.settlement import Change, SetItem

What = Annotated[list[str], typer.Argument(metavar="WHAT", help="«item 12», a problem's number, «order», or a role.")]
Deadline = Annotated[str | None, typer.Option(metavar="TEXT", help="Its deadline, as an order would write it.")]
Executors = Annotated[str | None, typer.Option(metavar="TEXT", help="Its executors: names parted by semicolons.")]
Number = Annotated[str | None, typer.Option(help="Its number.")]
Title = Annotated[str | None, typer.Option(help="What is to be done; an order's title.")]
Result = Annotated[str | None, typer.Option(help="The expected result.")]
EvidenceAsked = Annotated[
    bool | None, typer.Option("--evidence/--no-evidence", help="Whether a report needs a confirming document.")
]


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """What somebody typed for an item."""

    deadline: str | None
    executors: str | None
    number: str | None
    title: str | None
    result: str | None
    evidence: bool | None

    @property
    def nothing(self) -> bool:
        return all(value is None for value in vars(self).values())


def set_values(
    draft_id: DraftId,
    what: What,
    deadline: Deadline = None,
    executors: Executors = None,
    number: Number = None,
    title: Title = None,
    result: Result = None,
    plan: Annotated[str | None, typer.Option(help="The plan's title, of «order».")] = None,
    person: Annotated[str, typer.Option(help="Who holds the role, like «Берестова Т.П.».")] = "",
    post: Annotated[str, typer.Option(help="The holder's post.")] = "",
    organization: Annotated[str, typer.Option(help="The holder's organization.")] = "",
    who: As = None,
    *,
    evidence: EvidenceAsked = None,
) -> None:
    """Give an item, the order or a supervisor's role other values."""
    from states.draft import DraftPerson, PlanRoleName
    from states.settlement import SetOrder, SetRole

    wanted = _Wanted(
        deadline=deadline, executors=executors, number=number, title=title, result=result, evidence=evidence
    )

    def changes(settled: "Settled") -> "Iterable[Change]":
        word = " ".join(what).lower().replace(" ", "_")
        if word in set(PlanRoleName):
            if not (person or organization):
                raise Unsuitable(f"who is the {' '.join(what)}? --person, --organization")
            return [
                SetRole(role=PlanRoleName(word), person=DraftPerson(name=person, post=post, organization=organization))
            ]
        if word == "order":
            if number is None and title is None and plan is None:
                raise Unsuitable("there is nothing to set of the order: --number, --title, --plan")
            return [SetOrder(number=number, title=title, plan_title=plan)]
        return [_set_item(_item_of(settled, what), wanted, settled)]

    decide(draft_id, changes, who=who)


def _set_item(item: int, wanted: _Wanted, settled: "Settled") -> "SetItem":
    from plans.understand import understand_deadline, understand_executors
    from states.settlement import SetItem

    if wanted.nothing:
        raise Unsuitable("there is nothing to set: --deadline, --executors, --number, --title, --result, --evidence")
    place = f"item {item}"
    return SetItem(
        item=item,
        number=wanted.number,
        title=wanted.title,
        expected_result=wanted.result,
        deadline=None if wanted.deadline is None else understand_deadline(wanted.deadline, settled.draft, place=place),
        executors=None
        if wanted.executors is None
        else understand_executors(wanted.executors, settled.draft, known()[0], place=place),
        evidence_asked=wanted.evidence,
    )


def accept(
    draft_id: DraftId,
    problems: Annotated[list[int], typer.Argument(metavar="PROBLEM…", help="The numbers of the problems.")],
    who: As = None,
) -> None:
    """Say that a problem was looked at and the draft is right as it is."""
    from states.settlement import AcceptProblem

    def changes(settled: "Settled") -> "Iterable[Change]":
        return [AcceptProblem(problem=_problem(settled, number).key) for number in problems]

    decide(draft_id, changes, who=who)


def drop(
    draft_id: DraftId,
    what: Annotated[list[str] | None, typer.Argument(metavar="[item N]", help="The item. [the whole draft]")] = None,
    merge_into: Annotated[
        int | None, typer.Option(metavar="ITEM", help="The item that says the same; it takes over the executors.")
    ] = None,
    who: As = None,
) -> None:
    """Leave an item out, or drop the whole draft.

    An item alone, or because another says the same (--merge-into); without an item, the whole draft.
    """
    from models.database import writing
    from models.drafts import draft_to_settle, mark_dropped
    from srok import clock
    from states.settlement import DropItem, MergeItem

    def changes(settled: "Settled") -> "Iterable[Change]":
        item = _item_of(settled, what or [])
        return [DropItem(item=item) if merge_into is None else MergeItem(item=item, into=merge_into)]

    if what or merge_into is not None:
        decide(draft_id, changes, who=who)
        return
    with writing(engine()) as session:
        draft_to_settle(session, draft_id)
        mark_dropped(session, draft_id, at=clock.now())
    typer.echo(f"draft {draft_id} is dropped")


def split(
    draft_id: DraftId,
    what: What,
    deadline: Deadline = None,
    executors: Executors = None,
    number: Number = None,
    title: Title = None,
    result: Result = None,
    who: As = None,
    *,
    evidence: EvidenceAsked = None,
) -> None:
    """Put a copy of an item behind it.

    The options are what differs in the copy.
    """
    from states.settlement import SplitItem

    wanted = _Wanted(
        deadline=deadline, executors=executors, number=number, title=title, result=result, evidence=evidence
    )

    def changes(settled: "Settled") -> "Iterable[Change]":
        halved = SplitItem(item=_item_of(settled, what))
        return [halved] if wanted.nothing else [halved, _set_item(settled.following, wanted, settled)]

    decide(draft_id, changes, who=who)


def decide(draft_id: int, changes: "Callable[[Settled], Iterable[Change]]", *, who: str | None) -> None:
    """Settle something in a draft, all of it or nothing, and say what has become of its problems."""
    from models.database import writing
    from models.drafts import draft_to_settle
    from plans.settle import settle

    with writing(engine()) as session:
        kept = draft_to_settle(session, draft_id)
        before = settle(kept.reading, kept.settlements)
        lines = keep_decided(session, kept, changes(before), who=who)
    for line in lines:
        typer.echo(line)


def keep_decided(session: "Session", kept: "KeptDraft", changes: "Iterable[Change]", *, who: str | None) -> list[str]:
    """Add a settlement that fits the draft; what it changed and what has become of the problems, in lines."""
    from models.drafts import add_settlement
    from plans.settle import settle
    from srok import clock
    from srok.cli.settlement_words import in_words
    from states.settlement import Settlement

    decided, at = tuple(changes), clock.now()
    following = Settlement(position=len(kept.settlements) + 1, at=at, changes=decided)
    before, after = settle(kept.reading, kept.settlements), settle(kept.reading, (*kept.settlements, following))
    add_settlement(session, kept.id, decided, at=at, person_id=person_of(session, who))
    return [*in_words(decided, after), *_problems_in_words(kept.id, before, after)]


def _problems_in_words(draft_id: int, before: "Settled", after: "Settled") -> "Iterator[str]":
    from srok.cli.drafts import counts

    open_before, open_now = ({one.key: one for one in settled.open_problems} for settled in (before, after))
    settled = ", ".join(str(one.number) for key, one in open_before.items() if key not in open_now)
    if settled:
        yield f"settled: {settled}"
    for key, one in open_now.items():
        if key not in open_before:
            yield f"new: {one.number}  {one.problem.severity}  {one.problem.text}"
    yield f"draft {draft_id}: {counts(after)} open"


def _item_of(settled: "Settled", words: list[str]) -> int:
    """The id of the item that «item 12», «problem 4» or «4» means."""
    sort, number = (words[0], words[1]) if len(words) == 2 else ("problem", words[0] if len(words) == 1 else "")  # noqa: PLR2004
    if sort not in {"item", "problem"} or not number.isdecimal():
        raise Unsuitable(f"{' '.join(words)!r} is neither «item 12» nor a problem's number: see `srok draft show`")
    if sort == "item":
        return int(number)
    problem = _problem(settled, int(number)).problem
    found = [one for one, item in settled.items.items() if item.place == problem.place]
    if len(found) != 1:
        raise Unsuitable(f"problem {number} is not of one item: name the item, as in «item 12»")
    return found[0]


def _problem(settled: "Settled", number: int) -> "DraftProblem":
    found = next((one for one in settled.problems if one.number == number), None)
    if found is None:
        raise Unsuitable(f"the draft has no problem {number}: `srok draft show` lists those it has")
    return found
