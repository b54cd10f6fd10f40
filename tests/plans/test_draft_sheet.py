from datetime import UTC, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from plans.draft_sheet import COLUMNS, ITEMS, ORIGIN, PROBLEMS, sheet_bytes
from plans.rejected import ImportRejected
from plans.settle import settle
from plans.sheet_cells import cells_in
from plans.sheet_diff import SheetDiff, in_one_settlement, origin_of
from states.settlement import AcceptProblem, DropItem, SetItem, Settlement, SplitItem
from tests.plans.builders import ROSTER, draft_of, measure, order_text

AT = datetime(2025, 1, 20, 9, tzinfo=UTC)
READING = draft_of(
    order_text(
        measure("1.10.", title="=СУММ(A1)", executors="СОШ № 4, 16"),
        measure("1.2.", deadline="когда рак свистнет"),
        measure("1.3.", executors="Руководители ОО", deadline="до 31 марта 2025 года"),
    )
)
AT_COLUMN = {column.name: index for index, column in enumerate(COLUMNS)}
SOLUTION = 5


def exported(tmp_path, *settlements):
    """The sheets of a workbook as Excel would give them back untouched."""
    path = tmp_path / "draft.xlsx"
    settled = settle(READING, settlements)
    path.write_bytes(sheet_bytes(settled, draft_id=1, settlements=len(settlements), fingerprint="f"))
    return cells_in(path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    return exported(tmp_path_factory.mktemp("sheets"))


def edited(sheets, *cells):
    """The sheets with other texts; each of `cells` is item, column, text."""
    copy = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    for row, column, text in cells:
        copy[ITEMS][row][AT_COLUMN[column]] = text
    return copy


def diff(sheets, *later, base=()):
    now = settle(READING, (*base, *later))
    return SheetDiff(sheets, base=settle(READING, base), now=now, roster=ROSTER, file="draft.xlsx").changes()


def settlement(*changes, position=1):
    return Settlement(position=position, at=AT, changes=changes)


def refused(sheets, *later):
    with pytest.raises(ImportRejected) as fault:
        diff(sheets, *later)
    assert "\n" not in str(fault.value)
    return str(fault.value)


def test_a_workbook_that_nobody_has_touched_changes_nothing(sheets):
    assert diff(sheets) == ()
    assert origin_of(sheets, "draft.xlsx").draft_id == 1


def test_numbers_and_formulas_are_texts(sheets):
    assert sheets[ITEMS][1][AT_COLUMN["number"]] == "1.10"
    assert sheets[ITEMS][1][AT_COLUMN["title"]] == "=СУММ(A1)"


def test_what_was_understood_stands_beside_what_is_written(sheets):
    assert sheets[ITEMS][3][AT_COLUMN["understood"]] == "один раз: 31.03.2025"
    assert sheets[ITEMS][2][AT_COLUMN["understood"]] == "НЕ ПОНЯТО"
    assert "Руководители ОО (" in sheets[ITEMS][3][AT_COLUMN["addressed"]]
    assert len(sheets[PROBLEMS]) == len(READING.problems) + 1


def test_changed_cells_are_settled_as_one_change_of_their_item(sheets):
    found = diff(
        edited(
            sheets,
            (2, "deadline", "01.06.2025"),
            (2, "executors", "СОШ № 4; МКУ ЦРО"),
            (2, "evidence_asked", "да"),
            (3, "left_out", "да"),
            (1, "number", "1.1"),
        )
    )
    assert [one.cell for one in found] == [f"sheet «{ITEMS}», cell {cell}" for cell in ("C2", "E3", "G3", "J3", "K4")]
    first, second, third = in_one_settlement(found)
    assert first == SetItem(item=1, number="1.1")
    assert isinstance(second, SetItem)
    assert (second.item, second.evidence_asked, second.deadline.text) == (2, True, "01.06.2025")
    assert [one.name for one in second.executors.executors] == ["СОШ № 4", "МКУ ЦРО"]
    assert third == DropItem(item=3)
    assert diff(edited(sheets, (1, "number", "1.1")), settlement(first, second, third)) == ()


def test_a_problem_accepted_in_the_sheet_is_accepted(sheets):
    copy = edited(sheets)
    line = next(index for index, row in enumerate(copy[PROBLEMS]) if row[3] == "role_missing")
    copy[PROBLEMS][line][SOLUTION] = "принято"
    (one,) = diff(copy)
    assert isinstance(one.change, AcceptProblem)
    assert diff(copy, settlement(one.change)) == ()


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ((2, "deadline", "когда-нибудь"), "cell E3: the deadline «когда-нибудь» is not understood"),
        ((2, "executors", "школа волшебников"), "cell G3"),
        ((2, "executors", ""), "cell G3"),
        ((2, "understood", "завтра"), "cell F3: «Срок понят как» is only told here"),
        ((2, "evidence_asked", "может быть"), "cell J3"),
        ((2, "left_out", "нет?"), "cell K3"),
        ((2, "id", ""), "cell A3: the row has no id"),
        ((2, "id", "99"), "cell A3: the row has no id"),
        ((2, "id", "1"), "cell A3: item 1 has a row already, 2"),
        ((0, "deadline", "Когда"), "cell E1: the heading «Срок» is expected"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named(sheets, cell, reason):
    assert reason in refused(edited(sheets, cell))


def test_an_error_that_cannot_stay_is_not_accepted(sheets):
    copy = edited(sheets)
    line = next(index for index, row in enumerate(copy[PROBLEMS]) if row[3] == "deadline_unrecognised")
    copy[PROBLEMS][line][SOLUTION] = "принято"
    assert f"cell F{line + 1}: this cannot stay" in refused(copy)
    copy[PROBLEMS][line][SOLUTION] = "ладно"
    assert f"cell F{line + 1}: write принято" in refused(copy)


def test_a_row_that_is_gone_is_asked_for(sheets):
    copy = edited(sheets)
    del copy[ITEMS][2]
    assert "item 2 (1.2) has no row" in refused(copy)


def test_rows_may_be_sorted_otherwise_and_blank_ones_left(sheets):
    copy = edited(sheets, (2, "deadline", "Июнь 2025"))
    copy[ITEMS][1:] = [copy[ITEMS][3], [""] * len(COLUMNS), copy[ITEMS][2], copy[ITEMS][1]]
    (one,) = diff(copy)
    assert (one.cell, one.change.item) == (f"sheet «{ITEMS}», cell E4", 2)


def test_what_was_settled_after_the_export_is_not_taken_back(sheets):
    later = settlement(*in_one_settlement(diff(edited(sheets, (2, "deadline", "Июнь 2025")))))
    assert diff(sheets, later) == ()
    assert diff(edited(sheets, (2, "deadline", "Июнь 2025")), later) == ()
    assert "changed meanwhile" in refused(edited(sheets, (2, "deadline", "Май 2025")), later)
    dropped = settlement(DropItem(item=2))
    assert diff(edited(sheets, (2, "left_out", "да")), dropped) == ()
    assert "left out meanwhile" in refused(edited(sheets, (2, "deadline", "Май 2025")), dropped)
    assert diff(sheets, settlement(SplitItem(item=2))) == ()


def test_a_workbook_of_something_else_is_refused(sheets):
    for name in (ITEMS, PROBLEMS):
        assert f"the sheet «{name}» is missing" in refused({key: rows for key, rows in sheets.items() if key != name})
    for rows in ([], [[]], [["1", "x", "f"]]):
        with pytest.raises(ImportRejected, match="srok draft export"):
            origin_of({ORIGIN: rows}, "draft.xlsx")


def test_cells_typed_as_numbers_and_dates_are_read_as_people_see_them(tmp_path, sheets):
    path = tmp_path / "typed.xlsx"
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                page.write_string(at, column, text)
    page = book.get_worksheet_by_name(ITEMS)
    page.write_datetime(2, AT_COLUMN["deadline"], datetime(2025, 6, 1), book.add_format({"num_format": "dd.mm.yyyy"}))  # noqa: DTZ001
    page.write_boolean(2, AT_COLUMN["evidence_asked"], True)
    page.write_number(2, AT_COLUMN["number"], 7)
    book.close()
    found = {one.cell[-2:]: one.after for one in diff(cells_in(path.read_bytes(), path.name))}
    assert found == {"C3": "7", "E3": "01.06.2025", "J3": "да"}


def test_a_number_that_a_spreadsheet_has_shortened_is_not_believed(tmp_path, sheets):
    path = tmp_path / "typed.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet(ITEMS).write_number(0, 0, 1.1)
    book.close()
    copy = edited(sheets)
    copy[ITEMS][1][AT_COLUMN["number"]] = cells_in(path.read_bytes(), path.name)[ITEMS][0][0]
    assert "cell C2: the cell holds a number, 1.1" in refused(copy)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"text"], ids=["empty", "damaged", "text"])
