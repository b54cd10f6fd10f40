"""No page speaks two languages: a Russian one has no English but names of things, an English one nothing of the Russian
catalog. What is marked as another language's is left out, and so is code.
"""

import re

import pytest

from states import problem_words, rejection_words, words
from states.sentence import Words
from tests.desk.catalogs import translated
from tests.desk.test_access import SHOWN, path_of
from tests.desk.test_imports import BROKEN, brought

ENGLISH = re.compile(r"\b[A-Za-z][a-z']+(?: [A-Za-z][a-z']+)+\b")
NAMES = re.compile(r"srok [\w-]+(?: [\w-]+)*|soffice|Liberation Serif|Connection refused", re.IGNORECASE)
CODE = "self::code or self::pre or self::script or self::style or self::textarea or self::datalist"
IDS = {"plan_id": 1, "item_id": 1, "assignment_id": 1, "package_id": 1}


def spoken(page):
    """What a reader sees, and what is read out to them."""
    own = f"not(ancestor::*[@lang and @lang != '{page.tree.get('lang')}'])"
    texts = page.tree.xpath(f"//body//text()[{own} and not(ancestor::*[{CODE}])]")
    said = page.tree.xpath(f"//body//*[{own} and not(@lang)]/@*[name()='aria-label' or name()='placeholder']")
    return [" ".join(text.split()) for text in (*texts, *said)]


def catalog():
    """Everything that is only ever said in Russian, of two words and more and without values in it."""
    tables = [table for table in vars(words).values() if isinstance(table, dict)]
    told = [one for table in (*tables, rejection_words.REASONS) for one in table.values()]
    said = {one.russian for one in told if isinstance(one, Words)}
    said |= {part for _, one in translated() for part in ([one.string] if isinstance(one.string, str) else one.string)}
    said |= set(problem_words.PROBLEMS.values())
    return {one for one in said if " " in one and "{" not in one and "%(" not in one}


@pytest.fixture
def pages(new_browser, world):
    """A function that gives every page in a language, those of an administrator and an executor."""

    def walked(language):
        browsers = [new_browser().signed_in("admin"), new_browser().by_link("school-1")]
        brought(browsers[0], BROKEN)
        brought(browsers[0], b"%PDF-1.4 broken", name="broken.pdf")
        for browser in browsers:
            browser.see(f"/language/{language}?back=/")
            for route in SHOWN:
                if "/language/" in route.path or "/healthz" in route.path:
                    continue
                page = browser.get(path_of(route, {**IDS, "draft_id": 2}))
                if page.text and page.tree.get("lang"):
                    yield route.path, page
        yield "refused", brought(browsers[0], b"PK\x03\x04 broken", name="broken.docx")

    return walked


def test_a_russian_page_has_no_english_sentence(pages):
    found = {(path, text) for path, page in pages("ru") for text in spoken(page) if ENGLISH.search(NAMES.sub("", text))}
    assert not found, "\n".join(map(str, sorted(found)))


def test_an_english_page_has_nothing_of_the_russian_catalog(pages):
    russian = catalog()
    found = {(path, text) for path, page in pages("en") for text in spoken(page) if text in russian}
    assert not found, "\n".join(map(str, sorted(found)))
