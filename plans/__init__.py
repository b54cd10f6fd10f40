"""Plan documents come in: files become rows, rows become drafts. Knows no database and no letters."""
