"""The words that names of organizations are made of: types of schools, legal forms, posts, units of an authority.
Knows no particular city and no roster.
"""

import re
from typing import NamedTuple

FORMS = frozenset({
    "маоу", "мбоу", "мкоу", "моу", "маоуд", "мадоу", "мбдоу", "мкдоу", "мау", "мбу", "мку", "мауд", "мбуд", "маудо",
    "мбудо", "маоудо", "мбоудо", "мп", "муп", "огбу", "огау", "огку", "огбоу", "огаоу", "огбпоу", "огапоу", "гбу",
    "гау", "гку", "гкоу", "ганоу", "мдоу", "гбоу", "гаоу", "гбпоу", "гапоу", "кгбу", "кгау", "кгбоу",
    "фгбу", "фгау", "фгку", "фгбоу", "фгаоу",
    "фгану", "маноу", "чдоу", "гбдоу", "ано", "чоу", "ноу", "ночу", "нко", "ооо", "оао", "пао", "ао", "нп",
})  # fmt: skip
FORM_TAILS = frozenset({"до", "дпо", "во", "спо"})


class SchoolType(NamedTuple):
    """How a type of organization is written in a canonical name, and whether its adjective is feminine."""

    lemma: str
    shown: str
    feminine: bool


def _declined(stem: str, endings: str) -> tuple[str, ...]:
    return tuple(stem + ending for ending in endings.split(","))


_TYPES = (
    (SchoolType("лицей", "лицей", feminine=False), _declined("лице", "й,я,ю,ем,е,и,ев,ям,ями,ях")),
    (SchoolType("гимназия", "гимназия", feminine=True), _declined("гимнази", "я,и,ю,ей,ею,й,ям,ями,ях")),
    (SchoolType("прогимназия", "прогимназия", feminine=True), _declined("прогимнази", "я,и,ю,ей,й,ям,ями,ях")),
    (SchoolType("школа", "Школа", feminine=True), _declined("школ", "а,ы,е,у,ой,,ам,ами,ах")),
    (SchoolType("интернат", "школа-интернат", feminine=True), _declined("школ", "а-интернат,ы-интерната,е-интернату")),
    (SchoolType("сош", "СОШ", feminine=True), ("сош",)),
    (SchoolType("оош", "ООШ", feminine=True), ("оош",)),
    (SchoolType("ооши", "ООШИ", feminine=True), ("ооши",)),
    (SchoolType("нош", "НОШ", feminine=True), ("нош",)),
    (SchoolType("скош", "СКОШ", feminine=True), ("скош", "скоши")),
    (SchoolType("осош", "ОСОШ", feminine=True), ("осош",)),
    (SchoolType("центр", "Центр", feminine=False), _declined("центр", ",а,у,ом,е,ы,ов,ам")),
    (SchoolType("сад", "детский сад", feminine=False), (*_declined("детсад", ",а,у,ы,ов,ам"), "д/с", "доу", "доо")),
)  # fmt: skip
TYPES = {form: kind for kind, forms in _TYPES for form in forms}
BY_LEMMA = {kind.lemma: kind for kind, _ in _TYPES}
GENERIC_SCHOOLS = frozenset({"школа", "сош", "оош", "нош", "осош", "интернат", "ооши", ""})
SCHOOL_LEMMAS = frozenset(BY_LEMMA) - {"центр", "сад"}
LONG_TYPES = (
    (re.compile(r"средн\w+ (?:общеобразовательн\w+ )?школ\w*"), "сош"),
    (re.compile(r"основн\w+ (?:общеобразовательн\w+ )?школ\w*"), "оош"),
    (re.compile(r"начальн\w+ (?:общеобразовательн\w+ )?школ\w*"), "нош"),
    (re.compile(r"дошкольн\w+ (?:образовательн\w+ )?(?:организаци|учреждени)\w*"), "сад"),
    (re.compile(r"детск\w+ сад\w*"), "сад"),
)  # fmt: skip

