"""What is done to accounts at the desk, told to the audit in the transaction that does it. Judges nothing."""

from sqlmodel import Session

from desk.asked import Asked
from models.sign_ins import Deed, record_deed
from models.tables import SignInOutcome


def told(session: Session, asked: Asked, outcome: SignInOutcome, person_id: int, *, note: str = "") -> None:
    """Write into the audit what the visitor does to somebody's account, or to their own."""
    deed = Deed(outcome, person_id, asked.who.person_id, asked.machine, note)
    record_deed(session, deed, at=asked.at)
