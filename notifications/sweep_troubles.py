"""What an administrator must mend after a sweep, as letters: whom it could not reach, templates that are wrong. Writes
nothing.
"""

from collections.abc import Iterator

from notifications.alarm import MOST_NAMED, Trouble
from notifications.capacities import CAPACITIES
from notifications.chasing import Swept
from states.rungs import Addressee

ROSTER = "Что делать: внести адрес в реестр (srok roster import) или назначить другого (srok plan-role)."
TEMPLATES = "Письма уходят с шаблонами Срока. Что делать: исправить шаблоны, затем srok letters check-templates."


def troubles(swept: Swept) -> Iterator[Trouble]:
    """Each as a letter of its own."""
    if found := tuple(_unreached(swept)):
        more = (f"… и ещё {len(found) - MOST_NAMED}",) if len(found) > MOST_NAMED else ()
        said = (*found[:MOST_NAMED], *more, ROSTER)
        yield Trouble(what="addresses", subject="Срок: нет адресов для писем", paragraphs=said)
    if swept.wording:
        said = (*swept.wording, TEMPLATES)
        yield Trouble(what="templates", subject="Срок: ошибки в шаблонах писем", paragraphs=said)


def _unreached(swept: Swept) -> Iterator[str]:
    for nobody in swept.unreachable:
        who = f"исполнитель ({nobody.who})" if nobody.to is Addressee.EXECUTOR else CAPACITIES[nobody.to]
        yield f"Некому писать: {who}. Напоминания ждут, пока не появится адрес."
    for one in swept.passed_over:
        yield f"Письмо не доходит, адреса нет: {CAPACITIES[one.to]}. Вместо него пишем {one.told.email}."
    for said in swept.refused:
        yield f"Адрес не годится для письма: {said}"
