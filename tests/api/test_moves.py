"""Looking at assignments and moving them by the API: versions, keys, refusals, many at once."""

import base64

import pytest

from models.database import reading
from models.queries import history
from tests.builders import SCHOOLS
from tests.desk.conftest import AT
from tests.models.working import DAY

REPORT = {"trigger": "report", "text": "Сделано"}


def path_of(one):
    return f"/assignments/{one.id}"


def test_an_assignment_shows_its_history_and_the_moves_that_whoever_asks_may_make(as_, share):
    one = share()
    head, centre = as_("school-1"), as_("centre")
    assert head.post(path_of(one) + "/moves", REPORT).status_code == 200
    seen = centre.get(path_of(one))
    found = seen.json()
    assert seen.headers["etag"] == f'"{found["version"]}"' == '"1"'
    assert (found["state"], found["executor"], found["order"]) == ("reported", "СОШ № 1", "7")
    assert [(line["trigger"], line["text"]) for line in found["history"]] == [("report", "Сделано")]
    moves = {move["trigger"]: move for move in found["moves"]}
    assert moves["send_back"]["reason"] == "must"
    assert "recall" not in moves
    assert "recall" in {move["trigger"] for move in head.get(path_of(one)).json()["moves"]}


def test_a_move_answers_with_the_new_state_and_version(as_, share):
    done = as_("school-1").post(path_of(share()) + "/moves", REPORT)
    assert done.headers["etag"] == '"1"'
    said = {"assignment_id": share().id, "source": "assigned", "dest": "reported", "version": 1}
    assert done.json() == said | {"item_state": "in_progress"}


def test_what_the_table_refuses_is_a_problem_with_codes_and_words_in_the_caller_s_language(as_, share):
    path = path_of(share()) + "/moves"
    english = as_("school-1").post(path, {"trigger": "report"})
    assert (english.status_code, english.headers["content-type"]) == (409, "application/problem+json")
    assert english.json()["code"] == "not_allowed"
    assert english.json()["refused_by"] == [{"code": "result_text_missing", "words": "say what was done"}]
    russian = as_("school-1").post(path, {"trigger": "report"}, Accept_Language="ru-RU,en")
    assert russian.json()["refused_by"][0]["words"] == "напишите, что сделано"
    assert russian.headers["content-language"] == "ru"
    assert share().version == 0


def test_a_move_of_somebody_without_the_role_is_forbidden(as_, share):
    refused = as_("centre").post(path_of(share()) + "/moves", REPORT)
    assert (refused.status_code, refused.json()["refused_by"][0]["code"]) == (403, "not_your_role")


def test_a_stale_move_says_what_changed_and_by_whom(as_, share):
    one, head, centre = share(), as_("school-1"), as_("centre")
    head.post(path_of(one) + "/moves", REPORT, If_Match='"0"')
    for trigger in ("comment", "report"):  # the second is not legal any more, because of what was done meanwhile
        stale = head.post(path_of(one) + "/moves", REPORT | {"trigger": trigger}, If_Match='"0"')
        said = stale.json()
        assert (stale.status_code, said["code"], said["version"]) == (412, "stale", 1)
        assert [(line["trigger"], line["person"]) for line in said["since"]] == [("report", "school-1@city.example")]
    assert centre.post(path_of(one) + "/moves", {"trigger": "accept"}, If_Match='"1"').status_code == 200


def test_asked_again_with_the_same_key_a_move_is_made_once(as_, share, world):
    one, head = share(), as_("school-1")
    first = head.post(path_of(one) + "/moves", REPORT, Idempotency_Key="monday")
    again = head.post(path_of(one) + "/moves", REPORT, Idempotency_Key="monday")
    assert (first.status_code, again.json()) == (200, first.json())
    other = head.post(path_of(one) + "/moves", REPORT | {"text": "Иначе"}, Idempotency_Key="monday")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    with reading(world) as session:
        assert len(history(session, one.id)) == 1
    # The key is its person's own: the same word of somebody else is another key.
    assert (
        as_("school-2").post(path_of(share("СОШ № 2")) + "/moves", REPORT, Idempotency_Key="monday").status_code == 200
    )


