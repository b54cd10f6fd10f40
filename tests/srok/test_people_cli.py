"""Delegations, a plan's roles and administrators from the command line, as people use it."""

import json

import pytest

CRO, SCHOOL, OTHER = "cro@lugozersk.example", "school-15@lugozersk.example", "school-10@lugozersk.example"
HEAD = "kalinina@lugozersk.example"


def refused(said, *words):
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert said.err.startswith("srok: ")
    assert [word for word in words if word not in said.err] == []


def test_a_delegate_reports_once_it_is_given_and_no_more_once_it_is_ended(controlled):
    report = ("move", "38", "report", "--as", OTHER, "--text", "Готово")
    refused(controlled(*report, "--evidence", __file__), "not_your_role")
    said = controlled("delegate", "give", "СОШ № 15", OTHER, "--as", SCHOOL, "--order", "21-о")
    assert said.out.startswith("delegation 1: ")
    assert "reports for СОШ № 15, order № 21-о, from " in said.out
    assert "assigned → reported" in controlled(*report, "--evidence", __file__).out
    assert controlled("delegate", "end", 1, "--as", SCHOOL).out.endswith("reports for СОШ № 15 no more\n")
    refused(controlled("move", "38", "recall", "--as", OTHER), "not_your_role")
    assert "there are no delegations" in controlled("delegate", "list").out
    (one,) = json.loads(controlled("delegate", "list", "--all", "--executor", "СОШ № 15", "--json").out)
    assert (one["organization"], one["email"], one["order"]) == ("СОШ № 15", OTHER, "21-о")
    assert one["ended_by"]
    assert "СОШ № 15" in controlled("delegate", "list", "--all").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("give", "СОШ № 15", OTHER, "--as", OTHER), ("only the organization's own people",)),
        (("give", "СОШ № 15", "new@lugozersk.example", "--as", SCHOOL), ("srok roster import",)),
        (("give", "СОШ № 99", OTHER, "--as", SCHOOL), ("no organization", "srok roster list")),
        (("give", "СОШ № 15", OTHER, "--as", SCHOOL, "--order", "99"), ("no order '99'",)),
        (("give", "СОШ № 15", OTHER, "--as", SCHOOL, "--until", "tomorrow"), ("is no date",)),
        (("give", "СОШ № 15", OTHER, "--as", SCHOOL, "--from", "2024-01-01"), ("is past",)),
        (("end", "7", "--as", SCHOOL), ("no delegation 7",)),
        (("list", "--executor", "СОШ № 99"), ("no organization",)),
    ],
)
def test_a_delegation_that_cannot_be_is_refused_in_one_line(controlled, arguments, words):
    refused(controlled("delegate", *arguments), *words)


def test_a_plan_s_role_changes_hands_and_the_change_is_shown(controlled):
    before = json.loads(controlled("plan-role", "21-о", "--json").out)
    assert [one["role"] for one in before["roles"]] == [
        "coordinator",
        "plan_controller",
        "order_controller",
        "signed_by",
    ]
    assert before["history"] == []
    said = controlled("plan-role", "21-о", "coordinator", SCHOOL, "--as", HEAD, "--reason", "Приказ № 5")
    assert said.out == "order № 21-о: coordinator Берестова Тамара Павловна → Вербина Ирина Константиновна\n"
    shown = controlled("plan-role", "21-о").out
    assert "How they changed hands" in shown
    assert "Приказ № 5" in shown
    assert controlled("plan-role", "21-о", "coordinator", "--vacant", "--as", HEAD).out.endswith("Константиновна → –\n")
    after = json.loads(controlled("plan-role", "21-о", "--json").out)
    assert (after["roles"][0]["person"], len(after["history"])) == ("", 2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("coordinator", SCHOOL, "--as", CRO), ("only the order's controller and an administrator",)),
        (("coordinator", SCHOOL), ("--as EMAIL",)),
        (("coordinator", "--as", HEAD), ("--vacant for nobody",)),
        (("coordinator", SCHOOL, "--vacant", "--as", HEAD), ("--vacant for nobody",)),
        (("signed_by", SCHOOL, "--as", HEAD), ("no role 'signed_by'", "coordinator, plan_controller")),
        (("coordinator", "new@lugozersk.example", "--as", HEAD), ("srok roster import",)),
        (("coordinator", CRO, "--as", HEAD), ("already: nothing to do",)),
    ],
)
def test_a_role_that_cannot_be_given_is_refused_in_one_line(controlled, arguments, words):
    refused(controlled("plan-role", "21-о", *arguments), *words)


def test_an_administrator_is_named_and_unnamed_and_moves_nothing(controlled):
    assert "there are no administrators" in controlled("roster", "administrator").out
    assert controlled("roster", "administrator", OTHER).out == f"{OTHER} is an administrator from now on\n"
    assert OTHER in controlled("roster", "administrator").out
    refused(controlled("move", "38", "start", "--as", OTHER), "not_your_role")
    assert controlled("plan-role", "21-о", "coordinator", SCHOOL, "--as", OTHER).code == 0
    refused(controlled("roster", "administrator", OTHER), "is an administrator already")
    assert "no administrator any more" in controlled("roster", "administrator", OTHER, "--not").out
    refused(controlled("roster", "administrator", OTHER, "--not"), "is no administrator already")
    refused(controlled("roster", "administrator", "nobody@lugozersk.example"), "nobody has the address")
