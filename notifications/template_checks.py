"""What is wrong with an office's templates, by file and line, before a letter is made of them. Writes no letter."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from notifications.template_samples import LINK, SAMPLES, TITLES
from notifications.wording import HTML, OWN, STYLES, TEMPLATES, Wording, office_environment, plain

_KNOWN = frozenset({"digest", "coordinators", "link"})
_REQUIRED = ("link", "list")
_LARGEST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class TemplateProblem:
    """Something wrong with a template: `name` within the folder, and the line where one can be named."""

    name: str
    line: int | None
    text: str

    def __str__(self) -> str:
        return f"{self.name}{f':{self.line}' if self.line else ''}: {self.text}"


def wording_from(folder: Path | None) -> Wording:
    """The templates to write letters by: the office's that are right, and Srok's own in place of those that are not."""
    if folder is None:
        return Wording()
    found = problems(folder)
    wrong = {one.name for one in found}
    usable = frozenset(name for name in TEMPLATES if (folder / name).is_file()) - wrong
    return Wording(folder, replaced=usable, warnings=tuple(f"SROK_TEMPLATES: {one}" for one in found))


def problems(folder: Path) -> tuple[TemplateProblem, ...]:
    """What is wrong with the templates of a folder, each file at its first fault; a folder without any has none."""
    if not folder.is_dir():
        return (TemplateProblem(name=str(folder), line=None, text="no such folder: Srok's own templates are used"),)
    names = sorted(one.name for one in folder.iterdir() if one.is_file())
    return tuple(found for name in names if (found := _first(folder, name)))


def _first(folder: Path, name: str) -> TemplateProblem | None:
    if name in TEMPLATES:
        return next(_wrong(folder, name), None)
    if name.endswith(".j2") and not name.startswith("_"):
        text = f"no letter is made of it: there are {', '.join(TEMPLATES)}; what they include begins with _"
        return TemplateProblem(name=name, line=None, text=text)
    return None


def _wrong(folder: Path, name: str) -> Iterator[TemplateProblem]:
    environment = office_environment(folder)
    try:
        source = _source(folder / name)
        tree = environment.parse(source, name, str(folder / name))
    except TemplateSyntaxError as fault:
        yield TemplateProblem(name=name, line=fault.lineno, text=f"syntax: {fault.message}")
        return
    except (OSError, UnicodeDecodeError, ValueError) as fault:
        yield TemplateProblem(name=name, line=None, text=f"cannot be read: {fault}")
        return
    yield from _unknown_variables(environment, tree, name)
    yield from _wrong_blocks(environment, tree, name)
    yield from _fails(environment, folder, name)


def _source(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"it is larger than {_LARGEST} bytes")
    return path.read_text(encoding="utf-8")


def _unknown_variables(environment: Environment, tree: nodes.Template, name: str) -> Iterator[TemplateProblem]:
    unknown = meta.find_undeclared_variables(tree) - _KNOWN - environment.globals.keys()
    for one in tree.find_all(nodes.Name):
        if one.name in unknown:
            text = f"unknown variable {one.name}: there are {', '.join(sorted(_KNOWN))}"
            yield TemplateProblem(name=name, line=one.lineno, text=text)


def _wrong_blocks(environment: Environment, tree: nodes.Template, name: str) -> Iterator[TemplateProblem]:
    """A whole template needs the blocks a letter cannot do without; one that extends Srok's, none but Srok's."""
    if name == STYLES:
        return
    blocks = {one.name: one.lineno for one in tree.find_all(nodes.Block)}
    extended = tree.find(nodes.Extends)
    if extended is None:
        for block in (one for one in _REQUIRED if one not in blocks):
            yield TemplateProblem(name=name, line=1, text=f"block {block} is missing: no letter can do without it")
    elif isinstance(extended.template, nodes.Const) and extended.template.value == f"{OWN}/{name}":
        own = environment.get_template(f"{OWN}/{name}").blocks
        for block, line in blocks.items():
            if block not in own:
                text = f"unknown block {block}, which would not be shown: there are {', '.join(sorted(own))}"
                yield TemplateProblem(name=name, line=line, text=text)


def _fails(environment: Environment, folder: Path, name: str) -> Iterator[TemplateProblem]:
    """What goes wrong when letters like real ones are made of it, and what they then do not say."""
    for sample in SAMPLES:
        try:
            said = environment.get_template(HTML if name == STYLES else name).render(plain(sample))
        except Exception as fault:  # noqa: BLE001 - a template can raise anything
            yield TemplateProblem(name=name, line=_line(fault, folder / name), text=_in_words(fault))
            return
        lost = [title for title in TITLES if title not in said]
        if name != STYLES and lost:
            yield TemplateProblem(name=name, line=None, text="its letters would not name every assignment")
        if name != STYLES and sample["link"] and LINK.url not in said:
            yield TemplateProblem(name=name, line=None, text="its letters would not show link.url")


def _line(fault: Exception, path: Path) -> int | None:
    """Where in the template it happened; Jinja writes tracebacks as if templates were code."""
    lines = [line for frame, line in walk_tb(fault.__traceback__) if frame.f_code.co_filename == str(path)]
    return lines[-1] if lines else getattr(fault, "lineno", None)


def _in_words(fault: Any) -> str:
    text = " ".join(str(getattr(fault, "message", None) or fault).split())
    return f"{type(fault).__name__}: {text}" if text else type(fault).__name__
