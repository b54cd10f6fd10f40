"""Orders coming in by the API: from a file over its problems, settled and taken back, to control."""

from base64 import b64encode
from pathlib import Path

import pytest

from models.database import writing
from models.roster_changes import bring_in
from plans.roster import read_roster
from tests.plans.builders import SAMPLES

ORDER = (SAMPLES / "order.txt").read_text(encoding="utf-8")
BROKEN = ORDER.replace("До 28 февраля 2025 года", "как-нибудь потом", 1)


def file(text, name="приказ.txt"):
    return {"name": name, "content": b64encode(text.encode() if isinstance(text, str) else text).decode()}


@pytest.fixture
def draft(as_, world):
    """The draft of the sample order with one deadline that nobody can read; its path."""
    with writing(world) as session:
        bring_in(session, read_roster(Path(SAMPLES / "roster.csv")))
    return f"/drafts/{as_('centre').post('/drafts', file(BROKEN)).json()['draft_id']}"


def test_an_order_comes_under_control_by_way_of_its_problems(as_, draft):
    centre = as_("centre")
    assert centre.post("/drafts", file(BROKEN)).json() == {"draft_id": int(draft.split("/")[-1])}
    seen = centre.get(draft)
    found, version = seen.json(), seen.headers["etag"]
    assert (found["state"], found["number"], found["open_problems"]["error"]) == ("open", "21-о", 1)
    [problem] = [one for one in found["problems"] if one["severity"] == "error"]
    assert (problem["code"], problem["may_stay"]) == ("deadline_unrecognised", False)
    assert centre.get(f"{draft}/summary").json()["obstacle"]
    assert centre.post(f"{draft}/control").status_code == 409

    changes = [
        {"does": "set_item", "item": problem["item"], "deadline": "до 28 февраля 2025 года"},
        {"does": "accept_remarks"},
    ]
    settled = centre.post(f"{draft}/settlements", {"changes": changes}, If_Match=version, Idempotency_Key="k")
    assert (settled.json()["version"], settled.json()["open_problems"]["error"]) == (1, 0)
    again = centre.post(f"{draft}/settlements", {"changes": changes}, If_Match=version, Idempotency_Key="k")
    assert again.json() == settled.json()
    stale = centre.post(f"{draft}/settlements", {"changes": changes}, If_Match=version)
    assert (stale.status_code, stale.json()["version"]) == (412, 1)
    summary = centre.get(f"{draft}/summary").json()
    assert (summary["obstacle"], summary["amends"]) == ("", None)
    done = centre.post(f"{draft}/control", If_Match=settled.headers["etag"], Idempotency_Key="c").json()
    assert (done["order"], done["items"], done["amended"]) == ("21-о", summary["items"], False)
    assert centre.post(f"{draft}/control", If_Match=settled.headers["etag"], Idempotency_Key="c").json() == done
    assert centre.get(draft).json()["state"] == "under control"
    assert centre.get("/drafts").json()["drafts"][0]["order"] == "21-о"
    late = centre.post(f"{draft}/settlements", {"changes": changes})
    assert (late.status_code, late.json()["code"]) == (409, "refused")


def test_items_are_listed_page_by_page_and_changed_all_at_once_or_not_at_all(as_, draft):
    centre, items, behind = as_("centre"), [], ""
    while behind is not None:
        page = centre.get(f"{draft}/items?limit=10{behind and f'&behind={behind}'}").json()
        items, behind = items + page["items"], page["next"]
    assert len({one["id"] for one in items}) == len(items) == centre.get(draft).json()["items"]
    first, second, third = (one["id"] for one in items[:3])
    changes = [
        {"does": "split_item", "item": first},
        {"does": "merge_item", "item": second, "into": first},
        {"does": "drop_item", "item": third},
        {"does": "set_order", "title": "О другом"},
        {"does": "set_role", "role": "plan_controller", "name": "Петров П.П.", "organization": "Департамент"},
    ]
    wrong = [*changes, {"does": "set_item", "item": first, "deadline": "когда-нибудь"}]
    refused = centre.post(f"{draft}/settlements", {"changes": wrong})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_settled")
    assert centre.get(draft).headers["etag"] == '"0"'
    [new] = centre.post(f"{draft}/settlements", {"changes": changes}).json()["new_items"]
    now = centre.get(draft).json()
    assert (now["items"], now["title"]) == (len(items) - 1, "О другом")
    assert {"plan_controller"} <= {one["role"] for one in now["roles"]}
    assert new in {one["id"] for one in centre.get(f"{draft}/items?limit=200").json()["items"]}
    assert centre.post(f"{draft}/undo", If_Match='"1"').json()["version"] == 2
    assert centre.get(draft).json()["items"] == len(items)
    assert centre.post(f"{draft}/undo").status_code == 409
    assert centre.post(f"{draft}/drop", If_Match='"1"').status_code == 412
    assert centre.post(f"{draft}/drop").status_code == 200
    assert centre.get(draft).json()["state"] == "dropped"


@pytest.mark.parametrize(
    ("brought", "code"),
    [
        (file("Привет"), "document_refused"),
        (file(b"PK\x03\x04nonsense", "a.docx"), "document_refused"),
        (file(""), "not_understood"),
        ({"name": "a\0b", "content": "QQ=="}, "not_understood"),
    ],
)
def test_a_file_that_is_no_order_is_refused_and_nothing_is_kept(as_, brought, code):
    centre = as_("centre")
    refused = centre.post("/drafts", brought)
    assert (refused.status_code, refused.json()["code"]) == (422, code), refused.text
    assert len(centre.get("/drafts").json()["drafts"]) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"does": "explode"},
        {"does": "set_item", "item": 1},
        {"does": "set_item", "item": 99, "title": "x"},
        {"does": "drop_item", "item": 99},
        {"does": "accept_problem", "problem": "nothing"},
        {"does": "set_order", "number": "1\0"},
        {"does": "set_order", "number": "x" * 201},
    ],
)
def test_what_cannot_be_settled_changes_nothing(as_, change):
    centre = as_("centre")
    refused = centre.post("/drafts/1/settlements", {"changes": [change]})
    assert refused.status_code == 422, refused.text
    assert centre.get("/drafts/1").headers["etag"] == '"0"'
