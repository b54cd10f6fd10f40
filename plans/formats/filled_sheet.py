"""A workbook (.xlsx, .ods) that is one table -> the rows of its one filled sheet. Knows no heading and no meaning."""

from plans.formats.choose import Format, format_of, within_limits
from plans.formats.read_xlsx import sheets_of
from plans.rejected import rejected
from plans.rows import Row


def rows_of(content: bytes) -> tuple[Row, ...]:
    """The rows of the sheet; hidden sheets do not count.

    Raises `ImportRejected` where not exactly one is filled, and for a cell whose formula gives an error.
    """
    if format_of(content) not in {Format.XLSX, Format.ODS}:
        raise rejected("", "no_workbook")
    filled = [sheet for sheet in sheets_of(content) if sheet.rows and not sheet.hidden]
    if len(filled) != 1:
        names = tuple(f"«{sheet.name}»" for sheet in filled)
        raise rejected("", "sheets_filled", names=", ".join(names)) if names else rejected("", "sheets_empty")
    for remark in filled[0].remarks:
        raise rejected(remark.place, "formula", said=remark.text.replace("and is read as empty: ", "; "))
    return within_limits(filled[0].rows)
