"""Packages by the API: begun, assembled, signed, sent, taken back, answered; and their files."""

import hashlib
import time

import pytest

PERIOD = {"begins_on": "2024-02-01", "ends_on": "2024-02-29"}


def test_a_package_is_begun_once_for_its_period_and_shown_with_its_history(as_):
    centre, february = as_("centre"), {"begins_on": "2024-02-01", "ends_on": "2024-02-29"}
    begun = centre.post("/plans/1/packages", february, Idempotency_Key="k").json()
    assert centre.post("/plans/1/packages", february).json() == begun
    assert begun["package_id"] in {one["id"] for one in centre.get("/packages").json()["packages"]}
    package = centre.get(f"/packages/{begun['package_id']}").json()
    assert (package["state"], package["edition"], package["parts"]) == ("collecting", 0, [])
    assert [line["trigger"] for line in package["history"]] == ["collect"]
    assert {one["plan_id"] for one in centre.get("/packages").json()["packages"]} == {1}
    assert as_("centre-2").get(f"/packages/{begun['package_id']}").status_code == 404


@pytest.mark.parametrize(
    ("period", "status"),
    [
        ({"begins_on": "2024-03-31", "ends_on": "2024-03-01"}, 422),
        ({"begins_on": "1999-01-01", "ends_on": "1999-02-01"}, 409),
    ],
)
def test_a_period_that_has_no_package_is_refused(as_, period, status):
    assert as_("centre").post("/plans/1/packages", period).status_code == status


def test_a_package_is_assembled_beside_and_its_edition_tells_when_it_is_there(as_, settings, world):
    centre = as_("centre")
    [package] = [one["id"] for one in centre.get("/packages").json()["packages"]]
    assert centre.post(f"/packages/{package}/editions", {"cut_off": "2099-01-01"}).status_code == 422
    assert centre.post(f"/packages/{package}/editions").json() == {"package_id": package}
    over = time.monotonic() + 120
    while not centre.get(f"/packages/{package}").json()["edition"] and time.monotonic() < over:
        time.sleep(0.1)
    found = centre.get(f"/packages/{package}").json()
    assert (found["state"], found["edition"]) == ("draft", 1)
    assert found["manifest_sha256"]


@pytest.fixture
def drafted(as_):
    """A package that has been assembled; its path."""
    centre = as_("centre")
    path = f"/packages/{centre.post('/plans/1/packages', PERIOD).json()['package_id']}"
    assert centre.post(f"{path}/editions", {}, Idempotency_Key="e").status_code == 200
    over = time.monotonic() + 120
    while not centre.get(path).json()["edition"] and time.monotonic() < over:
        time.sleep(0.1)
    return path


def test_a_package_goes_its_whole_way_by_the_api(as_, drafted):
    centre, controller, path = as_("centre"), as_("plan"), drafted
    seen = centre.get(path)
    package, version = seen.json(), seen.headers["etag"]
    assert (package["state"], package["intact"], package["moves"]) == ("draft", True, ["assemble"])
    assert centre.post(f"{path}/editions", {}, Idempotency_Key="e").json() == {"package_id": package["id"]}
    assert centre.get(path).json()["edition"] == 1  # asked again with its key, it was not assembled again
    for part in package["parts"]:
        content = as_("order").get(f"{path}/parts/{part['name']}").content
        assert (len(content), hashlib.sha256(content).hexdigest()) == (part["size"], part["sha256"])

    refused = centre.post(f"{path}/steps", {"trigger": "sign"})
    assert (refused.status_code, refused.json()["refused_by"][0]["code"]) == (403, "not_your_role")
    stale = controller.post(f"{path}/steps", {"trigger": "sign"}, If_Match='"1"')
    assert (stale.status_code, stale.json()["version"]) == (412, package["version"])
    signed = controller.post(f"{path}/steps", {"trigger": "sign"}, If_Match=version, Idempotency_Key="s")
    assert (signed.json()["after"], signed.headers["etag"]) == ("signed", f'"{package["version"] + 1}"')
    again = controller.post(f"{path}/steps", {"trigger": "sign"}, If_Match=version, Idempotency_Key="s")
    assert again.json() == signed.json()

    nobody = centre.post(f"{path}/sending", {})
    assert (nobody.status_code, nobody.json()["refused_by"][0]["code"]) == (409, "recipient_missing")
    named = centre.post("/plans/1/operator", {"name": "Оператор", "email": "operator@region.example"})
    assert named.json() == {"plan_id": 1, "name": "Оператор", "email": "operator@region.example"}
    look = centre.get(f"{path}/sending").json()
    assert (look["operator_email"], look["attached"], "manifest.json" in look["parts"]) == (
        named.json()["email"],
        True,
        True,
    )
    sent = centre.post(f"{path}/sending", {}, If_Match=signed.headers["etag"], Idempotency_Key="go")
    assert (sent.json()["before"], sent.json()["after"]) == ("signed", "sent")
    assert (
        centre.post(f"{path}/sending", {}, If_Match=signed.headers["etag"], Idempotency_Key="go").json() == sent.json()
    )
    [letter] = centre.get("/letters?to=operator").json()["letters"]
    assert letter["state"] == "queued"
    assert centre.post(f"{path}/steps", {"trigger": "accept", "number": "17-п"}).status_code == 409
    assert centre.post(f"{path}/steps", {"trigger": "recall"}).json()["after"] == "signed"
    centre.post(f"{path}/sending", {"elsewhere": "портал"})
    done = centre.post(f"{path}/steps", {"trigger": "accept", "number": "17-п", "on": "2024-02-12"})
    assert done.json()["after"] == "accepted"
    assert centre.get(path).json()["operator_number"] == "17-п"
    addendum = centre.post(f"{path}/addendum").json()["package_id"]
    assert centre.get(f"/packages/{addendum}").json()["supplements_id"] == package["id"]
    page = centre.get("/packages?limit=1").json()
    assert (page["packages"][0]["id"], page["next"]) == (addendum, addendum)


def test_a_part_that_is_none_or_has_changed_is_not_handed_out(as_, drafted, settings):
    centre = as_("centre")
    [kept] = settings.packages_dir.rglob("tables.xlsx")
    kept.write_bytes(b"changed")
    for name in ("tables.xlsx", "nothing", "..%2Fsrok.db"):
        assert centre.get(f"{drafted}/parts/{name}").status_code == 404
    refused = as_("plan").post(f"{drafted}/steps", {"trigger": "sign"})
    assert (refused.status_code, refused.json()["refused_by"][0]["code"]) == (409, "parts_changed")


def test_what_is_no_address_is_named(as_):
    refused = as_("centre").post("/plans/1/operator", {"email": "nowhere"})
    assert (refused.status_code, refused.json()["errors"][0]["place"]) == (422, "body.email")
