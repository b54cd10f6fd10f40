"""The texts of the desk's templates and pages, as babel finds them."""

from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.repo.house import ROOT

DESK = ROOT / "desk"
_METHODS = [("**.py", "python"), ("templates/**.j2", "jinja2.ext:babel_extract")]
_OPTIONS = {"templates/**.j2": {"trimmed": "true", "silent": "false"}}


def texts():
    """Every text to be translated, with one place where it stands: a text, or a pair with its plural."""
    found = {}
    for place, line, message, _, _ in extract_from_dir(DESK, _METHODS, _OPTIONS):
        text = tuple(message[:2]) if isinstance(message, tuple) else message
        found.setdefault(text, f"{place}:{line}")
    return found


def translated():
    """Every message of the Russian catalogs, with its file."""
    return [
        (path.name, message)
        for path in catalogs()
        for message in read_po(BytesIO(path.read_bytes()), "ru")
        if message.id
    ]


def catalogs() -> list[Path]:
    return sorted((DESK / "locale" / "ru").glob("*.po"))
