"""The roster, letters, ladders, roles and mail by the API: changed once, and only as they were looked at."""

from base64 import b64encode

import pytest

from models.database import reading, writing
from models.queries import person_by_email
from models.roster_changes import bring_in
from models.sign_ins import Sought, latest
from models.tables import OutboxState, SignInOutcome
from states.draft import RosterPerson
from tests.desk.test_letters import written  # noqa: F401 - a fixture
from tests.models.world import mail

CSV = "organization;kind;number;head;post;email\nСад № 9;school;9;Иванова И.И.;;sad-9@city.example\n"


def file(text):
    return {"name": "roster.csv", "content": b64encode(text.encode()).decode()}


@pytest.fixture
def person(world):
    """A function that finds somebody's path."""

    def found(name):
        with reading(world) as session:
            return f"/people/{person_by_email(session, mail(name))}"

    return found


def test_a_roster_is_looked_at_first_and_then_brought_in_as_it_was_seen(as_):
    admin = as_("admin")
    look = admin.post("/roster/changes", file(CSV) | {"dry_run": True}).json()
    assert (look["done"], look["added"]) == (False, 1), look
    assert admin.get("/roster?find=Сад").json()["organizations"] == []
    other = admin.post("/roster/changes", file(CSV) | {"mark": "0" * 64})
    assert (other.status_code, other.json()["code"]) == (409, "stale")
    done = admin.post("/roster/changes", file(CSV) | {"mark": look["mark"]}, Idempotency_Key="r").json()
    assert (done["done"], done["mark"], done["lines"]) == (True, look["mark"], look["lines"])
    assert admin.post("/roster/changes", file(CSV) | {"mark": look["mark"]}, Idempotency_Key="r").json() == done
    [garden] = admin.get("/roster?find=Сад").json()["organizations"]
    assert [one["email"] for one in garden["people"]] == ["sad-9@city.example"]
    assert admin.post("/roster/changes", file("nonsense")).json()["code"] == "document_refused"
    assert as_("centre").post("/roster/changes", file(CSV)).status_code == 404


def test_a_person_s_entry_is_changed_as_it_was_seen_and_they_leave(as_, person, world):
    admin, path = as_("admin"), person("school-2")
    entry = {"name": "Новая Н.Н.", "post": "Директор", "email": mail("school-2")}
    look = admin.post(path, entry | {"dry_run": True}).json()
    assert {one["field"] for one in look["fields"]} >= {"head", "position"}, look
    assert admin.get(path).json()["name"] == ""
    assert admin.post(path, entry | {"mark": "other"}).status_code == 409
    assert admin.post(path, entry | {"mark": look["mark"]}, Idempotency_Key="p").json()["done"]
    assert admin.get(path).json()["name"] == "Новая Н.Н."
    wrong = admin.post(path, entry | {"email": "nowhere"})
    assert (wrong.status_code, wrong.json()["errors"][0]["place"]) == (422, "body.email")
    assert admin.post(f"{path}/links/revoke").json()["links"] == 0
    school = as_("school-2")
    left = admin.post(f"{path}/retire", Idempotency_Key="l").json()
    assert left["left_on"] == admin.get(path).json()["left_on"] == "2024-02-12"
    assert admin.post(f"{path}/retire", Idempotency_Key="l").json() == left
    assert school.get("/me").status_code == 401
    with writing(world) as session:
        bring_in(session, [RosterPerson(organization="СОШ № 2", kind="school", email=mail("school-2"))])
        assert [one.by for one in latest(session, Sought([SignInOutcome.LEFT]))] == [mail("admin")]
    assert school.get("/me").status_code == 401, "who comes back is given a token anew"
    myself = admin.get("/me").json()["person_id"]
    assert admin.post(f"/people/{myself}/retire").status_code == 409


def test_a_delegation_is_listed_and_ended(as_):
    centre = as_("centre")
    [first] = [one["id"] for one in centre.get("/roster?find=СОШ № 1").json()["organizations"]]
    here = centre.get(f"/delegations?organization_id={first}").json()
    ids = {one["email"]: one["id"] for one in here}
    assert mail("delegate-here") in ids
    ended = centre.post(f"/delegations/{ids[mail('delegate-here')]}/end", Idempotency_Key="d")
    assert ended.json()["ended_on"] == "2024-02-12"
    assert centre.post(f"/delegations/{ids[mail('delegate-here')]}/end", Idempotency_Key="d").json() == ended.json()
    assert centre.post(f"/delegations/{ids[mail('delegate-there')]}/end").status_code == 403
    assert centre.post("/delegations/999/end").status_code == 404


def test_a_letter_that_died_is_tried_again(as_, written):  # noqa: F811
    school, stranger = written(["school-1", "stranger"])
    centre = as_("centre")
    dead = centre.get("/letters?state=dead").json()["letters"]
    assert [one["id"] for one in dead] == [school]
    assert "Откройте" in centre.get(f"/letters/{school}").json()["text"]
    assert "x" * 43 not in centre.get(f"/letters/{school}").text
    assert centre.get(f"/letters/{stranger}").status_code == 404
    both = {"decision": "retry", "letter_ids": [school, stranger]}
    assert centre.post("/letters/decisions", both).status_code == 404
    one = {"decision": "retry", "letter_ids": [school]}
    assert centre.post("/letters/decisions", one, Idempotency_Key="r").json() == {"letters": 1}
    assert centre.post("/letters/decisions", one, Idempotency_Key="r").json() == {"letters": 1}
    assert centre.get(f"/letters/{school}").json()["state"] == OutboxState.QUEUED
    assert centre.post("/letters/decisions", one).json()["code"] == "refused"


