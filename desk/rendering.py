"""Templates become pages: Jinja with the words, dates and plurals of a language. Takes frozen facts only."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_day_names
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from sqlmodel import SQLModel

from desk.documents import Taken
from desk.icons import icon
from desk.languages import LANGUAGES, translations
from desk.previews import seen_as
from desk.visitors import Visitor
from states import words
from states.edition_words import FIELDS

_STATIC = Path(str(files("desk") / "static"))


@dataclass(frozen=True, kw_only=True)
class Here:
    """Where a page is shown: the path without the prefix, to whom, in what language, on what day."""

    prefix: str
    path: str
    query: str
    language: str
    zone: str
    today: date
    csrf: str
    visitor: Visitor | None
    parameters: Mapping[str, str]


class Rendering:
    """The templates, once for each language."""

    def __init__(self) -> None:
        self._in = {language: _environment(language) for language in LANGUAGES}

    def render(self, template: str, here: Here, facts: Mapping[str, object]) -> str:
        """The page as HTML."""
        for name, fact in facts.items():
            assert not _is_row(fact), f"{template}: {name} is a row of the database"
        return self._in[here.language].get_template(template).render(here=here, **facts)


def _is_row(fact: object) -> bool:
    return isinstance(fact, SQLModel) or (isinstance(fact, tuple | list) and any(map(_is_row, fact)))


def _environment(language: str) -> Environment:
    made = Environment(
        loader=PackageLoader("desk"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {
        "languages": LANGUAGES,
        "url": _url,
        "static": _static_url,
        "has_static": _has_static,
        "new_key": _new_key,
        "csrf": _csrf,
        "icon": icon,
        "taken": Taken(),
        "item_fields": FIELDS,
        "removal_reasons": words.REMOVAL_REASONS,
        "done_words": words.DONE,
    }
    made.filters |= {
        "day": lambda on: format_date(on, "d MMMM y", language),
        "short_day": lambda on: format_date(on, "dd.MM.y" if language == "ru" else "d MMM y", language),
        "month_name": lambda on: format_date(on, "LLLL y", language),
        "weekday_name": lambda number: get_day_names("abbreviated", locale=language)[number],
        "long_day": lambda on: format_date(on, "d MMMM, EEEE", language),
        "moment": _moment,
        "full_moment": _full_moment,
        "capitalize_first": lambda text: text[:1].upper() + text[1:],
        "percent": lambda share: format_percent(share, "#,##0.0\xa0%" if language == "ru" else "#,##0.0%", language),
        "seen_as": seen_as,
        "file_size": lambda size: _file_size(size, language),
        "said": lambda code, table: _said(code, table, language),
        "worded": lambda one: one.russian if language == "ru" else one.english,
    }
    return made


@pass_context
def _url(context: Context, path: str) -> str:
    here: Here = context["here"]
    return here.prefix + path


@pass_context
def _static_url(context: Context, name: str) -> str:
    here: Here = context["here"]
    return f"{here.prefix}/static/{name}?v={_mark(name)}"


@cache
def _mark(name: str) -> str:
    """A few letters that change with the file, so that browsers may keep it for ever."""
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]


@cache
def _has_static(name: str) -> bool:
    return (_STATIC / name).exists()


@pass_context
def _csrf(context: Context) -> Markup:
    """The hidden field that every form begins with."""
    here: Here = context["here"]
    return Markup('<input type="hidden" name="csrf" value="{}">').format(here.csrf)


def _new_key() -> str:
    """An idempotency key for a form: sent twice, it is done once."""
    return secrets.token_hex(16)


@pass_context
def _moment(context: Context, at: datetime) -> str:
    here: Here = context["here"]
    local = at.astimezone(ZoneInfo(here.zone))
    pattern = "d MMMM y, HH:mm" if local.year != here.today.year else "d MMMM, HH:mm"
    return str(format_datetime(local, pattern, tzinfo=local.tzinfo, locale=here.language))


@pass_context
def _full_moment(context: Context, at: datetime) -> str:
    """An instant as it stands on paper: with its year and its zone."""
    here: Here = context["here"]
    pattern = "d MMMM y, HH:mm (ZZZZ)"
    return str(format_datetime(at, pattern, tzinfo=ZoneInfo(here.zone), locale=here.language))


def _file_size(size: int, language: str) -> str:
    """A size in the unit that says it best, as people in offices write it."""
    kilo, mega = ("КБ", "МБ") if language == "ru" else ("KB", "MB")
    if size < _MEGA:
        return f"{max(1, round(size / 1024))} {kilo}"
    return f"{format_decimal(round(size / _MEGA, 1), locale=language)} {mega}"


_MEGA = 1024 * 1024


def _said(code: str, table: str, language: str) -> str:
    """A code in words, from the tables of `states.words`."""
    found: Any = getattr(words, table)[code]
    return str(found.russian if language == "ru" else found.english)
