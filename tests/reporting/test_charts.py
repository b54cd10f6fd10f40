"""Charts: what their bars say, and that their pictures hold it."""

from datetime import date, timedelta

from lxml import etree

from reporting.as_svg import svg_bytes
from reporting.charts import EXECUTORS_SHOWN, charts
from reporting.package import build
from states.assignment import State
from states.belonging import Span
from tests.reporting.builders import accepted, assignment, item, mixed, package_facts


def drawn(facts):
    return {chart.name: chart for chart in charts(build(facts))}


def texts(chart):
    svg = etree.fromstring(svg_bytes(chart))
    return [one.text for one in svg.iter("{http://www.w3.org/2000/svg}text")]


def test_the_parts_of_a_section_make_its_whole_bar():
    for bar in drawn(mixed())["sections"].bars:
        assert round(sum(segment.share for segment in bar.segments), 9) == 1
    first = drawn(mixed())["sections"].bars[0]
    assert [(one.kind, one.text) for one in first.segments] == [
        ("accepted", "2"),
        ("reported", "1"),
        ("overdue", "1"),
        ("aside", "3"),
    ]


def test_a_section_is_named_counted_and_explained_in_the_picture():
    said = texts(drawn(mixed())["sections"])
    for expected in ("Раздел 1. Сопровождение", "принято", "просрочено", "7 поручений"):
        assert any(expected in one for one in said), expected


def test_every_week_says_its_number_or_none_does():
    day = date(2024, 1, 1)
    late = [assignment(str(n), due_on=day + timedelta(days=n // 60)) for n in range(3000)]
    facts = package_facts(item(*late), period=Span(day, date(2024, 12, 31)), cut_off=date(2024, 12, 30))
    weeks = drawn(facts)["weeks"]
    numbers = [one for one in texts(weeks) if "." not in one]
    assert len(numbers) in {0, len(weeks.bars)}
    assert "30.12" in texts(weeks)


def test_discipline_shows_the_lowest_and_says_how_many_there_are():
    few = drawn(package_facts(item(*(accepted(f"СОШ № {n}") for n in range(5)))))["discipline"]
    assert few.title == "Исполнительская дисциплина по исполнителям"
    many = (accepted(f"СОШ № {n}") if n else assignment("СОШ № 0") for n in range(EXECUTORS_SHOWN + 5))
    found = drawn(package_facts(item(*many)))["discipline"]
    assert found.title.endswith("(90 с наименьшей из 95)")
    assert found.bars[0].text == "0,0\u00a0%, 0 из 1"
    assert len([one for one in texts(found) if "%" in one]) == EXECUTORS_SHOWN


def test_what_has_nothing_to_show_is_no_chart():
    assert drawn(package_facts(item(not_issued=(None,)))) == {}
    assert set(drawn(package_facts(item(assignment(state=State.REMOVED))))) == {"sections"}


def test_names_stay_text_in_a_picture():
    nasty = "<script>&\"'"
    said = texts(drawn(package_facts(item(accepted(nasty))))["discipline"])
    assert nasty in said
