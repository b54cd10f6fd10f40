"""A workbook (.xlsx, .ods) that is one table -> the rows of its one filled sheet. Knows no heading and no meaning."""

from plans.formats.choose import Format, format_of, within_limits
from plans.formats.read_xlsx import sheets_of
from plans.rejected import ImportRejected
from plans.rows import Row


def rows_of(content: bytes) -> tuple[Row, ...]:
    """The rows of the sheet; hidden sheets do not count.

    Raises `ImportRejected` where not exactly one is filled, and for a cell whose formula gives an error.
    """
    if format_of(content) not in {Format.XLSX, Format.ODS}:
        raise ImportRejected("", "this is no workbook; save the table as .xlsx or .csv and try again")
    filled = [sheet for sheet in sheets_of(content) if sheet.rows and not sheet.hidden]
    if len(filled) != 1:
        names = ", ".join(f"«{sheet.name}»" for sheet in filled)
        what = f"the sheets {names} are filled" if filled else "every sheet is empty"
        raise ImportRejected("", f"{what}; leave one sheet filled and visible, that with the table")
    for remark in filled[0].remarks:
        raise ImportRejected(remark.place, remark.text.replace("and is read as empty: ", "; "))
    return within_limits(filled[0].rows)
