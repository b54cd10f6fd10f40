"""Whom an order appoints: the coordinator, the controllers, the signatory, the working group. Knows no deadlines."""

import re
from dataclasses import replace

from plans.clauses import Clause
from plans.executors.cell import Context
from plans.executors.names import UNITS, post_in_nominative
from plans.executors.scan import Mention, MentionKind
from plans.header import Signature
from plans.lexing import folded, plain
from plans.people import PERSON, person_in, short_name, split_name
from states.draft import DraftItem, DraftPerson, PlanRoleName

_APPOINTS = re.compile(
    r"^(?:(?:назначить|определить|утвердить|возложить)\b.*?\bкоординатор(?:ом|а)?\b"
    r"|(?:муниципальным\s)?координатором\b|координатор(?:\sплана)?\s*-)"
)
_CONTROL_OF_PLAN = re.compile(
    r"контроль\s+(?:по|за|над)?\s*(?:реализаци|выполнени|исполнени)\w*\s+(?:настоящего\s+|муниципального\s+|пунктов\s+)*план"
)
_CONTROL_OF_ORDER = re.compile(
    r"^контроль\s+(?:за|над)?\s*(?:исполнени|выполнени)\w*\s+(?:настоящего|данного)?\s*(?:распоряжени|приказ|постановлени|решени)"
)
_LAID_ON = re.compile(r"\b(?:возложить|возлагаю)\s+на\s+", re.IGNORECASE)
_ENDINGS = "аеийоуыьюя"  # a declined surname differs from its nominative in these only
_KEPT = re.compile(r"оставля\w+\s+за\s+собой")
_PERSON_IN_BRACKETS = re.compile(rf"\((?P<post>[^()]*?)\s*(?P<person>{PERSON})\)")


def coordinator_of(clauses: tuple[Clause, ...], context: Context) -> DraftPerson | None:
    """The organization that a clause appoints coordinator, with the person named for it."""
    for clause in clauses:
        if not _APPOINTS.search(folded(clause.text)):
            continue
        organization = next(iter(_named(clause.text, context)), "")
        match = _PERSON_IN_BRACKETS.search(plain(clause.text))
        name, post = (short_name(match["person"]), match["post"].strip()) if match else ("", "")
        if organization or name:
            return DraftPerson(name=name, post=post, organization=organization)
    return None


def _named(text: str, context: Context) -> list[str]:
    named = {MentionKind.SCHOOL, MentionKind.NAMED, MentionKind.UNIT}
    mentions = (mention for mention in context.vocabulary.mentions(text) if mention.kind in named)
    names = (context.vocabulary.find(mention).name or mention.shown for mention in mentions)
    return [name for name in names if name]


def plan_controller_of(
    items: tuple[DraftItem, ...], clauses: tuple[Clause, ...], context: Context, issuer: Mention | None
) -> DraftPerson | None:
    """The person addressed by the clause that tells to control the plan, or on whom its control is laid."""
    for item in items:
        if _CONTROL_OF_PLAN.search(folded(item.title)):
            for executor in item.executors:
                if executor.person:
                    return DraftPerson(name=executor.person, post=executor.post, organization=executor.name)
    for clause in clauses:
        laid_on = _LAID_ON.search(plain(clause.text)) if _CONTROL_OF_PLAN.search(folded(clause.text)) else None
        if laid_on is not None:
            return _person_and_post(plain(clause.text)[laid_on.end() :], context, issuer)
    return None


def order_controller_of(
    clauses: tuple[Clause, ...], signed_by: DraftPerson | None, context: Context, issuer: Mention | None
) -> DraftPerson | None:
    """The person on whom control of the order itself is laid; the signatory if it is kept."""
    for clause in clauses:
        if not _CONTROL_OF_ORDER.search(folded(clause.text)):
            continue
        if _KEPT.search(folded(clause.text)):
            return signed_by
        text = plain(clause.text)
        laid_on = _LAID_ON.search(text)
        if laid_on is not None:
            return _person_and_post(text[laid_on.end() :], context, issuer)
    return None


def _person_and_post(text: str, context: Context, issuer: Mention | None) -> DraftPerson | None:
    person = person_in(text.rstrip(" ."))
    if person is None:
        return None
    written = text[: person.start()] or text[person.end() :]
    post = post_in_nominative(written.strip(" ,.()"))
    return DraftPerson(
        name=short_name(person[0]),
        post=_with_short_issuer(post, context, issuer),
        organization=organization_of_post(post, context),
    )


def _with_short_issuer(post: str, context: Context, issuer: Mention | None) -> str:
    """«начальник департамента образования администрации …» -> «начальник департамента» within its own order."""
    unit = next((mention for mention in context.vocabulary.mentions(post) if mention.kind is MentionKind.UNIT), None)
    if unit is None or issuer is None or (unit.lemma, unit.tag) != (issuer.lemma, issuer.tag):
        return post
    before, _, _ = post.partition(unit.text)
    return f"{before}{UNITS[unit.lemma].genitive}" if before else post


def organization_of_post(post: str, context: Context) -> str:
    """The organization in which somebody holds this post; the issuer for its unnamed units; empty if unclear."""
    for mention in context.vocabulary.mentions(post):
        if mention.kind is MentionKind.UNIT:
            return context.vocabulary.find(mention).name or context.issuer or mention.shown
        if mention.kind in {MentionKind.SCHOOL, MentionKind.NAMED}:
            return context.vocabulary.find(mention).name or mention.shown
    return ""


def in_nominative(person: DraftPerson, group: tuple[DraftPerson, ...]) -> DraftPerson:
    """The person with the name as the working group writes it, where a sentence declines it («на В.И. Калинину»)."""
    surname, initials = split_name(person.name)
    for member in group:
        other, other_initials = split_name(member.name)
        if initials == other_initials and surname != other and surname.rstrip(_ENDINGS) == other.rstrip(_ENDINGS):
            return replace(person, name=short_name(member.name))
    return person


def signed_by_of(signature: Signature | None, context: Context) -> DraftPerson | None:
    """Who signed the order."""
    if signature is None:
        return None
    return DraftPerson(name=signature.name, post=signature.post, organization=context.issuer)


def in_words(role: PlanRoleName, person: DraftPerson) -> str:
    """A role's holder in one line: «МАУ ИМЦ (Пустовалова В.В.)», «Савенков М.Г., начальник департамента»."""
    if role is PlanRoleName.COORDINATOR:
        return (
            f"{person.organization} ({person.name})"
            if person.name and person.organization
            else (person.organization or person.name)
        )
    return ", ".join(part for part in (person.name, person.post) if part)
