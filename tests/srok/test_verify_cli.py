import re

import pytest
from sqlalchemy import text

from models.database import engine_for, writing

SCHOOL = "school-15@lugozersk.example"


@pytest.fixture
def moved(controlled, tmp_path):
    """The sample order with a move, and a function that changes its database behind Srok's back."""
    document = tmp_path / "приказ.txt"
    document.write_text("Приказ № 1", encoding="utf-8")
    said = controlled("move", 38, "report", "--as", SCHOOL, "--text", "Готово", "--evidence", document)
    assert said.code == 0, said.err

    def behind(*statements):
        engine = engine_for(f"sqlite:///{tmp_path}/srok.db")
        with writing(engine) as session:
            for statement in ("DROP TRIGGER history_no_update", "DROP TRIGGER history_no_delete", *statements):
                session.execute(text(statement))
        engine.dispose()

    return behind


def test_a_whole_history_is_verified_and_fingerprinted(moved, controlled):
    said = controlled("verify-history")
    assert (said.code, said.err) == (0, "")
    assert "1 rows in 293 histories; breaks: none" in said.out
    fingerprint = re.search(r"fingerprint: (\S+)", said.out)[1]
    assert controlled("move", 38, "accept", "--as", "cro@lugozersk.example").code == 0
    assert controlled("verify-history", "--expect", fingerprint).code == 0
    assert "fingerprint" not in controlled("verify-history", "--order", "21").out


def test_each_break_is_listed_with_its_place_and_the_exit_code_says_so(moved, controlled):
    moved("UPDATE history SET text = 'иначе'", "UPDATE assignment SET state = 'accepted' WHERE id = 38")
    said = controlled("verify-history", "--order", "21-о")
    assert said.code == 1
    assert "assignment 38  1        the row or its evidence is not what was written" in said.out
    assert "it stands at “accepted”, its history ends at “reported”" in said.out
    assert "breaks: 2" in said.out
    assert "fingerprint" not in controlled("verify-history").out


def test_a_fingerprint_that_does_not_fit_is_a_break(moved, controlled):
    said = controlled("verify-history", "--expect", "1.0.0-9f3a-77c1-04be-d210-88ac")
    assert said.code == 1
    assert "rows were taken away or made anew" in said.out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--expect", "abc"), "is no fingerprint"),
        (("--expect", "1.0.0-9f3a-77c1-04be-d210-88ac", "--order", "21"), "leave out --order"),
        (("--order", "99"), "no order '99'"),
    ],
)
def test_what_cannot_be_verified_is_refused_in_one_line(moved, controlled, arguments, reason):
    said = controlled("verify-history", *arguments)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert reason in said.err
