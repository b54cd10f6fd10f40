"""The tables of moves and of permissions in Markdown, made from the code: for docs/states.md, docs/permissions.md and
`srok states`. Decides nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from states.assignment import LIFE, RULES, State
from states.control import CONTROL
from states.life import Role, Rule
from states.package import PACKAGE, PackageState
from states.policy import PERMISSIONS, who_may
from states.words import ACTIONS, PACKAGE_TRIGGERS, PACKAGES

HEADER = """# The life of an assignment

Made from `states/assignment.py` by `srok states --write`; do not edit.
Overdue is not a state: it is today past the effective due date in `assigned`, `in_progress` or `returned`.
"""


PERMITTED = "## Who may do what"
"""From this heading on docs/permissions.md is made from the code; what stands before it people write."""


def states_page() -> str:
    """docs/states.md: the table, who may do what, and the diagram."""
    assignment = [
        HEADER,
        *_table(RULES),
        "",
        *_roles(),
        "",
        *_refusals(RULES),
        "",
        *_diagram(RULES, State.ASSIGNED),
        "",
    ]
    return "\n".join([*assignment, *_packages(), ""])


def states_table() -> str:
    """The tables of moves alone, of an assignment and of a package."""
    return "\n".join([*_table(RULES), "", "## Moves of a package", *_package_moves()])


def permissions_page(before: str) -> str:
    """docs/permissions.md, with what people wrote in it kept."""
    written, _, _ = before.partition(PERMITTED)
    return written + "\n".join([PERMITTED, *_permissions(), ""])


def _permissions() -> Iterator[str]:
    yield "\nMade from `states/policy.py` by `srok states --write`; do not edit from here on."
    yield from _permitted("An assignment", {f"`{trigger}`": roles for trigger, roles in who_may(LIFE).items()})
    yield from _permitted("An item's control", {f"`{trigger}`": roles for trigger, roles in who_may(CONTROL).items()})
    yield from _permitted("A package", {f"`{trigger}`": roles for trigger, roles in who_may(PACKAGE).items()})
    others = {f"{ACTIONS[action].english} (`{action}`)": roles for action, roles in PERMISSIONS.items()}
    yield from _permitted("Everything else", others)


def _permitted(title: str, rows: Mapping[str, frozenset[Role]]) -> Iterator[str]:
    yield f"\n### {title}\n"
    yield "| what | " + " | ".join(role.replace("_", " ") for role in Role) + " |"
    yield "|---|" + "---|" * len(Role)
    for what, roles in rows.items():
        yield f"| {what} | " + " | ".join("yes" if role in roles else "" for role in Role) + " |"


Rules = tuple[Rule[Any, Any], ...]


def _table(rules: Rules) -> Iterator[str]:
    yield "## Moves\n"
    yield "| trigger | from | to | who may | refused by |"
    yield "|---|---|---|---|---|"
    for rule in rules:
        source, roles = ", ".join(rule.source), ", ".join(sorted(rule.roles))
        yield f"| {rule.trigger} | {source} | {rule.dest or '–'}{_route(rule)} | {roles} | {_names(rule.unless)} |"


def _route(rule: Rule[Any, Any]) -> str:
    return f" ({_names(rule.conditions)})" if rule.conditions else ""


def _names(guards: tuple[Callable[[Any], bool], ...]) -> str:
    return ", ".join(guard.__name__ for guard in guards)


def _roles() -> Iterator[str]:
    yield "## Who may do what\n"
    yield "| state | " + " | ".join(Role) + " |"
    yield "|---|" + "---|" * len(Role)
    for state in State:
        yield f"| {state} | " + " | ".join(_may(state, role) for role in Role) + " |"


def _may(state: State, role: Role) -> str:
    return ", ".join(dict.fromkeys(rule.trigger for rule in RULES if state in rule.source and role in rule.roles))


def _refusals(rules: Rules) -> Iterator[str]:
    yield "## Refusals\n"
    yield "A refused move names every code that stands in its way.\n"
    yield "| code | meaning |"
    yield "|---|---|"
    yield "| unknown_trigger | There is no such trigger. |"
    yield "| no_such_move | The trigger does not lead from this state. |"
    yield "| not_your_role | The person holds no role that may. |"
    yield from _meanings(rules)


def _meanings(rules: Rules) -> Iterator[str]:
    for guard in dict.fromkeys(guard for rule in rules for guard in rule.unless):
        yield f"| {guard.__name__} | {guard.__doc__} |"


def _diagram(rules: Rules, first: str) -> Iterator[str]:
    yield "## Diagram\n"
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {first}"
    for rule in rules:
        for source in rule.source if rule.dest else ():
            yield f"    {source} --> {rule.dest}: {rule.trigger}"
    yield "```"


def _packages() -> Iterator[str]:
    yield "# The life of a reporting package\n"
    yield "Made from `states/package.py`. Who may is said of roles in the package's plan.\n"
    yield "| state | in Russian |"
    yield "|---|---|"
    for state in PackageState:
        yield f"| {state} | {PACKAGES[state].russian} |"
    yield from _package_moves()
    yield "\n| code | meaning |"
    yield "|---|---|"
    yield from _meanings(PACKAGE.rules)
    yield ""
    yield from _diagram(PACKAGE.rules, PackageState.COLLECTING)


def _package_moves() -> Iterator[str]:
    yield "\n| trigger | in Russian | from | to | who may | refused by |"
    yield "|---|---|---|---|---|---|"
    for rule in PACKAGE.rules:
        said, source, roles = PACKAGE_TRIGGERS[rule.trigger].russian, ", ".join(rule.source), sorted(rule.roles)
        where = f"{source} | {rule.dest or '–'}"
        yield f"| {rule.trigger} | {said} | {where} | {', '.join(roles)} | {_names(rule.unless)} |"
