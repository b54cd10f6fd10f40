"""School years, 1 September to 31 August, as a phrase names them, by number or by the order's date. Terms, lessons and
holidays have dates of each school's own and are not here.
"""

from plans.deadlines.pieces import CENTURY, NEXT, THIS, YEAR_WORD
from plans.deadlines.plan_year import SEPTEMBER, PlanYear, school_year
from plans.deadlines.spans import Doubtful, Span, whole
from plans.deadlines.words import Cursor

_FOLLOWING = f"{NEXT}|нового|новый|новому|новом|следующем|предстоящем|предстоящего"


def school_years(cursor: Cursor) -> tuple[Span, ...] | None:
    """`2024/25 учебный год`, `2024-2025 уч. г.`, `учебный год`: 1 September to 31 August."""
    found = read_school_year(cursor)
    return (whole(found.begins_on, found.ends_on),) if found else None


def read_school_year(cursor: Cursor) -> PlanYear | None:
    """The school year that stands here. Raises `Doubtful` where a text without numbers leaves a choice."""
    start = cursor.at
    first = cursor.number(CENTURY, CENTURY + 99) or cursor.number(20, 99)
    if first is not None:
        last = cursor.number(0, CENTURY + 99) if cursor.word("/|-") else None
        if last is not None and _school_word(cursor):
            if last % 100 != (first + 1) % 100:
                raise Doubtful(f"a school year does not run from {first} to {last}")
            return school_year(first % 100 + CENTURY)
        cursor.at = start
        return None
    following = cursor.word(_FOLLOWING)
    if not following:
        cursor.word(f"{THIS}|текущем|этом|весь|всего")
    if not _school_word(cursor):
        cursor.at = start
        return None
    return _following_school_year(cursor) if following else _current_school_year(cursor)


def _school_word(cursor: Cursor) -> bool:
    cursor.any_of("- го|й|м")
    if not cursor.any_of(
        f"учебный|учебного|учебном|учебному|учеб|уч [.] {YEAR_WORD}", f"уч / {YEAR_WORD}", "у . г", "учгод|учгода"
    ):
        return False
    cursor.word(".")
    return True


def _current_school_year(cursor: Cursor) -> PlanYear:
    if cursor.plan.is_school:
        return cursor.plan
    issued_on = cursor.issued_on
    if 6 <= issued_on.month < SEPTEMBER:  # noqa: PLR2004 - from June on the next one is as likely
        raise Doubtful("which school year: the order was issued between two")
    return school_year(issued_on.year - (issued_on.month < SEPTEMBER))


def _following_school_year(cursor: Cursor) -> PlanYear:
    return school_year(cursor.issued_on.year + (cursor.issued_on.month >= SEPTEMBER))
