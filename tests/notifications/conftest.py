"""An engine on SQLite alone, for what does not depend on the database."""

import pytest

from models.database import engine_for


@pytest.fixture
def sqlite(sqlite_url):
    engine = engine_for(sqlite_url)
    yield engine
    engine.dispose()
