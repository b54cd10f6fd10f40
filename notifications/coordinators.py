"""Who takes the answers to a letter: the coordinators of the plans it is about. Knows nothing of what it says."""

from collections.abc import Mapping

from notifications.message import AddressUnusable, address
from states.escalation import Letter, Supervisors
from states.ladder import Recipient
from states.rungs import Addressee


def who_answers(letter: Letter, supervisors: Mapping[int, Supervisors]) -> tuple[list[Recipient], list[str]]:
    """The coordinators, and what is wrong with addresses that cannot be used: they silence nobody's letter."""
    about = (*(line.standing.plan_id for line in letter.lines), *(one.package.plan_id for one in letter.packages))
    plans = dict.fromkeys(about)
    found = dict.fromkeys(supervisors.get(plan_id, {}).get(Addressee.COORDINATOR) for plan_id in plans)
    usable, unusable = [], []
    for one in found:
        try:
            if one and one.email:
                address(one.email)
                usable.append(one)
        except AddressUnusable as fault:
            unusable.append(str(fault))
    return usable, unusable
