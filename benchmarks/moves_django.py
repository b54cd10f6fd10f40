"""What the two contestants on Django share: its settings and the history's model. Knows neither state machine."""

import os
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings

from benchmarks.moves_life import is_sqlite, path_of, pragmas


def set_up(url: str, *, full: bool) -> None:
    """Configure Django for one database; models may be defined after it."""
    database = _sqlite(url, full=full) if is_sqlite(url) else _postgres(url)
    settings.configure(
        DATABASES={"default": {**database, "CONN_MAX_AGE": None}},
        USE_TZ=True,
        INSTALLED_APPS=[],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()


def _sqlite(url: str, *, full: bool) -> dict[str, Any]:
    options = {"transaction_mode": "IMMEDIATE", "init_command": ";".join(pragmas(full=full))}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path_of(url), "OPTIONS": options}


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    host = parse_qs(parts.query)["host"][0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.path.basename(parts.path),  # noqa: PTH119 - a database's name is no path
        "USER": parts.username,
        "HOST": host,
    }


def columns() -> dict[str, Any]:
    """The columns of an assignment but for its state, which each state machine has in its own way."""
    from django.db import models  # noqa: PLC0415 - needs the settings

    return {
        "__module__": __name__,
        "id": models.IntegerField(primary_key=True),
        "occurrence_id": models.IntegerField(),
        "organization_id": models.IntegerField(),
        "version": models.IntegerField(default=0),
        "issued_on": models.DateField(),
        "due_on": models.DateField(),
        "attention_on": models.DateField(null=True),
        "reports": models.IntegerField(default=0),
        "reported_on": models.DateField(null=True),
        "reported_by": models.IntegerField(null=True),
        "Meta": type("Meta", (), {"managed": False, "db_table": "assignment", "app_label": "bench"}),
    }


def history() -> Any:
    """The model of the history."""
    from django.db import models  # noqa: PLC0415 - needs the settings

    members = {
        "__module__": __name__,
        "id": models.AutoField(primary_key=True),
        "assignment_id": models.IntegerField(),
        "version": models.IntegerField(),
        **{name: models.CharField(max_length=32) for name in ("trigger", "source", "dest")},
        "at": models.DateTimeField(),
        "on": models.DateField(),
        "person_id": models.IntegerField(null=True),
        **{name: models.TextField(default="") for name in ("text", "reason")},
        "Meta": type("Meta", (), {"managed": False, "db_table": "history", "app_label": "bench"}),
    }
    return type("History", (models.Model,), members)
