"""The codes of problems in words, Russian and English. Data only."""

from collections.abc import Mapping

from states.sentence import Words

TITLES: Mapping[str, Words] = {
    "token_missing": Words("Нужен токен: заголовок Authorization: Bearer …", "A bearer token is needed"),
    "token_wrong": Words(
        "Токен не действует: он истёк, отозван или не выдавался. Новый выдаст администратор",
        "The token opens nothing: it expired, was revoked or never issued. An administrator issues another",
    ),
    "too_many_wrong": Words(
        "Слишком много недействительных токенов с этого компьютера: повторите позже",
        "Too many wrong tokens from this machine: try again later",
    ),
    "not_shown": Words("Этого нет или это не для вас", "There is no such thing, or it is not for you"),
    "no_such_method": Words("Так сюда не обращаются", "This is not asked in that way"),
    "not_allowed": Words("Так сделать нельзя, ничего не изменено", "That may not be done; nothing was changed"),
    "not_permitted": Words("У вас нет на это права, ничего не изменено", "You may not do that; nothing was changed"),
    "stale": Words(
        "Кто-то изменил это раньше вас, ваше действие не выполнено",
        "Somebody changed it before you; nothing of yours was done",
    ),
    "too_early": Words("Позже с этим уже что-то сделано", "Something was done to it later than that"),
    "key_reused": Words(
        "Этот Idempotency-Key уже был у другого запроса: возьмите новый",
        "This Idempotency-Key came with another request before: take a new one",
    ),
    "document_refused": Words("Такой документ не принимают", "Such a document is not taken"),
    "not_settled": Words(
        "Так черновик не меняется, ничего не изменено", "The draft cannot be settled so; nothing was changed"
    ),
    "too_large": Words("Запрос слишком велик", "The request is too large"),
    "not_understood": Words(
        "Запрос не понят, ничего не изменено", "The request is not understood; nothing was changed"
    ),
    "refused": Words("Сделать этого нельзя, ничего не изменено", "That cannot be done; nothing was changed"),
    "database": Words(
        "База данных сейчас недоступна: повторите с тем же Idempotency-Key",
        "The database is not there now: ask again with the same Idempotency-Key",
    ),
    "broken": Words(
        "Что-то сломалось у нас: скажите администратору", "Something broke on our side: tell an administrator"
    ),
}
