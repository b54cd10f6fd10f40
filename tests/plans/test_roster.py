"""Rosters in CSV and Excel: both dialects, both languages, every fault with its place."""

import pytest
import xlsxwriter

from plans.rejected import ImportRejected
from plans.roster import known_organizations, read_roster, refuse_twins, remarks
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


ALL = "organization,kind,number,aliases,email,head,position,dative,substitutes\n"
SECOND = "Б,school,,,b@a.example,Зимин Пётр Львович,директор,,\n"
FAULTS_BETWEEN_ROWS = {
    ALL + "А,school,,,,,,,\nА,school,,,,,,,\n": ("row 3, column organization", "row 2"),
    ALL + "А,school,1,,a@a.example,,,,\nА,school,2,,c@a.example,,,,\n": ("row 3, column number", "«1» in"),
    ALL + "А,school,,,a@a.example,,,,\nА,operator,,,c@a.example,,,,\n": ("row 3, column kind", "make them alike"),
    ALL + "СОШ № 4,school,4,,,,,,\nМБОУ СОШ №4,school,4,,,,,,\n": ("row 3, column organization", "one type and number"),
    ALL + "А,school,,Б,,,,,\n" + SECOND: ("row 2, column aliases", "means Б already"),
    ALL + "А,school,,В; Г,,,,,\nБ,school,,Г,,,,,\n": ("row 3, column aliases", "means А already"),
    ALL + "А,school,,,a@a.example,,,,who@a.example\n" + SECOND: ("row 2, column substitutes", "on no row"),
    ALL + "А,school,,,a@a.example,,,,a@a.example\n": ("row 2, column substitutes", "themselves"),
    ALL + "А,school,,,,Орлова А.А.,,,b@a.example\n" + SECOND: ("row 2, column email", "copies"),
    ALL
    + "А,school,,,a@a.example,,,,b@a.example\nБ,school,,,b@a.example,,,,c@a.example\nВ,school,,,c@a.example,,,,\n": (
        "row 2, column substitutes",
        "a substitute too",
    ),
    ALL + "А,school,,,a@a.example,Орлова Анна Ивановна,,Зиминой А.И.,\n": ("row 2, column dative", "not the dative"),
    ALL + "А,school,,,a@a.example,,,Зиминой А.И.,\n": ("row 2, column dative", "no head"),
    "organization,substitute\nА,б@a.example\n": ("row 1, column 2", "who for whom"),
    "organization,position\nА,директор\n": ("row 1", "column email or head"),
}


@pytest.mark.parametrize(("text", "fault"), FAULTS_BETWEEN_ROWS.items())
def test_what_does_not_go_together_is_refused_with_row_and_column(tmp_path, text, fault):
    test_every_fault_names_file_row_and_column(tmp_path, text, fault)


HEADS = {
    ("Вакансия", "директор"): ("", "директор", ""),
    ("вакантно", ""): ("", "", ""),
    ("и.о. Орлова Анна Ивановна", "директор"): ("Орлова Анна Ивановна", "и.о. директора", "Орловой Анне Ивановне"),
    ("И. О. Орлова А.И.", "заведующий детским садом"): (
        "Орлова А.И.",
        "и.о. заведующего детским садом",
        "Орлова А.И.",
    ),
    ("и.о. директора Орлова Анна Ивановна", ""): ("Орлова Анна Ивановна", "и.о. директора", "Орловой Анне Ивановне"),
    ("врио Зимин Пётр Львович", "и.о. директора"): ("Зимин Пётр Львович", "и.о. директора", "Зимину Петру Львовичу"),
    ("Иоаннова Инна Олеговна", "методист"): ("Иоаннова Инна Олеговна", "методист", "Иоанновой Инне Олеговне"),
}


@pytest.mark.parametrize(("written_as", "meant"), HEADS.items())
def test_vacancies_and_acting_heads_are_understood(tmp_path, written_as, meant):
    (person,) = read_roster(written(tmp_path, f"{ALL}А,school,,,a@a.example,{','.join(written_as)},,\n"))
    assert (person.head, person.post, person.dative) == meant


def test_a_person_is_to_look_at_names_without_a_gender_and_at_organizations_without_an_address(tmp_path):
    text = ALL + "А,school,,,,Орлова А.И.,,,\nБ,school,,,b@a.example,Зимин П.Л.,,Зимину П.Л.,\n"
    found = [(one.code, one.place) for one in remarks(read_roster(written(tmp_path, text)))]
    assert found == [("dative_unknown", "roster.csv, row 2"), ("no_address", "roster.csv, row 2")]


def test_what_a_file_has_no_column_for_it_does_not_say(tmp_path):
    (person,) = read_roster(written(tmp_path, "Организация;Почта\nСОШ № 4;a@a.example\n"))
    assert {"head", "post", "kind", "number", "aliases", "dative", "substitutes"} == person.unsaid


KNOWN = (
    KnownOrganization(name="Школа «Горизонт»", kind="school", aliases=("СОШ № 14",)),
    KnownOrganization(name="СОШ № 4", kind="school", number="4"),
)


def person(name: str, *aliases: str) -> RosterPerson:
    return RosterPerson(organization=name, kind="school", aliases=aliases, place="roster.csv, row 2")


def test_another_spelling_of_a_known_organization_is_no_new_one():
    refuse_twins([person("СОШ № 4"), person("СОШ № 14"), person("СОШ № 5"), person("СОШ № 4", "Четвёртая")], KNOWN)
    with pytest.raises(ImportRejected, match="is СОШ № 4 in the database"):
        refuse_twins([person("МБОУ СОШ №4")], KNOWN)
    with pytest.raises(ImportRejected, match="means Школа «Горизонт» in the database"):
        refuse_twins([person("СОШ № 4", "МБОУ СОШ №14")], KNOWN)


def workbook(tmp_path, *sheets: tuple[tuple[object, ...], ...]):
    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def test_a_workbook_is_read_with_the_addresses_of_its_cells(tmp_path):
    rows = (("Организация", "Номер", "Почта"), ("СОШ № 4", 4, "a@a.example"), (), ("СОШ № 5", 5.0, "не почта"))
    with pytest.raises(ImportRejected) as refused:
        read_roster(workbook(tmp_path, rows))
    assert refused.value.place == "roster.xlsx, sheet «Sheet1», row 4, column email (C4)"
    (one,) = read_roster(workbook(tmp_path, rows[:2]))
    assert (one.organization, one.number, one.place) == ("СОШ № 4", "4", "roster.xlsx, sheet «Sheet1», row 2")


WORKBOOKS = {
    "every sheet is empty": ((),),
    "the sheets «Sheet1», «Sheet2» are filled": ((("Организация",),), (("Организация",),)),
    "B2 gives an error": ((("Организация", "Почта"), ("СОШ № 4", "=1/0")),),
}


@pytest.mark.parametrize(("reason", "sheets"), WORKBOOKS.items())
def test_a_workbook_that_is_no_roster_is_refused(tmp_path, reason, sheets):
    path = workbook(tmp_path, *sheets)
    if "error" in reason:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ("Организация", "Почта"))
            sheet.write_row(1, 0, ("СОШ № 4",))
            sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    with pytest.raises(ImportRejected, match=reason):
        read_roster(path)


def test_a_damaged_workbook_is_refused(tmp_path):
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing more")
    with pytest.raises(ImportRejected, match="damaged"):
        read_roster(path)
