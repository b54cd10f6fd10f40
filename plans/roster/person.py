"""A row of a roster -> an organization and a person in it: vacancies, acting heads, addresses, datives.
Knows no other row.
"""

import re
from dataclasses import dataclass

from plans.dative import dative, may_be_dative
from plans.executors.names import POSTS
from plans.lexing import clean
from plans.rejected import ImportRejected, rejected
from plans.roster.cells import Cells
from plans.roster.columns import BY_FIELD, KIND_WORDS, KINDS
from states.draft import RosterPerson

_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_LONGEST_EMAIL = 254
_LONGEST_CELL = 500
_VACANCY = re.compile(r"(?:вакансия|вакантно|вакантна|вакант|вакантная должность|vacant|vacancy)\.?", re.IGNORECASE)
_ACTING = re.compile(
    r"(?P<mark>вр\.? ?и\.? ?о\.?|и\. ?о\.?|ио|исполняющ(?:ий|ая) обязанности)(?=[\s.])[\s.]*(?P<rest>.*)", re.IGNORECASE
)
_GENITIVES = {
    "директор": "директора",
    "руководитель": "руководителя",
    "заведующий": "заведующего",
    "заведующая": "заведующего",
    "начальник": "начальника",
    "заместитель": "заместителя",
    "председатель": "председателя",
    "ректор": "ректора",
    "глава": "главы",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row with its texts by field; a field without a column is not there."""

    cells: Cells
    columns: dict[str, int]

    @property
    def place(self) -> str:
        """The row's place."""
        return self.cells.place

    def text(self, field: str) -> str:
        """What stands in the field, empty where it has no column."""
        column = self.columns.get(field)
        return "" if column is None or column >= len(self.cells.texts) else clean(self.cells.texts[column])

    def rejected(self, field: str, code: str, /, **values: object) -> ImportRejected:
        """The refusal of what stands in the field."""
        return rejected(self.cells.place_of(self.columns.get(field, 0), BY_FIELD[field].name), code, **values)


def person_of(line: Line) -> RosterPerson:
    """The person of a row. Raises `ImportRejected` with the place of a cell that cannot be right."""
    for field in line.columns:
        if len(line.text(field)) > _LONGEST_CELL:
            raise line.rejected(field, "cell_long", most=_LONGEST_CELL)
    if not line.text("organization"):
        raise line.rejected("organization", "organization_missing")
    head, post = _head_and_post(line.text("head"), line.text("post"))
    return RosterPerson(
        organization=line.text("organization"),
        kind=_kind(line),
        number=line.text("number"),
        aliases=_aliases(line),
        email=_email(line),
        head=head,
        post=post,
        dative=_dative(line, head),
        substitutes=line.text("substitutes"),
        place=line.place,
        unsaid=frozenset(BY_FIELD) - set(line.columns),
    )


def _kind(line: Line) -> str:
    written = line.text("kind").lower()
    kind = KIND_WORDS.get(written, written) or "organization"
    if kind not in KINDS:
        raise line.rejected("kind", "kind_unknown", written=written, known=", ".join(KINDS))
    return kind


def _aliases(line: Line) -> tuple[str, ...]:
    own = line.text("organization")
    names = (name.strip() for name in line.text("aliases").split(";"))
    return tuple(dict.fromkeys(name for name in names if name and name != own))


def _email(line: Line) -> str:
    email = line.text("email")
    if email and (len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
        raise line.rejected("email", "no_email", email=email)
    return email


def _head_and_post(head: str, post: str) -> tuple[str, str]:
    """A vacancy has no head: its letters go to the address of the row. Who is acting («и.о.») is so in the post."""
    if _VACANCY.fullmatch(head):
        return "", post
    acting = _ACTING.fullmatch(head)
    if acting is None:
        return head, post
    mark = acting["mark"].lower().replace(" ", "")
    first, _, rest = acting["rest"].partition(" ")
    if first.lower() in POSTS:
        return rest, post if _ACTING.match(post) else f"{mark} {_genitive(POSTS[first.lower()])}"
    return acting["rest"], post if _ACTING.match(post) else f"{mark} {_genitive(post)}".strip()


def _genitive(post: str) -> str:
    """The post with its first word in the genitive; a word that is not known stays as it is."""
    first, blank, rest = post.partition(" ")
    return _GENITIVES.get(first.lower(), first) + blank + rest


def _dative(line: Line, head: str) -> str:
    written = line.text("dative")
    if not written:
        return dative(head).text
    if not may_be_dative(written, head):
        raise line.rejected("dative", "no_dative" if head else "dative_of_nobody", written=written, head=head)
    return written
