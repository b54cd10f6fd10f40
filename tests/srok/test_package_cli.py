"""The life of a package from the command line, without Prefect."""

import pytest

COORDINATOR, CONTROLLER = "cro@lugozersk.example", "kedrova@lugozersk.example"
ON = ("--as-of", "2025-04-01")


@pytest.fixture
def told(controlled, tmp_path, monkeypatch):
    """The sample order with a place to send to and a first draft; a function that runs `srok …`."""
    monkeypatch.setenv("SROK_PACKAGES_DIR", str(tmp_path / "packages"))
    assert controlled("plan", "operator", "21-о").out == "nobody yet: name an address\n"
    named = ("--name", "Оператор", "--as", COORDINATOR, "--as-of", "2025-03-06")
    assert controlled("plan", "operator", "21-о", "region@oblast.example", *named).code == 0
    controlled("move", 38, "report", "--as", "school-15@lugozersk.example", "--as-of", "2025-03-05", "--text", "Готово")
    controlled("move", 38, "accept", "--as", COORDINATOR, "--as-of", "2025-03-06")
    what = ("--order", "21-о", "--period", "2025-Q1", "--cut-off", "2025-03-31", "--as", COORDINATOR)
    said = controlled("package", "assemble", *what, *ON, "--once")
    assert said.out.splitlines()[-1] == "package 1: collecting → draft, edition 1"
    return controlled


def test_a_package_is_signed_sent_taken_back_accepted_and_supplemented(told):
    assert "(not_your_role)" in told("package", "sign", 1, "--as", COORDINATOR, *ON).err
    assert told("package", "sign", 1, "--as", CONTROLLER, *ON).out.splitlines() == [
        "package 1: draft → signed, edition 1",
        "it has gaps, which it lists: 82 overdue, 11 without a date",
    ]
    shown = told("package", "send", 1, "--as", COORDINATOR).out
    assert "to: Оператор <region@oblast.example>" in shown
    assert shown.endswith("nothing is sent yet: say --confirm\n")
    assert "package 1: signed → sent" in told("package", "send", 1, "--as", COORDINATOR, "--confirm").out
    answer = ("--number", "7", "--on", "2025-01-01", "--as", COORDINATOR)
    assert "its letter has not left yet" in told("package", "accepted", 1, *answer).err
    assert "sent → signed" in told("package", "recall", 1, "--as", COORDINATOR).out
    elsewhere = ("--elsewhere", "портал", "--confirm", "--as", COORDINATOR)
    assert told("package", "send", 1, *elsewhere).code == 0
    assert (
        "give the day" in told("package", "accepted", 1, "--number", "7", "--on", "2025-01-01", "--as", COORDINATOR).err
    )
    assert "sent → accepted" in told("package", "accepted", 1, "--number", "7/12", "--as", COORDINATOR).out
    reopened = told("move", 38, "reopen", "--as", CONTROLLER, "--reason", "отчёт неверен")
    assert "(already_in_sent_package)" in reopened.err
    assert told("package", "addendum", 1, "--as", COORDINATOR).out == (
        "package 2 is collecting: an addendum to package 1\n"
    )
    assert "nothing to add" in told("package", "assemble", 2, "--as", COORDINATOR, "--once").err
    told("move", 17, "report", "--as", "school-15@lugozersk.example", "--text", "Назначен")
    assert "collecting → draft" in told("package", "assemble", 2, "--as", COORDINATOR, "--once").out
    assert "1 moves of its order since its cut-off" in told("package", "show", 1).out
    assert [line.split()[:1] for line in told("package", "list").out.splitlines()[1:]] == [["1"], ["2"]]
    assert told("verify-history").code == 0


def test_files_that_were_changed_are_neither_signed_nor_hidden(told, tmp_path):
    (tables,) = (tmp_path / "packages").rglob("tables.xlsx")
    tables.write_bytes(b"another")
    assert "(parts_changed)" in told("package", "sign", 1, "--as", CONTROLLER, *ON).err
    assert "ITS FILES ARE NOT WHAT WAS ASSEMBLED" in told("package", "show", 1).out


def test_a_returned_package_is_assembled_again(told):
    told("package", "sign", 1, "--as", CONTROLLER, *ON)
    told("package", "send", 1, "--elsewhere", "нарочным", "--confirm", "--as", COORDINATOR, "--as-of", "2025-04-02")
    assert "--reason" in told("package", "returned", 1, "--as", COORDINATOR, "--as-of", "2025-04-03").err
    why = ("--reason", "нет подписи", "--as", COORDINATOR, "--as-of", "2025-04-03")
    assert "sent → returned" in told("package", "returned", 1, *why).out
    again = ("--cut-off", "2025-04-02", "--as", COORDINATOR, "--as-of", "2025-04-03", "--once")
    assert "returned → draft, edition 2" in told("package", "assemble", 1, *again).out


REFUSED = {
    ("assemble", "--as", COORDINATOR, "--once"): "say which package: its ID, or --order and --period",
    ("assemble", 9, "--as", COORDINATOR, "--once"): "there is no package 9",
    ("assemble", 1, "--cut-off", "2999-01-01", "--as", COORDINATOR): "dates lie between",
    ("assemble", 1, "--cut-off", "2025-04-02", "--as", COORDINATOR, *ON): "that day has not come yet",
    ("collect", "--order", "21", "--period", "2020", "--as", COORDINATOR): "has nothing due from 2020-01-01",
    ("collect", "--order", "21", "--period", "весна", "--as", COORDINATOR): "the period 'весна' is not clear",
    ("send", 1, "--as", COORDINATOR, "--confirm"): "send from draft is refused",
    ("send", 1, "--as", COORDINATOR, "--confirm", *ON): "--as-of is for a package that went --elsewhere",
    ("addendum", 1, "--as", COORDINATOR): "an addendum is for one that was sent",
    ("show", 9): "there is no package 9",
}


def test_what_cannot_be_done_is_one_line_and_changes_nothing(told):
    refused = {arguments: told("package", *arguments) for arguments in REFUSED}
    assert {arguments: said.err for arguments, said in refused.items() if REFUSED[arguments] not in said.err} == {}
    assert told("package", "collect", "--order", "21", "--period", "2025-Q2", "--as", COORDINATOR).code == 0
    unassembled = told("package", "send", 2, "--as", COORDINATOR, "--confirm")
    assert (unassembled.code, unassembled.out) == (1, "")
    assert "nothing of it is assembled yet" in unassembled.err
    assert {(said.code, said.err.count("\n")) for said in refused.values()} == {(1, 1)}
    assert len(told("package", "list").out.splitlines()) == 3
