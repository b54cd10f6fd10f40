import io
import json
import sys

import pytest

from states.assignment import LIFE
from tests.srok.conftest import SAMPLES

CENTRE = ("--as", "cro@lugozersk.example")
CONTROLLER = ("--as", "kedrova@lugozersk.example")
SCHOOL = ("--as", "school-1@lugozersk.example")
LATER = ("--due-on", "2099-12-31", "--reason", "перенос")
EXTENDED = ("--due-on", "2033-12-30", "--reason", "перенос")


class Terminal(io.StringIO):
    """What a person types at a terminal."""

    def isatty(self):
        """People sit here."""
        return True


def rows(said):
    assert said.code == 0, said.err
    return json.loads(said.out)


def of_item(run, number="1.1", **wanted):
    found = rows(run("assignments", "--item", number, "--json"))
    return [one for one in found if all(one[name] == value for name, value in wanted.items())]


def test_what_fits_the_filters_is_done_in_one_step_and_undone(controlled):
    before = of_item(controlled)
    said = controlled("bulk", "extend", "--item", "1.1", *EXTENDED, *CENTRE, "--yes")
    assert said.code == 0
    assert f"extend: done {len(before)}, refused 0" in said.out
    assert "srok undo --as cro@lugozersk.example" in said.out
    assert {one["due_on"] for one in of_item(controlled)} == {"2033-12-30"}
    undone = controlled("undo", *CENTRE)
    assert (undone.code, f"{len(before)} put back, 0 left" in undone.out) == (0, True)
    assert [one["due_on"] for one in of_item(controlled)] == [one["due_on"] for one in before]
    again = controlled("undo", *CENTRE)
    assert (again.code, again.err.count("\n"), "undone already" in again.err) == (1, 1, True)
    told = [line["trigger"] for line in rows(controlled("history", before[0]["id"], "--json"))]
    assert told == ["extend", "undo"]


def test_what_the_rules_refuse_is_listed_with_its_reason_and_the_rest_is_done(controlled):
    first, second = (one["id"] for one in of_item(controlled)[:2])
    controlled("move", first, "report", "--as", "gymnasium-3@lugozersk.example", "--text", "Готово")
    said = controlled("bulk", "accept", first, second, 99999, *CENTRE, "--yes")
    assert said.code == 0
    assert "accept: done 1, refused 2" in said.out
    assert "no such assignment (unknown)" in said.out
    assert "(no_such_move)" in said.out


def test_nothing_is_done_that_nobody_confirmed(controlled):
    said = controlled("bulk", "extend", "--item", "1.1", *EXTENDED, *CENTRE)
    assert (said.code, said.err.count("\n"), "--yes" in said.err) == (1, 1, True)
    assert all(one["due_moves"] == 0 for one in of_item(controlled))


@pytest.mark.parametrize(("typed", "done"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_at_a_terminal_the_count_and_a_sample_are_shown_and_asked_about(controlled, monkeypatch, typed, done):
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    said = controlled("bulk", "extend", "--item", "1.1", *EXTENDED, *CENTRE)
    assert said.code == 0
    assert "extend: 20 assignments" in said.out
    assert "… and 15 more" in said.out
    assert ("nothing was changed" in said.out) is not done
    assert {one["due_moves"] for one in of_item(controlled)} == {int(done)}


def test_a_dry_run_judges_and_changes_nothing(controlled):
    said = controlled("bulk", "extend", "--item", "1.1", *EXTENDED, *CENTRE, "--dry-run")
    assert (said.code, "would be done 20" in said.out) == (0, True)
    assert {one["due_moves"] for one in of_item(controlled)} == {0}
    assert "you have made no bulk step" in controlled("undo", *CENTRE).err
    assert controlled("bulk", "remind", "--item", "1.1", *CENTRE, "--dry-run").code == 0
    assert controlled("letters").out.count("@") == 0


def test_ids_come_from_another_command(controlled, monkeypatch):
    ids = [one["id"] for one in of_item(controlled)[:3]]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(map(str, ids))))
    said = controlled("bulk", "comment", "-", "--text", "Звонили", *CENTRE, "--yes", "--json")
    done = rows(said)
    assert [row["assignment_id"] for row in done["rows"]] == ids
    assert [rows(controlled("history", ident, "--json"))[0]["text"] for ident in ids] == ["Звонили"] * 3


def test_a_reminder_writes_one_letter_an_executor_and_undo_takes_them_back(controlled):
    said = controlled("bulk", "remind", "--executor", "СОШ № 1", "--reason", "Ждём отчёт", *CENTRE, "--yes")
    assert "1 letters wait in the outbox for ten minutes" in said.out
    listed = controlled("letters").out
    assert ("school-1@lugozersk.example" in listed, "напоминание" in listed, "queued" in listed) == (True,) * 3
    assert "cancelled" in controlled("undo", *CENTRE).out
    assert "cancelled" in controlled("letters").out


