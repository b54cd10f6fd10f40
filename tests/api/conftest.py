"""Callers of the API of a desk over the world of `tests.models.world`, each with a token of their own."""

import pytest
from starlette.testclient import TestClient

from desk.app import create_app
from models import tokens
from models.database import reading, writing
from models.queries import Filter, assignments, person_by_email
from tests.desk.browser import SITE
from tests.desk.conftest import AT, _peopled, new_browser, settings, world  # noqa: F401 - fixtures
from tests.models.working import DAY
from tests.models.world import mail


class Api:
    """A program that asks the API for somebody, or for nobody."""

    def __init__(self, app, token=""):
        headers = {"Accept-Language": "en"} | ({"Authorization": f"Bearer {token}"} if token else {})
        self.app, self.token = app, token
        self.client = TestClient(app, base_url=SITE, headers=headers, raise_server_exceptions=False)

    def get(self, path, **headers):
        """An answer."""
        return self.client.get(f"/api/v1{path}", headers=headers)

    def post(self, path, body=None, **headers):
        """What came of a body; header names are written with `_` for `-`."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(f"/api/v1{path}", json=body or {}, headers=said)


@pytest.fixture
def as_(world, settings):  # noqa: F811
    """A function that gives somebody a token and opens the API with it; all ask the same desk."""
    app = create_app(settings, engine=world, now=lambda: AT)

    def opened(name="", **changes):
        if not name:
            return Api(app, **changes)
        with writing(world) as session:
            token = tokens.issue(session, person_by_email(session, mail(name)), name="tests", at=AT)
        return Api(app, token)

    return opened


@pytest.fixture
def share(world):  # noqa: F811
    """A function that finds an organization's share of an item of an order."""

    def found(executor="СОШ № 1", *, order="7", item="1.1"):
        with reading(world) as session:
            (one,) = assignments(session, Filter(order=order, executor=executor, item=item), today=DAY)
            return one

    return found
