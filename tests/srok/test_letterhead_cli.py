"""An office's templates and the links of letters from the command line."""

import re
from datetime import timedelta

import pytest

from models.database import engine_for, writing
from models.links import Issued, issue, look_up, new_token
from models.queries import person_by_email
from srok import clock
from srok.letterhead import letterhead
from srok.settings import Settings
from tests.builders import under_control

SCHOOL = "school-1@city.example"


def test_without_a_folder_there_is_nothing_to_check(run):
    assert run("letters", "check-templates").out.startswith("SROK_TEMPLATES is not set")


def test_right_templates_are_named_and_wrong_ones_by_file_and_line(run, tmp_path, monkeypatch):
    folder = tmp_path / "templates"
    folder.mkdir()
    monkeypatch.setenv("SROK_TEMPLATES", str(folder))
    (folder / "digest.css").write_text("h1 { color: #123456; }", encoding="utf-8")
    assert run("letters", "check-templates").out.strip().endswith("digest.css: in use")
    (folder / "digest.txt.j2").write_text("\n{{ digest.summary }", encoding="utf-8")
    said = run("letters", "check-templates")
    assert said.code == 1
    assert "srok: digest.txt.j2:2: syntax: unexpected '}'" in said.err
    assert "Traceback" not in said.err


@pytest.fixture
def sent(run, tmp_path):
    """A person who was sent a link: its token, and the engine."""
    run("links", "list", SCHOOL)
    engine, token = engine_for(f"sqlite:///{tmp_path}/srok.db"), new_token()
    with writing(engine) as session:
        under_control(session)
        person_id, at = person_by_email(session, SCHOOL), clock.now()
        issue(session, [Issued(token, person_id)], at=at, expires_at=at + timedelta(days=9))
    yield engine, token
    engine.dispose()


def test_a_person_s_links_are_listed_without_their_tokens_and_revoked(run, sent):
    engine, token = sent
    said = run("links", "list", SCHOOL.upper())
    assert "opens until" in said.out
    assert token not in said.out
    assert run("links", "revoke", SCHOOL).out == "1 links are revoked\n"
    assert "revoked" in run("links", "list", SCHOOL).out
    with writing(engine) as session:
        assert look_up(session, token, at=clock.now()) is None


@pytest.mark.parametrize("what", ["list", "revoke"])
def test_who_is_not_in_the_roster_has_no_links(run, what):
    said = run("links", what, "nobody@city.example")
    assert (said.code, said.out) == (1, "")
    assert "nobody@city.example: nobody in the roster has this address" in said.err


@pytest.mark.parametrize(
    "url", ["srok.city.example", "ftp://a.example", "https://a.example/?x=1", 'https://a.example"b', "https://"]
)
def test_what_is_no_address_of_the_desk_is_refused(run, monkeypatch, url):
    monkeypatch.setenv("SROK_PUBLIC_URL", url)
    said = run("links", "list", SCHOOL)
    assert said.code == 1
    assert re.match(r"srok: SROK_PUBLIC_URL: .* is no address of a web site", said.err)


def test_a_dry_run_writes_no_links(monkeypatch):
    monkeypatch.setenv("SROK_PUBLIC_URL", "https://srok.city.example/desk/")
    assert letterhead(Settings()).links.public_url == "https://srok.city.example/desk"
    assert letterhead(Settings(), dry_run=True).links.public_url == ""


def test_a_wrong_template_stops_no_letter_and_the_administrator_is_told(controlled, tmp_path, monkeypatch):
    (tmp_path / "digest.txt.j2").write_text("{{ nothing }}", encoding="utf-8")
    monkeypatch.setenv("SROK_TEMPLATES", str(tmp_path))
    monkeypatch.setenv("SROK_ADMIN_EMAIL", "admin@city.example")
    said = controlled("escalate", "--once", "--as-of", "2025-03-07")
    assert "27 letters written" in said.out
    assert "SROK_TEMPLATES: digest.txt.j2:1: unknown variable nothing" in said.err
    (told,) = [line for line in controlled("letters").out.splitlines() if "admin@city.example" in line]
    assert "ошибки в шаблонах писем" in told


def test_a_long_name_is_shown_as_it_is_written_and_the_link_is_hidden(controlled, monkeypatch):
    monkeypatch.setenv("SROK_PUBLIC_URL", "https://srok.city.example")
    controlled("escalate", "--once", "--as-of", "2025-03-07")
    (row,) = [line for line in controlled("letters").out.splitlines() if "school-15@lugozersk.example" in line]
    said = controlled("letters", "show", row.split()[0]).out
    assert "To: Вербина Ирина Константиновна <school-15@lugozersk.example>" in said
    assert "https://srok.city.example/my/…\n" in said
