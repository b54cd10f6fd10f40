"""What an amendment of an order speaks of, in both languages: an item's fields, and why a change is left to a person.
Data only.
"""

from collections.abc import Mapping

from states.sentence import Words

FIELDS: Mapping[str, Words] = {
    "number": Words("номер", "number"),
    "title": Words("текст", "title"),
    "expected_result": Words("результат", "expected_result"),
    "deadline": Words("срок", "deadline"),
    "executors": Words("исполнители", "executors"),
}
UNDATED = Words("без даты", "without a date")
NO_DATE = Words("без даты", "no date")

HELD: Mapping[str, Words] = {
    "texts": Words(
        "{fields}: оставлено как было, по пункту уже работали или его назвали просроченным",
        "{fields} not changed: somebody has acted on it, or was called late",
    ),
    "executors": Words(
        "исполнители: оставлены как были, по пункту уже работали или его назвали просроченным",
        "executors not changed: somebody has acted on it, or was called late",
    ),
    "opened_by_hand": Words(
        "срок {due}: остаётся, его открыли вручную", "due {due}: stays as it is, for somebody opened it by hand"
    ),
    "acted_on": Words(
        "срок {due} не перенесён на {to}: по пункту уже работали или его назвали просроченным",
        "due {due}, not moved to {to}: somebody has acted on it, or was called late",
    ),
    "over": Words(
        "срок {due} не перенесён на {to}: этот день уже прошёл", "due {due}, not moved to {to}: that day is over"
    ),
    "given_out": Words(
        "срок {due} остаётся, хотя теперь {to}: поручения с ним уже выданы",
        "due {due}, not moved to {to}: it is given out with a date",
    ),
    "surplus": Words(
        "срок {due}: в новом тексте его нет, но поручения уже выданы",
        "due {due}: no longer in the text, but given out",
    ),
}
