"""What a check of the house says: how it ended, what is, and what to do. Knows nothing of what is looked at."""

from dataclasses import dataclass
from enum import StrEnum

from srok.health_words import NAMES, SAID, TO_DO
from states.sentence import Sentence, Words, sentence


class Verdict(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was looked at: what is, as a code with values, and what to do unless it is well."""

    name: str
    verdict: Verdict
    found: Sentence

    @property
    def called(self) -> Words:
        """What is looked at, in words."""
        return NAMES[self.name]

    @property
    def advice(self) -> Sentence | None:
        """What to do, None where it is well."""
        if self.verdict is Verdict.OK:
            return None
        return Sentence(self.found.code, TO_DO, self.found.values)

    @property
    def said(self) -> str:
        """What is, in English."""
        return self.found.english

    @property
    def to_do(self) -> str:
        """What to do, in English; empty where it is well."""
        return self.advice.english if self.advice else ""


def check(name: str, verdict: Verdict, code: str, /, **values: object) -> Check:
    """A check that ended so, with what its code says."""
    return Check(name=name, verdict=verdict, found=sentence(SAID, code, **values))


def ok(name: str, code: str, /, **values: object) -> Check:
    """It is well."""
    return check(name, Verdict.OK, code, **values)


def warn(name: str, code: str, /, **values: object) -> Check:
    """It is to be looked at."""
    return check(name, Verdict.WARN, code, **values)


def fail(name: str, code: str, /, **values: object) -> Check:
    """It does not work."""
    return check(name, Verdict.FAIL, code, **values)


def as_data(one: Check) -> dict[str, str]:
    """A check as programs read it: `code` stays where words change."""
    return {"name": one.name, "verdict": one.verdict, "code": one.found.code, "said": one.said, "to_do": one.to_do}


def worst(checks: tuple[Check, ...]) -> Verdict:
    """The verdict on the house: that of the worst of them."""
    found = {one.verdict for one in checks}
    return next((one for one in (Verdict.FAIL, Verdict.WARN) if one in found), Verdict.OK)
