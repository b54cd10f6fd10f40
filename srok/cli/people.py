"""Commands on who may do what: delegations, a plan's roles, administrators. Rules are elsewhere."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from srok.cli.session import Unsuitable, day, engine, settings, show_json, show_table
from srok.cli.work import LARGEST_ID, person_by_address

if TYPE_CHECKING:
    from models.delegations import Given
    from models.plan_roles import Holder, RoleChanged
    from states.draft import PlanRoleName

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
As = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who decides it, by address in the roster.")]


def give_delegation(
    organization: Annotated[str, typer.Argument(metavar="ORGANIZATION", help="For whom, by its name or an alias.")],
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Who is to report for it, by address in the roster.")],
    person: As,
    order: Annotated[str | None, typer.Option("--order", metavar="NUMBER", help="Only in this plan. [all]")] = None,
    from_on: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day. [today]")] = None,
    until_on: Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day. [open]")] = None,
) -> None:
    """Let somebody outside an organization report for it."""
    from models.database import writing
    from models.delegations import Wanted, give
    from models.order_by_number import plan_by_number

    today, begins, ends = day(None), day(from_on), day(until_on) if until_on else None
    with writing(engine()) as session:
        wanted = Wanted(
            organization_id=_organization(session, organization),
            person_id=_newcomer(session, email),
            plan_id=plan_by_number(session, order) if order is not None else None,
            from_on=begins,
            until_on=ends,
        )
        given = give(session, wanted, by=person_by_address(session, person), today=today)
    print(f"delegation {given.id}: {given.person or given.email} reports for {given.organization}, {_extent(given)}")


def _organization(session: Any, name: str) -> int:
    from models.roster import find_organization
    from models.tables import key

    found = find_organization(session, name)
    if found is None:
        raise Unsuitable(f"no organization {name!r}: write the name as `srok roster list` does")
    return key(found.id)


def _newcomer(session: Any, email: str) -> int:
    from models.queries import person_by_email

    found = person_by_email(session, email)
    if found is None:
        raise Unsuitable(f"nobody has the address {email}: bring the person in by `srok roster import` first")
    return found


def _extent(given: "Given") -> str:
    plans = f"order № {given.order}" if given.order else "all plans"
    return f"{plans}, from {given.from_on}" + (f" to {given.until_on}" if given.until_on else "")


def end_delegation(
    delegation: Annotated[
        int, typer.Argument(metavar="ID", min=1, max=LARGEST_ID, help="The delegation, see `srok delegate list`.")
    ],
    person: As,
) -> None:
    """End a delegation at once."""
    from models.database import writing
    from models.delegations import end

    today = day(None)
    with writing(engine()) as session:
        given = end(session, delegation, by=person_by_address(session, person), today=today)
    print(f"delegation {given.id}: {given.person or given.email} reports for {given.organization} no more")


def list_delegations(
    executor: Annotated[str | None, typer.Option("--executor", metavar="NAME", help="Only this organization.")] = None,
    *,
    ended: Annotated[bool, typer.Option("--all", help="Those that have ended or run out, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List who reports for whom."""
    from models.database import reading
    from models.delegations import delegations

    today = day(None)
    with reading(engine()) as session:
        of = _organization(session, executor) if executor is not None else None
        found = delegations(session, today=today, organization_id=of, ended=ended)
    if as_json:
        show_json([asdict(one) for one in found])
        return
    show_table(
        ("id", "organization", "who", "address", "order", "from", "until", "given by", "ended", "by"),
        (
            (
                one.id,
                one.organization,
                one.person,
                one.email,
                one.order or "all",
                one.from_on,
                one.until_on,
                one.given_by,
                one.ended_on,
                one.ended_by,
            )
            for one in found
        ),
        title="" if found else "there are no delegations",
    )


def plan_role(
    order: Annotated[str, typer.Argument(metavar="ORDER", help="The order, by its number.")],
    role: Annotated[
        str | None, typer.Argument(metavar="[ROLE]", help="coordinator, plan_controller or order_controller.")
    ] = None,
    email: Annotated[str | None, typer.Argument(metavar="[EMAIL]", help="Who is to hold it.")] = None,
    person: Annotated[
        str | None, typer.Option("--as", metavar="EMAIL", help="Who decides it, by address in the roster.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    *,
    vacant: Annotated[bool, typer.Option("--vacant", help="Take the role and give it to nobody.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show who coordinates and controls; give a role away.

    With a role and an address the role goes to that person, by the order's controller or an administrator.
    """
    if role is None:
        _show_roles(order, as_json=as_json)
        return
    if (email is None) is not vacant:
        raise Unsuitable(f"{role}: say who is to hold it by an address, or --vacant for nobody")
    if person is None:
        raise Unsuitable(f"{role}: say who decides it: --as EMAIL")
    changed = _change_role(order, _role(role), email, person, reason)
    print(f"order № {order}: {_words(changed.role)} {changed.before or '–'} → {changed.after or '–'}")


def _role(text: str) -> "PlanRoleName":
    from models.plan_roles import CHANGING

    found = next((one for one in CHANGING if one == text), None)
    if found is None:
        raise Unsuitable(f"no role {text!r}: there are {', '.join(CHANGING)}")
    return found


def _change_role(order: str, role: "PlanRoleName", email: str | None, person: str, reason: str) -> "RoleChanged":
    from models.database import writing
    from models.order_by_number import plan_by_number
    from models.plan_roles import RoleChange, set_role
    from srok import clock

    with writing(engine()) as session:
        wanted = RoleChange(
            plan_id=plan_by_number(session, order),
            role=role,
            person_id=_newcomer(session, email) if email is not None else None,
            reason=reason,
        )
        return set_role(session, wanted, by=person_by_address(session, person), at=clock.now())


def _show_roles(order: str, *, as_json: bool) -> None:
    from models.database import reading
    from models.order_by_number import plan_by_number
    from models.plan_roles import holders, plan_history

    with reading(engine()) as session:
        plan_id = plan_by_number(session, order)
        held, changes = holders(session, plan_id), plan_history(session, plan_id)
    if as_json:
        show_json({"roles": [asdict(one) for one in held], "history": [asdict(one) for one in changes]})
        return
    show_table(("role", "who", "address", ""), map(_holder, held))
    if changes:
        headings = ("when", "role", "before", "after", "who decided", "reason")
        show_table(headings, map(_change, changes), title="How they changed hands")


def _holder(one: "Holder") -> tuple[str, ...]:
    return _words(one.role), one.person or "–", one.email, "has left" if one.left else ""


def _change(one: "RoleChanged") -> tuple[str, ...]:
    when = one.at.astimezone(settings().zone).strftime("%Y-%m-%d %H:%M")
    return when, _words(one.role), one.before or "–", one.after or "–", one.by, one.reason


def _words(role: "PlanRoleName") -> str:
    return role.replace("_", " ")


def administrator(
    email: Annotated[str | None, typer.Argument(metavar="[EMAIL]", help="The address in the roster.")] = None,
    *,
    unnamed: Annotated[bool, typer.Option("--not", help="Let them be one no longer.")] = False,
) -> None:
    """Name an administrator, or list them.

    An administrator keeps Srok running and moves no assignment.
    """
    from models.administrators import administrators, name_administrator
    from models.database import reading, writing

    if email is None:
        with reading(engine()) as session:
            found = administrators(session)
        show_table(("who", "address"), found, title="" if found else "there are no administrators")
        return
    with writing(engine()) as session:
        name_administrator(session, person_by_address(session, email), named=not unnamed)
    print(f"{email} is {'no administrator any more' if unnamed else 'an administrator from now on'}")
