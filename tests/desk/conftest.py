"""A desk over the world of `tests.models.world`: two orders, and everybody who may be something to an assignment."""

import shutil
from datetime import date

import pytest

from desk.app import create_app
from models.database import engine_for, upgrade, writing
from models.drafts import keep
from models.held_plans import By
from models.mail_switch import turn
from models.packages import collect
from srok.settings import Settings
from states.belonging import Span
from tests.builders import draft, instant
from tests.desk.browser import Browser
from tests.models.working import DAY
from tests.models.world import ident, peopled

AT = instant(DAY)
QUARTER = Span(date(2024, 1, 1), date(2024, 3, 31))


@pytest.fixture(scope="session")
def _peopled(tmp_path_factory):
    path = tmp_path_factory.mktemp("desk") / "peopled.db"
    engine = engine_for(f"sqlite:///{path}")
    upgrade(engine)
    with writing(engine) as session:
        peopled(session)
        for plan_id in (1, 2):
            collect(session, plan_id, QUARTER, by=By(person_id=None, at=AT))
        keep(session, draft(number="9"), fingerprint="9" * 64, at=AT, person_id=ident(session, "centre"))
        turn(session, on=True, at=AT)
    engine.dispose()
    return path


@pytest.fixture
def world(_peopled, tmp_path):
    """An engine on a database with everybody in it."""
    engine = engine_for(f"sqlite:///{shutil.copyfile(_peopled, tmp_path / 'srok.db')}")
    yield engine
    engine.dispose()


@pytest.fixture
def settings(world, tmp_path):
    """The settings of the desk of a test; a test about them changes a copy."""
    folders = {"evidence_dir": tmp_path / "evidence", "packages_dir": tmp_path / "packages"}
    return Settings(timezone="Asia/Tomsk", database_url=str(world.url), **folders, _env_file=None)


@pytest.fixture
def new_browser(world, settings):
    """A function that opens another browser at the desk, at noon of `DAY`."""

    def opened(at=AT, **changes):
        app = create_app(settings.model_copy(update=changes), engine=world, now=lambda: at)
        return Browser(app, world, at)

    return opened


@pytest.fixture
def browser(new_browser):
    """A browser of nobody in particular."""
    return new_browser()
