"""The database and nothing else: tables, queries (rows to facts), operations (decisions to rows)."""
