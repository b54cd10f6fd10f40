"""An office's own templates: used where they are right, named by file and line where they are not, harmless in both."""

from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from pathlib import Path

import pytest

import notifications
from notifications.compose import Sheet, compose_digest
from notifications.template_checks import problems, wording_from
from notifications.wording import HTML, STYLES, TEMPLATES, TEXT, Wording
from tests.notifications.builders import COORDINATOR, SENDER, letter, line

OWN = Path(notifications.__file__).with_name("templates")
AT = datetime(2024, 4, 8, 9, tzinfo=timezone(timedelta(hours=7)))
WHOLE = "{% block list %}{{ digest.parts }}{% endblock %}{% block link %}{{ link.url if link }}{% endblock %}\n"
FOOT = '{% extends "srok/digest.txt.j2" %}\n{% block foot %}\nУправление образования, кабинет 12\n{% endblock %}\n'


def parts(wording):
    made = compose_digest(letter(line()), sender=SENDER, reply_to=[COORDINATOR], at=AT, sheet=Sheet(wording=wording))
    message = message_from_bytes(made.eml, policy=policy.default)
    return [message.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html")]


def office(folder, **files):
    for name, text in files.items():
        (folder / f"digest.{name}{'' if name == 'css' else '.j2'}").write_text(text, encoding="utf-8")
    return wording_from(folder)


def test_without_a_folder_srok_s_own_are_used():
    assert parts(wording_from(None)) == parts(Wording())


def test_an_empty_folder_replaces_nothing(tmp_path):
    wording = wording_from(tmp_path)
    assert parts(wording) == parts(Wording())
    assert not wording.warnings


def test_an_office_changes_one_block_and_the_rest_stays(tmp_path):
    wording = office(tmp_path, txt=FOOT)
    text, html = parts(wording)
    assert wording.warnings == ()
    assert text.endswith("Управление образования, кабинет 12\n")
    assert "Анализ результатов" in text
    assert html == parts(Wording())[1]


def test_an_office_changes_the_styles_alone(tmp_path):
    text, html = parts(office(tmp_path, css="h1 { color: #123456; }"))
    assert "color: #123456" in html
    assert text == parts(Wording())[0]


def test_a_copy_of_srok_s_own_templates_says_the_same(tmp_path):
    for name in TEMPLATES:
        (tmp_path / name).write_bytes((OWN / name).read_bytes())
    wording = wording_from(tmp_path)
    assert wording.warnings == ()
    assert parts(wording) == parts(Wording())


BROKEN = [
    ("{{ digest.summary }", ":1: syntax: unexpected '}'"),
    ("\n\n{{ digset.summary }}", ":3: unknown variable digset: there are coordinators, digest, link"),
    (WHOLE + "\n{{ digest.sumary }}", ":3: UndefinedError: 'dict object' has no attribute 'sumary'"),
    ("{% block list %}{% endblock %}", ":1: block link is missing: no letter can do without it"),
    ("{{ digest.summary }}", ":1: block link is missing"),
    (FOOT.replace("block foot", "block feet"), ":2: unknown block feet, which would not be shown: there are"),
    (WHOLE.replace("{{ link.url if link }}", ""), ": its letters would not show link.url"),
    (WHOLE.replace("{{ digest.parts }}", "{{ digest.summary }}"), ": its letters would not name every assignment"),
    (WHOLE + "{{ digest.nothing() }}", ":2: UndefinedError"),
    (WHOLE + "{{ ''.__class__.__mro__ }}", ":2: SecurityError: access to attribute '__class__'"),
    (WHOLE + "{{ digest.parts.append(1) }}", ":2: "),
    (WHOLE + "{% for one in range(1000000000) %}{% endfor %}", ":2: OverflowError"),
    (WHOLE + '{% include "/etc/passwd" %}', ":2: TemplateNotFound"),
    (WHOLE + '{% include "../secret.txt" %}', ":2: TemplateNotFound"),
    ("{% extends 'nothing.j2' %}", ":1: TemplateNotFound"),
]


@pytest.mark.parametrize(("source", "said"), BROKEN)
def test_a_broken_template_is_named_by_file_and_line_and_srok_s_own_is_used(tmp_path, source, said):
    wording = office(tmp_path, txt=source)
    (warning,) = wording.warnings
    assert warning.startswith(f"SROK_TEMPLATES: {TEXT}{said}"), warning
    assert "\n" not in warning
    assert parts(wording) == parts(Wording())


def test_a_broken_template_spoils_no_other(tmp_path):
    wording = office(tmp_path, txt="{{", html='{% extends "srok/digest.html.j2" %}{% block foot %}Отдел{% endblock %}')
    text, html = parts(wording)
    assert text == parts(Wording())[0]
    assert "Отдел" in html


def test_what_is_no_text_or_no_folder_is_said(tmp_path):
    (tmp_path / HTML).write_bytes("Отдел".encode("cp1251"))
    assert "digest.html.j2: cannot be read" in str(problems(tmp_path)[0])
    assert "no such folder" in str(problems(tmp_path / "nowhere")[0])
    assert parts(wording_from(tmp_path / "nowhere")) == parts(Wording())


def test_a_file_no_letter_is_made_of_is_named_and_what_templates_include_is_not(tmp_path):
    (tmp_path / "_foot.txt.j2").write_text("Отдел\n", encoding="utf-8")
    (tmp_path / "Thumbs.db").write_bytes(b"\0")
    (tmp_path / "digets.txt.j2").write_text("", encoding="utf-8")
    wording = office(tmp_path, txt=FOOT.replace("Управление образования, кабинет 12", '{% include "_foot.txt.j2" %}'))
    (warning,) = wording.warnings
    assert warning.startswith("SROK_TEMPLATES: digets.txt.j2: no letter is made of it")
    assert parts(wording)[0].endswith("Отдел\n")


def test_what_fails_only_with_a_real_letter_is_said_once_and_the_letter_is_written(tmp_path):
    trap = FOOT.replace(
        "Управление", "{{ 1 // 0 if 'просрочено 1' not in digest.summary and '3' not in digest.summary }}"
    )
    wording = office(tmp_path, txt=trap)
    assert wording.warnings == ()
    for _ in range(2):
        assert parts(wording) == parts(Wording())
    (warning,) = wording.warnings
    assert "digest.txt.j2: ZeroDivisionError" in warning


def test_markup_of_a_title_is_shown_in_an_office_s_html_too(tmp_path):
    source = '{% extends "srok/digest.html.j2" %}{% block foot %}{{ digest.parts[0].sections[0].orders }}{% endblock %}'
    wording = office(tmp_path, html=source)
    made = compose_digest(
        letter(line(item_title="<b>x</b>")), sender=SENDER, reply_to=[], at=AT, sheet=Sheet(wording=wording)
    )
    html = message_from_bytes(made.eml, policy=policy.default).get_body(("html",)).get_content()
    assert "<b>x</b>" not in html


def test_the_styles_are_tried_too(tmp_path):
    wording = office(tmp_path, css="{% if %}")
    assert wording.warnings[0].startswith(f"SROK_TEMPLATES: {STYLES}:1: syntax")
    assert parts(wording) == parts(Wording())
