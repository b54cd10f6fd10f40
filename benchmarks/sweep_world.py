"""Cities under control, made set-wise by SQL: millions of assignments in tens of seconds. Knows no clock.

A city has 40 schools and five plans of 50 items addressed to all of them: 10 000 assignments. Of each plan one item is
due for half of the schools, which makes 1 %; an executor has 10 open assignments of 250, the others are accepted. What
is due of the first plan is three working days late, so its coordinator is told too.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine, text

TODAY = date(2024, 4, 10)
AT = datetime(2024, 4, 10, 3, tzinfo=UTC)
"""Ten in the morning of that Wednesday where the plans are."""

CITY = 10_000
DUE_IN_A_CITY = 100
SCHOOLS, PLANS, ITEMS = 40, 5, 50
PERSONS, ORGANIZATIONS = SCHOOLS + 3, SCHOOLS + 2

_PLAN = f"(item.n / {ITEMS})"
_CITY = f"(item.n / {PLANS * ITEMS})"
_IN_PLAN = f"(item.n % {ITEMS})"
_HALF = f"((school.n + {_PLAN}) % 2 = 0)"
_IS_DUE = f"({_IN_PLAN} = 0 AND {_HALF})"
_IS_OPEN = f"({_IS_DUE} OR {_IN_PLAN} = 1 OR ({_IN_PLAN} = 2 AND {_HALF}))"
_DUE_ON = (
    f"CASE WHEN {_IN_PLAN} = 0 AND {_PLAN} % {PLANS} = 0 THEN :late WHEN {_IN_PLAN} = 0 THEN :today ELSE :ahead END"
)
_WORDS = "Провести обследование помещений и представить акт с перечнем выявленных недостатков, пункт "


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """Rows of a table: a query over the numbers of `over` (an alias and how many), by its columns."""

    table: str
    over: tuple[tuple[str, str], ...]
    columns: dict[str, str]


_CITIES = (("city", ":cities"),)
_PLANS = (("plan", f":cities * {PLANS}"),)
_SCHOOLS = (("school", f"{SCHOOLS}"),)
_ITEMS = (("item", f":cities * {PLANS * ITEMS}"),)

_TABLES = (
    _Rows(
        table="organization",
        over=(("one", f":cities * {ORGANIZATIONS}"),),
        columns={
            "id": "one.n + 1",
            "name": f"'Школа № ' || (one.n % {ORGANIZATIONS}) || ' города ' || (one.n / {ORGANIZATIONS})",
            "kind": "'school'",
            "number": "''",
        },
    ),
    _Rows(
        table="person",
        over=(("one", f":cities * {PERSONS}"),),
        columns={
            "id": "one.n + 1",
            "organization_id": f"(one.n / {PERSONS}) * {ORGANIZATIONS}"
            f" + CASE WHEN one.n % {PERSONS} < {ORGANIZATIONS} THEN one.n % {PERSONS} ELSE {ORGANIZATIONS - 1} END + 1",
            "name": "'Иванова Мария Петровна'",
            "post": "'директор'",
            "email": "'person-' || one.n || '@city.example'",
            "dative": "'Ивановой Марии Петровне'",
            "rank": "0",
            "administrator": ":no",
        },
    ),
    _Rows(
        table="orders",
        over=_PLANS,
        columns={
            "id": "plan.n + 1",
            "number": "plan.n || '-р'",
            "issued_on": ":issued",
            "title": "'Об утверждении плана'",
            "issuer": "'Департамент'",
            "file": "'order.docx'",
            "fingerprint": "''",
            "confirmed_at": ":at",
        },
    ),
    _Rows(
        table="plan",
        over=_PLANS,
        columns={
            "id": "plan.n + 1",
            "order_id": "plan.n + 1",
            "title": "'План'",
            "time_zone": "'Asia/Tomsk'",
            "ladder": ":ladder",
            "reporting_dates": ":reporting",
            "opens_ahead": "20",
            "version": "0",
            "head": "''",
        },
    ),
    *(
        _Rows(
            table="planrole",
            over=_PLANS,
            columns={
                "plan_id": "plan.n + 1",
                "role": f"'{role}'",
                "person_id": f"(plan.n / {PLANS}) * {PERSONS} + {SCHOOLS + number}",
            },
        )
        for number, role in enumerate(("coordinator", "plan_controller", "order_controller"), 1)
    ),
    _Rows(
        table="planitem",
        over=_ITEMS,
        columns={
            "id": "item.n + 1",
            "plan_id": f"{_PLAN} + 1",
            "kind": "'measure'",
            "position": _IN_PLAN,
            "number": f"'1.' || {_IN_PLAN}",
            "title": f"'{_WORDS}' || {_IN_PLAN}",
            "expected_result": "''",
            "deadline_text": "''",
            "executors_text": "''",
            "schedule_kind": "'once'",
            "schedule": ":schedule",
            "evidence_asked": ":no",
            "state": "'assigned'",
            "roll_up": "'all'",
            "control": "'on_control'",
            "version": "0",
            "head": "''",
        },
    ),
    _Rows(
        table="occurrence",
        over=_ITEMS,
        columns={
            "id": "item.n + 1",
            "item_id": "item.n + 1",
            "position": "0",
            "due_on": _DUE_ON,
            "effective_due_on": _DUE_ON,
            "issues_on": ":issued",
            "issued_on": ":issued",
            "state": "'assigned'",
        },
    ),
    _Rows(
        table="assignment",
        over=(*_ITEMS, *_SCHOOLS),
        columns={
            "id": f"item.n * {SCHOOLS} + school.n + 1",
            "occurrence_id": "item.n + 1",
            "organization_id": f"{_CITY} * {ORGANIZATIONS} + school.n + 1",
            "required": ":yes",
            "lead": ":no",
            "state": f"CASE WHEN {_IS_OPEN} THEN 'assigned' ELSE 'accepted' END",
            "version": f"CASE WHEN {_IS_OPEN} THEN 0 ELSE 2 END",
            "issued_on": ":issued",
            "original_due_on": _DUE_ON,
            "due_on": _DUE_ON,
            "effective_due_on": _DUE_ON,
            "due_version": "0",
            "due_moves": "0",
            "started": ":no",
            "reports": f"CASE WHEN {_IS_OPEN} THEN 0 ELSE 1 END",
            "reported_on": f"CASE WHEN NOT {_IS_OPEN} THEN :issued END",
            "done_on": f"CASE WHEN NOT {_IS_OPEN} THEN :issued END",
            "attention_on": f"CASE WHEN {_IS_DUE} THEN :today WHEN {_IS_OPEN} THEN :ahead END",
            "head": "''",
        },
    ),
    _Rows(
        table="outbox",
        over=(("one", "1"),),
        columns={
            "id": "one.n + 1",
            "key": "'digest/1/2024-01-26'",
            "message_id": "'<1@city.example>'",
            "person_id": "1",
            "sender": "'srok@city.example'",
            "recipient": "'person-0@city.example'",
            "subject": "''",
            "state": "'sent'",
            "written_on": ":issued",
            "queued_at": ":at",
            "not_before": ":at",
            "attempts": "1",
            "possible_duplicates": "0",
            "last_stage": "''",
            "last_text": "''",
        },
    ),
    _Rows(
        table="firing",
        over=(*_ITEMS, *_SCHOOLS),
        columns={
            "assignment_id": f"item.n * {SCHOOLS} + school.n + 1",
            "rung": "'executor.issued'",
            "step": "0",
            "epoch": "0",
            "fired_on": ":issued",
            "outbox_id": "1",
        },
    ),
)
"""In the order in which their keys need each other."""


def fill(engine: Engine, cities: int, *, ladder: str, schedule: str) -> None:
    """Put so many cities under control; `ladder` and `schedule` as JSON."""
    on_postgres = engine.dialect.name == "postgresql"
    days = {"today": TODAY, "late": date(2024, 4, 5), "ahead": date(2024, 6, 28), "issued": date(2024, 1, 26)}
    said = {name: f"DATE '{day}'" if on_postgres else f"'{day}'" for name, day in days.items()}
    said |= {"at": f"'{AT:%Y-%m-%d %H:%M:%S}.000000{'+00' if on_postgres else ''}'", "yes": "TRUE", "no": "FALSE"}
    said |= {"ladder": f"'{ladder}'", "schedule": f"'{schedule}'", "reporting": '\'["2024-06-30", "2024-12-31"]\''}
    if on_postgres:
        said |= {name: f"CAST({said[name]} AS {kind})" for name, kind in _KINDS.items()}
    with engine.connect() as connection:
        _without_checks(connection)
        for rows in _TABLES:
            connection.exec_driver_sql(_said(rows, on_postgres, said | {"cities": str(cities)}))
        _settle(connection, on_postgres)
        connection.commit()
    counted(engine)


def counted(engine: Engine) -> None:
    """Let the database count its tables, as one does that has run for a while."""
    driver = engine.raw_connection()
    if engine.dialect.name == "postgresql":
        driver.driver_connection.autocommit = True  # type: ignore[union-attr]
    driver.cursor().execute("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE")
    driver.close()


_KINDS = {"at": "TIMESTAMPTZ", "ladder": "JSON", "schedule": "JSON", "reporting": "JSON"}


def _said(rows: _Rows, on_postgres: bool, said: dict[str, str]) -> str:  # noqa: FBT001
    sources = ", ".join(f"{_series(count, on_postgres)} AS {alias}" for alias, count in rows.over)
    alone = (
        f"INSERT INTO {rows.table} ({', '.join(rows.columns)}) SELECT {', '.join(rows.columns.values())} FROM {sources}"
    )
    for name in sorted(said, key=len, reverse=True):
        alone = alone.replace(f":{name}", said[name])
    return alone.replace("%", "%%") if on_postgres else alone


def _series(count: str, on_postgres: bool) -> str:  # noqa: FBT001
    if on_postgres:
        return f"(SELECT generate_series(0, {count} - 1) AS n)"
    return f"(WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n + 1 < {count}) SELECT n FROM s)"


def _without_checks(connection: Connection) -> None:
    """What refers to what is right by the making; checking it row by row would take most of the time."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        connection.rollback()
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=0")
        driver.execute("PRAGMA synchronous=0")


def _settle(connection: Connection, on_postgres: bool) -> None:  # noqa: FBT001
    """Let numbers of rows that are added go on where these end; nothing in memory goes with the connection."""
    if on_postgres:
        for table in dict.fromkeys(rows.table for rows in _TABLES):
            last = f"(SELECT max(id) FROM {table})"
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})"))
