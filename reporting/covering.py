"""The covering letter's sentences: what is sent, in short what it says, what is attached. Pure; knows no format."""

from models.package_shapes import PackageFacts
from reporting.conclusion import Counts
from reporting.outcome import Discipline
from reporting.period import in_words
from reporting.words import counted, day, number, percent


def subject(facts: PackageFacts) -> str:
    """What the letter is about, as it stands above the text."""
    return f"О направлении отчётных материалов за {in_words(facts.period)}"


def letter_lines(facts: PackageFacts, counts: Counts, discipline: Discipline, act: str) -> tuple[str, ...]:
    """The letter's paragraphs; `act` names the order in the genitive."""
    tally = counts.tally
    sent = (
        f"Направляем отчётные материалы об исполнении {act} за {in_words(facts.period)} "
        f"по состоянию на {day(facts.cut_off)}."
    )
    said = (
        f"В отчётном периоде на контроле мероприятий и пунктов – {number(counts.items)}, поручений исполнителям – "
        f"{number(tally.total)}: принято {number(tally.accepted)}, ожидают приёмки {number(tally.reported)}, "
        f"просрочено {number(tally.overdue)}."
    )
    if discipline.counted:
        said += f" Исполнительская дисциплина – {percent(discipline.share)}."
    gaps = (
        f"Отчёты по {counted(tally.overdue, 'поручению поручениям поручениям')} с истёкшим сроком не представлены; "
        "сведения о них приведены в приложениях и будут направлены дополнительно."
    )
    return (sent, said, gaps) if tally.overdue else (sent, said)


def attachments(files: int, lost: int = 0) -> tuple[str, ...]:
    """What goes with the letter; `files` are the confirming documents, `lost` those that are missing among them."""
    always = (
        "Информационная справка (summary.docx, summary.pdf).",
        "Таблицы: мероприятия, матрица исполнения, просрочки, продления, возвраты, дисциплина (tables.xlsx).",
        "Выписка из журнала (history.csv).",
    )
    archive = f"Подтверждающие документы, {counted(files, 'файл файла файлов')} (evidence.zip)"
    gone = f"утрачено и не приложено: {counted(lost, 'файл файла файлов')}"
    brought = [archive] if files else []
    missing = [gone if files else f"Подтверждающие документы: {gone}"] if lost else []
    documents = [f"{'; '.join([*brought, *missing])}."] if files or lost else []
    return (*always, *documents, "Опись пакета с контрольными суммами SHA-256 (manifest.json).")
