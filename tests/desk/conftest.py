"""A desk over the world of `tests.models.world`: two orders, and everybody who may be something to an assignment."""

import shutil

import pytest

from desk.app import create_app
from models.database import engine_for, upgrade, writing
from models.drafts import keep
from models.mail_switch import turn
from srok.settings import Settings
from tests.builders import draft, instant
from tests.desk.browser import Browser
from tests.models.working import DAY
from tests.models.world import ident, peopled

AT = instant(DAY)


@pytest.fixture(scope="session")
def _peopled(tmp_path_factory):
    path = tmp_path_factory.mktemp("desk") / "peopled.db"
    engine = engine_for(f"sqlite:///{path}")
    upgrade(engine)
    with writing(engine) as session:
        peopled(session)
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
def settings(tmp_path):
    """The settings of the desk of a test; a test about them changes a copy."""
    return Settings(timezone="Asia/Tomsk", evidence_dir=tmp_path / "evidence", _env_file=None)


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
