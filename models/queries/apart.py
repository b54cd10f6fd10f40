"""Queries that a database answers by themselves, before anything is joined to them. Knows no table."""

from typing import Any

from sqlalchemy import CTE, Select


def apart(found: Select[Any], name: str) -> CTE:
    """What is found by the index of its own condition. SQLite, once it has counted the tables, would else begin from
    the few plans somebody looks after, and read all that there is of them.
    """
    return found.cte(name).prefix_with("MATERIALIZED")
