"""What leaves Srok from the command line: calendars, sheets to be printed, the export of everything."""

import csv
import json

import pytest

from srok.exporting import EXPORTED

SCHOOL, COORDINATOR = "school-15@lugozersk.example", "cro@lugozersk.example"


def test_a_calendar_is_written_or_its_address_is_given_out(controlled, tmp_path, monkeypatch):
    said = controlled("calendar-feed", "--person", SCHOOL, "--out", tmp_path / "own.ics")
    assert said.out == f"12 deadlines in {tmp_path / 'own.ics'}\n"
    assert "SROK_PUBLIC_URL" in controlled("calendar-feed", "--person", SCHOOL, "--url").err
    monkeypatch.setenv("SROK_PUBLIC_URL", "https://srok.city.example")
    url = controlled("calendar-feed", "--person", COORDINATOR, "--order", "21-о", "--url").out
    assert url.startswith("https://srok.city.example/calendar/")
    assert "calendar" in controlled("links", "list", COORDINATOR).out
    assert "may see the whole plan" in controlled("calendar-feed", "--person", SCHOOL, "--order", "21", "--url").err
    assert "--out FILE" in controlled("calendar-feed", "--person", SCHOOL).err


def test_sheets_are_printed_a_page_for_each_organization(controlled, tmp_path):
    said = controlled("sheets", "21-о", "--out", tmp_path / "sheets.pdf")
    assert said.out.startswith("26 organizations, 265 assignments in ")
    assert (tmp_path / "sheets.pdf").read_bytes().startswith(b"%PDF-")
    one = controlled("sheets", "21-о", "--executor", "СОШ № 15", "--out", tmp_path / "one.pdf")
    assert one.out.startswith("1 organizations, 12 assignments in ")
    assert "no organization 'СОШ'" in controlled("sheets", "21-о", "--executor", "СОШ", "--out", "x.pdf").err


@pytest.mark.parametrize("form", ["csv", "json"])
def test_everything_is_exported_without_secrets_and_nothing_passes_for_a_formula(controlled, tmp_path, form):
    controlled("move", 38, "comment", "--as", SCHOOL, "--text", "=1+1; «да»")
    said = controlled("export", tmp_path / "all", "--format", form)
    assert said.code == 0
    assert {path.name for path in (tmp_path / "all").iterdir()} == {f"{name}.{form}" for name in EXPORTED}
    (history,) = read(tmp_path / "all" / f"history.{form}")
    assert history["text"] == ("'=1+1; «да»" if form == "csv" else "=1+1; «да»")
    assert len(read(tmp_path / "all" / f"assignments.{form}")) == 265
    lead = {row["lead"] for row in read(tmp_path / "all" / f"assignments.{form}")}
    assert lead
    assert lead <= ({"да", "нет"} if form == "csv" else {True, False})
    assert not {"lease_token", "token_sha256", "password", "eml"} & {
        name for path in (tmp_path / "all").iterdir() for row in read(path) for name in row
    }


def read(path):
    if path.suffix == ".json":
        return json.loads(path.read_bytes())
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_an_export_that_cannot_be_is_said_in_one_line(controlled, tmp_path):
    (tmp_path / "all").write_bytes(b"")
    said = controlled("export", tmp_path / "all")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "there are csv, json" in controlled("export", tmp_path / "x", "--format", "xml").err
