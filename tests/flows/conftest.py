"""Prefect's own test server, one for the session; a flow's test asks for `settings` to have a database as well."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

import flows  # noqa: F401 - sets Prefect's defaults before anything imports Prefect

PREFECTS_SOCKETS = "ignore::pytest.PytestUnraisableExceptionWarning"
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Prefect leaves connections to its server open: forgiven here, and nowhere else."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings(PREFECTS_SOCKETS))


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415 - takes seconds, only these tests need it

    with prefect_test_harness(server_startup_timeout=120):
        yield
    gc.collect()  # what Prefect left open is noticed here, not in somebody else's test


@pytest.fixture
def settings(
    prefect_server: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[pytest.MonkeyPatch]:
    """Srok's settings for a flow: an empty database, SQLite unless the test asks for `database_url`, which is each kind
    in turn. A test sets more by `setenv`.
    """
    asked = "database_url" if "database_url" in request.fixturenames else "sqlite_url"
    monkeypatch.setenv("SROK_DATABASE_URL", request.getfixturevalue(asked))
    yield monkeypatch
    gc.collect()