def test_what_waits_for_an_answer_is_listed_and_answered_at_once(controlled):
    mine = rows(controlled("assignments", "--executor", "СОШ № 1", "--json"))
    asked, declined = (one["id"] for one in mine[:2])
    ask = ("--due-on", "2033-12-30", "--reason", "Ремонт зала")
    assert controlled("move", asked, "ask-extension", *ask, *SCHOOL).code == 0
    assert controlled("move", declined, "decline", "--reason", "Не к нам", *SCHOOL).code == 0
    (extension,) = rows(controlled("extensions", "--json"))
    assert (extension["id"], extension["reason"], extension["extension_on"]) == (asked, "Ремонт зала", "2033-12-30")
    (refused,) = rows(controlled("declined", "--json"))
    assert (refused["id"], refused["reason"], refused["working_days"]) == (declined, "Не к нам", 0)
    listed = controlled("assignments", "--executor", "СОШ № 1").out
    assert ("extension to 2033-12-30" in listed, "declined" in listed) == (True, True)
    assert "2033-12-30" in controlled("extensions").out
    assert "Не к нам" in controlled("declined").out
    granted = controlled("bulk", "grant-extension", "--executor", "СОШ № 1", *CENTRE, "--yes")
    assert "grant_extension: done 1, refused 0" in granted.out
    assert "1×, first" in controlled("assignments", "--executor", "СОШ № 1").out
    assert "asks for 2033-12-30" in controlled("history", asked).out
    assert rows(controlled("extensions", "--json")) == []
    assert "done 1" in controlled("bulk", "uphold", "--order", "21-о", "--reason", "Ваше", *CENTRE, "--yes").out


def test_a_step_asked_for_again_with_its_key_is_done_once(controlled):
    step = ("bulk", "extend", "--item", "1.1", *EXTENDED, *CENTRE, "--yes", "--key", "a")
    first, again = controlled(*step), controlled(*step)
    assert (first.code, again.code) == (0, 0)
    assert "can be undone" in first.out
    assert "done before under the same key, as step 1" in again.out
    assert {one["due_moves"] for one in of_item(controlled)} == {1}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("accept", *CENTRE, "--yes"), "say which assignments"),
        (("approve", "--item", "1.1", *CENTRE, "--yes"), "no such trigger 'approve'"),
        (("approve", "1", *CENTRE, "--yes"), "none of the 1 could be done"),
        (("accept", "--item", "1.1", *CENTRE, "--yes"), "none to do it to"),
        (("accept", "seven", *CENTRE, "--yes"), "'seven' is no id"),
        (("accept", "99999999999999999999", *CENTRE, "--yes"), "is no id"),
        (("accept", "--state", "done", *CENTRE, "--yes"), "no state 'done'"),
        (("set-due-date", "--item", "1.1", *CENTRE, "--yes"), "srok due"),
        (("extend", "--item", "1.1", *LATER, *CENTRE, "--yes"), "none of the 20"),
        (("remove", "--item", "1.1", "--reason", "duplicate", *CENTRE, "--yes"), "none of the 20"),
        (("accept", "1", "--as", "nobody@lugozersk.example", "--yes"), "nobody has the address"),
    ],
)
def test_a_step_that_cannot_be_made_is_one_line_and_changes_nothing(controlled, arguments, reason):
    said = controlled("bulk", *arguments)
    assert said.code == 1
    assert reason in said.err.splitlines()[-1]
    assert "Traceback" not in said.err
    assert "you have made no bulk step" in controlled("undo", *CENTRE).err


def test_removing_many_is_for_a_controller(controlled):
    said = controlled("bulk", "remove", "--item", "1.1", "--reason", "not_applicable", *CONTROLLER, "--yes")
    assert "remove: done 20, refused 0" in said.out


def test_a_reminder_of_one_is_made_like_one_of_many(controlled):
    one = of_item(controlled)[0]["id"]
    said = controlled("move", one, "remind", *CENTRE)
    assert (said.code, f"srok bulk remind {one}" in said.err) == (1, True)


def test_the_help_of_move_names_every_trigger(run):
    page = run("move", "--help").out
    assert [trigger for trigger in LIFE.triggers if trigger not in page] == ["set_due_date"]
    assert "srok due" in page


def test_an_empty_database_has_nothing_that_waits(run):
    run("roster", "import", SAMPLES / "roster.csv")
    assert "for a decision: 0" in run("extensions").out
    assert "for a decision: 0" in run("declined").out
