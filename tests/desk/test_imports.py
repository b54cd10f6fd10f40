"""Bringing an order in by the desk: from its file over its problems to control, alone and beside others."""

from dataclasses import replace
from pathlib import Path

import pytest

from desk.draft_text import shown_lines
from desk.draft_words import troubles
from models.database import reading, writing
from models.drafts import keep, kept_draft
from models.queries import Filter, assignments
from models.roster import contact_of, find_organization
from models.roster_changes import bring_in
from plans.draft_sheet import ITEMS
from plans.roster import read_roster
from plans.settle import settle
from plans.sheet_cells import cells_in
from states.draft import Problem, Severity, TextLine
from tests.builders import draft, item, once
from tests.desk.conftest import AT
from tests.models.working import DAY
from tests.plans.builders import SAMPLES
from tests.plans.formats.workbooks import workbook

ORDER = (SAMPLES / "order.txt").read_text(encoding="utf-8")
BROKEN = ORDER.replace("До 28 февраля 2025 года", "как-нибудь потом", 1)


@pytest.fixture
def roster(world):
    """The roster of the sample order beside that of the world."""
    with writing(world) as session:
        bring_in(session, read_roster(Path(SAMPLES / "roster.csv")))


def brought(browser, text=ORDER, name="приказ.txt"):
    content = text.encode() if isinstance(text, str) else text
    return browser.send(browser.see("/import"), "/import", files={"file": (name, content)})


def stands(world, draft_id):
    with reading(world) as session:
        kept = kept_draft(session, draft_id)
    return settle(kept.reading, kept.settlements)


def forms_of(page, words):
    """The forms in the card of a problem that says so."""
    (card,) = [one for one in page.tree.iterfind(".//article") if words in one.text_content()]
    return [(form.action, dict(form.form_values())) for form in card.iter("form")]


def form_beside(page, words):
    """The path and fields of the form with the item's field in such a card."""
    return next(form for form in forms_of(page, words) if "/items/" in form[0])


def test_an_order_comes_under_control_by_way_of_its_problems(new_browser, world, roster):
    browser = new_browser().signed_in("centre")
    page = brought(browser, BROKEN)
    assert (page.path, "строка 106" in page.words, "Срок не понят" in page.words) == ("/import/2", True, True)
    summary = browser.see("/import/2/summary")
    assert not [action for action in summary.actions() if action.endswith("/control")]
    action, fields = form_beside(page, "строка 106")
    browser.post(action, {**fields, "deadline": "до 28 февраля 2025 года"})
    assert not [one for one in stands(world, 2).open_problems if one.problem.severity == "error"]
    summary = browser.see("/import/2/summary")
    assert {"265", "4 мероприятия: 2.3, 3.1, п. 3.2, п. 5.1"} <= {
        cell.text_content().strip() for cell in summary.tree.iter("dd")
    }
    done = browser.send(summary, "/control")
    assert "Поставлено на контроль: распоряжение № 21-о" in done.words
    with reading(world) as session:
        assert len(assignments(session, Filter(order="21-о"), today=DAY)) == 265
    assert browser.post("/import/2/accept", {"key": "k", "seen": "1"}).status == 409


def test_the_same_file_again_is_the_draft_that_is_there(new_browser, world, roster):
    browser = new_browser().signed_in("admin")
    assert brought(browser).path == brought(browser).path == "/import/2"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"PK\x03\x04 broken", "Просто письмо".encode()])
def test_a_file_that_is_no_order_is_refused_in_words_and_nothing_is_kept(new_browser, world, content):
    page = brought(new_browser().signed_in("centre"), content)
    assert page.status == 422
    assert "Файл" in page.words
    assert [one for one in page.links() if one == "/import/2"] == []


def test_what_was_written_and_not_understood_is_refused_and_stays_in_its_field(new_browser, world):
    browser = new_browser().signed_in("centre")
    page = browser.send(browser.see("/import/1/items/1"), "/items/1", deadline="когда-нибудь")
    assert (page.status, "не понято" in page.words) == (422, True)
    assert page.form("/items/1").fields["deadline"] == "когда-нибудь"
    page = browser.send(page, "/items/1", deadline="до 1 марта 2024 года", executors="СОШ № 2; лицей № 3")
    item = stands(world, 1).items[1]
    assert (page.status, str(item.schedule.terms[0].due_on)) == (200, "2024-03-01")
    assert [one.name for one in item.executors] == ["СОШ № 2", "лицей № 3"]


