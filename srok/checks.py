"""What a check of the house says: how it ended, what is, and what to do. Knows nothing of what is looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was looked at: what is, and what to do unless it is well."""

    name: str
    verdict: Verdict
    said: str
    to_do: str = ""


def ok(name: str, said: str, _: str = "") -> Check:
    """It is well."""
    return Check(name=name, verdict=Verdict.OK, said=said)


def warn(name: str, said: str, to_do: str) -> Check:
    """It is to be looked at."""
    return Check(name=name, verdict=Verdict.WARN, said=said, to_do=to_do)


def fail(name: str, said: str, to_do: str) -> Check:
    """It does not work."""
    return Check(name=name, verdict=Verdict.FAIL, said=said, to_do=to_do)


def worst(checks: tuple[Check, ...]) -> Verdict:
    """The verdict on the house: that of the worst of them."""
    found = {check.verdict for check in checks}
    return next((one for one in (Verdict.FAIL, Verdict.WARN) if one in found), Verdict.OK)
