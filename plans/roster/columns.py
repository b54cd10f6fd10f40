"""The columns of a roster and the words in them, in Russian and English. Knows no file."""

from typing import NamedTuple

from plans.lexing import clean
from plans.rejected import rejected


class Column(NamedTuple):
    """A column: its name in messages and English files, its Russian heading, its field, and its other headings."""

    name: str
    russian: str
    field: str
    others: tuple[str, ...]


COLUMNS = (
    Column("organization", "Организация", "organization", ("наименование", "название")),
    Column("kind", "Вид", "kind", ("вид организации", "тип")),
    Column("number", "Номер", "number", ("№",)),
    Column("aliases", "Другие названия", "aliases", ("другое название", "прежние названия", "alias")),
    Column("email", "Почта", "email", ("e-mail", "электронная почта", "адрес электронной почты")),
    Column("head", "Руководитель", "head", ("фио", "ф.и.о.", "фио руководителя")),
    Column("position", "Должность", "post", ("post",)),
    Column("dative", "Кому", "dative", ("фио в дательном падеже", "дательный падеж")),
    Column("substitutes", "Замещает", "substitutes", ("substitute for", "substitutes for", "кого замещает")),
)
BY_FIELD = {column.field: column for column in COLUMNS}
_BY_HEADING = {
    heading: column for column in COLUMNS for heading in (column.name, column.russian.lower(), *column.others)
}
KINDS = {
    "school": "школа",
    "coordinator": "координатор",
    "department": "подразделение",
    "organization": "организация",
    "operator": "региональный оператор",
}
KIND_WORDS = {russian: kind for kind, russian in KINDS.items()} | {
    "департамент": "department",
    "управление": "department",
    "оператор": "operator",
}
_PERSONAL = frozenset({"post", "dative", "substitutes"})
_TURNED_ROUND = frozenset({"substitute", "заместитель", "замещающий", "кто замещает"})


def fields_of(heading: tuple[str, ...], places: tuple[str, ...]) -> tuple[str, ...]:
    """The field each column of a heading holds, empty for a column without a heading.

    Raises `ImportRejected` for a column that is unknown or doubled, and where the organization's is missing.
    """
    fields: list[str] = []
    for cell, place in zip(heading, places, strict=True):
        field = _field(clean(cell), place)
        if field and field in fields:
            raise rejected(place, "column_twice", name=BY_FIELD[field].name)
        fields.append(field)
    if "organization" not in fields:
        raise rejected(places[0].rpartition(", column")[0], "no_organizations", known=_LIST)
    if _PERSONAL & set(fields) and not {"email", "head"} & set(fields):
        raise rejected(places[0].rpartition(", column")[0], "whose_posts")
    return tuple(fields)


_LIST = ", ".join(column.name for column in COLUMNS)


def _field(heading: str, place: str) -> str:
    if not heading:
        return ""
    column = _BY_HEADING.get(heading.lower().replace("_", " "))
    if heading.lower() in _TURNED_ROUND:
        raise rejected(place, "turned_round", heading=heading)
    if column is None:
        raise rejected(place, "column_unknown", heading=heading, known=_LIST)
    return column.field
