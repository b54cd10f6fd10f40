"""The roster as a file: CSV and XLSX in and out, every fault with its row and column. Knows no database."""

from plans.roster.checks import refuse_new_name, refuse_twins, remarks
from plans.roster.reading import known_organizations, read_roster
from plans.roster.writing import csv_bytes, xlsx_bytes

__all__ = [
    "csv_bytes",
    "known_organizations",
    "read_roster",
    "refuse_new_name",
    "refuse_twins",
    "remarks",
    "xlsx_bytes",
]
