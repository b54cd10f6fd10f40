import json
from zipfile import ZipFile

import pytest

from tests.srok.conftest import SAMPLES

ORDER = SAMPLES / "order.txt"


@pytest.fixture
def kept(run):
    """The command line with the sample's roster and its order kept as draft 1."""
    assert run("roster", "import", SAMPLES / "roster.csv").code == 0
    said = run("draft", "keep", ORDER)
    assert (said.code, said.out.startswith("draft 1: order № 21-о, 0 errors")) == (0, True)
    return run


def one_line(said, reason):
    assert (said.code, said.err.count("\n")) == (1, 1), said
    assert reason in said.err


def draft(run):
    said = run("draft", "show", 1, "--json")
    assert said.code == 0, said.err
    return json.loads(said.out)


def measure(run, number):
    return next(one for one in draft(run)["measures"] if one["number"] == number)


def test_keeping_the_same_file_again_is_the_same_draft(kept):
    assert kept("draft", "keep", ORDER).out.startswith("draft 1:")
    assert kept("draft", "list").out.count("order.txt") == 1


def test_keeping_says_when_the_file_reads_otherwise_by_now(run, tmp_path):
    assert run("draft", "keep", ORDER).code == 0
    assert run("roster", "import", SAMPLES / "roster.csv").code == 0
    said = run("draft", "keep", ORDER)
    assert (said.code, "srok draft drop 1" in said.err) == (0, True)


def test_a_draft_as_kept_is_the_order_as_imported(kept):
    assert draft(kept) == json.loads(kept("import", ORDER, "--json").out)


def test_an_item_is_set_in_the_words_of_an_order(kept):
    said = kept("draft", "set", 1, "item", 1, "--deadline", "до 1 июня 2025", "--executors", "СОШ № 1; МКУ ЦРО")
    assert "understood as once 2025-06-01; executors СОШ № 1, МКУ ЦРО" in said.out
    assert measure(kept, "1.1")["deadline"]["due_on"] == "2025-06-01"
    assert measure(kept, "1.1")["executors"] == ["СОШ № 1", "МКУ ЦРО"]


def test_a_problem_names_its_item_and_is_settled(kept):
    problem = number_of(kept, "deadline_unstated")
    said = kept("draft", "set", 1, problem, "--deadline", "до 1 марта 2025 года")
    assert f"settled: {problem}\n" in said.out
    assert "deadline_unstated" not in kept("draft", "show", 1, "--open").out


def number_of(run, code):
    line = next(line for line in run("draft", "show", 1, "--open").out.splitlines() if code in line)
    return line.split()[0]


def test_a_problem_that_was_looked_at_is_not_open_but_still_shown(kept):
    problem = number_of(kept, "number_gap")
    assert kept("draft", "accept", 1, problem, "--as", "cro@lugozersk.example").code == 0
    assert "number_gap" not in kept("draft", "show", 1, "--open").out
    assert "accepted" in kept("draft", "show", 1).out
    assert "Берестова" in kept("draft", "show", 1, "--log").out


def test_items_are_dropped_merged_and_split_and_all_of_it_taken_back(kept):
    before = draft(kept)
    count = len(before["measures"]) + len(before["clauses"])
    assert kept("draft", "drop", 1, "item", 27).code == 0
    assert kept("draft", "drop", 1, "item", 26, "--merge-into", 1).code == 0
    assert kept("draft", "split", 1, "item", 2, "--number", "1.2а", "--deadline", "Июнь 2025").code == 0
    after = draft(kept)
    assert len(after["measures"]) + len(after["clauses"]) == count - 1
    assert measure(kept, "1.2а")["title"] == measure(kept, "1.2")["title"]
    for _ in range(3):
        assert "taken back" in kept("draft", "undo", 1).out
    assert draft(kept) == before
    one_line(kept("draft", "undo", 1), "nothing to undo")


def test_the_order_and_its_supervisors_are_set(kept):
    assert kept("draft", "set", 1, "order", "--number", "21/о").code == 0
    assert kept("draft", "set", 1, "coordinator", "--person", "Иванов И.И.", "--organization", "МАУ «Диалог»").code == 0
    assert (draft(kept)["number"], draft(kept)["roles"]["coordinator"]) == ("21/о", "МАУ «Диалог» (Иванов И.И.)")


def test_a_draft_is_put_under_control_as_it_was_settled(kept):
    kept("draft", "set", 1, "item", 1, "--deadline", "до 1 июня 2025", "--executors", "СОШ № 1", "--evidence")
    said = kept("draft", "confirm", 1)
    assert (said.code, "warnings" in said.err, "Under control" in said.err) == (0, True, True)
    (one,) = json.loads(kept("assignments", "--item", "1.1", "--json").out)
    assert (one["executor"], one["due_on"]) == ("СОШ № 1", "2025-06-01")
    moved = kept("move", one["id"], "report", "--as", "school-1@lugozersk.example", "--text", "Готово")
    assert "evidence_missing" in moved.err
    one_line(kept("draft", "confirm", 1), "under control as order № 21-о")
    one_line(kept("draft", "set", 1, "item", 1, "--number", "5"), "cannot change any more")


