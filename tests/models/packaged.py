"""A package of the small order, brought as far as a test needs it."""

from datetime import date

from models import packages
from models.database import writing
from models.held_plans import By
from models.order_by_number import plan_by_number
from models.packages import Edition, Part
from models.queries import person_by_email
from states.belonging import Span
from tests.builders import instant
from tests.models.working import CENTRE, PLAN

FIRST_HALF = Span(date(2024, 1, 26), date(2024, 6, 30))
DUE = date(2024, 6, 28)
OPERATOR = "region@oblast.example"


def by(session, email=CENTRE, *, on=DUE, reason=""):
    """Who acts on a package, at noon of a day; without an address it is the clock."""
    return By(person_id=email and person_by_email(session, email), at=instant(on), reason=reason)


def edition(cut_off=DUE, accepted=(), sha256="a" * 64):
    part = Part(name="summary.docx", size=3, sha256="b" * 64)
    return Edition(cut_off=cut_off, folder="7/1", parts=(part,), manifest_sha256=sha256, accepted=frozenset(accepted))


def collected(engine, period=FIRST_HALF, **who):
    with writing(engine) as session:
        return packages.collect(session, plan_by_number(session, "7"), period, by=by(session, **who))


def drafted(engine, package_id=None, *, on=DUE, **changes):
    """A package with an edition; a new one unless one is named."""
    package_id = package_id or collected(engine)
    with writing(engine) as session:
        packages.record_edition(session, package_id, edition(**changes), by=by(session, on=on))
    return package_id


def signed(engine, package_id=None, **changes):
    package_id = drafted(engine, package_id, **changes)
    with writing(engine) as session:
        packages.sign(session, package_id, intact=True, by=by(session, PLAN))
    return package_id


def sent(engine, package_id=None, **changes):
    package_id = signed(engine, package_id, **changes)
    with writing(engine) as session:
        packages.send(session, package_id, to=OPERATOR, intact=True, by=by(session))
    return package_id