def test_letters_to_come_are_foreseen(as_):
    ahead = as_("centre").get("/letters/ahead").json()
    assert {"person_id", "recipient", "assignments", "new", "overdue"} <= set(ahead["letters"][0])
    assert as_("centre").get("/letters/ahead?on=2030-01-01").json()["errors"][0]["place"] == "query.on"


def test_a_ladder_is_tried_and_then_kept_by_its_controllers(as_):
    controller = as_("plan")
    text = controller.get("/plans/1/ladder").json()["text"]
    wrong = controller.post("/plans/1/ladder", {"text": text.replace('to = "executor"', 'to = "everybody"', 1)})
    assert (wrong.status_code, wrong.json()["errors"][0]["place"]) == (422, "body.text")
    changed = text.replace("-10", "-9", 1)
    tried = controller.post("/plans/1/ladder", {"text": changed, "dry_run": True}).json()
    assert (tried["kept"], bool(tried["changes"])) == (False, True)
    assert controller.get("/plans/1/ladder").json()["text"] == text
    assert controller.post("/plans/1/ladder", {"text": changed, "reason": "Так решили"}, Idempotency_Key="l").json()[
        "kept"
    ]
    assert controller.get("/plans/1/ladder").json()["text"] != text
    assert as_("centre").post("/plans/1/ladder", {"text": text}).status_code == 403


def test_a_role_changes_hands_and_mail_is_switched_by_an_administrator(as_):
    admin = as_("admin")
    held = admin.post("/plans/1/roles", {"role": "coordinator", "email": mail("stranger"), "reason": "Отпуск"})
    assert (held.status_code, held.json()["role"]) == (200, "coordinator")
    assert as_("stranger").get("/me").json()["plan_roles"] == {"1": ["coordinator"]}
    assert admin.post("/plans/1/roles", {"role": "coordinator", "email": "x@y.example"}).status_code == 422
    assert admin.get("/mail").json()["on"]
    assert admin.post("/mail", {"on": False}).json()["by"] == mail("admin")
    assert not admin.get("/mail").json()["on"]
    assert as_("order").post("/mail", {"on": True}).status_code == 404


def test_an_item_s_rule_and_year_are_changed_as_it_was_looked_at(as_, share):
    controller, path = as_("plan"), f"/items/{share().item_id}"
    version = controller.get(path).headers["etag"]
    turned = controller.post(f"{path}/roll-up", {"rule": "quorum 50%"}, If_Match=version, Idempotency_Key="q")
    assert (turned.json()["before"], turned.json()["after"]) == ("all", "quorum 50%")
    assert (
        controller.post(f"{path}/roll-up", {"rule": "quorum 50%"}, If_Match=version, Idempotency_Key="q").json()
        == turned.json()
    )
    stale = controller.post(
        f"{path}/control", {"trigger": "put_under_special_control", "reason": "x"}, If_Match=version
    )
    assert (stale.status_code, f'"{stale.json()["version"]}"') == (412, turned.headers["etag"])
    assert controller.post(f"{path}/roll-up", {"rule": "quorum 500%"}).status_code == 422
    assert controller.post(f"{path}/next-year", {"year": 2024}).status_code == 409


def test_many_are_tried_without_being_moved(as_, share):
    body = {"assignment_ids": [share().id], "trigger": "extend", "reason": "Ждём", "due_on": "2024-05-31"}
    tried = as_("centre").post("/bulk-moves", body | {"dry_run": True}).json()
    assert (tried["step_id"], [row["refused_by"] for row in tried["rows"]]) == (None, [[]])
    assert share().version == 0


def test_people_stand_in_for_one_another_and_report_for_others(as_, person, world):
    admin, whose, who = as_("admin"), person("school-2"), int(person("stranger").split("/")[-1])
    named = {"substitute_id": who, "from_on": "2024-02-12", "until_on": "2024-02-20"}
    assert admin.post(f"{whose}/substitute", named, Idempotency_Key="s").json()["until_on"] == "2024-02-20"
    assert admin.get(f"/people/{who}").json()["substitute_for"]
    assert admin.post(f"{person('school-1')}/substitute/end", {"substitute_id": who}).status_code == 404
    assert admin.post(f"{whose}/substitute/end", {"substitute_id": who}).status_code == 200
    assert not admin.get(f"/people/{who}").json()["substitute_for"]
    [school] = [one["id"] for one in admin.get("/roster?find=СОШ № 2").json()["organizations"]]
    given = admin.post(f"/people/{who}/delegations", {"organization_id": school, "until_on": "2024-03-01"})
    assert (given.json()["organization"], given.json()["from_on"]) == ("СОШ № 2", "2024-02-12")
    assert admin.post(f"/people/{who}/delegations", {"organization_id": school}).status_code == 409
    assert as_("order-2").post(f"/people/{who}/delegations", {"organization_id": school}).status_code == 403


def test_organizations_get_another_name_or_become_part_of_another(as_):
    admin = as_("admin")
    ids = {one["name"]: one["id"] for one in admin.get("/roster").json()["organizations"]}
    path, name = f"/organizations/{ids['СОШ № 2']}", {"name": "Гимназия № 2"}
    assert not admin.post(f"{path}/rename", name | {"dry_run": True}).json()["done"]
    assert admin.post(f"{path}/rename", name, Idempotency_Key="n").json()["before"] == "СОШ № 2"
    assert admin.post(f"{path}/rename", {"name": "СОШ № 1"}).status_code in {409, 422}
    into = {"into_id": ids["СОШ № 1"]}
    look = admin.post(f"{path}/merge", into | {"dry_run": True}).json()
    assert admin.post(f"{path}/merge", into, Idempotency_Key="m").json() == look | {"done": True}
    assert "Гимназия № 2" not in {one["name"] for one in admin.get("/roster").json()["organizations"]}
    assert admin.post(f"{path}/merge", {"into_id": 9999}).status_code == 404