def test_two_people_settle_different_items_at_once_and_never_overwrite_the_same(new_browser, world):
    mine, other = new_browser().signed_in("centre"), new_browser().signed_in("admin")
    first, second, third = mine.see("/import/1/items/1"), mine.see("/import/1/items/2"), other.see("/import/1/items/1")
    assert other.send(third, "/items/1", title="Иначе").status == 200
    stale = mine.send(first, "/items/1", title="По-своему")
    assert (stale.status, "другой человек" in stale.words) == (409, True)
    assert mine.send(second, "/items/2", title="Второе").status == 200
    assert [one.title for one in list(stands(world, 1).items.values())[:2]] == ["Иначе", "Второе"]
    assert "работает и" in other.see("/import/1").words


NAMES = ORDER.replace("СОШ № 11, 15,", "СОШ № 11, 150,").replace("МБОУ СОШ № 15 ", "МБОУ СОШ № 150 ")


def test_a_name_the_roster_has_not_is_settled_once_for_the_whole_order(new_browser, world, roster):
    browser = new_browser().signed_in("centre")
    page = brought(browser, NAMES)
    before = sum(one.problem.code == "not_in_roster" for one in stands(world, 2).open_problems)
    assert before
    assert page.words.count("Нет в реестре: СОШ № 150") == 1
    pick = next(fields for action, fields in forms_of(page, "Нет в реестре: СОШ № 150") if "means" in fields)
    assert browser.post("/import/2/name", {**pick, "means": "СОШ № 777"}).status == 422
    assert browser.post("/import/2/name", {**pick, "key": "1", "means": "СОШ № 15"}).status == 303
    assert not [one for one in stands(world, 2).open_problems if one.problem.about == "СОШ № 150"]
    assert all("СОШ № 150" not in group.members for group in stands(world, 2).draft.groups)
    assert "«СОШ № 150» – СОШ № 15" in browser.see("/import/2").words
    browser.send(browser.see("/import/2"), "/undo")
    assert [one for one in stands(world, 2).open_problems if one.problem.about == "СОШ № 150"]


def test_all_names_are_new_organizations_if_they_are_as_many_as_were_shown(new_browser, world):
    browser = new_browser().signed_in("centre")
    page = brought(browser, NAMES)
    fields = dict(page.form("/names").form_values())
    assert int(fields["times"]) > 1
    assert browser.post("/import/2/names", {**fields, "times": "1"}).status == 409
    assert browser.post("/import/2/names", {**fields, "key": "again"}).status == 303
    assert "not_in_roster" not in {one.problem.code for one in stands(world, 2).open_problems}


def test_only_an_administrator_adds_to_the_roster_on_the_way(new_browser, world, roster):
    coordinator, admin = new_browser().signed_in("centre"), new_browser().signed_in("admin")
    page = brought(coordinator, NAMES)
    assert [one for one in page.actions() if one.endswith("/roster")] == []
    forms = forms_of(admin.see("/import/2"), "Нет в реестре: СОШ № 150")
    fields = next(fields for action, fields in forms if action.endswith("/roster"))
    assert coordinator.post("/import/2/roster", fields).status == 404
    assert admin.post("/import/2/roster", {**fields, "key": "0", "email": "не адрес"}).status == 422
    assert admin.post("/import/2/roster", {**fields, "email": "s150@city.example"}).status == 303
    with reading(world) as session:
        found = find_organization(session, "СОШ № 150")
        assert (found.kind, found.number, contact_of(session, found).email) == (
            "school",
            "150",
            "s150@city.example",
        )
    assert not [one for one in stands(world, 2).open_problems if one.problem.about == "СОШ № 150"]


def test_all_of_a_kind_are_accepted_at_once_if_they_are_as_many_as_were_shown(new_browser, world, roster):
    browser = new_browser().signed_in("centre")
    page = brought(browser, NAMES.replace("1.2.", "1.1.").replace("2.2.", "2.1."))
    (fields,) = [dict(form.form_values()) for form in page.tree.forms if form.fields.get("code") == "duplicate_number"]
    assert browser.post("/import/2/accept", {**fields, "times": "1"}).status == 409
    assert browser.post("/import/2/accept", {**fields, "key": "again"}).status == 303
    left = {one.problem.code for one in stands(world, 2).open_problems}
    assert left
    assert "duplicate_number" not in left


def test_the_text_stands_beside_its_problems_and_either_leads_to_the_other(new_browser, world, roster):
    page = brought(new_browser().signed_in("centre"), BROKEN)
    (card,) = [one for one in page.tree.iterfind(".//article") if "строка 106" in one.text_content()]
    line = page.tree.get_element_by_id(card.xpath(".//a[starts-with(@href, '#l')]/@href")[0][1:])
    assert "как-нибудь потом" in line.text_content()
    assert f"#{card.get('id')}" in line.xpath(".//a/@href")
    assert "Приложение" in page.tree.get_element_by_id("text-title").getparent().text_content()


