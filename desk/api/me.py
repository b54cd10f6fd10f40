"""Who the caller is, by the API."""

from typing import Any

from desk.access import SIGNED_IN
from desk.api.answers import Me
from desk.api.callers import Caller
from desk.api.routes import ApiRoom
from desk.asked import Asking

room = ApiRoom("people and letters")


@room.look("/me", may=SIGNED_IN, answer=Me)
def show_me(asked: Asking) -> Any:
    """Whose token this is, and what they are."""
    who = asked.who
    assert isinstance(who, Caller)
    return {
        "person_id": who.person_id,
        "name": who.name,
        "administrator": who.actor.administrator,
        "plan_roles": {plan_id: sorted(roles) for plan_id, roles in who.actor.plan_roles.items()},
        "organizations": sorted(who.actor.organizations),
        "token_name": who.token_name,
        "token_expires_at": who.token_expires_at,
    }
