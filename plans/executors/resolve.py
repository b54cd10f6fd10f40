"""One mention -> the executors it means, or why that is not certain. Knows no neighbours of the mention."""

import re
from dataclasses import replace

from plans.executors.context import Addressed, Context, problem, refused
from plans.executors.names import GENITIVES, POSTS, SCHOOL_LEMMAS, UNITS
from plans.executors.scan import Mention, MentionKind
from plans.executors.suggestions import nearest
from plans.executors.vocabulary import SCHOOL, Found
from plans.lexing import folded, quoted
from plans.people import same_person, short_name
from states.draft import DraftExecutor, DraftPerson, ExecutorKind, Problem, Severity

_LIKE_A_SCHOOL = re.compile(r"школ|лице|гимнази|\bсош\b|№")
_LONGEST_RANGE = 60
_LONGEST_FORM = 6


def resolve(mention: Mention, place: str, context: Context) -> Addressed:
    """Whom one mention means."""
    match mention.kind:
        case MentionKind.UNKNOWN:
            return _unknown(mention, place, context)
        case MentionKind.GROUP:
            return _group(mention, place, context)
        case MentionKind.TYPE:
            return _type(mention, place, context)
        case MentionKind.COORDINATOR:
            return _coordinator(mention, place, context)
        case MentionKind.PERSON:
            return _person(mention, place, context)
        case _:
            return _range(mention, place, context) if mention.until else _organization(mention, place, context)


def _unknown(mention: Mention, place: str, context: Context) -> Addressed:
    if context.issuer and mention.text == "".join(word[0].upper() for word in context.issuer.split()):
        text = f"{quoted(mention.text)} is read as {context.issuer}: check it"
        doubt = problem(Severity.INFO, "executor_abbreviation", place, text)
        return Addressed(
            executors=(DraftExecutor(kind=ExecutorKind.ORGANIZATION, name=context.issuer),), problems=(doubt,)
        )
    if any(word in POSTS for word in re.split(r"[\s-]+", folded(mention.text))):
        text = f"{quoted(mention.text)} is a post, but of which organization? Name it, or its group («Руководители ОО»)"
        return refused("executor_post_alone", place, text)
    hint = nearest(mention.text, context.vocabulary)
    text = f"executor {quoted(mention.text)} is not recognised: name the organization as the roster does{hint}"
    return refused("executor_unresolved", place, text)


def _group(mention: Mention, place: str, context: Context) -> Addressed:
    if mention.tag not in (context.groups or {}):
        text = f"{quoted(mention.text)} is a group this order does not list: add the list or name the organizations"
        return refused("group_unknown", place, text)
    problems: tuple[Problem, ...] = ()
    if mention.post != "руководитель":
        text = f"{quoted(mention.text)}: posts within a group are asked through the heads of its organizations"
        problems = (problem(Severity.INFO, "executor_group_post", place, text),)
    if "бразовательн" in mention.text and "бщеобразовательн" not in mention.text:
        text = f"{quoted(mention.text)} is read as all schools: check that no other organizations are meant"
        problems = (problem(Severity.WARNING, "group_assumed", place, text),)
    return Addressed(executors=(DraftExecutor(kind=ExecutorKind.GROUP, name=mention.tag),), problems=problems)


def _type(mention: Mention, place: str, context: Context) -> Addressed:
    """«все лицеи»: those of the roster, one by one."""
    names = context.vocabulary.of_type(mention.lemma)
    if not names:
        text = f"{quoted(mention.text)}: the roster has no organization of this type; add them, or name them here"
        return refused("executor_type_empty", place, text)
    text = (
        f"{quoted(mention.text)} is read as the {len(names)} of this type in the roster: {', '.join(names)}; check it"
    )
    executors = tuple(DraftExecutor(kind=ExecutorKind.ORGANIZATION, name=name) for name in names)
    return Addressed(executors=executors, problems=(problem(Severity.WARNING, "executor_type", place, text),))


def _coordinator(mention: Mention, place: str, context: Context) -> Addressed:
    person = context.coordinator
    if person is None or not person.organization:
        text = f"{quoted(mention.text)} is addressed, but the order appoints no coordinator: name the organization"
        return refused("coordinator_unknown", place, text)
    return Addressed(executors=(_of_person(person),))


def _of_person(person: DraftPerson) -> DraftExecutor:
    return DraftExecutor(kind=ExecutorKind.ORGANIZATION, name=person.organization, person=person.name, post=person.post)


def _person(mention: Mention, place: str, context: Context) -> Addressed:
    """A person without an organization: whoever the order itself names with one."""
    known = [one for one in context.people if one.organization and same_person(mention.person, one.name)]
    if len({one.organization for one in known}) != 1:
        why = "two organizations" if known else "no organization"
        text = (
            f"{quoted(mention.text)} is a person of whom the order tells {why}: name the organization beside the person"
        )
        return refused("executor_person_alone", place, text)
    return Addressed(executors=(_of_person(replace(known[0], name=short_name(known[0].name))),))


