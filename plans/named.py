"""A name in a draft gets another meaning: wherever it stands among executors, in groups and in roles. Pure; whether the
roster has the organization was asked before.
"""

from collections.abc import Iterable
from dataclasses import replace

from states.draft import DraftExecutor, DraftGroup, DraftItem, DraftPerson, ExecutorKind, PlanDraft
from states.settlement import SetName


def of_item(item: DraftItem, change: SetName) -> DraftItem:
    """The item with its executors as the name is now meant, each once."""
    if all(one.name != change.name for one in item.executors):
        return item
    meant = dict.fromkeys(_executor(one, change) for one in item.executors)
    return replace(item, executors=tuple(meant))


def _executor(one: DraftExecutor, change: SetName) -> DraftExecutor:
    if one.name != change.name or one.kind is ExecutorKind.GROUP:
        return one
    kind = ExecutorKind.EXTERNAL if change.external else ExecutorKind.ORGANIZATION
    return replace(one, name=change.means, kind=kind)


def of_draft(draft: PlanDraft, change: SetName) -> PlanDraft:
    """The draft with its groups and roles as the name is now meant. Who is from outside is in no group of ours."""
    roles = {role: _person(person, change) for role, person in draft.roles.items()}
    return replace(draft, groups=tuple(_group(one, change) for one in draft.groups), roles=roles)


def _person(person: DraftPerson, change: SetName) -> DraftPerson:
    return replace(person, organization=change.means) if person.organization == change.name else person


def _group(group: DraftGroup, change: SetName) -> DraftGroup:
    return replace(group, members=tuple(dict.fromkeys(_members(group.members, change))))


def _members(members: Iterable[str], change: SetName) -> Iterable[str]:
    for name in members:
        if name != change.name:
            yield name
        elif not change.external:
            yield change.means
