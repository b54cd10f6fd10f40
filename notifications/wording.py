"""The templates of letters: Srok's own, and those that an office puts in their place from a folder. Knows no letter.

An office's templates run in a sandbox and are given plain data. One that fails never stops a letter: Srok's own is
used, and the administrator is told.
"""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

TEXT, HTML, STYLES = "digest.txt.j2", "digest.html.j2", "digest.css"
TEMPLATES = (TEXT, HTML, STYLES)
OWN = "srok"
"""How an office's template calls those it extends: `{% extends "srok/digest.html.j2" %}`."""

_NBSP = "\N{NO-BREAK SPACE}"
_PACKAGE = PackageLoader("notifications")


class Wording:
    """The templates in use. `replaced` are those of the office's folder that can be used; `warnings` says what is wrong
    with the others, and with one that failed since.
    """

    def __init__(
        self, folder: Path | None = None, *, replaced: frozenset[str] = frozenset(), warnings: tuple[str, ...] = ()
    ) -> None:
        self._office = office_environment(folder, only=replaced) if folder and replaced else None
        self.warnings = warnings

    def render(self, name: str, data: Mapping[str, Any]) -> str:
        """A part of a letter, by the office's template or by Srok's own where there is none, or it fails."""
        if self._office is not None:
            try:
                return self._office.get_template(name).render(plain(data))
            except Exception as fault:  # noqa: BLE001 - whatever an office has written, the letter is written
                said = f"{name}: {_in_words(fault)}: Srok's own is used instead, see `srok letters check-templates`"
                self.warnings = tuple(dict.fromkeys((*self.warnings, said)))
        return _own_environment().get_template(name).render(data)


def _in_words(fault: Exception) -> str:
    kind = "" if isinstance(fault, TemplateError) else f"{type(fault).__name__}: "
    return f"{kind}{fault}"


def plain(value: Any) -> Any:
    """Facts as an office's template gets them: dictionaries, lists and texts, which lead nowhere else."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def office_environment(folder: Path, *, only: frozenset[str] = frozenset(TEMPLATES)) -> Environment:
    """The sandbox in which an office's templates run: those of Srok's names that it may replace `only`, and what they
    include. Where it has none, Srok's own stand.
    """
    loader = ChoiceLoader([_Office(folder, only), PrefixLoader({OWN: _PACKAGE}), _PACKAGE])
    return _settle(ImmutableSandboxedEnvironment(loader=loader, **_OPTIONS))


class _Office(FileSystemLoader):
    """A folder in which templates that are not to be used seem not to be there."""

    def __init__(self, folder: Path, only: frozenset[str]) -> None:
        super().__init__(folder)
        self.hidden = frozenset(TEMPLATES) - only

    def get_source(self, environment: Environment, template: str) -> Any:
        """The text of a template of the folder."""
        if template in self.hidden:
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


_OPTIONS: dict[str, Any] = {
    "autoescape": select_autoescape(["html.j2"]),
    "auto_reload": False,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "undefined": StrictUndefined,
}


@cache
def _own_environment() -> Environment:
    return _settle(Environment(loader=_PACKAGE, **_OPTIONS))  # noqa: S701 - `_OPTIONS` escapes what is HTML


def _settle(environment: Environment) -> Environment:
    environment.filters.update(unbroken=_unbroken, sentence=_sentence)
    return environment


def _unbroken(text: str) -> str:
    """`text` with «СОШ № 4» and «п. 1.1» each kept on one line."""
    return text.replace(" № ", f"{_NBSP}№{_NBSP}").replace("№ ", f"№{_NBSP}").replace("п. ", f"п.{_NBSP}")


def _sentence(text: str) -> str:
    """`text` beginning with a capital; `capitalize` would put the rest in small letters."""
    return text[:1].upper() + text[1:]
