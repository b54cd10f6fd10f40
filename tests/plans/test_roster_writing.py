"""A roster written as CSV or as a workbook reads as what was written, and no cell of it is a formula."""

import io
import zipfile
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.dative import dative
from plans.lexing import clean
from plans.roster import csv_bytes, read_roster, xlsx_bytes
from states.draft import RosterPerson


def content(people):
    """What lines say, without where they stand."""
    return [replace(one, place="", unsaid=frozenset()) for one in people]


words = st.text(alphabet="абвгдЁЖ12№«»- ='+@.", min_size=1, max_size=12).map(clean).filter(bool)


@st.composite
def rosters(draw):
    """Lines that a roster may hold: organizations by number, so that no two have one key."""
    people = []
    for number in range(draw(st.integers(1, 4))):
        alias = (clean(f"«{draw(words).strip('«»')} {number}»"),) if draw(st.booleans()) else ()
        for place in range(draw(st.integers(1, 2))):
            head = draw(st.sampled_from(["", "Орлова Анна Ивановна", "Зимин П.Л.", f"=Кот {place}"]))
            people.append(
                RosterPerson(
                    organization=f"СОШ № {number}",
                    kind="school",
                    number=str(number),
                    aliases=alias,
                    email=f"{draw(st.sampled_from('=+-s'))}{number}.{place}@a.example",
                    head=head,
                    post=draw(words),
                    dative=dative(head).text,
                    substitutes=f"{people[-1].email}" if place and draw(st.booleans()) else "",
                )
            )
    return people


@given(rosters(), st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_exported_csv_reads_as_what_was_exported(tmp_path, people, english):
    path = tmp_path / "roster.csv"
    path.write_bytes(csv_bytes(people, english=english))
    assert content(read_roster(path)) == people


@given(rosters(), st.booleans())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_exported_workbook_reads_as_what_was_exported(tmp_path, people, english):
    path = tmp_path / "roster.xlsx"
    path.write_bytes(xlsx_bytes(people, english=english))
    assert content(read_roster(path)) == people


def test_the_workbook_is_text_with_a_heading_that_stays_and_kinds_to_choose_from():
    people = [RosterPerson(organization="=СОШ № 4", kind="school", number="1.10")]
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(people))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "=СОШ № 4" in strings
    assert "1.10" in strings
    assert 'ySplit="1"' in sheet
    assert "школа,координатор" in sheet
    assert xlsx_bytes(people) == xlsx_bytes(people)


def test_no_cell_of_the_csv_is_a_formula():
    people = [RosterPerson(organization="@Центр", kind="school", head="+7", post="-1", email="=a@a.example")]
    text = csv_bytes(people).decode("utf-8-sig")
    assert text.splitlines()[1].split(";") == ["'@Центр", "школа", "", "", "'=a@a.example", "'+7", "'-1", "", ""]
