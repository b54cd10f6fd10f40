"""A plan's ladder and its pauses from the command line: the file, what is refused and where, what is kept."""

import pytest

from srok.ladder_file import LadderUnusable, as_text, read_ladder
from states.rungs import DEFAULT_LADDER

CONTROLLER, COORDINATOR = "kedrova@lugozersk.example", "cro@lugozersk.example"
RUNG = '[[rung]]\ncode = "executor.overdue"\nto = "executor"\nanchor = "due"\nafter = 1\n'


@pytest.fixture
def file(tmp_path):
    return tmp_path / "ladder.toml"


def test_a_ladder_survives_being_written_and_read(file):
    file.write_text(as_text(DEFAULT_LADDER, about="A ladder"), encoding="utf-8")
    ladder, lines = read_ladder(file)
    assert ladder == DEFAULT_LADDER
    assert lines[:2] == (3, 9)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no table [[rung]]"),
        ("rung = 1", "there is no table [[rung]]"),
        ('title = "A"', "'title' is not known"),
        ("[[rung]", "this is no TOML"),
        (RUNG + "after = 2\n", "this is no TOML: Cannot overwrite a value"),
        (RUNG + "\n" + RUNG.replace("after = 1", "colour = 1"), "line 7: 'colour' is not known"),
        (RUNG.replace("after = 1\n", ""), "line 1: 'after' is missing"),
        (RUNG.replace("after = 1", 'after = "1"'), "line 1: after is '1': write a whole number"),
        (RUNG.replace("after = 1", "after = true"), "after is True: write a whole number"),
        (RUNG.replace('"executor"', '"teacher"'), "to is 'teacher': there are executor, coordinator"),
        (RUNG.replace('"due"', "7"), "anchor is 7: there are issued"),
        (RUNG.replace("executor.overdue", "Исполнитель"), "write small letters"),
        (RUNG + "times = 0\n", "times is 0, so it never speaks"),
        (RUNG + "mondays = 1\n", "write true or false"),
        ("[" * 5000, "this is no TOML"),
    ],
)
def test_what_is_no_ladder_is_refused_by_its_place(file, text, said):
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LadderUnusable, match=r"ladder\.toml") as refused:
        read_ladder(file)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_other_files_are_refused(tmp_path):
    with pytest.raises(LadderUnusable, match="cannot be read"):
        read_ladder(tmp_path / "nothing.toml")
    (tmp_path / "ladder.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LadderUnusable, match="UTF-8"):
        read_ladder(tmp_path / "ladder.toml")


def test_a_ladder_is_exported_edited_and_set(controlled, file):
    exported = controlled("ladder", "export", "21-о").out
    file.write_text(exported.replace("share = 20", "share = 30"), encoding="utf-8")
    shown = controlled("ladder", "set", "21-о", file, "--as", CONTROLLER, "--dry-run")
    assert shown.out.startswith("changed: coordinator.many_late: share 20 → 30\n")
    assert "nothing is changed yet" in shown.out
    assert controlled("ladder", "export", "21-о").out == exported
    assert controlled("ladder", "set", "21-о", file, "--as", CONTROLLER).code == 0
    assert "over 30 % late" in controlled("ladder", "show", "21-о").out
    assert "already: nothing to do" in controlled("ladder", "set", "21-о", file, "--as", CONTROLLER).err
    assert controlled("verify-history").code == 0


def test_a_ladder_that_can_never_speak_changes_nothing(controlled, file):
    exported = controlled("ladder", "export", "21-о").out
    file.write_text(exported.replace("share = 20", "share = 200"), encoding="utf-8")
    refused = controlled("ladder", "set", "21-о", file, "--as", CONTROLLER)
    assert (refused.code, refused.out) == (1, "")
    assert "coordinator.many_late: `share` lies from 0 to 99" in refused.err
    assert controlled("ladder", "export", "21-о").out == exported


def test_a_coordinator_does_not_shorten_the_ladder_that_tells_of_them(controlled, file):
    file.write_text(controlled("ladder", "export").out, encoding="utf-8")
    refused = controlled("ladder", "set", "21-о", file, "--as", COORDINATOR)
    assert (refused.code, "may" in refused.err) == (1, True)


def test_a_plan_is_paused_and_resumed(controlled):
    assert "say why" in controlled("plan", "pause", "21-о", "--as", CONTROLLER).err
    words = ("--as", CONTROLLER, "--as-of", "2025-03-03")
    paused = controlled("plan", "pause", "21-о", "--reason", "Каникулы", "--until", "2025-03-09", *words)
    assert paused.out == "order № 21-о: its letters are silent from 2025-03-03 until 2025-03-09\n"
    assert "0 letters would be written" in controlled("escalate", "--as-of", "2025-03-07", "--dry-run").out
    assert "27 letters would be written" not in controlled("escalate", "--as-of", "2025-03-05", "--dry-run").out
    assert "letters would be written" in controlled("escalate", "--as-of", "2025-03-10", "--dry-run").out
    assert controlled("plan", "resume", "21-о", *words).code == 0
    assert "27 letters would be written" in controlled("escalate", "--as-of", "2025-03-07", "--dry-run").out
    assert "is not paused" in controlled("plan", "resume", "21-о", *words).err


def test_the_calendar_shows_who_would_get_what(controlled):
    said = controlled("calendar", "--from", "2025-03-03", "--to", "2025-03-07", "--person", CONTROLLER).out
    lines = said.splitlines()
    assert lines[0].endswith("letters from 2025-03-03 to 2025-03-07 if nobody did anything meanwhile")
    assert all("2025-03-0" in line and CONTROLLER in line for line in lines[2:])
    assert controlled("calendar", "--from", "2025-03-03", "--to", "2025-03-01").code == 1
