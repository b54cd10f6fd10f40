"""What the API answers of settings; the same promise as `desk.api.answers`."""

from datetime import datetime

from desk.api.answers import Answer
from states.draft import PlanRoleName


class LadderText(Answer):
    """A plan's ladder as its file is written."""

    plan_id: int
    text: str


class Reached(Answer):
    """Somebody whom a ladder reaches in the next two weeks: in how many letters by the present one, and by the new."""

    person: str
    email: str
    letters_before: int
    letters: int


class LadderTried(Answer):
    """What a ladder changes, and whom it reaches; `kept` says whether it is the plan's now."""

    plan_id: int
    kept: bool
    remarks: list[str]
    changes: list[str]
    reached: list[Reached]


class RoleHeld(Answer):
    """A role of a plan: who held it and who does now, empty where nobody."""

    plan_id: int
    role: PlanRoleName
    before: str
    after: str


class MailSwitch(Answer):
    """Whether letters leave; since when and by whom is unknown where nobody has ever turned it."""

    on: bool
    at: datetime | None
    by: str
