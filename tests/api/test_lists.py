"""Plans, items, letters and the roster by the API: as they are listed, and what can be done to an item."""

import pytest

from tests.builders import SCHOOLS

REPORT = {"trigger": "report", "text": "Сделано"}


def test_plans_tell_how_far_they_have_come_with_their_items(as_, share):
    as_("school-1").post(f"/assignments/{share().id}/moves", REPORT)
    centre = as_("centre")
    [line] = centre.get("/plans").json()
    assert (line["order"], line["items"], line["accepted"]) == ("7", 4, 0)
    plan = centre.get(f"/plans/{line['plan_id']}").json()
    [section] = plan["sections"]
    assert [item["item"] for item in section["items"]] == ["1.1", "1.2", "1.3", "1.4"]
    assert (section["items"][0]["assignments"], section["items"][0]["reported"]) == (3, 1)
    deadlines = centre.get(f"/plans/{line['plan_id']}/deadlines").json()
    assert [(one["item"], one["done"], one["executors"]) for one in deadlines][:1] == [("1.1", 1, 3)]
    assert {line["order"] for line in as_("admin").get("/plans").json()} == {"7", "8"}


def test_an_item_shows_its_occurrences_and_what_was_done_to_it(as_, share):
    path = f"/items/{share().item_id}"
    reason = {"trigger": "put_under_special_control", "reason": "Спрашивает глава"}
    turned = as_("plan").post(path + "/control", reason, Idempotency_Key="k")
    assert (turned.json()["before"], turned.json()["after"]) == ("on_control", "special")
    assert as_("plan").post(path + "/control", reason, Idempotency_Key="k").json() == turned.json()
    again = as_("plan").post(path + "/control", reason)
    assert (again.status_code, again.json()["refused_by"][0]["code"]) == (409, "no_such_move")
    item = as_("centre").get(path).json()
    [time] = item["occurrences"]
    assert (item["control"], [one["executor"] for one in time["executors"]]) == ("special", list(SCHOOLS))
    assert [(line["trigger"], line["reason"]) for line in item["history"]] == [
        ("put_under_special_control", "Спрашивает глава")
    ]


def test_who_may_not_turn_control_is_told_so_in_their_language(as_, share):
    path, body = f"/items/{share().item_id}/control", {"trigger": "remove_from_control", "reason": "x"}
    refused = as_("centre").post(path, body, Accept_Language="ru")
    assert (refused.status_code, refused.json()["title"][:12]) == (403, "Так сделать ")
    assert as_("centre").post(path, body).json()["refused_by"][0]["code"] == "not_your_role"


def test_an_undated_item_is_given_its_date_once(as_, share):
    item = share(item="1.4").item_id
    dated = as_("centre").post(f"/items/{item}/due-date", {"due_on": "2024-05-31"}, Idempotency_Key="d")
    assert dated.json() == {"item_id": item, "due_on": "2024-05-31", "executors": 3}
    assert (
        as_("centre").post(f"/items/{item}/due-date", {"due_on": "2024-05-31"}, Idempotency_Key="d").status_code == 200
    )
    refused = as_("centre").post(f"/items/{item}/due-date", {"due_on": "2024-06-28"})
    assert (refused.status_code, refused.json()["code"]) == (409, "refused")
    not_theirs = as_("signed").post(f"/items/{item}/due-date", {"due_on": "2024-06-28"})
    assert (not_theirs.status_code, not_theirs.json()["code"]) == (403, "not_permitted")


def test_only_what_is_on_request_is_asked_for_once_more(as_, share):
    refused = as_("centre").post(f"/items/{share().item_id}/occurrences", {"due_on": "2024-06-28"})
    assert (refused.status_code, refused.json()["code"]) == (409, "refused")
    assert "those of the order" in refused.json()["detail"]


def test_letters_are_listed_to_whoever_looks_after_the_plan_without_what_they_say(as_, share):
    ids = [share(school).id for school in SCHOOLS[:2]]
    centre = as_("centre")
    centre.post("/bulk-moves", {"assignment_ids": ids, "trigger": "remind", "reason": "Ждём"})
    first = centre.get("/letters?limit=1").json()
    assert [(one["recipient"], one["state"]) for one in first["letters"]] == [("school-2@city.example", "queued")]
    rest = centre.get(f"/letters?behind={first['next']}").json()
    assert ([one["recipient"] for one in rest["letters"]], rest["next"]) == (["school-1@city.example"], None)
    assert "Ждём" not in str(first)


def test_the_roster_is_read_page_by_page(as_):
    found, behind = [], ""
    while behind is not None:
        page = as_("centre").get(f"/roster?limit=2{behind and f'&behind={behind}'}").json()
        found += page["organizations"]
        behind = page["next"]
    people = {one["name"]: [person["email"] for person in one["people"]] for one in found}
    assert people["СОШ № 1"] == ["school-1@city.example", "colleague@city.example"]
    assert len(people) == len(found)


@pytest.mark.parametrize("path", ["/letters?limit=0", "/letters?behind=-1", "/roster?limit=999", "/roster?x=1"])
def test_a_part_of_a_list_that_cannot_be_is_not_understood(as_, path):
    assert as_("centre").get(path).status_code == 422
