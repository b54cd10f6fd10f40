"""Rosters in CSV: both dialects, both languages, and every fault with its place."""

import pytest

from plans.rejected import ImportRejected
from plans.roster import known_organizations, read_roster
from states.draft import KnownOrganization, RosterPerson
from tests.plans.builders import SAMPLES

HEADING = "organization,kind,number,email,head,position\n"


def written(tmp_path, text: str, encoding: str = "utf-8-sig"):
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_line_is_a_person_with_place(tmp_path):
    path = written(tmp_path, HEADING + "СОШ № 4,school,4,school-4@a.example,Гусева Эмма Павловна,директор\n")
    assert read_roster(path) == (
        RosterPerson(
            organization="СОШ № 4",
            kind="school",
            number="4",
            email="school-4@a.example",
            head="Гусева Эмма Павловна",
            post="директор",
            dative="Гусевой Эмме Павловне",
            place="roster.csv, row 2",
            unsaid=frozenset({"aliases", "dative", "substitutes"}),
        ),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_russian_headings_and_both_dialects_are_read(tmp_path, encoding, delimiter):
    rows = (
        ("Организация", "Вид", "Почта", "Руководитель", "Должность"),
        ("Лицей «Заря»", "школа", "z@a.example", "", ""),
    )
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (person,) = read_roster(written(tmp_path, text, encoding))
    assert (person.organization, person.kind, person.email) == ("Лицей «Заря»", "school", "z@a.example")


def test_organizations_of_several_persons_are_known_once(tmp_path):
    text = HEADING + "Управление,department,,a@a.example,,\nСОШ № 4,school,4,,,\nУправление,department,,b@a.example,,\n"
    assert known_organizations(read_roster(written(tmp_path, text))) == (
        KnownOrganization(name="Управление", kind="department"),
        KnownOrganization(name="СОШ № 4", kind="school", number="4"),
    )


FAULTS = {
    "a,b\n1,2\n": ("row 1, column 1", "unknown"),
    "kind,email\nschool,a@a.example\n": ("row 1", "no column «organization»"),
    "organization,organization\nа,б\n": ("row 1, column 2", "twice"),
    HEADING: ("roster.csv", "no organization"),
    HEADING + ",school,,a@a.example,,\n": ("row 2, column organization", "missing"),
    HEADING + "А,school,,,,\nБ,school,,не почта,,\n": ("row 3, column email", "not an e-mail"),
    HEADING + "А,school,,a@b,,\n": ("row 2, column email", "not an e-mail"),
    HEADING + "А,school,,x@a.example,,\nБ,school,,X@A.example,,\n": ("row 3, column email", "row 2"),
    HEADING + "А,spaceship,,,,\n": ("row 2, column kind", "unknown"),
    HEADING + "А,school,,,,,лишнее\n": ("row 2", "7 cells"),
    HEADING + '"А,school\n': ("row 2", "quotation"),
    HEADING + "А" * 501 + ",school,,,,\n": ("row 2, column organization", "longer"),
}


@pytest.mark.parametrize(("text", "fault"), FAULTS.items())
def test_every_fault_names_file_row_and_column(tmp_path, text, fault):
    place, reason = fault
    with pytest.raises(ImportRejected) as refused:
        read_roster(written(tmp_path, text))
    assert refused.value.place.startswith("roster.csv")
    assert place in refused.value.place
    assert reason in refused.value.reason


def test_the_sample_roster_is_read_whole():
    people = read_roster(SAMPLES / "roster.csv")
    assert len(people) == 27
    assert sum(person.kind == "school" for person in people) == 20
    assert all(person.email.endswith(".example") for person in people)
