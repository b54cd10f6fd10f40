"""Deadlines that name no day: by another paper's dates, on request, after an event, permanently -> schedules without
terms, with the words they hang on. An event's words are taken only where nothing in them could be a date.
"""

from plans.deadlines.numerals import ROMAN, long_of
from plans.deadlines.words import MONTHS, Cursor
from states.schedule import Schedule, ScheduleKind

PERMANENT = (
    "постоянно", "на постоянной основе", "непрерывно", "бессрочно", "систематически", "регулярно",
    "весь|всего период|периода [реализации|действия] [плана|проекта|программы]",
    "[в] [течение|течении] весь|всего период|периода|срок|срока [реализации|действия] [плана|проекта|программы]",
    "на весь период [реализации|действия] [плана|проекта|программы]",
    "на протяжении всего периода|срока [реализации|действия] [плана|проекта|программы]",
    "в период реализации|действия плана|проекта|программы",
)  # fmt: skip
_ADJECTIVE = (
    "[отдельному|отдельно|утвержденному|согласованному|индивидуальному|особому|установленному|дополнительному|"
    "отдельным|утвержденным|установленным|согласованным|индивидуальным|общему|единому|ежегодному]"
)
_PAPER = (
    "графику|графика|графикам|плану|планам|расписанию|календарю|приказу|распоряжению|положению|регламенту|программе"
)
_WITH_PAPER = "графиком|графиками|планом|планами|расписанием|календарем|приказом|распоряжением|положением|регламентом"
_HYPHENATED = "план|плану|планом|календарь|календарю|календарным - графику|графиком|плану|планом"
_BY_SCHEDULE = (
    f"[проводится] по {_ADJECTIVE} {_ADJECTIVE} {_HYPHENATED}",
    f"[проводится] по {_ADJECTIVE} {_ADJECTIVE} {_PAPER}",
    f"согласно {_ADJECTIVE} {_ADJECTIVE} {_HYPHENATED}",
    f"согласно {_ADJECTIVE} {_ADJECTIVE} {_PAPER}",
    f"в соответствии с|со {_ADJECTIVE} {_HYPHENATED}",
    f"в соответствии с|со {_ADJECTIVE} {_WITH_PAPER}",
    "в сроки|срок [,] установленные|определенные|утвержденные|указанные|установленный|указанный",
)
_NO_DATE_YET = (
    "[срок|сроки|дата|даты] по согласованию", "[срок|дата] уточняется", "[сроки|даты] уточняются",
    "[срок|дата] будет определен|определена|уточнен|уточнена|установлен|назначена|сообщена [дополнительно]",
    "в установленные|утвержденные сроки", "в установленный срок", "[дата] по назначению", "[дата] дополнительно",
    "по отдельному сообщению|уведомлению|плану", "по дополнительному сообщению|уведомлению",
)  # fmt: skip
_ON_REQUEST = (
    ("по [отдельному|письменному|мере|отдельным|официальному] запросу|запросам|требованию|требованиям|заявке|заявкам|"
    "необходимости|обращению|обращениям"),
    "[по] [мере] необходимости", "при необходимости", "по мере [их|его|ее] поступления|обращения|выявления|получения",
    ("при наличии|возникновении|поступлении|появлении [соответствующего] запроса|запросов|потребности|необходимости|"
    "заявки|заявок|обращения|обращений"),
)  # fmt: skip
_UNSTATED = (
    "-", "- -", "- - -", "не указан", "не установлен", "не определен", "без срока",
    "[срок] [не] указан|установлен|определен", "нет", "х",
)  # fmt: skip
_AFTER = ("после", "по окончании|завершении|итогам|результатам|факту|истечении", "в день", "перед", "накануне", "при")
_COUNTED = (
    "не позднее [чем] [за]",
    "в течение|течении",
    "[в] срок не позднее",
    "через|спустя",
    "за",
    "[в] срок до",
    "до",
)
_FROM = ("после", "с|со|от момента|дня|даты|дат", "до [дня] [даты] [начала|проведения]", "с|от", "до")
_UNITS = (
    "день|дня|дней|дни|сутки|суток", "неделя|недели|недель|неделю", "месяц|месяца|месяцев", "час|часа|часов",
)  # fmt: skip
_THIS = "настоящего|данного|этого"
_OWN_ISSUE = (
    f"подписания|издания|утверждения|принятия|регистрации|выхода {_THIS} распоряжения|приказа|постановления|плана",
    "подписания|издания [распоряжения]", "утверждения|принятия|регистрации|выхода распоряжения",
)  # fmt: skip
_ASKING = ("запрос", "заяв", "обращен", "требован", "жалоб", "поступлен")
_NOT_OF_AN_EVENT = (
    "четверт", "триместр", "каникул", "полугод", "учебн", "понедельник", "вторник", "четверг", "пятниц", "суббот",
    "воскресен", "кажд", "последн", "примерн", "ориентировочн",
)  # fmt: skip
_WORDS_OF_TIME = frozenset({
    "до", "далее", "постоянно", "ежемесячно", "еженедельно", "ежеквартально", "ежегодно", "ежедневно", "раз", "раза",
    "год", "года", "году", "годов", "месяц", "месяца", "месяцев", "месяце", "квартал", "квартала", "неделя", "недели",
    "неделю", "дней", "дня", "день", "декада", "или", "либо", "позднее", "реже", "течение", "течении", "число", "числа",
    "среда", "среду", "среды", "средам", "графику", "запросу", "необходимости", "требованию", "заявкам",
})  # fmt: skip
_LONGEST_EVENT = 14


