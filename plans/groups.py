"""The groups an order speaks of: the levels its preamble lists, and all schools. Knows no items."""

from collections.abc import Sequence

from plans.executors.cell import Context, read_executors
from plans.executors.scan_offices import ALL_SCHOOLS
from plans.levels import LevelList, level_list
from plans.rows import Paragraph
from states.draft import DraftGroup, ExecutorKind, Problem, Severity


def read_groups(
    preamble: tuple[Paragraph, ...], context: Context, place: str
) -> tuple[tuple[DraftGroup, ...], list[Problem]]:
    """The levels of the preamble and all schools: the levels together, or the roster's schools if there are none."""
    levels: list[DraftGroup] = []
    problems: list[Problem] = []
    for line in preamble:
        listed = level_list(line.text)
        if listed is not None:
            group, found = _level(listed, line.place, context)
            levels.append(group)
            problems.extend(found)
    union = tuple(dict.fromkeys(name for group in levels for name in group.members))
    members = union or tuple(context.vocabulary.schools)
    problems.extend(_unlike_roster(union, context.vocabulary.schools, place))
    return (*levels, DraftGroup(code=ALL_SCHOOLS, title="Руководители ОО", members=members)), problems


def _level(listed: LevelList, place: str, context: Context) -> tuple[DraftGroup, list[Problem]]:
    addressed = read_executors(listed.text, place=place, context=context)
    members = tuple(one.name for one in addressed.executors if one.kind is ExecutorKind.ORGANIZATION)
    problems = list(addressed.problems)
    if len(members) != listed.announced:
        text = (
            f"«{listed.level.title}»: {listed.announced} schools are announced, {len(members)} listed: check the list"
        )
        problems.append(Problem(code="level_count", severity=Severity.WARNING, place=place, text=text))
    return DraftGroup(code=listed.level.code, title=listed.level.title, members=members), problems


def _unlike_roster(union: tuple[str, ...], schools: Sequence[str], place: str) -> list[Problem]:
    missing = [name for name in schools if name not in union] if union else []
    if not missing:
        return []
    shown = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")  # noqa: PLR2004
    text = (
        f"{len(missing)} schools of the roster are in none of the order's lists: {shown}; check whether they are meant"
    )
    return [Problem(code="roster_differs", severity=Severity.WARNING, place=place, text=text)]
