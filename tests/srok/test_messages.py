import pytest

CENTRE = ("--as", "cro@lugozersk.example")


@pytest.mark.parametrize("group", ["roster", "draft", "delegate", "ladder", "plan"])
def test_the_help_of_a_group_says_each_command_in_a_whole_line(run, group):
    said = [line for line in run(group, "--help").out.splitlines() if line.startswith("  ")]
    assert [line for line in said if line.endswith("...")] == []


@pytest.mark.parametrize(
    ("command", "helpful"),
    [
        (("bulk", "acept", "--item", "1.1", *CENTRE, "--yes"), "no such trigger 'acept', perhaps accept; there are"),
        (("move", 1, "send_bak", *CENTRE), "no such trigger 'send_bak', perhaps send_back; there are"),
        (("move", 1, "approve", *CENTRE), "no such trigger 'approve'; there are"),
        (("bulk", "accept", "--item", "9.9", *CENTRE, "--yes"), "no assignment fits the filters: see"),
        (("bulk", "accept", "--item", "1.1", *CENTRE, "--yes"), "it is done to what is reported"),
        (("bulk", "uphold", "--item", "1.1", *CENTRE, "--yes"), "it is done to what waits for an answer"),
        (("move", 1, "accept", *CENTRE), "that does not lead on from its state: `srok states` prints what does"),
        (("move", 1, "report", "--text", "Готово", *CENTRE), "`srok states` prints who may (not_your_role)"),
        (("due", 1, "2025-05-16", *CENTRE), "has a date already: `srok bulk extend` puts it off"),
    ],
)
def test_a_natural_mistake_is_told_with_what_to_do(controlled, command, helpful):
    said = controlled(*command)
    assert (said.code, helpful in said.err) == (1, True), said.err
