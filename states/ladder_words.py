"""What is said of a ladder and its rungs, in both languages: to whom and when a rung speaks, remarks, changes, and why
a text is no ladder. The names in back quotes are those of the text's fields. Data only.
"""

from collections.abc import Mapping

from states.sentence import Words

REMARKS: Mapping[str, Words] = {
    "too_long": Words("дни считают не дальше {most}", "days are counted up to {most}"),
    "before_its_day": Words(
        "ступень говорит раньше дня события {anchor}, а тогда о нём ещё никто не знает: укажите `after` 0 или больше",
        "it speaks before the day it was {anchor}, of which nobody knows then: make `after` 0 or more",
    ),
    "negative": Words(
        "`every`, `times` и `min_term` не бывают отрицательными", "`every`, `times` and `min_term` are not negative"
    ),
    "two_rhythms": Words(
        "повтор либо через столько-то рабочих дней, либо по понедельникам: уберите `every` или `mondays`",
        "it comes again either every so many working days or on Mondays: leave out `every` or `mondays`",
    ),
    "no_rhythm": Words(
        "повторов несколько, а когда – не сказано: добавьте `every` или `mondays` либо уберите `times`",
        "it comes several times but does not say when again: add `every` or `mondays`, or leave out `times`",
    ),
    "idle_rhythm": Words(
        "ступень говорит один раз, поэтому `every` и `mondays` ни к чему: уберите их или укажите `times`",
        "it comes once, so `every` or `mondays` says nothing: leave it out, or say `times`",
    ),
    "share_range": Words(
        "`share` – от 0 до 99: больше всех опоздать не может",
        "`share` lies from 0 to 99: more than all of them are never late",
    ),
    "share_anchor": Words(
        "`share` считает опоздавших, поэтому нужны `anchor` due и `after` не меньше 1",
        "`share` counts who is late, so it needs the anchor due and `after` of 1 or more",
    ),
    "share_executor": Words(
        "`share` – о мероприятии в целом: такая ступень для координатора или контролирующих",
        "`share` is about an item as a whole: it is for supervisors",
    ),
    "term_anchor": Words(
        "`min_term` – это дни от выдачи до срока: нужен `anchor` due или issued",
        "`min_term` is of the days from issue to due day: it needs the anchor due or issued",
    ),
    "term_short": Words(
        "ступень говорит за {days} дн. до срока, а срок может быть короче: сделайте `min_term` не меньше",
        "it speaks {days} days before, of terms that may be shorter: make `min_term` at least that",
    ),
    "not_for_executor": Words(
        "о событии {anchor} исполнителю не пишут: выберите координатора или контролирующего",
        "of what was {anchor} an executor is not told: choose a supervisor",
    ),
    "code_twice": Words("код {code} уже у ступени {place}", "the code {code} is rung {place} already"),
    "hidden": Words(
        "вместо неё всегда говорит {code}: тому же и в тот же день",
        "{code} speaks to the same on the same day in its place, always",
    ),
    "vacant": Words(
        "в плане не назначен {role}: писать будут на уровень выше",
        "nobody is the plan's {role}: the level above is told",
    ),
    "executors_silent": Words(
        "исполнителям не пишут ни в день срока, ни после него", "no executor is told on the due day or after it"
    ),
    "supervisors_silent": Words(
        "о просроченном не пишут ни координатору, ни контролирующим", "no supervisor is told of what is overdue"
    ),
    "falls_silent": Words(
        "о том, что так и осталось просроченным, однажды перестанут писать",
        "it falls silent for ever about what stays overdue",
    ),
}

ADDRESSEES: Mapping[str, Words] = {
    "executor": Words("исполнителю", "the executor"),
    "coordinator": Words("координатору", "the coordinator"),
    "plan_controller": Words("контролирующему план", "the plan controller"),
    "order_controller": Words("контролирующему распоряжение", "the order controller"),
}
"""To whom a rung speaks."""

ANCHORS: Mapping[str, Words] = {
    "issued": Words("выдачи поручения", "the issue"),
    "due": Words("срока", "the due day"),
    "returned": Words("возврата на доработку", "the return"),
    "reported": Words("отчёта, который ждёт приёмки", "the report that waits for review"),
    "resume": Words("возобновления отложенного", "the day until which it was postponed"),
    "undated": Words("выдачи того, у чего нет срока", "the issue of what has no date"),
    "extension": Words("просьбы продлить срок", "the request for a later date"),
    "declined": Words("сообщения «не по адресу»", "the words “not addressed to us”"),
    "package": Words("отчётной даты плана", "the reporting date of the plan"),
}
"""The day a rung counts from, after «до», «после» and «в день»."""

CHANGES: Mapping[str, Words] = {
    "added": Words("добавлена: {code}", "added: {code}"),
    "left_out": Words("убрана: {code}", "left out: {code}"),
    "changed": Words("изменена: {code}: {fields}", "changed: {code}: {fields}"),
}

UNUSABLE: Mapping[str, Words] = {
    "no_toml": Words("разметка нарушена: {why}", "this is no TOML: {why}"),
    "unknown_table": Words(
        "{name} здесь не бывает: лестница состоит из разделов [[rung]]",
        "{name} is not known: a ladder is made of tables [[rung]]",
    ),
    "no_rungs": Words("нет ни одного раздела [[rung]]", "there is no table [[rung]]: see `srok ladder export`"),
    "unreadable": Words("файл не читается: {why}", "it cannot be read: {why}"),
    "too_large": Words("больше {most} байт: это не лестница", "it is larger than {most} bytes: this is no ladder"),
    "not_utf8": Words("не в UTF-8: сохраните так", "it is not in UTF-8: save it so"),
    "no_table": Words("ступень – это раздел с полями", "a rung is a table of fields"),
    "unknown_field": Words("поля {name} нет: у ступени есть {known}", "{name} is not known: a rung has {known}"),
    "field_missing": Words("нет поля {name}", "{name} is missing"),
    "code_form": Words(
        "`code` – {value}: пишите строчные латинские буквы, цифры, _ и точки",
        "code is {value}: write small letters, digits, _ and dots",
    ),
    "choice": Words("`{name}` – {value}: бывает {known}", "{name} is {value}: there are {known}"),
    "yes_or_no": Words("`mondays` – {value}: пишите true или false", "mondays is {value}: write true or false"),
    "never": Words(
        '`times` – 0, так она не скажет ничего: уберите ступень или напишите "{endless}"',
        'times is 0, so it never speaks: leave the rung out, or write "{endless}"',
    ),
    "whole_number": Words("`{name}` – {value}: пишите целое число", "{name} is {value}: write a whole number"),
}

LINE = Words("строка {line}", "line {line}")