def _range(mention: Mention, place: str, context: Context) -> Addressed:
    """«СОШ № 4-6»: only if the roster has every one of them."""
    first, last = int(mention.tag.lstrip("№")), int(mention.until)
    numbers = range(first, last + 1) if first < last <= first + _LONGEST_RANGE else range(0)
    found = [context.vocabulary.find(replace(mention, tag=f"№{number}", explicit=True)) for number in numbers]
    if not found or not all(one.name and one.known and one.exact for one in found):
        text = f"{quoted(mention.text)} is a range, and the roster has not every number of it: name the organizations"
        return refused("executor_range", place, text)
    names = [one.name for one in found]
    text = f"{quoted(mention.text)} is read as {', '.join(names)}: check it"
    executors = tuple(DraftExecutor(kind=ExecutorKind.ORGANIZATION, name=name) for name in names)
    return Addressed(executors=executors, problems=(problem(Severity.INFO, "executor_range_read", place, text),))


def _organization(mention: Mention, place: str, context: Context) -> Addressed:
    if mention.kind is MentionKind.UNIT and not mention.tag and mention.person:
        known = _person(mention, place, context)
        if known.executors:
            return known
    found = context.vocabulary.find(mention)
    if found.candidates:
        text = f"{quoted(mention.text)} may be {' or '.join(found.candidates)}: name one of them"
        return refused("executor_ambiguous", place, text)
    name = found.name or _name_by_itself(mention, context)
    if not name:
        hint = nearest(mention.text, context.vocabulary)
        text = f"{quoted(mention.text)} is neither in the roster nor in the order: name the organization in full{hint}"
        return refused("executor_unresolved", place, text)
    executor = DraftExecutor(
        kind=ExecutorKind.ORGANIZATION,
        name=name,
        person=short_name(mention.person) if mention.person else "",
        post=mention.post,
    )
    beside = _name_beside(mention, name, place, context)
    return Addressed(
        executors=(executor, *beside.executors),
        problems=(*_doubts(mention, found, name, place, context), *beside.problems),
    )


def _name_beside(mention: Mention, name: str, place: str, context: Context) -> Addressed:
    """«СОШ № 16 «Горизонт»»: the quoted name is the school's own, or the next school where the roster says so."""
    if not mention.also or mention.also in folded(name):
        return Addressed()
    other = context.vocabulary.find(
        Mention(kind=MentionKind.NAMED, text=mention.also, tag=mention.also, explicit=False)
    )
    if other.name == name:
        return Addressed()
    if other.name or other.candidates:
        return resolve(
            Mention(kind=MentionKind.NAMED, text=mention.also, tag=mention.also, explicit=False), place, context
        )
    text = f"{mention.also} is read as another name of {name}: check that it is no organization of its own"
    return Addressed(problems=(problem(Severity.WARNING, "executor_own_name", place, text),))


def _name_by_itself(mention: Mention, context: Context) -> str:
    """A unit that is no executor of its own belongs to the body that issued the order; else the full name counts."""
    if mention.kind is MentionKind.UNIT and not mention.tag and not mention.post:
        head = folded(context.issuer).partition(" ")[0]
        return context.issuer if mention.lemma == head else ""
    return context.issuer if _belongs_to_issuer(mention, context) else mention.shown


def _belongs_to_issuer(mention: Mention, context: Context) -> bool:
    """Whether a post is held in an unnamed unit of the issuer: no other body is named as that unit's parent."""
    if mention.kind is not MentionKind.UNIT or not mention.post or not context.issuer:
        return False
    if not mention.tag:
        return True
    head, _, rest = folded(context.issuer).partition(" ")
    genitive = f"{UNITS[head].genitive} {rest}".strip() if head in UNITS else head
    parents = folded(mention.text).partition(mention.tag)[2]
    return genitive in parents or not GENITIVES & set(parents.split())


def _doubts(mention: Mention, found: Found, name: str, place: str, context: Context) -> list[Problem]:
    problems = []
    if context.vocabulary.has_roster and not (found.name and found.known):
        problems.extend(_not_in_roster(mention, name, place, context))
    if not found.name and name == context.issuer:
        text = f"{quoted(mention.text)} is no organization of its own and is read as part of {name}: check it"
        problems.append(problem(Severity.INFO, "unit_of_issuer", place, text))
    if found.by_part:
        text = f"{quoted(mention.text)} is read as {name}, the only one of that number: check it"
        problems.append(problem(Severity.INFO, "executor_by_number", place, text))
    if not found.name and mention.kind is MentionKind.SCHOOL and not mention.explicit:
        text = f"{quoted(mention.text)} names no type and is read as {name}: check it"
        problems.append(problem(Severity.INFO, "type_assumed", place, text))
    if _form_differs(mention, name):
        text = f"{quoted(mention.text)} is read as {name}: the legal form differs, check it"
        problems.append(problem(Severity.INFO, "legal_form_differs", place, text))
    return problems


def _not_in_roster(mention: Mention, name: str, place: str, context: Context) -> list[Problem]:
    if name == context.issuer:
        return []
    typed = mention.lemma in SCHOOL_LEMMAS or (not mention.lemma and mention.kind is MentionKind.SCHOOL)
    school = typed or bool(_LIKE_A_SCHOOL.search(mention.tag))
    text = f"{name} is not in the roster: correct the name or add the organization{nearest(name, context.vocabulary)}"
    severity = Severity.ERROR if school and context.vocabulary.lists(SCHOOL) else Severity.WARNING
    return [problem(severity, "not_in_roster", place, text, about=name)]


def _form_differs(mention: Mention, name: str) -> bool:
    form = name.split(maxsplit=1)[0]
    written = mention.kind is MentionKind.NAMED and mention.form and " " in name and form.isupper()
    return bool(written) and form != mention.form and form.startswith("М") and len(form) <= _LONGEST_FORM
