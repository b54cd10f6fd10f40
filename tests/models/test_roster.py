"""A roster in the database: what a file changes, and that it takes nothing away."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from models.database import reading, writing
from models.reorganization import retire
from models.roster import contact_of, find_organization, known_organizations, organization_named, roster_lines
from models.roster_changes import RosterConflict, bring_in
from models.roster_diff import ChangeKind, FieldChange
from models.tables import Person
from states.draft import KnownOrganization, RosterPerson

HEAD = RosterPerson(
    organization="СОШ № 4",
    kind="school",
    number="4",
    aliases=("Четвёртая школа",),
    email="school-4@city.example",
    head="Гусева Эмма Павловна",
    post="директор",
    dative="Гусевой Эмме Павловне",
    place="row 2",
)
DEPUTY = RosterPerson(
    organization="СОШ № 4",
    kind="school",
    number="4",
    email="deputy-4@city.example",
    head="Зимин П.Л.",
    post="заместитель директора",
    dative="Зимину П.Л.",
    substitutes="school-4@city.example",
    place="row 3",
)
CENTRE = RosterPerson(organization="Центр", kind="coordinator", place="row 4")
LINES = (HEAD, DEPUTY, CENTRE)


@pytest.fixture
def filled(engine):
    """A database with the three lines in it."""
    with writing(engine) as session:
        assert bring_in(session, LINES).added == 3
    return engine


def differences(engine, *lines):
    """What lines would change: kind, who, and the fields with their values."""
    with reading(engine) as session:
        return [
            (one.kind.value, one.who, *((field.field, field.old, field.new) for field in one.fields))
            for one in bring_in(session, lines).lines
        ]


def test_the_same_file_twice_changes_nothing(filled):
    with writing(filled) as session:
        changes = bring_in(session, LINES)
    assert (changes.added, changes.changed, changes.unchanged, len(changes.lines)) == (0, 0, 3, 3)


def test_the_lines_of_the_database_are_those_that_came_in(filled):
    with reading(filled) as session:
        lines = roster_lines(session)
    assert list(lines) == [replace(one, place="") for one in (HEAD, replace(DEPUTY, aliases=HEAD.aliases), CENTRE)]
    assert differences(filled, *lines) == [("unchanged", one.head, *()) for one in lines]


CHANGES = {
    "a new head at the same address": (
        replace(HEAD, head="", dative=""),
        (("head", "Гусева Эмма Павловна", ""), ("dative", "Гусевой Эмме Павловне", "")),
    ),
    "a new address of the same head": (
        replace(HEAD, email="new@city.example"),
        (("email", "school-4@city.example", "new@city.example"),),
    ),
    "an address in capitals": (
        replace(HEAD, email="School-4@City.example"),
        (("email", "school-4@city.example", "School-4@City.example"),),
    ),
    "an address left out": (replace(HEAD, email=""), ()),
    "another number": (replace(HEAD, number="44"), (("number", "4", "44"),)),
    "one more alias": (
        replace(HEAD, aliases=("4-я школа",)),
        (("aliases", "Четвёртая школа", "Четвёртая школа; 4-я школа"),),
    ),
    "a column that is not there": (
        replace(HEAD, head="", dative="", post="", unsaid=frozenset({"head", "post", "dative"})),
        (),
    ),
    "a dative by hand": (replace(HEAD, dative="Гусевой Э.П."), (("dative", "Гусевой Эмме Павловне", "Гусевой Э.П."),)),
    "another organization": (
        replace(HEAD, organization="Центр", kind="coordinator", number="", aliases=()),
        (("organization", "СОШ № 4", "Центр"),),
    ),
}


@pytest.mark.parametrize(("line", "fields"), CHANGES.values(), ids=CHANGES)
def test_a_line_that_differs_is_shown_field_by_field(filled, line, fields):
    with reading(filled) as session:
        one = bring_in(session, [line]).lines[0]
    assert one.fields == tuple(FieldChange(field=field, old=old, new=new) for field, old, new in fields)
    assert one.kind is (ChangeKind.CHANGED if fields else ChangeKind.UNCHANGED)


def test_what_the_file_does_not_have_is_listed_and_stays(filled):
    assert differences(filled, replace(DEPUTY, substitutes="")) == [
        ("changed", "Зимин П.Л.", ("substitutes", "school-4@city.example", "")),
        ("missing", "Гусева Эмма Павловна"),
        ("missing", ""),
        ("missing", "alias «Четвёртая школа»"),
    ]
    with reading(filled) as session:
        bring_in(session, [CENTRE])
        assert len(roster_lines(session)) == 3


def test_a_dative_by_hand_outlives_a_file_without_that_column(filled):
    with writing(filled) as session:
        bring_in(session, [replace(HEAD, dative="Гусевой Э.П.")])
    plain = replace(HEAD, unsaid=frozenset({"dative"}))
    assert differences(filled, plain)[0] == ("unchanged", HEAD.head)
    other = replace(plain, head="Орлова Анна Ивановна", dative="Орловой Анне Ивановне")
    assert ("dative", "Гусевой Э.П.", "Орловой Анне Ивановне") in differences(filled, other)[0]


def test_an_alias_that_is_another_organization_is_refused_and_nothing_is_written(filled):
    line = replace(CENTRE, organization="Новая", aliases=("СОШ № 4",))
    with pytest.raises(RosterConflict, match="row 4: «СОШ № 4» is СОШ № 4 in the database"), writing(filled) as session:
        bring_in(session, [line])
    with reading(filled) as session:
        assert find_organization(session, "Новая") is None


def test_an_alias_names_its_organization_everywhere(filled):
    with reading(filled) as session:
        assert organization_named(session, "Четвёртая школа", kind="school").name == "СОШ № 4"
        assert known_organizations(session)[0] == KnownOrganization(
            name="СОШ № 4", kind="school", number="4", aliases=("Четвёртая школа",)
        )
    assert differences(filled, replace(HEAD, organization="Четвёртая школа", number="", aliases=()))[0] == (
        "unchanged",
        HEAD.head,
    )


def test_letters_to_an_organization_reach_its_head_and_a_substitute_only_where_there_is_no_other(engine):
    with writing(engine) as session:
        bring_in(session, [DEPUTY, HEAD])
        school = find_organization(session, "СОШ № 4")
        assert contact_of(session, school).name == HEAD.head
        retire(session, HEAD.email, on=date(2024, 5, 31))
        assert contact_of(session, school).name == DEPUTY.head


def test_letters_to_a_vacancy_go_to_the_mailbox_of_the_organization(filled):
    with writing(filled) as session:
        bring_in(session, [replace(HEAD, head="", dative="")])
        contact = contact_of(session, find_organization(session, "СОШ № 4"))
        assert (contact.name, contact.email) == ("", HEAD.email)


def test_whoever_left_is_in_no_line_until_a_roster_brings_the_address_back(filled):
    with writing(filled) as session:
        assert retire(session, "DEPUTY-4@city.example", on=date(2024, 5, 31)) == ()
        assert [one.head for one in roster_lines(session)] == [HEAD.head, ""]
    assert ("left", "2024-05-31", "") in differences(filled, *LINES)[1]
    assert ("missing", DEPUTY.head) not in differences(filled, HEAD, CENTRE)


def test_a_person_an_order_named_gets_the_address_of_the_roster(engine):
    with writing(engine) as session:
        school = organization_named(session, "СОШ № 4", kind="school")
        session.add(Person(organization_id=school.id, name="Гусева Э.П."))
    with writing(engine) as session:
        changes = bring_in(session, [HEAD])
        assert (changes.changed, len(session.exec(select(Person)).all())) == (1, 1)