def read_undated(phrase: Cursor) -> Schedule | None:
    """The schedule of a phrase that names no day, if that is all there is to it."""
    start = phrase.at
    for kind, patterns in _WHOLE:
        for pattern in patterns:
            phrase.at = start
            if phrase.words(pattern) and phrase.done:
                return Schedule(kind=kind)
    for kind, patterns in _WITH_WORDS:
        for pattern in patterns:
            phrase.at = start
            if phrase.words(pattern) and (event := _event(phrase, start)):
                return Schedule(kind=kind, event=event)
    phrase.at = start
    return _counted(phrase)


def read_from_issue(phrase: Cursor) -> tuple[int, str] | None:
    """The count and unit of `в течение 10 дней со дня издания`, `в трёхдневный срок`: reckoned from the order."""
    start = phrase.at
    for rule in (_short_term, _count_from):
        phrase.at = start
        found = rule(phrase)
        if found is not None and phrase.done:
            return found
    return None


def _short_term(phrase: Cursor) -> tuple[int, str] | None:
    """`в трёхдневный срок`, `в 3-дневный срок`: without more, from the order's own date, as office rules have it."""
    if not phrase.word("в"):
        return None
    found = long_of(phrase.here)
    if found:
        phrase.at += 1
    else:
        count = phrase.number(1, 99)
        phrase.any_of("- х|ти|и")
        phrase.word("-")
        named = long_of(f"двух{phrase.here}") if count else None
        if count is None or named is None:
            return None
        phrase.at += 1
        found = count, named[1]
    if not phrase.word("срок"):
        return None
    if not phrase.done and not (phrase.any_of(*_FROM) and phrase.any_of(*_OWN_ISSUE)):
        return None
    return found[0], found[1][:3]


def _count_from(phrase: Cursor) -> tuple[int, str] | None:
    if not phrase.any_of(*_COUNTED[:3]):
        return None
    counted = _count(phrase)
    if counted is None or not phrase.any_of("с|со|от момента|дня|даты", "после", "с|от"):
        return None
    return counted if phrase.any_of(*_OWN_ISSUE) else None


def _count(phrase: Cursor) -> tuple[int, str] | None:
    """`10 дней` as (10, "дне"), `3 рабочих дней` as (3, "раб"), `недели` as (1, "нед")."""
    count = phrase.count() or 1
    working = phrase.word("рабочих|рабочего|рабочий|рабочие")
    phrase.word("календарных|календарного|календарные")
    unit = next((index for index, forms in enumerate(_UNITS) if phrase.word(forms)), None)
    if unit is None:
        return None
    return count, "раб" if working else ("дне", "нед", "мес", "час")[unit]


def _counted(phrase: Cursor) -> Schedule | None:
    """`не позднее 3 рабочих дней после получения запроса`: no day until that happens."""
    start = phrase.at
    if not phrase.any_of(*_COUNTED) or _count(phrase) is None or not phrase.any_of(*_FROM):
        return None
    event = _event(phrase, start)
    if not event:
        return None
    asking = any(word in event for word in _ASKING)
    return Schedule(kind=ScheduleKind.ON_REQUEST if asking else ScheduleKind.BY_SCHEDULE, event=event)


def _event(phrase: Cursor, start: int) -> str:
    """The rest of the phrase as an event in words, with what led to it; empty where it could be more than that."""
    rest = phrase.tokens[phrase.at :]
    if not rest or len(rest) > _LONGEST_EVENT or rest[0] in {"и", ","} or not all(map(_harmless, rest)):
        return ""
    words = phrase.tokens[start:]
    phrase.at = len(phrase.tokens)
    return _joined(words)


def _harmless(token: str) -> bool:
    """Whether a word of an event cannot be part of a date."""
    if token in {"«", "»", "-", "№"}:
        return True
    if not token.isalpha() or token in _WORDS_OF_TIME or token in MONTHS:
        return False
    return not token.startswith(_NOT_OF_AN_EVENT) and token not in ROMAN


def _joined(tokens: tuple[str, ...]) -> str:
    """Words as a text: no blank before a comma, inside quotes, brackets and hyphenated words."""
    text = " ".join(tokens)
    for apart, together in ((" ,", ","), ("« ", "«"), (" »", "»"), ("( ", "("), (" )", ")"), (" - ", "-")):
        text = text.replace(apart, together)
    return text


_WHOLE: tuple[tuple[ScheduleKind, tuple[str, ...]], ...] = (
    (ScheduleKind.CONTINUOUS, PERMANENT),
    (ScheduleKind.BY_SCHEDULE, (*_BY_SCHEDULE[:-1], *_NO_DATE_YET)),
    (ScheduleKind.ON_REQUEST, _ON_REQUEST),
    (ScheduleKind.UNSTATED, _UNSTATED),
)
_WITH_WORDS: tuple[tuple[ScheduleKind, tuple[str, ...]], ...] = (
    (ScheduleKind.BY_SCHEDULE, (*_BY_SCHEDULE, "[срок|сроки|дата|даты] по согласованию с|со")),
    (ScheduleKind.ON_REQUEST, _ON_REQUEST),
    (ScheduleKind.BY_SCHEDULE, _AFTER),
)
