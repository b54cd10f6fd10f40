"""The summary report as a Word document: a package poured into a template that a clerk may edit in Word.

Draws only; what stands in the cells is decided in `package`. The fields a template may use are in templates/README.md.
"""

import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reporting.by_executor import ExecutorLine, OverdueItem
from reporting.item_line import ItemLine
from reporting.package import Package, SectionLine
from reporting.stable_zip import stable
from reporting.word_table import Column, Spanning, word_table
from reporting.words import capitalized, day, number, percent, unbroken
from states.fault import Fault

TEMPLATES = Path(__file__).with_name("templates")
TEMPLATE = TEMPLATES / "summary.docx"

_TOTALS = (Column("Показатель", 130), Column("Количество", 50, "center"))
_SECTIONS = (
    Column("Раздел", 51),
    Column("Меро\u00adприятий", 17, "center"),
    Column("Пору\u00adчений", 17, "center"),
    Column("Принято", 17, "center"),
    Column("Ожидает приёмки", 18, "center"),
    Column("Просро\u00adчено", 17, "center"),
    Column("Срок не наступил", 19, "center"),
    Column("Без срока, отложено, снято", 24, "center"),
)
_ITEMS = (
    Column("№", 14, "center"),
    Column("Мероприятие (пункт)", 42),
    Column("Первона\u00adчальный и текущий срок", 26, "center"),
    Column("Ожидаемый результат", 33),
    Column("Фактический результат", 56),
    Column("Состояние", 27),
    Column("Причины отклонения", 38),
    Column("Предложение", 31),
)
_OVERDUE = (
    Column("№", 14, "center"),
    Column("Мероприятие (пункт)", 80),
    Column("Срок", 26, "center"),
    Column("Дней просрочки", 22, "center"),
    Column("Поручений", 24, "center"),
    Column("Исполнители", 101),
)
_EXECUTORS = (
    Column("Исполнитель", 87),
    Column("Поручений", 25, "center"),
    Column("Исполнено в срок", 28, "center"),
    Column("С нарушением срока", 30, "center"),
    Column("Просрочено и не исполнено", 32, "center"),
    Column("Срок не наступил", 28, "center"),
    Column("Дисциплина", 37, "center"),
)
"""The tables' columns; soft hyphens say where a heading may break, widths fit the template that ships."""


class TemplateBroken(Fault):
    """The template cannot be filled in; the text says which file and what is wrong."""


def docx_bytes(package: Package, template: Path = TEMPLATE) -> bytes:
    """The summary report. The same package and template make the same bytes.

    Raises:
        TemplateBroken: it is no Word document, or has a field that a package does not.

    """
    try:
        document = DocxTemplate(template)
        document.render(context(package), _environment(), autoescape=True)
    except TemplateError as fault:
        raise TemplateBroken(f"{template.name}: {fault.message}: correct that field in Word") from fault
    except OSError as fault:
        raise TemplateBroken(f"{template.name} cannot be read: {fault.strerror or fault}") from fault
    except (PackageNotFoundError, BadZipFile, KeyError, SyntaxError, ValueError) as fault:
        raise TemplateBroken(f"{template.name} is not a Word document (.docx) that can be filled in") from fault
    _set_properties(document, package)
    written = io.BytesIO()
    document.save(written)
    return stable(written.getvalue())


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _set_properties(document: DocxTemplate, package: Package) -> None:
    at = datetime.combine(package.cut_off, time(), UTC)
    properties = document.docx.core_properties
    properties.created = properties.modified = at
    properties.title = f"Информационная справка: распоряжение № {package.order_number}, {package.period_words}"[:255]
    properties.author = properties.last_modified_by = package.issuer[:255]


def templates_used(folder: Path | None) -> tuple[tuple[str, str], ...]:
    """The templates that documents are drawn from, by name, each with its SHA-256."""
    found = ((name, template(name, folder)) for name in ("summary.docx",))
    return tuple((name, hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in found)


def template(name: str, folder: Path | None) -> Path:
    """The office's own template where its folder holds one, else the one that ships."""
    own = folder / name if folder else TEMPLATES / name
    return own if own.is_file() else TEMPLATES / name


def context(package: Package) -> dict[str, Any]:
    """The fields a template may use: plain texts, lists of texts, and tables ready to stand in a paragraph's place."""
    texts = {name: unbroken(text) for name, text in _texts(package).items()}
    return {
        **texts,
        "analysis": [unbroken(sentence) for sentence in package.analysis],
        "conclusion": [unbroken(sentence) for sentence in package.conclusion],
        "has_overdue": bool(package.overdue),
        "totals": word_table(_TOTALS, package.total_lines),
        "sections": word_table(_SECTIONS, map(_section_cells, package.sections)),
        "items": word_table(_ITEMS, _item_rows(package.items)),
        "overdue": word_table(_OVERDUE, map(_overdue_cells, package.overdue_items)),
        "executors": word_table(_EXECUTORS, map(_executor_cells, package.executors)),
    }


def _texts(package: Package) -> dict[str, str]:
    return {
        "issuer": package.issuer,
        "order_number": package.order_number,
        "order_on": day(package.order_on),
        "order_title": package.order_title,
        "plan_title": package.plan_title,
        "period": package.period_words,
        "begins_on": day(package.begins_on),
        "ends_on": day(package.ends_on),
        "cut_off": day(package.cut_off),
        "basis": package.basis,
        "scope": package.scope,
        "formula": package.formula,
        "worked_out": package.worked_out,
        "signatory_post": capitalized(package.signatory.post),
        "signatory_name": package.signatory.name,
        "prepared_by_post": package.prepared_by.post,
        "prepared_by_name": package.prepared_by.name,
    }


def _section_cells(line: SectionLine) -> tuple[str, ...]:
    tally = line.tally
    aside = tally.undated + tally.postponed + tally.removed
    counts = (line.items, tally.total, tally.accepted, tally.reported, tally.overdue, tally.pending, aside)
    return (line.title, *map(number, counts))


def _item_rows(lines: Sequence[ItemLine]) -> Iterator[tuple[str, ...] | Spanning]:
    title = None
    for line in lines:
        if line.section != title:
            title = line.section
            yield Spanning(title)
        yield (
            line.number,
            line.title,
            f"{line.original_due}\n{line.current_due}",
            line.expected_result,
            line.actual_result,
            line.state,
            line.reasons,
            line.proposal,
        )


def _overdue_cells(line: OverdueItem) -> tuple[str, ...]:
    count = number(len(line.executors))
    return (line.number, line.title, line.current_due, number(line.days_late), count, ", ".join(line.executors))


def _executor_cells(line: ExecutorLine) -> tuple[str, ...]:
    judged = line.discipline
    counts = (line.tally.total, judged.on_time, judged.late, judged.overdue, line.tally.pending)
    return (line.name, *map(number, counts), percent(judged.share))
