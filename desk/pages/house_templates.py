"""The templates of letters and packages: whose are in use, what is wrong with the office's, and samples by them."""

from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

from desk.access import ADMINISTRATOR, NotShown
from desk.asked import Asked, Asking
from desk.routes import Room
from notifications.sample_letters import sample_eml, sample_texts
from notifications.template_checks import TemplateProblem, problems
from notifications.template_samples import SAMPLES
from notifications.wording import TEMPLATES

room = Room()
PACKAGE_LETTER, PACKAGE_SUMMARY = "letter.docx", "summary.docx"
NAMES = (*TEMPLATES, PACKAGE_LETTER, PACKAGE_SUMMARY)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, kw_only=True)
class TemplateLine:
    """A template: whether the office has its own, and what is wrong with it, so that Srok's own is used instead."""

    name: str
    own: bool
    wrong: tuple[TemplateProblem, ...]


@room.show("/house/templates", may=ADMINISTRATOR)
def templates(asked: Asking) -> Response:
    """Which templates are in use, and how a letter by them reads."""
    folder = asked.house.settings.templates
    found = _problems(folder)
    lines = tuple(_line(folder, name, found) for name in NAMES)
    others = tuple(one for one in found if one.name not in NAMES)
    return asked.page(
        "house_templates.html.j2",
        folder=str(folder or ""),
        lines=lines,
        others=others,
        texts=sample_texts(folder),
        documents=(PACKAGE_LETTER, PACKAGE_SUMMARY),
    )


@room.show("/house/templates/sample/{number:int}.eml", may=ADMINISTRATOR)
def sample_letter(asked: Asking, number: int) -> Response:
    """A letter to nobody as a mail program shows it."""
    if not 0 <= number < len(SAMPLES):
        raise NotShown
    content = sample_eml(asked.house.settings.templates, number, at=asked.at)
    return Response(content, media_type="message/rfc822", headers=_attached(f"sample-{number + 1}.eml"))


@room.show("/house/templates/sample/letter.docx", may=ADMINISTRATOR)
def sample_covering_letter(asked: Asking) -> Response:
    """The covering letter of an invented package."""
    return _document(asked, PACKAGE_LETTER)


@room.show("/house/templates/sample/summary.docx", may=ADMINISTRATOR)
def sample_summary(asked: Asking) -> Response:
    """The summary report of an invented package."""
    return _document(asked, PACKAGE_SUMMARY)


def _document(asked: Asked, name: str) -> Response:
    from reporting.as_docx import docx_bytes, letter_docx  # noqa: PLC0415 - half a second, seldom needed
    from reporting.sample_package import sample_package  # noqa: PLC0415 - the same
    from reporting.word_template import template  # noqa: PLC0415 - the same

    path = template(name, asked.house.settings.templates)
    content = (letter_docx if name == PACKAGE_LETTER else docx_bytes)(sample_package(), path)
    return Response(content, media_type=_DOCX, headers=_attached(name))


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _problems(folder: Path | None) -> tuple[TemplateProblem, ...]:
    if folder is None:
        return ()
    from reporting.as_docx import template_problems  # noqa: PLC0415 - half a second, seldom needed
    from reporting.sample_package import sample_package  # noqa: PLC0415 - the same

    of_documents = (
        TemplateProblem(name=one.name, line=None, text=str(one).removeprefix(one.name).lstrip(", :"))
        for one in template_problems(folder, sample_package())
    )
    return (*problems(folder), *of_documents)


def _line(folder: Path | None, name: str, found: tuple[TemplateProblem, ...]) -> TemplateLine:
    own = folder is not None and (folder / name).is_file()
    return TemplateLine(name=name, own=own, wrong=tuple(one for one in found if one.name == name))
