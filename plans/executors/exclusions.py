"""«все ОО, кроме СОШ № 4, 16»: a group without those left out becomes the organizations that remain.
Knows no cell beyond its mentions.
"""

from plans.executors.context import Addressed, Context, problem
from plans.executors.resolve import resolve
from plans.executors.scan import Mention, MentionKind, Part
from plans.lexing import quoted
from states.draft import DraftExecutor, ExecutorKind, Severity

_GROUPS = frozenset({MentionKind.GROUP, MentionKind.TYPE})
_OTHERS = frozenset({MentionKind.UNIT, MentionKind.NAMED, MentionKind.COORDINATOR, MentionKind.PERSON})


def without_excluded(mentions: list[Mention], place: str, context: Context) -> list[tuple[Mention, Addressed | None]]:
    """The mentions in order; a group from which some are left out stands with those that remain."""
    kept: list[tuple[Mention, Addressed | None]] = []
    index = 0
    while index < len(mentions):
        after = index + 1
        while after < len(mentions) and mentions[after].part is Part.EXCEPT:
            after += 1
        group, out = mentions[index], mentions[index + 1 : after]
        excepting = group.kind in _GROUPS and bool(out)
        members = _members(group, place, context) if excepting else ()
        while out and out[-1].kind in _OTHERS and not set(_names(out[-1], place, context)) & set(members):
            out.pop()
        kept.append((group, _remaining(group, out, place, context) if excepting else None))
        rest = mentions[index + 1 + len(out) : after] if excepting else mentions[index + 1 : after]
        kept.extend((mention, None) for mention in rest)
        index = after
    return kept


def _remaining(group: Mention, out: list[Mention], place: str, context: Context) -> Addressed:
    members = _members(group, place, context)
    left_out = [name for mention in out for name in _names(mention, place, context)]
    strangers = [mention.text for mention in out if not set(_names(mention, place, context)) & set(members)]
    said = quoted(f"{group.text}, кроме {', '.join(mention.text for mention in out)}")
    if not members or not out or strangers:
        why = (
            f"{quoted(strangers[0])} is not in the group"
            if strangers and members
            else "the group's members are unknown"
        )
        text = f"{said}: {why}; name those left out as the roster does, or list the organizations meant"
        return Addressed(problems=(problem(Severity.ERROR, "executor_exclusion", place, text),))
    names = [name for name in members if name not in left_out]
    text = f"{said} is read as {len(names)} of {len(members)}: without {', '.join(left_out)}; check it"
    executors = tuple(DraftExecutor(kind=ExecutorKind.ORGANIZATION, name=name) for name in names)
    return Addressed(executors=executors, problems=(problem(Severity.INFO, "executor_exclusion_read", place, text),))


def _members(group: Mention, place: str, context: Context) -> tuple[str, ...]:
    if group.kind is MentionKind.TYPE:
        return tuple(_names(group, place, context))
    return context.members.get(group.tag, ())


def _names(mention: Mention, place: str, context: Context) -> list[str]:
    """The organizations a mention means, a group's being its members; none where it is not certain."""
    if mention.kind is MentionKind.GROUP:
        return list(context.members.get(mention.tag, ()))
    return [one.name for one in resolve(mention, place, context).executors if one.kind is ExecutorKind.ORGANIZATION]
