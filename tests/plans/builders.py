"""Small orders, rosters and readings for the tests of this folder."""

from pathlib import Path

from plans.draft import draft_order
from plans.formats.read_text import rows_of
from plans.roster import known_organizations, read_roster
from states.draft import KnownOrganization, PlanDraft, Problem, Severity

SAMPLES = Path(__file__).parents[2] / "srok" / "samples"
HEADING = "№\tМероприятие\tСрок\tИсполнитель\tРезультат"
TOP = """АДМИНИСТРАЦИЯ ГОРОДА ЛУГОЗЕРСКА
УПРАВЛЕНИЕ ОБРАЗОВАНИЯ
ПРИКАЗ

{date}

{number}

Об утверждении плана мероприятий

{preamble}

1. Утвердить план.

{clauses}

9. Контроль за исполнением настоящего приказа оставляю за собой.

Начальник управления

Е.Н. Вязов

Приложение 1
к приказу управления образования
от {annex}

План мероприятий

{heading}
{rows}
"""


def school(number: int, lemma: str = "СОШ") -> KnownOrganization:
    return KnownOrganization(name=f"{lemma} № {number}", kind="school", number=str(number))


def named(name: str, kind: str = "school") -> KnownOrganization:
    return KnownOrganization(name=name, kind=kind)


ROSTER = (
    *(school(number) for number in (1, 4, 16, 46)),
    school(1, "лицей"),
    school(51, "лицей"),
    school(29, "гимназия"),
    named("Академический лицей"),
    named("Гуманитарный лицей"),
    named("лицей при ЛГТУ"),
    named("Школа «Горизонт»"),
    named("прогимназия «Росток»"),
    named("МКУ ЦРО", "coordinator"),
    named("МАУ «Диалог»", "organization"),
    named("Отдел общего образования", "department"),
    named("Управление образования", "department"),
    named("ПИРЧ", "operator"),
)


def order_text(
    *rows: str,
    clauses: str = "",
    preamble: str = "В целях развития,",
    date: str = "17.01.2025",
    number: str = "№ 21",
    annex: str = "17.01.2025 № 21",
    heading: str = HEADING,
) -> str:
    parts = {"date": date, "number": number, "preamble": preamble, "clauses": clauses, "annex": annex}
    return TOP.format(**parts, heading=heading, rows="\n".join(rows))


def draft_of(text: str, roster: tuple[KnownOrganization, ...] = ROSTER, people: tuple[str, ...] = ()) -> PlanDraft:
    return draft_order(rows_of(text), file="order.txt", roster=roster, people=people)


def measure(
    number: str = "1.1.", *, title: str = "Сделать", deadline: str = "Май 2025", executors: str = "МКУ ЦРО"
) -> str:
    return f"{number}\t{title}\t{deadline}\t{executors}\tСделано"


def problems_of(draft: PlanDraft, code: str) -> list[Problem]:
    return [problem for problem in draft.problems if problem.code == code]


def errors_of(draft: PlanDraft) -> list[Problem]:
    return [problem for problem in draft.problems if problem.severity is Severity.ERROR]


def sample_roster() -> tuple[KnownOrganization, ...]:
    return known_organizations(read_roster(SAMPLES / "roster.csv"))
