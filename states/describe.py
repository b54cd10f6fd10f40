"""The tables of moves and of permissions in Markdown, made from the code: for docs/states.md, docs/permissions.md and
`srok states`. Decides nothing.
"""

from collections.abc import Iterator, Mapping

from states.assignment import LIFE, RULES, Guard, Move, State
from states.control import CONTROL
from states.life import Role, Rule
from states.policy import PERMISSIONS, who_may
from states.words import ACTIONS

HEADER = """# The life of an assignment

Made from `states/assignment.py` by `srok states --write`; do not edit.
Overdue is not a state: it is today past the effective due date in `assigned`, `in_progress` or `returned`.
"""


PERMITTED = "## Who may do what"
"""From this heading on docs/permissions.md is made from the code; what stands before it people write."""


def states_page() -> str:
    """docs/states.md: the table, who may do what, and the diagram."""
    return "\n".join([HEADER, *_table(), "", *_roles(), "", *_refusals(), "", *_diagram(), ""])


def states_table() -> str:
    """The table of moves alone."""
    return "\n".join(_table())


def permissions_page(before: str) -> str:
    """docs/permissions.md, with what people wrote in it kept."""
    written, _, _ = before.partition(PERMITTED)
    return written + "\n".join([PERMITTED, *_permissions(), ""])


def _permissions() -> Iterator[str]:
    yield "\nMade from `states/policy.py` by `srok states --write`; do not edit from here on."
    yield from _permitted("An assignment", {f"`{trigger}`": roles for trigger, roles in who_may(LIFE).items()})
    yield from _permitted("An item's control", {f"`{trigger}`": roles for trigger, roles in who_may(CONTROL).items()})
    others = {f"{ACTIONS[action].english} (`{action}`)": roles for action, roles in PERMISSIONS.items()}
    yield from _permitted("Everything else", others)


def _permitted(title: str, rows: Mapping[str, frozenset[Role]]) -> Iterator[str]:
    yield f"\n### {title}\n"
    yield "| what | " + " | ".join(role.replace("_", " ") for role in Role) + " |"
    yield "|---|" + "---|" * len(Role)
    for what, roles in rows.items():
        yield f"| {what} | " + " | ".join("yes" if role in roles else "" for role in Role) + " |"


def _table() -> Iterator[str]:
    yield "## Moves\n"
    yield "| trigger | from | to | who may | refused by |"
    yield "|---|---|---|---|---|"
    for rule in RULES:
        source, roles = ", ".join(rule.source), ", ".join(sorted(rule.roles))
        yield f"| {rule.trigger} | {source} | {rule.dest or '–'}{_route(rule)} | {roles} | {_names(rule.unless)} |"


def _route(rule: Rule[State, Move]) -> str:
    return f" ({_names(rule.conditions)})" if rule.conditions else ""


def _names(guards: tuple[Guard, ...]) -> str:
    return ", ".join(guard.__name__ for guard in guards)


def _roles() -> Iterator[str]:
    yield "## Who may do what\n"
    yield "| state | " + " | ".join(Role) + " |"
    yield "|---|" + "---|" * len(Role)
    for state in State:
        yield f"| {state} | " + " | ".join(_may(state, role) for role in Role) + " |"


def _may(state: State, role: Role) -> str:
    return ", ".join(dict.fromkeys(rule.trigger for rule in RULES if state in rule.source and role in rule.roles))


def _refusals() -> Iterator[str]:
    yield "## Refusals\n"
    yield "A refused move names every code that stands in its way.\n"
    yield "| code | meaning |"
    yield "|---|---|"
    yield "| unknown_trigger | There is no such trigger. |"
    yield "| no_such_move | The trigger does not lead from this state. |"
    yield "| not_your_role | The person holds no role that may. |"
    for guard in dict.fromkeys(guard for rule in RULES for guard in rule.unless):
        yield f"| {guard.__name__} | {guard.__doc__} |"


def _diagram() -> Iterator[str]:
    yield "## Diagram\n"
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {State.ASSIGNED}"
    for rule in RULES:
        for source in rule.source if rule.dest else ():
            yield f"    {source} --> {rule.dest}: {rule.trigger}"
    yield "```"
