"""What is sent twice is done once: every form of the desk has a key, or is told here why it needs none."""

import re
from typing import get_type_hints

import pytest

from models.database import reading
from models.queries import Filter, assignments
from tests.desk.test_access import DONE, SHOWN, path_of
from tests.models.working import DAY

EVEN_TWICE = {
    "/views": "a view of the same name becomes this one",
    "/views/rename": "it is called so already",
    "/views/remove": "it is gone already",
    "/assignments/bulk": "asks only, and changes nothing",
    "/assignments/bulk/undo": "names the step, which is undone once",
    "/my/assignments/{assignment_id:int}/draft/files/{file_id:int}/remove": "it is gone already",
    "/import": "a file is known by its content",
    "/import/{draft_id:int}/sheet": "shows only what would change",
    "/roster/import": "shows only what would change",
    "/house/backups": "a second backup beside the first does no harm",
    "/account/password": "the password is that already",
    "/account/sessions/end": "they are ended already",
    "/account/links/revoke": "they are revoked already",
    "/account/tokens/{token_id:int}/revoke": "it is revoked already",
    "/house/test-letter": "each press is a letter to oneself",
    "/sign-in": "signs in anew",
    "/sign-out": "nobody is signed in any more",
    "/welcome/{token}": "an invitation opens once",
}
"""Of a form without a key: what comes of sending it twice."""


def takes_a_key(route):
    field = get_type_hints(route.endpoint)["form"].model_fields.get("key")
    return field is not None and field.is_required()


def test_every_form_has_a_key_or_is_the_same_when_it_is_sent_twice():
    without = {route.path for route in DONE if not takes_a_key(route)}
    assert without - set(EVEN_TWICE) == set(), "take a key (desk.forms.Keyed), or say here why none is needed"
    assert set(EVEN_TWICE) & {route.path for route in DONE if takes_a_key(route)} == set()


@pytest.fixture
def ids(world):
    with reading(world) as session:
        (one,) = assignments(session, Filter(order="7", executor="СОШ № 1", item="1.1"), today=DAY)
        return {"assignment_id": one.id, "item_id": one.item_id, "plan_id": 1, "package_id": 1}


@pytest.mark.parametrize("who", ["plan", "centre", "admin", "school-1"])
def test_every_form_that_is_shown_brings_a_key_of_its_own(new_browser, ids, who):
    browser, keyless, keys = new_browser().signed_in(who), set(), []
    keyed = [route for route in DONE if takes_a_key(route)]
    for route in SHOWN:
        page = browser.get(path_of(route, ids))
        for form in page.tree.forms if page.tree is not None and page.status == 200 else ():
            action = form.action or page.path
            if form.method != "POST" or not any(one.path_regex.match(action) for one in keyed):
                continue
            key = dict(form.form_values()).get("key", "")
            keys.append(key)
            if not re.fullmatch("[0-9a-f]{32}", key):
                keyless.add(action)
    assert keyless == set()
    assert len(set(keys)) == len(keys) > 0
