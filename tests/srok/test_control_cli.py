import json

import pytest

COORDINATOR, CONTROLLER = "cro@lugozersk.example", "kedrova@lugozersk.example"
DAY = ("--as-of", "2025-03-07")


def item_of(run, schedule, at=0):
    """An item of the sample by its kind of schedule."""
    found = [one for one in json.loads(run("items", "--json").out) if one["schedule"] == schedule]
    return found[at]["id"]


def told(said):
    assert (said.code, said.err) == (0, ""), said.err
    return said.out


def refused(said):
    assert (said.code, said.err.count("\n"), said.out) == (1, 1, "")
    return said.err


def test_an_item_on_request_is_asked_for_and_again(controlled):
    item = item_of(controlled, "on_request")
    first = told(controlled("open", item, "2025-05-18", "--as", COORDINATOR, *DAY))
    assert "asked for by 2025-05-18 (working day 2025-05-16) of its 2 executors" in first
    told(controlled("open", item, "2025-06-20", "--as", CONTROLLER, *DAY))
    days = {one["due_on"] for one in json.loads(controlled("assignments", "--item", "3.1", "--json").out)}
    assert {"2025-05-18", "2025-06-20"} <= days


def test_what_opens_by_itself_or_is_not_yours_to_open_is_refused_in_one_line(controlled):
    item = item_of(controlled, "on_request")
    assert "another edition" in refused(controlled("open", 1, "2025-05-16", "--as", COORDINATOR, *DAY))
    assert "only the plan's coordinator" in refused(
        controlled("open", item, "2025-05-16", "--as", "school-15@lugozersk.example", *DAY)
    )


def test_the_next_year_is_shown_and_added_only_when_confirmed(controlled):
    december = ("--as-of", "2025-12-02")
    shown = told(controlled("next-year", *december))
    assert "2026: 8 occurrences of 4 items are not there yet" in shown
    assert "2026-06-30, 2026-12-31" in shown
    assert controlled("next-year", *december, "--confirm").code == 1
    one = item_of(controlled, "times_per_year")
    added = controlled("next-year", *december, "--item", one, "--confirm", "--as", COORDINATOR)
    assert "Added for 2026: 2 occurrences of 1 items." in told(added)
    assert "2026: 6 occurrences of 3 items" in told(controlled("next-year", "--year", 2026, "--order", "21-о"))
    told(controlled("next-year", *december, "--confirm", "--as", COORDINATOR))
    assert "2026: 0 occurrences" in told(controlled("next-year", *december, "--confirm", "--as", COORDINATOR))
    assert "nothing is proposed for item" in refused(controlled("next-year", *december, "--item", 1))


def test_a_controller_turns_an_items_control(controlled):
    special = told(controlled("control", 1, "put-under-special", "--as", CONTROLLER, "--reason", "жалоба", *DAY))
    assert special == "item 1.1: on_control → special; its work is assigned\n"
    assert "special" in told(controlled("items", "--item", "1.1", *DAY))
    assert "not_your_role" in refused(controlled("control", 1, "remove", "--as", COORDINATOR, *DAY))
    assert "undone_without_reason" in refused(controlled("control", 1, "remove", "--as", CONTROLLER, *DAY))
    assert "there are put-under-special" in refused(controlled("control", 1, "drop", "--as", CONTROLLER, *DAY))
    told(controlled("control", 1, "remove", "--as", CONTROLLER, "--reason", "отменено", *DAY))
    assert "removed" in told(controlled("items", "--item", "1.1", *DAY))
    assert "say who decides it" in refused(controlled("control", 1, "return"))
    told(controlled("control", 1, "return", "--as", CONTROLLER, "--reason", "всё же нужно", *DAY))


def test_the_rule_of_an_item_is_set_and_shown(controlled):
    changed = told(controlled("roll-up", 2, "Quorum 50%", "--as", COORDINATOR, "--reason", "хватит половины", *DAY))
    assert changed == "item 1.2: all → quorum 50%; it is assigned\n"
    assert "by quorum 50%" in told(controlled("items", "--item", "1.2", *DAY))
    assert "write all, lead" in refused(controlled("roll-up", 2, "half", "--as", COORDINATOR, *DAY))


def test_what_was_done_to_an_item_is_told_with_who_and_why(controlled):
    assert "nothing has been done to item 2" in told(controlled("control", 2))
    told(controlled("roll-up", 2, "quorum 3", "--as", COORDINATOR, "--reason", "хватит трёх", *DAY))
    lines = told(controlled("control", 2)).splitlines()
    assert lines[-1].split()[:6] == ["2025-03-07", "12:00", "Берестова", "Тамара", "Павловна", "set_roll_up"]
    assert "all → quorum 3" in lines[-1]
    assert "хватит трёх" in lines[-1]
    assert "there is no item 99" in refused(controlled("control", 99))


def test_what_is_accepted_is_proposed_for_removal(controlled, tmp_path):
    assert "items accepted and still under control: 0" in told(controlled("control"))
    item = next(one for one in json.loads(controlled("items", "--json").out) if one["assignments"] == 1)
    (work,) = json.loads(controlled("assignments", "--item", item["item"], "--json").out)[:1]
    document = tmp_path / "приказ.txt"
    document.write_text("Приказ", encoding="utf-8")
    direct = ("accept_directly", "--as", COORDINATOR, "--reason", "сделано", "--evidence", document, *DAY)
    told(controlled("move", work["id"], *direct))
    assert item["item"] in told(controlled("control")).splitlines()[-1]
    assert "remove?" in told(controlled("items", "--item", item["item"], *DAY))


@pytest.mark.parametrize("command", [("open", 99, "2025-05-16"), ("control", 99, "remove"), ("roll-up", 99, "all")])
def test_an_item_that_is_not_there_is_named(controlled, command):
    assert "there is no item 99" in refused(controlled(*command, "--as", CONTROLLER, *DAY))
