"""A Word template that a clerk may have made: found, checked field by field, filled in. Knows no package.

A template runs in a sandbox and gets plain data; text people typed is never read as XML or as a field.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError
from markupsafe import Markup

from reporting.words import shortened
from states.fault import Fault

TEMPLATES = Path(__file__).with_name("templates")
LARGEST = 20 << 20
_PLACE = 80
_TAG = re.compile(r"<[^>]+>")


class TemplateBroken(Fault):
    """The template cannot be filled in; the text says which file, where, and what is wrong."""


@dataclass(frozen=True, kw_only=True)
class TemplateProblem:
    """Something wrong with a template: `place` is the text of the paragraph, empty where none can be named."""

    name: str
    place: str
    text: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.name}{f', paragraph «{self.place}»' if self.place else ''}: {self.text}"


Fill = Callable[[DocxTemplate], Mapping[str, Any]]
"""What stands in for the fields; pictures belong to the document they are in, so it is asked for."""


def template(name: str, folder: Path | None) -> Path:
    """The office's own template where its folder holds one, else the one that ships."""
    own = folder / name if folder else TEMPLATES / name
    return own if own.is_file() else TEMPLATES / name


def filled(path: Path, fields: Fill) -> DocxTemplate:
    """The document with its fields filled in.

    Raises:
        TemplateBroken: it is no Word document, or has a field that is not known.

    """
    document = _opened(path)
    values = fields(document)
    wrong = next(_wrong(path.name, document, values), None)
    if wrong:
        raise TemplateBroken(f"{wrong}: correct it in Word")
    try:
        document.render(values, _environment(), autoescape=True)
    except TemplateError as fault:
        raise TemplateBroken(f"{path.name}: {fault.message}: correct that field in Word") from fault
    except (ArithmeticError, AttributeError, LookupError, LxmlError, TypeError, ValueError) as fault:
        said = " ".join(str(fault).split())[:200]
        raise TemplateBroken(f"{path.name} cannot be filled in ({said}): correct its fields in Word") from fault
    return document


def problems(path: Path, fields: Fill) -> tuple[TemplateProblem, ...]:
    """What is wrong with a template, every unknown field with its place; `fields` are those of a package like a real
    one, with which it is also tried.
    """
    try:
        document = _opened(path)
        found = tuple(_wrong(path.name, document, fields(document)))
        if not found:
            filled(path, fields)
    except TemplateBroken as fault:
        return (TemplateProblem(name=path.name, place="", text=str(fault).removeprefix(path.name).lstrip(": ")),)
    return found


def _opened(path: Path) -> DocxTemplate:
    try:
        if path.stat().st_size > LARGEST:
            raise TemplateBroken(f"{path.name} is larger than {LARGEST >> 20} MiB: leave pictures out of it")
        document = DocxTemplate(io.BytesIO(path.read_bytes()))
        document.render_init()
    except OSError as fault:
        raise TemplateBroken(f"{path.name} cannot be read: {fault.strerror or fault}") from fault
    except (PackageNotFoundError, BadZipFile, LxmlError, KeyError, SyntaxError, ValueError) as fault:
        raise TemplateBroken(
            f"{path.name} is not a Word document that can be filled in: save it as .docx in Word, or take it away"
        ) from fault
    return document


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _wrong(name: str, document: DocxTemplate, fields: Mapping[str, Any]) -> Iterator[TemplateProblem]:
    environment, known = _environment(), frozenset(fields)
    blocks = "|".join(sorted(one for one, value in fields.items() if isinstance(value, Markup)))
    within = re.compile(rf"<w:t(?: [^>]*)?>[^<]*\{{\{{\s*({blocks})\s*\}}\}}") if blocks else None
    for source in _sources(document):
        lines = source.splitlines()
        try:
            tree = environment.parse(source)
            environment.compile(source)
        except TemplateSyntaxError as fault:
            yield TemplateProblem(name=name, place=_place(lines, fault.lineno), text=fault.message or "syntax")
            continue
        unknown = meta.find_undeclared_variables(tree) - known - environment.globals.keys()
        for one in tree.find_all(nodes.Name):
            if one.name in unknown:
                text = f"unknown field {one.name}: there are {', '.join(sorted(known))}"
                yield TemplateProblem(name=name, place=_place(lines, one.lineno), text=text)
        for number, line in enumerate(lines, 1):
            if within and (found := within.search(line)):
                text = f"the table {found[1]} needs a paragraph of its own: write {{{{p {found[1]} }}}}"
                yield TemplateProblem(name=name, place=_place(lines, number), text=text)


def _sources(document: DocxTemplate) -> Iterator[str]:
    """The body, the headers and the footers as docxtpl reads them, a paragraph a line."""
    yield _by_paragraphs(document, document.get_xml())
    for kind in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(kind):
            yield _by_paragraphs(document, document.get_part_xml(part))


def _by_paragraphs(document: DocxTemplate, xml: str) -> str:
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", str(document.patch_xml(xml)))


def _place(lines: list[str], line: int) -> str:
    """The text of the paragraph, by which Word finds it."""
    text = " ".join(_TAG.sub("", lines[line - 1]).split()) if 0 < line <= len(lines) else ""
    return shortened(text, _PLACE)
