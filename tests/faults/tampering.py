"""What somebody may do to the tables of history who may do anything to the database, drawn at random.

Each function changes something in the caller's transaction, or raises `Impossible`; the triggers are gone already.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, insert, select, update

from models.history_rows import ASSIGNMENT_FACTS, EVIDENCE_FACTS, ITEM_FACTS, assignment_link
from models.tables import Assignment, Evidence, History, ItemHistory, PlanItem
from states.chain import GENESIS

ASSIGNMENT, ITEM, EVIDENCE = (one.__table__ for one in (History, ItemHistory, Evidence))
_FOLLOWING = {"version", "head", "state", "due_on", "moved_at"}


class Impossible(Exception):  # noqa: N818 - a fact, as everywhere
    """There is nothing to do this to, or the database refuses it even without its triggers."""


def edit(session, chance):
    """Change one column of one row."""
    table, columns = chance.choice(
        ((ASSIGNMENT, (*ASSIGNMENT_FACTS[1:], "hash")), (ITEM, (*ITEM_FACTS[1:], "hash")), (EVIDENCE, EVIDENCE_FACTS))
    )
    row, column = one_of(session, chance, table), chance.choice(columns)
    change(session, table, row, **{column: another(chance, table.c[column], row[column])})
    return f"{table.name}.{column} of row {row['id']}"


def edit_and_hash_again(session, chance):
    """Change a row that others follow, and its own hash with it, as if it had been written so."""
    row = one_of(session, chance, ASSIGNMENT)
    before = by_version(session, row["assignment_id"], row["version"] - 1)
    changed = row | {"reason": f"{row['reason']}!"}
    evidence = session.execute(select(*EVIDENCE.c).where(EVIDENCE.c.history_id == row["id"]).order_by(EVIDENCE.c.id))
    brought = [tuple(one[name] for name in EVIDENCE_FACTS) for one in evidence.mappings()]
    link = assignment_link(before["hash"] if before else GENESIS, changed, brought)
    change(session, ASSIGNMENT, row, reason=changed["reason"], hash=link)
    return f"history row {row['id']}, hashed again"


def take_out(session, chance):
    """Delete a row with its documents, or one document."""
    table = chance.choice((ASSIGNMENT, ASSIGNMENT, ITEM, EVIDENCE))
    row = one_of(session, chance, table)
    if table is ASSIGNMENT:
        session.execute(delete(EVIDENCE).where(EVIDENCE.c.history_id == row["id"]))
    session.execute(delete(table).where(table.c.id == row["id"]))
    return f"{table.name} row {row['id']} taken out"


def take_out_the_last(session, chance):
    """Delete the newest row of an assignment and put its version back, but not what else it had changed."""
    row = one_of(session, chance, ASSIGNMENT)
    last = session.execute(select(Assignment.version).where(Assignment.id == row["assignment_id"])).scalar_one()
    row = by_version(session, row["assignment_id"], last)
    session.execute(delete(EVIDENCE).where(EVIDENCE.c.history_id == row["id"]))
    session.execute(delete(ASSIGNMENT).where(ASSIGNMENT.c.id == row["id"]))
    session.execute(update(Assignment).where(Assignment.id == row["assignment_id"]).values(version=last - 1))
    return f"the last row of assignment {row['assignment_id']} taken out"


def put_in(session, chance):
    """A copy of a row as the newest of its own history or of another's, or one more document."""
    table = chance.choice((ASSIGNMENT, ITEM, EVIDENCE))
    row = one_of(session, chance, table)
    copy = {name: value for name, value in row.items() if name != "id"}
    if table is EVIDENCE:
        copy["stored_as"] = f"{row['stored_as']}+"
    else:
        of, subject = ("assignment_id", Assignment) if table is ASSIGNMENT else ("item_id", PlanItem)
        copy[of] = chance.choice(session.execute(select(subject.id)).scalars().all())
        stood = session.execute(select(subject.version).where(subject.id == copy[of])).scalar_one()
        copy["version"] = stood + 1
        if chance.random() < 1 / 2:
            session.execute(update(subject).where(subject.id == copy[of]).values(version=stood + 1))
    session.execute(insert(table).values(copy))
    return f"a copy of {table.name} row {row['id']} put in"


def reorder(session, chance):
    """Let two rows that differ change places, each with the hash it has."""
    row = one_of(session, chance, ASSIGNMENT)
    other = one_of(session, chance, ASSIGNMENT)
    if row["id"] == other["id"]:
        raise Impossible
    places = [(one["assignment_id"], one["version"]) for one in (row, other)]
    session.execute(update(ASSIGNMENT).where(ASSIGNMENT.c.id == row["id"]).values(version=-1))
    change(session, ASSIGNMENT, other, assignment_id=places[0][0], version=places[0][1])
    change(session, ASSIGNMENT, row, assignment_id=places[1][0], version=places[1][1])
    return f"history rows {row['id']} and {other['id']} have changed places"


def move_past_history(session, chance):
    """Change an assignment without a row of history."""
    table = Assignment.__table__
    row, column = one_of(session, chance, table), chance.choice(sorted(_FOLLOWING))
    change(session, table, row, **{column: another(chance, table.c[column], row[column])})
    return f"assignment.{column} of {row['id']}"


WAYS = (edit, edit_and_hash_again, take_out, take_out_the_last, put_in, reorder, move_past_history)


def one_of(session, chance, table):
    ids = session.execute(select(table.c.id).order_by(table.c.id)).scalars().all()
    if not ids:
        raise Impossible
    return dict(session.execute(select(*table.c).where(table.c.id == chance.choice(ids))).mappings().one())


def by_version(session, assignment_id, version):
    where = (ASSIGNMENT.c.assignment_id == assignment_id, ASSIGNMENT.c.version == version)
    row = session.execute(select(*ASSIGNMENT.c).where(*where)).mappings().one_or_none()
    return row and dict(row)


def change(session, table, row, **values):
    session.execute(update(table).where(table.c.id == row["id"]).values(values))


def another(chance, column, value):
    """A value that the column may hold, and does not."""
    if column.name == "person_id":
        return None if value else 1
    if column.name == "bulk_id":
        raise Impossible  # refers to a step, and there may be none
    if value is None:
        return datetime(2034, 3, 1).astimezone() if column.name == "moved_at" else date(2034, 3, 1)
    if isinstance(value, StrEnum):
        return chance.choice([one for one in type(value) if one is not value])
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    return value + 1 if isinstance(value, int) else f"{value}!"
