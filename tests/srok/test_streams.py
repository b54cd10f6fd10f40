"""What the command line is handed that is no text, no stream or too long: one line, and no traceback."""

import subprocess
import sys

import pytest

MAIN = "from srok.cli import main; main()"


def shell(command, *, encoding="utf-8"):
    """Run a line of shell in which `$SROK` is the command."""
    environment = {"SROK": f"{sys.executable} -c '{MAIN}'", "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": encoding}
    line = command.replace("$SROK", environment["SROK"])
    return subprocess.run(["bash", "-c", line], capture_output=True, env=environment, check=False)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("$SROK bulk accept --as a@b.example - <&-", "no ids came from stdin"),
        ("printf '\\xff' | $SROK bulk accept --as a@b.example -", "is no text in UTF-8"),
        ("$SROK move 1 start --as $'\\xff@b.example'", "is no text in UTF-8"),
        ("$SROK states > /dev/full", "No space left on device"),
    ],
)
def test_what_is_no_text_or_no_stream_is_refused_in_one_line(tmp_path, command, said):
    done = shell(f"cd {tmp_path} && export SROK_DATABASE_URL=sqlite:///srok.db && {command}")
    err = done.stderr.decode()
    assert done.returncode != 0
    assert said in err
    assert "Traceback" not in err


def test_nothing_is_said_to_a_closed_stdout(tmp_path):
    done = shell(f"cd {tmp_path} && $SROK items >&-")
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_what_an_encoding_lacks_is_written_as_its_code(tmp_path):
    done = shell(f"cd {tmp_path} && $SROK states", encoding="ascii")
    assert (done.returncode, b"\\u" in done.stdout) == (0, True), done.stderr


def test_an_id_no_database_holds_is_refused_as_one(run):
    refused = run("history", 2**31)
    assert (refused.code, "2147483647" in refused.err) == (2, True)


@pytest.mark.parametrize("ident", ["0", str(2**31), "9" * 5000, "²"])
def test_a_number_too_long_to_read_is_no_id(run, ident):
    refused = run("bulk", "accept", "--as", "a@b.example", ident)
    assert (refused.code, "is no id of an assignment" in refused.err) == (1, True)
