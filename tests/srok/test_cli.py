import json
from datetime import date

import pytest
from sqlalchemy import text

from models import database
from models.database import engine_for, reading, writing
from models.operations import Request, move
from models.tables import Assignment
from srok.evidence import keeping
from states.assignment import LIFE
from tests.builders import CALENDAR, instant
from tests.srok.conftest import SAMPLES

SCHOOL = "school-1@lugozersk.example"


def rows(said):
    assert said.code == 0, said.err
    return json.loads(said.out)


def mine(run, *filters):
    return rows(run("assignments", "--executor", "СОШ № 1", "--json", *filters))


def test_reading_an_order_writes_nothing_without_confirmation(run, tmp_path):
    said = run("import", SAMPLES / "order.txt")
    assert said.code == 0
    assert "21-о" in said.out
    assert not list(tmp_path.iterdir())


def test_the_draft_as_json_has_the_shape_of_a_correct_reading(run):
    draft = rows(run("import", SAMPLES / "order.txt", "--json"))
    assert draft["number"] == "21-о"
    assert draft["date"] == "2025-01-17"
    assert {"measures", "clauses", "schools", "problems", "roles"} <= set(draft)
    assert {"number", "deadline", "executors"} <= set(draft["measures"][0])
    assert set(draft["problems"][0]) == {"code", "severity", "place", "text"}


def test_an_order_is_put_under_control_once(controlled):
    assert len(rows(controlled("items", "--json"))) == len(rows(controlled("items", "--order", "21-о", "--json"))) > 20
    again = controlled("import", SAMPLES / "order.txt", "--confirm")
    assert again.code == 0
    assert "nothing to do" in again.err


def test_an_order_whose_executors_no_letter_reaches_says_so(run):
    said = run("import", SAMPLES / "order.txt", "--confirm")
    assert said.code == 0
    assert "have no address yet" in said.err


def test_another_text_under_the_same_number_is_refused(controlled, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text((SAMPLES / "order.txt").read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    said = controlled("import", other, "--confirm")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "under control already" in said.err


def test_assignments_have_the_fields_and_filters_that_scripts_rely_on(controlled):
    found = mine(controlled, "--as-of", "2025-03-14")
    assert {"id", "order", "item", "executor", "state", "due_on", "effective_due_on", "overdue"} <= set(found[0])
    late = mine(controlled, "--as-of", "2025-03-14", "--overdue")
    assert late
    assert late == [one for one in found if one["overdue"]]
    assert mine(controlled, "--item", found[0]["item"], "--state", "assigned", "--as-of", "2025-03-14")
    assert mine(controlled, "--state", "accepted") == []


def test_an_assignment_is_moved_and_its_history_told(controlled, tmp_path):
    one = mine(controlled)[0]["id"]
    document = tmp_path / "приказ.txt"
    document.write_text("Приказ № 1", encoding="utf-8")
    moved = controlled("move", one, "report", "--as", SCHOOL, "--text", "Назначен", "--evidence", document)
    assert (moved.code, "assigned → reported" in moved.out) == (0, True)
    assert len(list((tmp_path / "evidence").iterdir())) == 1
    (line,) = rows(controlled("history", one, "--json"))
    assert (line["trigger"], line["text"], line["dest"]) == ("report", "Назначен", "reported")
    assert "report" in controlled("history", one).out
    assert controlled("move", one, "accept", "--as", "cro@lugozersk.example").code == 0


def test_a_move_may_be_entered_for_the_day_it_was_really_made(controlled):
    one = mine(controlled)[0]["id"]
    assert controlled("move", one, "start", "--as", SCHOOL, "--as-of", "2025-02-03").code == 0
    (line,) = rows(controlled("history", one, "--json"))
    assert line["at"].startswith("2025-02-03")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("approve", "--as", SCHOOL), "no such trigger"),
        (("accept", "--as", SCHOOL), "no_such_move"),
        (("report", "--as", SCHOOL), "--text"),
        (("start", "--as", "school-4@lugozersk.example"), "not_your_role"),
        (("start", "--as", "nobody@lugozersk.example"), "nobody has the address"),
        (("report", "--as", SCHOOL, "--text", "a", "--evidence", "absent.pdf"), "absent.pdf"),
        (("start", "--as", SCHOOL, "--as-of", "31.02.2025"), "is no date"),
        (("start", "--as", SCHOOL, "--as-of", "2099-01-01"), "has not come yet"),
        (("start", "--as", SCHOOL, "--as-of", "2025-01-01"), "was given out"),
        (("start", "--as", SCHOOL, "--due-on", "2030-01-01"), "due_date_not_yours"),
        (("start", "--as", SCHOOL, "--due-on", "9999-12-31"), "dates lie between"),
    ],
)
def test_a_refused_move_says_why_in_one_line_and_changes_nothing(controlled, tmp_path, arguments, reason):
    one = mine(controlled)[0]["id"]
    said = controlled("move", one, *arguments)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert reason in said.err
    assert rows(controlled("history", one, "--json")) == []
    assert not list(tmp_path.glob("evidence/*"))


