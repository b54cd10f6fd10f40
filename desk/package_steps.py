"""The steps of a package's life that are one row more, by their names. Knows no page and no form."""

from datetime import date

from sqlmodel import Session

from models import packages as life
from models.held_plans import By
from models.packages import Changed
from models.queries import PackageFact

STEPS = ("sign", "withdraw_signature", "recall", "accept", "return")


def take(
    session: Session, step: str, fact: PackageFact, *, intact: bool, answered: tuple[str, date], by: By
) -> Changed:
    """Take a step. `intact` says that the package's files, looked at when it was as in `fact`, are those that were
    assembled; `answered` is the operator's number and its day.

    Raises:
        NotAllowed, Stale, TooEarly: see `models.packages`.

    """
    match step:
        case "sign":
            return life.sign(session, fact.id, intact=intact, by=by, seen_version=fact.version)
        case "withdraw_signature":
            return life.withdraw_signature(session, fact.id, by=by)
        case "recall":
            return life.recall(session, fact.id, by=by)
        case "accept":
            number, on = answered
            return life.accepted_by_operator(session, fact.id, number=number, accepted_on=on, by=by)
        case _:
            return life.returned_by_operator(session, fact.id, by=by)
