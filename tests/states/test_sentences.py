"""What is said by a code: in both languages, and every code of a table is used."""

import string
from datetime import date
from pathlib import Path

import pytest

from states import edition_words, ladder_words, rejection_words
from states.sentence import Words, sentence

TABLES = {
    "HELD": edition_words.HELD,
    "REMARKS": ladder_words.REMARKS,
    "CHANGES": ladder_words.CHANGES,
    "UNUSABLE": ladder_words.UNUSABLE,
    "REASONS": rejection_words.REASONS,
    "OTHER_FORMATS": rejection_words.OTHER_FORMATS,
}
ROOT = Path(__file__).parents[2]


def named(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("table", TABLES)
def test_russian_names_no_value_that_english_does_not_in_words_of_its_own(table):
    for code, words in TABLES[table].items():
        assert words.english == "{said}" or named(words.russian) <= named(words.english), code
        assert words.russian.isupper() or any("а" <= letter <= "я" for letter in words.russian.lower()), code
        assert not any("а" <= letter <= "я" for letter in words.english.lower()), code


@pytest.mark.parametrize("table", TABLES)
def test_every_code_is_said_somewhere(table):
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in ("states", "models", "plans", "srok")
        for path in (ROOT / room).rglob("*.py")
        if not path.name.endswith("_words.py")
    )
    assert [one for one in TABLES[table] if f'"{one}"' not in code] == []


def test_dates_lists_and_words_are_written_as_the_language_does():
    table = {"said": Words("до {day}: {names}, {who}", "by {day}: {names}, {who}")}
    said = sentence(table, "said", day=date(2025, 6, 1), names=("а", 2), who=Words("все", "all"))
    assert (said.russian, said.english) == ("до 01.06.2025: а, 2, все", "by 2025-06-01: а, 2, all")
    assert str(said) == said.english
    assert said == sentence({}, "said", **dict(said.values))
