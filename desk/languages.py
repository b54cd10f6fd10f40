"""The languages of the desk and their catalogs. Texts in templates are English; Russian is translated from them, and is
what people see first.
"""

from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LANGUAGES = {"ru": "Русский", "en": "English"}
FIRST = "ru"


def language_of(chosen: str, accepted: str | None) -> str:
    """The language of a page: what was chosen here, else what the browser asks for first, else Russian."""
    if chosen in LANGUAGES:
        return chosen
    for wanted in (accepted or "").split(","):
        code = wanted.split(";")[0].strip().split("-")[0].lower()
        if code in LANGUAGES:
            return code
    return FIRST


@cache
def translations(language: str) -> NullTranslations:
    """All catalogs of a language as one."""
    if language == "en":
        return NullTranslations()
    written = BytesIO()
    write_mo(written, catalog(language))
    written.seek(0)
    return Translations(written)


def catalog(language: str) -> Catalog:
    """What is translated into a language: a file for each room of pages, so that two people rarely edit the same."""
    found = Catalog(locale=language)
    folder = files("desk") / "locale" / language
    for name in sorted(file.name for file in folder.iterdir() if file.name.endswith(".po")):
        with (folder / name).open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    found[message.id] = message
    return found