def test_a_document_comes_with_its_move_and_is_handed_out_again(as_, share, settings):
    brought = {"name": "акт.txt", "content": base64.b64encode("Акт о готовности".encode()).decode()}
    path = path_of(share())
    done = as_("school-1").post(path + "/moves", REPORT | {"documents": [brought]}, Idempotency_Key="act")
    as_("school-1").post(path + "/moves", REPORT | {"documents": [brought]}, Idempotency_Key="act")
    assert done.status_code == 200
    assert len(list(settings.evidence_dir.iterdir())) == 1  # the copy of the second time is not kept
    [document] = as_("centre").get(path).json()["history"][0]["evidence"]
    assert (document["name"], set(document)) == ("акт.txt", {"id", "name", "sha256", "size"})
    assert as_("centre").get(f"/documents/{document['id']}").content.decode() == "Акт о готовности"
    assert as_("school-2").get(f"/documents/{document['id']}").status_code == 404


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00\x03", b"<html><script>"])
def test_a_document_that_is_not_taken_moves_nothing_and_leaves_no_file(as_, share, settings, content):
    brought = {"name": "a.pdf", "content": base64.b64encode(content).decode()}
    refused = as_("school-1").post(path_of(share()) + "/moves", REPORT | {"documents": [brought]})
    assert (refused.status_code, refused.json()["code"]) == (422, "document_refused")
    assert share().version == 0
    assert not settings.evidence_dir.exists() or not list(settings.evidence_dir.iterdir())


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"trigger": "explode"},
        {"trigger": "remind"},
        REPORT | {"person_id": 1},
        REPORT | {"at": AT.isoformat()},
        REPORT | {"text": "a\0b"},
        REPORT | {"due_on": "2024-02-30"},
        REPORT | {"due_on": "9999-12-31"},
        REPORT | {"documents": [{"name": "a", "content": "%%%"}]},
    ],
)
def test_a_body_that_cannot_be_is_not_understood_and_says_where(as_, share, body):
    refused = as_("school-1").post(path_of(share()) + "/moves", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_understood")
    assert refused.json()["errors"][0]["place"].startswith("body")
    assert share().version == 0


@pytest.mark.parametrize("headers", [{"If_Match": "1"}, {"If_Match": "*"}, {"Idempotency_Key": "a b"}])
def test_headers_that_cannot_be_are_not_understood(as_, share, headers):
    refused = as_("school-1").post(path_of(share()) + "/moves", REPORT, **headers)
    assert (refused.status_code, refused.json()["errors"][0]["place"].split(".")[0]) == (422, "header")


def test_many_are_moved_each_by_itself_and_the_step_is_undone(as_, share):
    ids = [share(school).id for school in SCHOOLS]
    for number in (1, 2):
        as_(f"school-{number}").post(f"/assignments/{ids[number - 1]}/moves", REPORT)
    centre, body = as_("centre"), {"assignment_ids": [*ids, 99_999], "trigger": "accept"}
    done = centre.post("/bulk-moves", body, Idempotency_Key="k").json()
    assert [(row["assignment_id"], row["dest"], row["refused_by"]) for row in done["rows"]] == [
        (ids[0], "accepted", []),
        (ids[1], "accepted", []),
        (ids[2], "assigned", ["no_such_move"]),
        (99_999, None, ["unknown"]),
    ]
    again = centre.post("/bulk-moves", body, Idempotency_Key="k").json()
    assert again == done | {"replayed": True}
    assert as_("plan").post(f"/bulk-moves/{done['step_id']}/undo").status_code == 409
    undone = centre.post(f"/bulk-moves/{done['step_id']}/undo", Idempotency_Key="u").json()
    assert [row["dest"] for row in undone["rows"]] == ["reported", "reported"]
    assert centre.post(f"/bulk-moves/{done['step_id']}/undo", Idempotency_Key="u").json() == undone
    assert centre.post(f"/bulk-moves/{done['step_id']}/undo").status_code == 409


def test_what_the_caller_may_not_see_is_unknown_to_a_bulk_step(as_, share):
    done = as_("school-2").post("/bulk-moves", {"assignment_ids": [share().id], "trigger": "accept"}).json()
    assert done["rows"] == [
        {"assignment_id": share().id, "source": None, "dest": None, "version": None, "refused_by": ["unknown"]}
    ]


def test_a_reminder_of_many_writes_their_letters(as_, share, world):
    ids = [share(f"СОШ № {number}").id for number in (1, 2)]
    centre = as_("centre")
    done = centre.post("/bulk-moves", {"assignment_ids": ids, "trigger": "remind", "reason": "Ждём"}).json()
    assert [row["refused_by"] for row in done["rows"]] == [[], []]
    with world.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar() == 2


def test_lists_go_on_by_their_cursor_and_show_each_once(as_):
    centre, found, cursor = as_("centre"), [], ""
    for sort in ("due", "executor", "item", "state", "reported"):
        found, cursor = [], ""
        while cursor is not None:
            more = f"&cursor={cursor}" if cursor else ""
            page = centre.get(f"/assignments?limit=2&sort={sort}{more}").json()
            found += [line["id"] for line in page["assignments"]]
            cursor = page["next"]
        assert len(found) == len(set(found)) == page["total"] > 3


@pytest.mark.parametrize(
    "query",
    ["cursor=x", "cursor=W10", "cursor=WzEwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMCwxXQ&sort=item", "limit=0", "limit=1000",
     "state=done", "nonsense=1", "plan_id=99999999999", "q=a%00b", "due_from=x"],
)  # fmt: skip
def test_a_filter_that_cannot_be_is_not_understood(as_, query):
    refused = as_("centre").get(f"/assignments?{query}")
    assert (refused.status_code, refused.json()["errors"][0]["place"].split(".")[0]) == (422, "query")


def test_a_list_is_filtered(as_, share):
    as_("school-1").post(path_of(share()) + "/moves", REPORT)
    found = as_("centre").get("/assignments?waiting=review").json()
    assert [line["id"] for line in found["assignments"]] == [share().id]


def test_executors_list_what_is_their_own(as_, share):
    head = as_("school-1")
    assert share().id in {one["id"] for one in head.get("/my/assignments").json()}
    assert {one["executor"] for one in head.get("/my/assignments").json()} == {"СОШ № 1"}
    assert head.get("/my/assignments/settled").json() == []
    assert head.get("/assignments").status_code == 404
    assert {one["executor"] for one in head.get("/my/deadlines").json()} == {"СОШ № 1"}
    assert DAY.isoformat() < max(one["due_on"] or "" for one in head.get("/my/deadlines").json())
