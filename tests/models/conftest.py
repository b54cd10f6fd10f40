"""`order`: an engine on a database with the small order of `tests.builders` under control."""

import pytest

from models.database import writing
from tests.builders import under_control


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
    return engine
