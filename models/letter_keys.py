"""The keys of letters, all of them: what a letter is about, so that it is written once. Knows no outbox."""

from datetime import date

DIGEST = "digest/"
"""How the key of a day's digest begins; of these a person gets one a day."""

ALARM = "alarm/"
"""How the key of a letter to the administrator about letters begins."""

TO_ADMINISTRATOR = "alarm"
"""How the keys of all letters to the administrator begin."""


def digest_key(person_id: int, on: date) -> str:
    """One to a person a day."""
    return f"{DIGEST}{person_id}/{on.isoformat()}"


def reminder_key(step_id: int, person_id: int) -> str:
    """A reminder by hand: one to a person for each bulk step."""
    return f"{reminders_of(step_id)}{person_id}"


def reminders_of(step_id: int) -> str:
    """How the keys of a bulk step's reminders begin."""
    return f"remind/{step_id}/"


def alarm_key(on: date, to: str) -> str:
    """One to an administrator a day."""
    return f"{ALARM}{on.isoformat()}/{to}"


def trouble_key(what: str, on: date, to: str) -> str:
    """Of each trouble one to an administrator a day."""
    return f"{troubles_of(what)}{on.isoformat()}/{to}"


def troubles_of(what: str) -> str:
    """How the keys of the letters about one trouble begin."""
    return f"{TO_ADMINISTRATOR}-of/{what}/"


def package_letter_key(package_id: int, version: int) -> str:
    """One for each time a package is sent; `version` is the package's after that."""
    return f"{letters_of_package(package_id)}{version}"


def letters_of_package(package_id: int) -> str:
    """How the keys of the letters by which a package was sent begin."""
    return f"package-letter/{package_id}/"


def package_draft_key(package_id: int, edition: int) -> str:
    """One for each draft of a package that was assembled by itself."""
    return f"package-draft/{package_id}/{edition}"


def receipt_key(person_id: int, form: str) -> str:
    """One for each time somebody reports and asks for a receipt; `form` is the key that was reported under."""
    return f"receipt/{person_id}/{form}"
