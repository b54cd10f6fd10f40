"""A plan's package in words: how long until it is due or since when it was, what it must hold, what is missing."""

from collections.abc import Iterator, Sequence

from notifications import words
from notifications.entries import Entry
from states.milestones import Package, PackageLine
from states.package import PackageState

PACKAGES_TITLE = "Пакет отчётности"
_STATES = {
    None: "пакет ещё не начат",
    PackageState.COLLECTING: "пакет собирается",
    PackageState.DRAFT: "составлен черновик пакета, он не подписан",
    PackageState.SIGNED: "пакет подписан, но не отправлен: отправьте его",
    PackageState.RETURNED: "оператор вернул пакет: составьте его заново",
}
"""How far the package has come; of one that the operator has nothing is said."""


def package_entry(line: PackageLine) -> Entry:
    """The entry of a package in a digest."""
    package = line.package
    return Entry(
        place="Отчёт о плане",
        title=f"к {words.short(package.nominal_due_on)}",
        due=_when(line),
        note=_missing(package),
        new="новое" if line.fired else "",
    )


def packages_in_brief(lines: Sequence[PackageLine]) -> Iterator[str]:
    """What a subject says of them: the one due first."""
    if lines:
        first = min(lines, key=lambda line: line.working_days_left)
        yield f"отчёт о плане {_when_in_brief(first)}"


def _when_in_brief(line: PackageLine) -> str:
    if line.working_days_left < 0:
        return "не отправлен"
    return f"через {_days(line)}" if line.working_days_left else "сегодня"


def _when(line: PackageLine) -> str:
    if line.working_days_left < 0:
        return f"отчётная дата прошла {_days(line)} назад"
    if not line.working_days_left:
        return "отчётная дата сегодня"
    moved = line.package.due_on != line.package.nominal_due_on
    worked = f", рабочий срок {words.short(line.package.due_on)}" if moved else ""
    return f"до отчётной даты {_days(line)}{worked}"


def _days(line: PackageLine) -> str:
    return words.counted(abs(line.working_days_left), words.WORKING_DAYS)


def _missing(package: Package) -> str:
    late = f", из них просрочено {package.late}" if package.late else ""
    parts = [
        _STATES[package.state],
        f"пунктов и мероприятий {package.items}, поручений {package.assignments}",
        f"не отчитались по {package.not_reported}{late}" if package.not_reported else "",
        f"ждут приёмки {package.not_reviewed}" if package.not_reviewed else "",
        f"без срока {package.undated}" if package.undated else "",
    ]
    return "; ".join(part for part in parts if part)
