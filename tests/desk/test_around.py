"""What is around the work: whether the house is well."""

import json

from tests.notifications.waiting import put_in


def test_healthz_answers_503_while_something_has_failed_and_names_nobody(new_browser, world, settings):
    put_in(world, 2)
    url = str(world.url)
    answer = new_browser(database_url=url, smtp_url="smtp://localhost:1").get("/healthz").response
    said = json.loads(answer.content)
    assert (answer.status_code, said["verdict"]) == (503, "fail")
    assert {"name", "verdict", "code", "said", "to_do"} == set(said["checks"][0])
    assert b"@" not in answer.content
