"""How a database means to run every statement a function makes, in its own words."""

from sqlalchemy import event


def explained(engine, session, asked):
    """The plans of what `asked` asks of a session, with the bound values it really uses."""
    said = []
    prefix = "EXPLAIN " if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "

    def before(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith(("SELECT", "UPDATE", "WITH")):
            # On a cursor of its own: it may be about to run many.
            one = connection.connection.cursor()
            one.execute(prefix + statement, parameters[0] if executemany else parameters)
            said.append("\n".join(str(row) for row in one.fetchall()))

    event.listen(engine, "before_cursor_execute", before)
    try:
        asked(session)
    finally:
        event.remove(engine, "before_cursor_execute", before)
    return said
