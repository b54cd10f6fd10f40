"""Every text of the desk is there in Russian and in English, and the right one is shown."""

from collections import Counter

import pytest

from desk.languages import language_of
from tests.desk.catalogs import texts, translated


def test_every_text_is_translated_into_russian():
    known = {message.id for _, message in translated()}
    missing = {f"{place}: {text!r}" for text, place in texts().items() if text not in known}
    assert sorted(missing) == [], "write them into a file of desk/locale/ru"


def test_no_translation_is_of_a_text_that_is_no_more():
    shown = set(texts())
    assert [(name, message.id) for name, message in translated() if message.id not in shown] == []


def test_every_translation_is_whole_and_stands_once():
    seen = Counter(message.id for _, message in translated())
    assert [text for text, times in seen.items() if times > 1] == []
    for name, message in translated():
        parts = message.string if message.pluralizable else (message.string,)
        assert all(parts), (name, message.id)
        assert not message.fuzzy, (name, message.id)
        assert len(parts) == (3 if message.pluralizable else 1), (name, message.id)
        assert not list(message.check()), (name, message.id)


@pytest.mark.parametrize(
    ("chosen", "accepted", "shown"),
    [
        ("", None, "ru"),
        ("", "en-GB,en;q=0.9,ru;q=0.8", "en"),
        ("", "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("", "de,en;q=0.5", "en"),
        ("", "de", "ru"),
        ("ru", "en", "ru"),
        ("xx", "en", "en"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_browser_s_or_russian(chosen, accepted, shown):
    assert language_of(chosen, accepted) == shown


def test_a_language_is_chosen_by_a_switch_and_stays(browser):
    page = browser.see("/sign-in?then=/plans")
    assert page.tree.get("lang") == "ru"
    switch = page.tree.xpath("//nav[@class='tongues']//a/@href")[0]
    english = browser.see(switch)
    assert (english.tree.get("lang"), english.path, "Password" in english.words) == ("en", "/sign-in", True)
    assert browser.see("/sign-in").tree.get("lang") == "en"


def test_a_language_switch_leads_to_no_other_site(browser):
    assert browser.get("/language/en?back=//evil.example").response.headers["location"] == "/"
