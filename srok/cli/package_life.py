"""Commands on the life of reporting packages: begun, assembled, signed, sent, answered. Rules are elsewhere."""

from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.session import Unsuitable, engine
from srok.cli.work import EnteredLater, instant, person_by_address

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.held_plans import By

OrderNumber = Annotated[str, typer.Argument(metavar="ORDER", help="The number of the order.")]


def operator(
    order: OrderNumber,
    email: Annotated[str | None, typer.Argument(metavar="[EMAIL]", help="The regional operator's address.")] = None,
    name: Annotated[str, typer.Option(help="The operator's name, as a letter says it.")] = "",
    person: Annotated[
        str | None, typer.Option("--as", metavar="EMAIL", help="Who decides it, by address in the roster.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    as_of: EnteredLater = None,
) -> None:
    """Say to whom the packages of an order's plan are sent; without an address, show it."""
    from models.database import reading, writing
    from models.order_by_number import plan_by_number
    from models.plan_settings import Operator, operator_of, set_operator
    from notifications.message import address

    if email is None:
        with reading(engine()) as session:
            found = operator_of(session, plan_by_number(session, order))
        print(f"{found.name} <{found.email}>".strip() if found.email else "nobody yet: name an address")
        return
    if person is None:
        raise Unsuitable("say who decides it: --as EMAIL")
    to = Operator(name.strip(), address(email).addr_spec)
    with writing(engine()) as session:
        set_operator(session, order, to, by=acting(session, person, as_of, reason))
    print(f"packages of order № {order} go to {to.name or to.email}{f' <{to.email}>' if to.name else ''}")


def acting(session: "Session", person: str, as_of: str | None, reason: str = "") -> "By":
    """Who does it, when and why."""
    from models.held_plans import By

    return By(person_id=person_by_address(session, person), at=instant(as_of), reason=reason)
