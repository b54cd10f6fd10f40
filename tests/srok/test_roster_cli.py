"""The roster from the command line: dry runs, both ways through Excel, renames, mergers, departures."""

import json

import pytest

from tests.srok.conftest import SAMPLES

SAMPLE = SAMPLES / "roster.csv"
AS_THEY_WERE = "0 added, 0 changed, 27 as they were."


def rows(said):
    assert said.code == 0, said.err
    return json.loads(said.out)


@pytest.fixture
def filled(run):
    """The command line with the sample's roster imported."""
    assert run("roster", "import", SAMPLE).out.endswith("27 added, 0 changed, 0 as they were.\n")
    return run


def test_a_dry_run_shows_every_line_and_makes_no_database(run, tmp_path):
    said = run("roster", "import", SAMPLE, "--dry-run")
    assert (said.code, said.out.count("added")) == (0, 28)
    assert "roster.csv, row 2" in said.out
    assert said.out.endswith("27 added, 0 changed, 0 as they were. Nothing was written.\n")
    assert not list(tmp_path.iterdir())


def test_the_same_roster_twice_changes_nothing(filled):
    assert filled("roster", "import", SAMPLE).out.endswith(AS_THEY_WERE + "\n")


@pytest.mark.parametrize("name", ["roster.csv", "roster.xlsx"])
@pytest.mark.parametrize("language", [(), ("--english",)])
def test_what_was_exported_changes_nothing_when_imported(filled, tmp_path, name, language):
    filled("roster", "rename", "СОШ № 15", "Школа «Парус»")
    filled("roster", "retire", "olkhova@lugozersk.example", "--on", "2025-02-03")
    assert filled("roster", "export", tmp_path / name, *language).code == 0
    said = filled("roster", "import", tmp_path / name)
    assert said.out.endswith("0 added, 0 changed, 26 as they were.\n")
    assert said.err == ""


def test_an_export_writes_over_nothing_unasked_and_knows_its_formats(filled, tmp_path):
    (tmp_path / "roster.csv").write_text("mine")
    for name, word in (
        ("roster.csv", "--force"),
        ("roster.doc", ".xlsx or .csv"),
        ("no/roster.csv", "cannot be written"),
    ):
        said = filled("roster", "export", tmp_path / name)
        assert (said.code, said.err.count("\n"), word in said.err) == (1, 1, True)
    assert (tmp_path / "roster.csv").read_text() == "mine"
    assert filled("roster", "export", tmp_path / "roster.csv", "--force").code == 0


def test_a_difference_is_shown_with_its_place_and_what_is_not_in_the_file(filled, tmp_path):
    path = tmp_path / "реестр.csv"
    path.write_text(
        "Организация;Вид;Номер;Почта;Руководитель;Должность\n"
        "СОШ № 15;школа;15;school-15@lugozersk.example;и.о. Орлова А.И.;директор\n",
        encoding="utf-8",
    )
    said = filled("roster", "import", path, "--dry-run", "--json")
    found = rows(said)
    changed, *missing = found["lines"]
    assert (found["dry_run"], changed["kind"], changed["place"]) == (True, "changed", "реестр.csv, row 2")
    assert {one["field"]: one["new"] for one in changed["fields"]} == {
        "head": "Орлова А.И.",
        "position": "и.о. директора",
        "dative": "Орлова А.И.",
    }
    assert {one["kind"] for one in missing} == {"missing"}
    assert [one["code"] for one in found["problems"]] == ["dative_unknown"]
    said = filled("roster", "import", path)
    assert "0 added, 1 changed, 0 as they were; 26 in the database but not in the file" in said.out
    assert "row 2: the dative of «Орлова А.И.» is left as it is" in said.err
    assert len(rows(filled("roster", "list", "--json"))) == 27


def test_a_wrong_line_changes_nothing_at_all(filled, tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("organization,email\nНовая,new@a.example\nМБОУ СОШ №15,other@a.example\n", encoding="utf-8")
    said = filled("roster", "import", path)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "roster.csv, row 3, column organization: «МБОУ СОШ №15» is СОШ № 15 in the database" in said.err
    assert filled("roster", "import", SAMPLE).out.endswith(AS_THEY_WERE + "\n")


def test_the_list_shows_datives_and_which_are_not_known(filled, tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("organization,head,email\nЦентр,Орлова А.И.,new@a.example\n", encoding="utf-8")
    filled("roster", "import", path)
    found = {one["email"]: one for one in rows(filled("roster", "list", "--json"))}
    assert found["cro@lugozersk.example"]["dative"] == "Берестовой Тамаре Павловне"
    assert found["cro@lugozersk.example"]["dative_known"]
    assert not found["new@a.example"]["dative_known"]
    assert "Берестовой Тамаре" in filled("roster", "list").out


def test_a_renamed_school_is_found_in_an_order_by_its_old_name(filled):
    assert filled("roster", "rename", "СОШ № 15", "Школа «Парус»").code == 0
    order = rows(filled("import", SAMPLES / "order.txt", "--json"))
    assert "Школа «Парус»" in json.dumps(order, ensure_ascii=False)
    refused = filled("roster", "rename", "СОШ № 1", "МБОУ СОШ №4")
    assert (refused.code, "means СОШ № 4" in refused.err) == (1, True)


def test_a_merger_asks_first_and_tells_what_stays(controlled, monkeypatch):
    asked = []
    monkeypatch.setattr("typer.confirm", lambda text, **_: asked.append(text) or _refuse())
    said = controlled("roster", "merge", "СОШ № 15", "into", "СОШ № 1")
    assert (asked, said.code) == (["Merge them?"], 1)
    assert "would become a part of СОШ № 1" in said.out
    assert any(one["organization"] == "СОШ № 15" for one in rows(controlled("roster", "list", "--json")))
    said = controlled("roster", "merge", "СОШ № 15", "into", "СОШ № 1", "--yes")
    assert (said.code, "--reason merged" in said.out) == (0, True)
    assert not any(one["organization"] == "СОШ № 15" for one in rows(controlled("roster", "list", "--json")))
    assert controlled("roster", "merge", "СОШ № 15", "СОШ № 1", "--yes").code == 1
    assert "two organizations" in controlled("roster", "merge", "СОШ № 15").err


def _refuse():
    import typer  # noqa: PLC0415 - as the command line does

    raise typer.Abort


def test_whoever_retires_acts_no_more_and_the_roles_left_are_named(controlled):
    said = controlled("roster", "retire", "kedrova@lugozersk.example")
    assert (said.code, "plan controller of order № 21-о" in said.err) == (0, True)
    assert controlled("due", "1", "2025-05-16", "--as", "kedrova@lugozersk.example").code == 1