def test_evidence_of_a_refused_move_is_not_left_behind(controlled, tmp_path):
    one = mine(controlled)[0]["id"]
    document = tmp_path / "a.txt"
    document.write_text("a", encoding="utf-8")
    assert controlled("move", one, "report", "--as", SCHOOL, "--evidence", document).code == 1
    assert not list(tmp_path.glob("evidence/*"))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("move", "999999", "start", "--as", SCHOOL), "no assignment 999999"),
        (("history", "999999"), "no assignment 999999"),
        (("items", "--order", "99"), "no order '99'"),
        (("assignments", "--order", "99"), "no order '99'"),
        (("escalate", "--as-of", "2099-01-05"), "has not come yet"),
        (("assemble", "--order", "99", "--period", "2025-H1", "--out", "x"), "no order '99'"),
        (("assemble", "--order", "21-о", "--period", "spring", "--out", "x"), "spring"),
        (("states", "--write"), "docs/states.md"),
        (("assignments", "--executor", "СОШ 15"), "no organization"),
        (("assignments", "--state", "done"), "no state 'done'"),
        (("letters", "--state", "lost"), "no state 'lost'"),
        (("desk", "serve", "--workers", "2", "--as-of", "2025-06-30"), "leave --workers out"),
        (("import", "absent.txt"), "absent.txt"),
        (("roster", "import", "absent.csv"), "absent.csv"),
    ],
)
def test_what_is_not_there_is_named(controlled, arguments, reason):
    said = controlled(*arguments)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert reason in said.err


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02\xff" * 300, "Просто письмо без плана.\n".encode()],
    ids=["empty", "binary", "no plan"],
)
def test_a_file_that_is_no_order_is_refused_with_its_name(run, tmp_path, content):
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    said = run("import", path, "--confirm")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "letter.txt" in said.err
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_an_order_is_read_in_the_encodings_offices_use(run, tmp_path, encoding):
    path = tmp_path / "order.txt"
    text = (SAMPLES / "order.txt").read_text(encoding="utf-8").replace("\u2212", "-")
    path.write_bytes(text.encode(encoding, errors="replace"))
    assert rows(run("import", path, "--json"))["number"] == "21-о"


def test_a_roster_with_a_wrong_line_changes_nothing(controlled, tmp_path):
    before = controlled("roster", "list").out
    path = tmp_path / "roster.csv"
    path.write_text(
        "organization,kind,number,email\nСОШ № 77,school,77,77@city.example\nСОШ № 78,school,78,not-an-address\n",
        encoding="utf-8",
    )
    said = controlled("roster", "import", path)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "row 3" in said.err or "line 3" in said.err
    assert controlled("roster", "list").out == before


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("SROK_TIMEZONE", "Mars/Olympus", "SROK_TIMEZONE"),
        ("SROK_DATABASE_URL", "sqlite:////nowhere/at/all/srok.db", "SROK_DATABASE_URL"),
        ("SROK_DATABASE_URL", "oracle://city", "SROK_DATABASE_URL"),
        ("SROK_DATABASE_URL", "nonsense", "SROK_DATABASE_URL"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(run, monkeypatch, name, value, reason):
    monkeypatch.setenv(name, value)
    said = run("items", "--as-of", "2025-03-14") if name != "SROK_TIMEZONE" else run("items")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert reason in said.err


@pytest.mark.parametrize(
    "command", [("move", "start", "--as", SCHOOL), ("history",), ("due", "2025-05-01", "--as", SCHOOL)]
)
@pytest.mark.parametrize("ident", ["99999999999999999999", "0", "-1", "seven"])
def test_an_id_no_database_can_hold_is_a_matter_of_usage(controlled, command, ident):
    said = controlled(command[0], ident, *command[1:])
    assert said.code == 2
    assert "Traceback" not in said.err


def test_a_database_somebody_else_holds_is_said_in_one_line(controlled, tmp_path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 50)
    monkeypatch.setitem(database.persistently.__kwdefaults__, "patience", 0.5)
    one = mine(controlled)[0]["id"]
    engine = engine_for(f"sqlite:///{tmp_path}/srok.db")
    with writing(engine) as session:
        session.execute(text("SELECT 1"))  # the transaction begins with its first statement
        said = controlled("move", one, "start", "--as", SCHOOL)
    engine.dispose()
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "locked" in said.err


def test_history_tells_the_new_date_and_where_the_evidence_lies(controlled, tmp_path):
    one = mine(controlled)[0]["id"]
    document = tmp_path / "a.txt"
    document.write_text("a", encoding="utf-8")
    controlled("move", one, "report", "--as", SCHOOL, "--text", "Готово", "--evidence", document)
    back = ("send_back", "--as", "cro@lugozersk.example", "--reason", "нет даты", "--due-on", "2027-03-01")
    assert controlled("move", one, *back).code == 0
    first, second = rows(controlled("history", one, "--json"))
    assert (tmp_path / "evidence" / first["evidence"][0]["stored_as"]).exists()
    assert second["due_on"] == "2027-03-01"


def test_the_table_of_moves_is_printed_from_the_rules(run):
    out = run("states").out
    assert all(f"| {trigger} |" in out for trigger in LIFE.triggers)


def test_the_database_is_upgraded_by_a_command(run, tmp_path):
    assert run("db", "upgrade").code == 0
    assert (tmp_path / "srok.db").exists()


def test_evidence_survives_only_with_its_move(tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("a", encoding="utf-8")
    engine = engine_for("sqlite://")
    with keeping([source], tmp_path / "kept") as kept:
        assert (tmp_path / "kept" / kept[0].stored_as).read_text(encoding="utf-8") == "a"
    assert len(list((tmp_path / "kept").iterdir())) == 1
    engine.dispose()


def test_what_was_moved_meanwhile_is_told_apart_from_what_is_not_allowed(controlled, tmp_path):
    one = mine(controlled)[0]["id"]
    engine = engine_for(f"sqlite:///{tmp_path}/srok.db")
    with reading(engine) as session:
        person = session.get_one(Assignment, one).organization_id
    with writing(engine) as session:
        first = Request(assignment_id=one, trigger="start", person_id=person, at=instant(date(2025, 2, 3)))
        move(session, first, calendar=CALENDAR)
    engine.dispose()
    said = controlled("move", one, "start", "--as", SCHOOL)
    assert "in_progress" in said.err
