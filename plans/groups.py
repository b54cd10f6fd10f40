"""The groups an order speaks of: those its paragraphs list, by level or by risk, and all schools. Knows no items."""

from collections.abc import Iterable, Sequence

from plans.executors.cell import Context, read_executors
from plans.executors.scan_offices import ALL_SCHOOLS
from plans.levels import SORTING, LevelList, level_list
from plans.rows import Paragraph
from states.draft import DraftGroup, DraftItem, ExecutorKind, Problem, Severity

_SEVERAL = 2


def read_groups(
    preamble: tuple[Paragraph, ...], clauses: tuple[Paragraph, ...], context: Context, place: str
) -> tuple[tuple[DraftGroup, ...], list[Problem]]:
    """The groups the preamble lists, those clauses list beside, and all schools: the levels together where there are
    several, else the roster's schools.
    """
    groups: dict[str, DraftGroup] = {}
    problems: list[Problem] = []
    for line in preamble:
        listed = level_list(line.text)
        found = _level(listed, line.place, context) if listed else None
        if found:
            groups.setdefault(found[0].code, found[0])
            problems.extend(found[1])
    for line in clauses:
        listed = level_list(line.text)
        found = _level(listed, line.place, context) if listed and listed.level.code not in groups else None
        if found and listed and not found[1]:
            groups[found[0].code] = found[0]
    levels = [group for group in groups.values() if group.code in SORTING]
    union = tuple(dict.fromkeys(name for group in levels for name in group.members))
    members = union if len(levels) >= _SEVERAL else tuple(context.vocabulary.schools)
    problems.extend(_unlike_roster(union, context.vocabulary.schools, place) if members is union else ())
    return (*groups.values(), DraftGroup(code=ALL_SCHOOLS, title="Руководители ОО", members=members)), problems


def spoken_of(groups: tuple[DraftGroup, ...], items: Iterable[DraftItem]) -> tuple[DraftGroup, ...]:
    """The groups that belong to the draft: levels, all schools, and what an item is addressed to or names."""
    items = tuple(items)
    used = {one.name for item in items for one in item.executors if one.kind is ExecutorKind.GROUP}
    return tuple(group for group in groups if group.code in {ALL_SCHOOLS, *SORTING, *used})


def _level(listed: LevelList, place: str, context: Context) -> tuple[DraftGroup, list[Problem]] | None:
    """The group, and what is doubtful in its list. A list without a number of its own counts only if nothing is."""
    addressed = read_executors(listed.text, place=place, context=context)
    members = tuple(one.name for one in addressed.executors if one.kind is ExecutorKind.ORGANIZATION)
    group = DraftGroup(code=listed.level.code, title=listed.level.title, members=members)
    problems = list(addressed.problems)
    if listed.announced is None:
        doubtful = any(problem.severity is not Severity.INFO for problem in problems)
        only_schools = len(members) == len(addressed.executors) > 0
        return (group, []) if only_schools and not doubtful else None
    if len(members) != listed.announced:
        text = (
            f"«{listed.level.title}»: {listed.announced} schools are announced, {len(members)} listed: check the list"
        )
        problems.append(Problem(code="level_count", severity=Severity.WARNING, place=place, text=text))
    return group, problems


def _unlike_roster(union: tuple[str, ...], schools: Sequence[str], place: str) -> list[Problem]:
    missing = [name for name in schools if name not in union] if union else []
    if not missing:
        return []
    shown = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")  # noqa: PLR2004
    text = (
        f"{len(missing)} schools of the roster are in none of the order's lists: {shown}; check whether they are meant"
    )
    return [Problem(code="roster_differs", severity=Severity.WARNING, place=place, text=text)]
