import json

import pytest

from tests.srok.conftest import SAMPLES

ORDER = (SAMPLES / "order.txt").read_text(encoding="utf-8")
EARLIER, LATER = "До 28 февраля 2025 года", "до 1 июня 2025 года"


@pytest.fixture
def edition(tmp_path):
    """The sample order with another deadline in measure 1.2."""
    path = tmp_path / "edition.txt"
    path.write_text(ORDER.replace(EARLIER, LATER), encoding="utf-8")
    return path


def due(run, item="1.2"):
    found = json.loads(run("assignments", "--item", item, "--json", "--as-of", "2025-03-07").out)
    return {one["due_on"] for one in found}


def test_the_text_under_control_is_recognised(controlled):
    assert "by this very text" in controlled("import", SAMPLES / "order.txt").out


def test_a_changed_text_is_shown_beside_what_is_under_control_and_writes_nothing(controlled, edition):
    said = controlled("import", edition)
    assert "26 items are the same" in said.out
    (line,) = [line for line in said.out.splitlines() if line.startswith("changed")]
    assert EARLIER in line
    assert LATER in line
    assert due(controlled) == {"2025-02-28"}


def test_an_edition_is_brought_in_once_and_the_earlier_text_is_known(controlled, edition):
    done = controlled("import", edition, "--amend")
    # The day of the amendment is today's: by then the sample's new date is over, and a person must decide.
    assert (done.code, "left to a person" in done.err) == (0, True)
    again = controlled("import", edition, "--amend")
    assert (again.code, again.err.count("\n"), "this very text" in again.err) == (1, 1, True)
    assert "superseded" in controlled("import", SAMPLES / "order.txt").out


def test_an_order_that_amends_another_is_compared_by_its_annex_and_not_controlled_beside_it(controlled, tmp_path):
    path = tmp_path / "amending.txt"
    title = "О внесении изменений в распоряжение от 17.01.2025 № 21-о"
    start = ORDER.index("О муниципальном плане")
    text = (
        ORDER[:start].replace("17.01.2025", "18.01.2025").replace("21-о", "44-о")
        + title
        + ORDER[ORDER.index("\n", start) :]
    )
    path.write_text(text, encoding="utf-8")
    assert "the measures of order № 21-о, under control" in controlled("import", path).out
    said = controlled("import", path, "--confirm")
    assert (said.code, said.err.count("\n"), "amends order № 21-о" in said.err) == (1, 1, True)


@pytest.mark.parametrize(
    ("options", "reason"),
    [(("--amend",), "is not under control"), (("--amend", "--confirm"), "either --confirm")],
)
def test_what_cannot_be_amended_is_said_in_one_line(run, options, reason):
    said = run("import", SAMPLES / "order.txt", *options)
    assert (said.code, said.err.splitlines()[-1].startswith("srok: "), reason in said.err) == (1, True, True)


def test_an_edition_with_errors_is_settled_as_a_draft_first(controlled, edition):
    edition.write_text(ORDER.replace(EARLIER, "когда рак свистнет"), encoding="utf-8")
    assert "1 errors" in controlled("import", edition, "--amend").err
    assert controlled("draft", "keep", edition).code == 0
    assert controlled("draft", "set", 1, "item", 2, "--deadline", LATER).code == 0
    assert "1 left to a person" in controlled("draft", "confirm", 1, "--amend").err
    assert "under control" in controlled("draft", "list").out


def test_what_a_person_settled_is_no_change_of_the_next_edition(run, edition):
    assert run("roster", "import", SAMPLES / "roster.csv").code == 0
    assert run("draft", "keep", SAMPLES / "order.txt").code == 0
    assert run("draft", "drop", 1, "item", 21, "--merge-into", 1).code == 0
    assert (
        run("draft", "set", 1, "item", 3, "--deadline", "Май 2025", "--executors", "МКУ ЦРО", "--number", "1.3а").code
        == 0
    )
    assert run("draft", "confirm", 1).code == 0
    said = run("import", edition).out
    assert "25 items are the same" in said
    changes = [line for line in said.splitlines() if line.startswith(("new", "changed", "gone", "fewer"))]
    assert len(changes) == 1
    assert LATER in changes[0]
