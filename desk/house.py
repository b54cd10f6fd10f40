"""What every page of the desk stands on: settings, database, calendar, clock and templates. Knows no page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Engine

from desk.cookies import Cookies
from desk.rendering import Rendering
from srok.settings import Settings
from states.workdays import WorkingDays


@dataclass(frozen=True, kw_only=True)
class House:
    """One desk. `now` is asked once for each request."""

    settings: Settings
    engine: Engine
    calendar: WorkingDays
    now: Callable[[], datetime]
    rendering: Rendering = field(default_factory=Rendering)

    @property
    def prefix(self) -> str:
        """The path under which people reach the desk, empty at the top of a site."""
        return urlsplit(self.settings.public_url).path.rstrip("/")

    @property
    def cookies(self) -> Cookies:
        """How cookies are named and guarded: strictly where people come by TLS."""
        return Cookies(tls=self.settings.public_url.startswith("https://"))
