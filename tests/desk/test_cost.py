"""What a page costs: at most five statements, whoever looks, however much there is."""

import pytest
from sqlalchemy import event

from models.database import reading
from models.queries import Filter, assignments
from tests.models.working import DAY


@pytest.fixture
def one(world):
    with reading(world) as session:
        return assignments(session, Filter(order="7", item="1.1", executor="СОШ № 1"), today=DAY)[0].id


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("centre", "/"),
        ("centre", "/attention/undated"),
        ("centre", "/plans"),
        ("centre", "/plans/1"),
        ("centre", "/assignments/{one}"),
        ("admin", "/"),
        ("school-1", "/my"),
        ("school-1", "/my/assignments/{one}"),
        ("school-1", "/my/unchanged"),
    ],
)
def test_a_page_asks_the_database_five_times_at_most(new_browser, world, one, who, path):
    browser = new_browser().by_link(who) if path.startswith("/my") else new_browser().signed_in(who)
    asked = []

    def count(connection, cursor, statement, parameters, context, executemany):
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(world, "before_cursor_execute", count)
    assert browser.get(path.format(one=one)).status == 200
    event.remove(world, "before_cursor_execute", count)
    assert 2 < len(asked) <= 5, "\n".join(asked)