def test_an_open_error_stands_in_the_way_until_it_is_settled(run, tmp_path):
    text = ORDER.read_text(encoding="utf-8").replace("До 28 февраля 2025 года", "когда рак свистнет")
    (tmp_path / "broken.txt").write_text(text, encoding="utf-8")
    run("roster", "import", SAMPLES / "roster.csv")
    assert "1 errors" in run("draft", "keep", "broken.txt").out
    one_line(run("draft", "confirm", 1), "1 errors are open")
    problem = number_of(run, "deadline_unrecognised")
    one_line(run("draft", "accept", 1, problem), "cannot stay as it is")
    assert run("draft", "set", 1, "problem", problem, "--deadline", "до 28 февраля 2025 года").code == 0
    assert run("draft", "confirm", 1).code == 0


def test_a_dropped_draft_is_listed_and_settled_no_more(kept):
    assert kept("draft", "drop", 1).code == 0
    assert "dropped" in kept("draft", "list").out
    one_line(kept("draft", "accept", 1, 1), "was dropped")
    assert kept("draft", "keep", ORDER).out.startswith("draft 2:")


def edited(path, before, after):
    """The workbook with one text written otherwise."""
    content = dict(parts(path))
    strings = content["xl/sharedStrings.xml"].decode()
    assert strings.count(before) == 1
    content["xl/sharedStrings.xml"] = strings.replace(before, after).encode()
    with ZipFile(path, "w") as book:
        for name, part in content.items():
            book.writestr(name, part)


def parts(path):
    with ZipFile(path) as book:
        return [(name, book.read(name)) for name in book.namelist()]


def test_a_draft_goes_to_a_workbook_and_comes_back_changed(kept, tmp_path):
    assert "27 items" in kept("draft", "export", 1, "draft.xlsx").out
    assert "changes nothing" in kept("draft", "import", 1, "draft.xlsx").out
    edited(tmp_path / "draft.xlsx", "До 28 февраля 2025 года", "до 1 июня 2025")
    before = draft(kept)
    dry = kept("draft", "import", 1, "draft.xlsx", "--dry-run")
    assert ("cell E3" in dry.out, "cells that would change: 1;" in dry.out, draft(kept)) == (True, True, before)
    said = kept("draft", "import", 1, "draft.xlsx", "--as", "cro@lugozersk.example")
    assert "understood as once 2025-06-01" in said.out
    assert measure(kept, "1.2")["deadline"]["due_on"] == "2025-06-01"
    assert "changes nothing" in kept("draft", "import", 1, "draft.xlsx").out
    assert "1 settlements" in kept("draft", "show", 1, "--log").out


def test_one_unreadable_cell_keeps_the_whole_workbook_out(kept, tmp_path):
    kept("draft", "export", 1, "draft.xlsx")
    edited(tmp_path / "draft.xlsx", "До 28 февраля 2025 года", "когда рак свистнет")
    edited(tmp_path / "draft.xlsx", "Назначение ответственного", "Выбор ответственного")
    before = draft(kept)
    one_line(kept("draft", "import", 1, "draft.xlsx"), "sheet «Черновик», cell E3: the deadline «когда рак свистнет»")
    assert draft(kept) == before


def test_a_workbook_of_another_draft_is_refused(kept, tmp_path):
    kept("draft", "export", 1, "draft.xlsx")
    other = tmp_path / "other.txt"
    other.write_text(ORDER.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    kept("draft", "keep", other)
    one_line(kept("draft", "import", 2, "draft.xlsx"), "a sheet of another draft, 1")
    one_line(kept("draft", "import", 1, ORDER), "order.txt")
    one_line(kept("draft", "export", 1, "absent/draft.xlsx"), "cannot be written")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("show", 9), "no draft 9"),
        (("set", 9, "item", 1, "--number", "5"), "no draft 9"),
        (("set", 1, "item", 99, "--number", "5"), "no item 99"),
        (("set", 1, "item", 1), "nothing to set"),
        (("set", 1, "order"), "nothing to set"),
        (("set", 1, "coordinator"), "--person"),
        (("set", 1, "chapter", 1, "--number", "5"), "neither"),
        (("set", 1, 999, "--number", "5"), "no problem 999"),
        (("set", 1, 1, "--number", "5"), "not of one item"),
        (("set", 1, "item", 1, "--deadline", "31 июня 2025"), "«31 июня 2025» is not understood"),
        (("set", 1, "item", 1, "--executors", "школа волшебников"), "item 1"),
        (("set", 1, "item", 1, "--number", "5", "--as", "nobody@lugozersk.example"), "nobody has the address"),
        (("accept", 1, 999), "no problem 999"),
        (("drop", 1, "item", 99), "no item 99"),
        (("drop", 1, "item", 1, "--merge-into", 99), "no item 99"),
        (("drop", 1, "--merge-into", 2), "neither"),
        (("split", 1, "item", 99), "no item 99"),
        (("undo", 1), "nothing to undo"),
        (("keep", "absent.txt"), "absent.txt"),
    ],
)
def test_what_cannot_be_settled_is_said_in_one_line_and_nothing_is_kept(kept, arguments, reason):
    one_line(kept("draft", *arguments), reason)
    assert "0 settlements" in kept("draft", "show", 1, "--log").out