def test_of_a_long_text_the_lines_around_what_is_asked_about_are_shown():
    lines = tuple(TextLine(place=f"line {n}", cells=(f"{n}",)) for n in range(1, 2001))
    doubt = Problem(code="stamp", severity=Severity.INFO, place="line 1000, column 2", text="a stamp")
    settled = settle(replace(draft(), lines=lines, problems=(doubt,)))
    shown = shown_lines(settled.draft, troubles(settled, settled.open_problems, language="ru"))
    assert [one.number for one in shown] == list(range(997, 1004))
    assert [(one.number, one.severity) for one in shown if one.troubles] == [(1000, Severity.INFO)]
    assert [one.number for one in shown if one.after_gap] == [997]


def edited(content, row, column, text):
    """The workbook with another text in a cell of its first sheet."""
    sheets = cells_in(content, "")
    sheets[ITEMS][row][column] = text
    return workbook(*sheets.items())


def looked_at(browser, content):
    return browser.send(browser.see("/import/2/sheet"), "/sheet", files={"file": ("draft.xlsx", content)})


def test_a_draft_is_settled_in_excel_after_a_look_at_what_changes(new_browser, world, roster):
    browser, other = new_browser().signed_in("centre"), new_browser().signed_in("admin")
    brought(browser, BROKEN)
    book = browser.get("/import/2/draft.xlsx").response.content
    assert "то же, что и в черновике" in looked_at(browser, book).words
    row = 1 + [item.deadline_text for item in stands(world, 2).items.values()].index("как-нибудь потом")
    unclear = looked_at(browser, edited(book, row, 4, "потом как-нибудь"))
    assert (unclear.status, f"ячейка E{row + 1}Срок «потом как-нибудь» не понят" in unclear.words) == (422, True)
    page = looked_at(browser, edited(book, row, 4, "до 28 февраля 2025 года"))
    assert f"лист «Черновик», ячейка E{row + 1}" in page.words
    other.send(other.see("/import/2/items/1"), "/items/1", title="Иначе")
    before = len(stands(world, 2).open_problems)
    assert [browser.send(page, "/sheet/confirm").path for _ in range(2)] == ["/import/2"] * 2  # sent twice, done once
    now = stands(world, 2)
    assert (len(now.open_problems), now.items[1].title) == (before - 1, "Иначе")


def test_what_a_workbook_changes_is_looked_at_again_where_others_have_settled_it(new_browser, world, roster):
    browser, other = new_browser().signed_in("centre"), new_browser().signed_in("admin")
    brought(browser)
    book = browser.get("/import/2/draft.xlsx").response.content
    page = looked_at(browser, edited(book, 1, 3, "По-своему"))
    other.send(other.see("/import/2/items/1"), "/items/1", title="Иначе")
    stale = browser.send(page, "/sheet/confirm")
    assert (stale.status, "в черновике теперь «иначе»" in stale.words.lower()) == (422, True)
    assert stands(world, 2).items[1].title == "Иначе"


def test_a_workbook_of_another_draft_or_of_none_is_refused_in_russian(new_browser, world, roster):
    browser = new_browser().signed_in("centre")
    other = browser.get("/import/1/draft.xlsx").response.content
    brought(browser, BROKEN)
    assert "книга другого черновика, 1" in looked_at(browser, other).words
    assert "файл повреждён" in looked_at(browser, b"PK nonsense").words.lower()


def test_a_form_sent_twice_splits_once_and_undo_takes_back_what_was_seen(new_browser, world):
    browser = new_browser().signed_in("centre")
    page = browser.see("/import/1/items/1")
    copy = browser.send(page, "/split")
    assert copy.path == "/import/1/items/5"
    browser.send(page, "/split")
    assert len(stands(world, 1).ids) == 5
    before = browser.see("/import/1")
    browser.send(copy, "/leave-out", into="1")
    assert len(stands(world, 1).ids) == 4
    assert browser.send(before, "/undo").status == 409
    browser.send(browser.see("/import/1"), "/undo")
    assert len(stands(world, 1).ids) == 5


def test_a_dropped_draft_is_only_looked_at_and_its_file_begins_anew(new_browser, world, roster):
    browser = new_browser().signed_in("centre")
    page = brought(browser)
    assert browser.send(page, "/drop").path == "/import"
    shown = browser.see("/import/2")
    assert shown.actions() == []
    assert brought(browser).path == "/import/3"


def test_a_text_of_an_order_under_control_is_compared_and_amends_it(new_browser, world):
    browser = new_browser().signed_in("centre")
    later = draft(items=(*draft().items, item("1.5", once(DAY.replace(month=5)), *draft().items[0].executors)))
    with writing(world) as session:
        keep(session, later, fingerprint="7" * 64, at=AT)
    page = browser.see("/import/2/summary")
    assert "В сравнении с распоряжением № 7" in page.words
    browser.send(page, "/control")
    with reading(world) as session:
        assert len(assignments(session, Filter(order="7", item="1.5"), today=DAY)) == 3