_POSTS = {
    "руководитель": _declined("руководител", "ь,я,ю,ем,е,и,ей,ям,ями"),
    "директор": _declined("директор", ",а,у,ом,е,ы,ов,ам,ами"),
    "председатель": _declined("председател", "ь,я,ю,ем,е"),
    "начальник": _declined("начальник", ",а,у,ом,е,и,ов,ам"),
    "заместитель": _declined("заместител", "ь,я,ю,ем,е,и,ей,ям,ями"),
    "заведующий": _declined("заведующ", "ий,его,ему,им,ем,ая,ей,ую,ие,их"),
    "глава": _declined("глав", "а,ы,е,у,ой"),
    "министр": _declined("министр", ",а,у,ом,е"),
    "ректор": _declined("ректор", ",а,у,ом,е"),
    "специалист": _declined("специалист", ",а,у,ом,е,ы,ов,ам,ами"),
    "методист": _declined("методист", ",а,у,ом,е,ы,ов,ам,ами"),
    "инспектор": _declined("инспектор", ",а,у,ом,е"),
    "консультант": _declined("консультант", ",а,у,ом,е"),
    "завуч": _declined("завуч", ",а,у,ем,е,и,ей,ам,ами"),
    "учитель": _declined("учител", "ь,я,ю,ем,я,ей,ям,ями"),
    "педагог": _declined("педагог", ",а,у,ом,и,ов,ам,ами"),
}
POSTS = {form: post for post, forms in _POSTS.items() for form in forms}
PLURAL_POSTS = frozenset({
    "руководители", "руководителей", "руководителям", "руководителями", "директора", "директоров", "директорам",
    "директорами", "начальники", "начальников", "начальникам", "заведующие", "заведующих", "заведующим", "заведующими",
    "заместители", "заместителей", "заместителям", "заместителями",
})  # fmt: skip


class Unit(NamedTuple):
    """The head noun of a unit of an authority, as a name begins with it, and its genitive."""

    nominative: str
    genitive: str


_UNITS = (
    (Unit("департамент", "департамента"), _declined("департамент", ",а,у,ом,е")),
    (Unit("управление", "управления"), _declined("управлени", "е,я,ю,ем,и")),
    (Unit("комитет", "комитета"), _declined("комитет", ",а,у,ом,е")),
    (Unit("отдел", "отдела"), _declined("отдел", ",а,у,ом,е")),
    (Unit("отделение", "отделения"), _declined("отделени", "е,я,ю,ем,и")),
    (Unit("сектор", "сектора"), _declined("сектор", ",а,у,ом,е")),
    (Unit("администрация", "администрации"), _declined("администраци", "я,и,ю,ей")),
    (Unit("министерство", "министерства"), _declined("министерств", "о,а,у,ом,е")),
)
UNITS = {form: unit for unit, forms in _UNITS for form in forms}
GENITIVES = frozenset(unit.genitive for unit, _ in _UNITS)

_ADJECTIVE = re.compile(r"^([А-ЯЁ][а-яё-]{2,}?)(ый|ий|ой|ого|его|ому|ему|ым|им|ом|ая|яя|ую|юю|ей)$")
_FEMININE = frozenset({"ой", "ая", "яя", "ую", "юю", "ей"})
_MASCULINE = frozenset({"ый", "ий", "ой", "ого", "его", "ому", "ему", "ым", "им", "ом"})


class Adjective(NamedTuple):
    """A school's name that is an adjective («Академический»): its stem, and which genders its ending can have."""

    stem: str
    masculine: bool
    feminine: bool

    def agrees(self, kind: SchoolType) -> bool:
        """Whether the ending fits the gender of this noun."""
        return self.feminine if kind.feminine else self.masculine

    def shown(self, kind: SchoolType) -> str:
        """The name in the nominative: «Академический лицей», «Заозерная СОШ»."""
        if kind.feminine:
            return f"{self.stem}ая {kind.shown}"
        return f"{self.stem}{'ий' if self.stem[-1] in 'гкхжшщч' else 'ый'} {kind.shown}"


def adjective(word: str) -> Adjective | None:
    """The adjective a capitalised word may be, or None."""
    match = _ADJECTIVE.match(word)
    if match is None:
        return None
    return Adjective(match[1], match[2] in _MASCULINE, match[2] in _FEMININE)


def post_in_nominative(text: str) -> str:
    """«заместителя начальника …» -> «заместитель начальника …»: only the first word is governed by the sentence."""
    first, _, rest = text.partition(" ")
    return f"{POSTS.get(first.lower(), first.lower())} {rest}".strip()