def test_a_file_that_is_no_workbook_is_refused_by_name(tmp_path, content):
    path = tmp_path / "draft.xlsx"
    path.write_bytes(content)
    with pytest.raises(ImportRejected, match=r"draft\.xlsx"):
        cells_in(path.read_bytes(), path.name)


def test_a_cell_at_the_end_of_the_world_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "far.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet(ITEMS).write_string(1_048_575, 16_383, "здесь")
    book.close()
    with pytest.raises(ImportRejected, match="XFD1048576: a cell lies too far"):
        cells_in(path.read_bytes(), path.name)


TEXTS = {
    "number": st.sampled_from(["1.10", "5", "5.а", ""]),
    "title": st.text("абв =+«1", min_size=1, max_size=8),
    "deadline": st.sampled_from(["Май 2025", "постоянно", "", "до 1 мая 2024 года", "31.12.2025"]),
    "executors": st.sampled_from(["МКУ ЦРО", "СОШ № 4, 16", "Руководители ОО", "ПИРЧ; СОШ № 1"]),
    "expected_result": st.text("абв\n\t1", max_size=8),
    "evidence_asked": st.sampled_from(["да", "нет", ""]),
    "left_out": st.sampled_from(["да", "нет", ""]),
}
CELLS = st.tuples(st.integers(1, 2), st.sampled_from(sorted(TEXTS))).flatmap(
    lambda at: TEXTS[at[1]].map(lambda text: (*at, text.strip()))
)


@given(st.lists(CELLS, max_size=6))
def test_the_same_workbook_twice_changes_nothing_more(sheets, cells):
    copy = edited(sheets, *cells)
    first = in_one_settlement(diff(copy))
    if first:
        assert settle(READING, (settlement(*first),)) != settle(READING)
        assert diff(copy, settlement(*first)) == ()
