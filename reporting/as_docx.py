"""The covering letter and the summary report as Word documents: a package poured into templates that a clerk may edit.

Draws only; what stands in the cells is decided in `package` and laid out in `printed`. The fields that a template may
use are in templates/README.md.
"""

import hashlib
import io
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from reporting.charts import Chart, charts
from reporting.package import Package
from reporting.pictures import png_bytes
from reporting.printed import tables, texts
from reporting.stable_zip import Edit, stable, unchanged
from reporting.word_table import place_of, poured
from reporting.word_template import TEMPLATES, Fill, TemplateProblem, filled, problems, template
from reporting.words import unbroken

LETTER, SUMMARY = "letter.docx", "summary.docx"
CHARTS = ("sections", "weeks", "discipline")
_WIDTH = Mm(180)
_BODY = "word/document.xml"


def letter_docx(package: Package, path: Path = TEMPLATES / LETTER) -> bytes:
    """The covering letter. The same package and template make the same bytes.

    Raises:
        TemplateBroken: it is no Word document, or has a field that a package does not.

    """
    document = filled(path, lambda _: letter_fields(package))
    return _saved(document, package, package.letter_subject)


def docx_bytes(package: Package, path: Path = TEMPLATES / SUMMARY) -> bytes:
    """The summary report. The same package and template make the same bytes.

    Raises:
        TemplateBroken: it is no Word document, or has a field that a package does not.

    """
    pictures = _pictures(package)
    document = filled(path, _fill(package, pictures))
    _describe(document, pictures)
    title = f"Информационная справка: распоряжение № {package.order_number}, {package.period_words}"
    printed = tables(package)
    return _saved(document, package, title, lambda name, xml: poured(xml, printed) if name == _BODY else (xml,))


def template_problems(folder: Path, package: Package) -> tuple[TemplateProblem, ...]:
    """What is wrong with the templates of packages in an office's folder, tried with a package like a real one."""
    fills: dict[str, Fill] = {
        LETTER: lambda _: letter_fields(package),
        SUMMARY: _fill(package, _pictures(package)),
    }
    own = ((folder / name, fill) for name, fill in fills.items() if (folder / name).is_file())
    return tuple(problem for path, fill in own for problem in problems(path, fill))


def templates_used(folder: Path | None) -> tuple[tuple[str, str], ...]:
    """The templates that documents are drawn from, by name, each with its SHA-256."""
    found = ((name, template(name, folder)) for name in (LETTER, SUMMARY))
    return tuple((name, hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in found)


def letter_fields(package: Package) -> dict[str, Any]:
    """The fields a template of the letter may use: plain texts and lists of texts."""
    fields: dict[str, Any] = {name: unbroken(text) for name, text in texts(package).items()}
    fields["subject"] = unbroken(package.letter_subject)
    fields["letter"] = [unbroken(line) for line in package.letter]
    fields["attachments"] = [unbroken(line) for line in package.attachments]
    return fields


class _Picture(NamedTuple):
    """A chart, drawn."""

    chart: Chart
    png: bytes


def _pictures(package: Package) -> tuple[_Picture, ...]:
    return tuple(_Picture(chart, png_bytes(chart)) for chart in charts(package))


def _fill(package: Package, pictures: tuple[_Picture, ...]) -> Fill:
    fields = summary_fields(package) | {f"title_{one.chart.name}": one.chart.title for one in pictures}

    def with_pictures(document: DocxTemplate) -> Mapping[str, Any]:
        shown = {
            f"chart_{one.chart.name}": InlineImage(document, io.BytesIO(one.png), width=_WIDTH) for one in pictures
        }
        return fields | dict.fromkeys((f"chart_{name}" for name in CHARTS), "") | shown

    return with_pictures


def summary_fields(package: Package) -> dict[str, Any]:
    """The fields a template of the report may use beside the charts: texts, lists of texts, and tables that stand in a
    paragraph's place.
    """
    fields: dict[str, Any] = {name: unbroken(text) for name, text in texts(package).items()}
    fields |= {name: place_of(name) for name in tables(package)}
    return fields | {
        "analysis": [unbroken(sentence) for sentence in package.analysis],
        "conclusion": [unbroken(sentence) for sentence in package.conclusion],
        "has_overdue": bool(package.overdue),
        "has_comparison": package.comparison is not None,
        **dict.fromkeys((f"title_{name}" for name in CHARTS), ""),
    }


def _describe(document: DocxTemplate, pictures: tuple[_Picture, ...]) -> None:
    """Give pictures the words that stand for them where they cannot be seen."""
    words = {one.png: f"{one.chart.title}. {one.chart.description}" for one in pictures}
    for inline in document.docx.element.body.iter(qn("wp:inline")):
        for blip in inline.iter(qn("a:blip")):
            content = document.docx.part.related_parts[blip.get(qn("r:embed"))].blob
            inline.docPr.set("descr", words.get(content, ""))


def _saved(document: DocxTemplate, package: Package, title: str, edit: Edit = unchanged) -> bytes:
    at = datetime.combine(package.cut_off, time(), UTC)
    properties = document.docx.core_properties
    properties.created = properties.modified = at
    properties.title = title[:255]
    properties.author = properties.last_modified_by = package.issuer[:255]
    written = io.BytesIO()
    document.save(written)
    return stable(written.getvalue(), edit)
