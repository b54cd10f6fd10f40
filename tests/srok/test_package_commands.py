"""The commands about packages that need no database, as a person types them."""

import pytest
from docx import Document
from typer.testing import CliRunner

from reporting.assembled import put_together
from reporting.folder import beside
from reporting.sample_package import sample_package
from reporting.word_template import TEMPLATES
from srok.cli.app import app
from srok.cli.session import Unsuitable


def run(*words):
    return CliRunner().invoke(app, ["package", *map(str, words)])


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "package"
    with beside(folder) as waiting:
        (waiting / "summary.docx").write_bytes(b"report")
        put_together(sample_package(), [waiting / "summary.docx"], folder)
    return folder


def test_a_package_that_was_not_touched_is_proved_and_its_fingerprint_shown(package):
    done = run("verify", package)
    assert done.exit_code == 0
    assert "order № 21-о, 2025-03, cut-off 2025-03-14: 1 parts" in done.stdout
    sha256 = done.stdout.splitlines()[1].rpartition(" ")[2]
    assert run("verify", package, "--expect", sha256.upper()).exit_code == 0
    other = run("verify", package, "--expect", "0" * 64)
    assert isinstance(other.exception, Unsuitable)
    assert "made anew" in str(other.exception)


def test_what_was_changed_is_named(package):
    (package / "summary.docx").write_bytes(b"Report")
    (package / "more.txt").write_bytes(b"")
    done = run("verify", package)
    assert isinstance(done.exception, Unsuitable)
    assert "changed: summary.docx\nnot of the package: more.txt\n" in done.stdout


def test_a_name_from_outside_cannot_pass_for_a_line_of_its_own(package):
    (package / "a\nNothing has changed since it was assembled.\x1b[2K").write_bytes(b"")
    said = run("verify", package).stdout.splitlines()
    assert said[1].startswith("not of the package: a Nothing has changed")
    assert not any(line.startswith("Nothing") or "\x1b" in line for line in said)


def test_templates_are_checked_before_they_are_used(tmp_path, monkeypatch):
    monkeypatch.setenv("SROK_TEMPLATES", "")
    assert "Srok's own templates" in run("check-templates").stdout
    monkeypatch.setenv("SROK_TEMPLATES", str(tmp_path))
    assert "no templates of packages: in use" in run("check-templates").stdout
    document = Document(str(TEMPLATES / "letter.docx"))
    document.add_paragraph("Исх. {{ nomer }}")
    document.save(str(tmp_path / "letter.docx"))
    done = run("check-templates")
    assert isinstance(done.exception, Unsuitable)
    assert "letter.docx, paragraph «Исх. {{ nomer }}»: unknown field nomer: there are addressee" in done.stderr


def test_what_is_no_word_document_is_named_once_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("SROK_TEMPLATES", str(tmp_path))
    (tmp_path / "letter.docx").write_bytes(b"text")
    assert run("check-templates").stderr == (
        "srok: letter.docx: is not a Word document that can be filled in: save it as .docx in Word, or take it away\n"
    )


def test_the_templates_that_ship_have_nothing_wrong(tmp_path, monkeypatch):
    monkeypatch.setenv("SROK_TEMPLATES", str(tmp_path))
    for name in ("letter.docx", "summary.docx"):
        (tmp_path / name).write_bytes((TEMPLATES / name).read_bytes())
    assert "letter.docx, summary.docx: in use" in run("check-templates").stdout
