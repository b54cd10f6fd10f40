"""Executor cells as offices write them: whom they mean and what is flagged, as a table kept beside this file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.executors.cell import Context, read_executors
from plans.executors.vocabulary import Vocabulary
from states.draft import DraftExecutor, DraftPerson, ExecutorKind, Severity
from tests.plans.builders import ROSTER, named, school

TABLE = Path(__file__).with_name("executor_cells.txt")
CITY = (
    *ROSTER,
    *(school(number) for number in (5, 6)),
    *(school(number, "гимназия") for number in (2, 6, 13)),
    named("детский сад № 5", "organization"),
    named("детский сад № 7 «Солнышко»", "organization"),
)
GROUPS = {"all_schools": "Руководители ОО", "basic": "базовый уровень", "high": "высокий уровень", "risk_zone": "риск"}
MEMBERS = {
    "all_schools": tuple(one.name for one in CITY if one.kind == "school"),
    "basic": ("СОШ № 16", "СОШ № 46", "Школа «Горизонт»"),
    "high": ("лицей № 51", "Гуманитарный лицей"),
    "risk_zone": ("СОШ № 46",),
}
PEOPLE = (
    DraftPerson(
        name="Кедрова Лидия Семеновна",
        post="начальник отдела общего образования",
        organization="Отдел общего образования",
    ),
    DraftPerson(name="Берестова Тамара Павловна", post="директор МКУ ЦРО", organization="МКУ ЦРО"),
)
SIGNS = {ExecutorKind.GROUP: "@", ExecutorKind.EXTERNAL: "~", ExecutorKind.ORGANIZATION: ""}
MANY = 8
LINES = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if "=>" in line and not line.startswith("#")]


def read(text: str):
    context = Context(
        vocabulary=Vocabulary(CITY, (text,)),
        issuer="Управление образования",
        coordinator=DraftPerson(name="Берестова Т.П.", organization="МКУ ЦРО"),
        groups=GROUPS,
        members=MEMBERS,
        people=PEOPLE,
    )
    return read_executors(text, place="line 1", context=context)


def shown(executor: DraftExecutor) -> str:
    return f"{SIGNS[executor.kind]}{executor.name}" + (f" [{executor.person}]" if executor.person else "")


def meant(text: str) -> str:
    addressed = read(text)
    executors = "; ".join(shown(executor) for executor in addressed.executors)
    if len(addressed.executors) > MANY:
        executors = f"{len(addressed.executors)} organizations"
    codes = dict.fromkeys(f"{one.severity.value[0]}:{one.code}" for one in addressed.problems)
    return f"{executors} ! {', '.join(codes)}".strip() if codes else executors


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.partition(" => ")[0][:60])
def test_a_cell_is_read_as_the_table_says(line):
    text, _, expected = line.partition(" =>")
    assert meant(text) == expected.strip()


def test_the_table_is_large_and_says_each_cell_once():
    texts = [line.partition(" =>")[0] for line in LINES]
    assert len(texts) > 250
    assert len(set(texts)) == len(texts)


def test_what_nobody_knows_gets_the_nearest_names_as_a_hint_and_not_as_a_reading():
    (problem,) = read("гимназия № 28").problems
    assert "nearest in the roster: гимназия № 2" in problem.text
    (problem,) = read("МКУ ЦРР").problems
    assert "МКУ ЦРО" in problem.text


WORDS = st.sampled_from([*" ".join(line.partition(" =>")[0] for line in LINES).split(), ",", ";", "(", ")", "кроме"])


@given(st.lists(WORDS, min_size=1, max_size=12).map(" ".join))
def test_a_cell_names_somebody_or_says_what_is_wrong(text):
    addressed = read(text)
    assert addressed.executors or addressed.problems or not any(letter.isalnum() for letter in text)
    assert all(one.name for one in addressed.executors)


STRANGE = st.sampled_from(["вахтёр", "музыканты", "сторожа", "Петровские", "ЩЮЯ", "повара"])


@given(st.sampled_from([line.partition(" =>")[0] for line in LINES]), STRANGE)
def test_a_strange_word_at_the_end_of_a_cell_is_never_passed_over_in_silence(text, word):
    problems = read(f"{text}; {word}").problems
    assert any(word in one.text and one.severity is not Severity.INFO for one in problems)
