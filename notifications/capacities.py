"""In what capacity somebody reads a part of a digest, and what that part is called and advises. Knows no assignment."""

from typing import NamedTuple

from notifications import words
from states.escalation import Line
from states.milestones import PackageLine
from states.rungs import Addressee

PART_TITLES = {
    Addressee.EXECUTOR: "Ваши поручения",
    Addressee.COORDINATOR: "Вы координатор плана",
    Addressee.PLAN_CONTROLLER: "Вы контролируете исполнение плана",
    Addressee.ORDER_CONTROLLER: "Вы контролируете исполнение распоряжения",
}
INSTEAD_OF = {
    Addressee.COORDINATOR: "координатора плана",
    Addressee.PLAN_CONTROLLER: "контролирующего план",
    Addressee.ORDER_CONTROLLER: "контролирующего распоряжение",
}
INSTEAD_ADVICE = (
    "Письмо предназначено другому, но его адреса в реестре нет. Решите, кто этим займётся, и попросите внести адрес."
)
ADVICE = {
    Addressee.EXECUTOR: (
        "Исполните поручение и ответьте на это письмо: номер пункта, что сделано, подтверждающие документы. "
        "Если к сроку не успеть, напишите заранее причину и новую дату. Если поручение не вам, напишите и об этом."
    ),
    Addressee.COORDINATOR: (
        "Свяжитесь с теми, кто не отчитался. Отчёты, которые ждут приёмки, примите или верните на доработку. "
        "Где срока нет, назначьте его."
    ),
    Addressee.PLAN_CONTROLLER: (
        "Исполнителей и координатора уже предупредили, но дело не сдвинулось. Решите с координатором, что делать."
    ),
    Addressee.ORDER_CONTROLLER: (
        "Исполнителей, координатора и контролирующего план уже предупредили, но дело не сдвинулось. Нужно ваше решение."
    ),
}
TO_DECIDE_ADVICE = (
    " Кто просит продлить срок, тому продлите его или откажите. Кто сообщил, что поручение не по адресу, тому "
    "ответьте: оставьте поручение за ним или попросите контролирующего снять его с контроля."
)
PACKAGE_ADVICE = " К отчётной дате соберите недостающее: что не сдано, войдёт в пакет как неисполненное."
COPY_ADVICE = "Вы замещаете этого человека и получаете копию его письма. Если его нет на месте, действуйте за него."
CAPACITIES = {
    Addressee.COORDINATOR: "координатор плана",
    Addressee.PLAN_CONTROLLER: "контролирующий исполнение плана",
    Addressee.ORDER_CONTROLLER: "контролирующий исполнение распоряжения",
}
COPIED = {
    Addressee.EXECUTOR: "исполнитель",
    Addressee.COORDINATOR: "координатор плана",
    Addressee.PLAN_CONTROLLER: "контролирует исполнение плана",
    Addressee.ORDER_CONTROLLER: "контролирует исполнение распоряжения",
}
_LEVELS = list(Addressee)


class Capacity(NamedTuple):
    """At what level, in whose place and in whose copy; in this order the parts stand where nothing is more urgent."""

    copy_of: str
    copy_of_id: int
    instead: bool
    level: int

    @classmethod
    def of(cls, line: Line | PackageLine) -> "Capacity":
        """The capacity in which a line is read."""
        other = line.copy_of
        name = words.one_line(other.name or other.email) if other else ""
        return cls(name, other.person_id if other else 0, line.instead, _LEVELS.index(line.to))

    @property
    def to(self) -> Addressee:
        """The level told."""
        return _LEVELS[self.level]

    @property
    def title(self) -> str:
        """What the part is called."""
        if self.copy_of:
            return f"Копия: {self.copy_of} — {COPIED[self.to]}"
        return f"Вместо {INSTEAD_OF[self.to]}" if self.instead else PART_TITLES[self.to]

    def advice(self, *, asks: bool, packages: bool) -> str:
        """What to do about it; `asks`: an executor waits for a decision."""
        if self.copy_of:
            return COPY_ADVICE
        if self.instead:
            return INSTEAD_ADVICE
        return ADVICE[self.to] + (TO_DECIDE_ADVICE if asks else "") + (PACKAGE_ADVICE if packages else "")
