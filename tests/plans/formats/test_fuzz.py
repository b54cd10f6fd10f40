"""Documents damaged at random: read, or refused in one line, always within the limits. SROK_FUZZ sets how many of each
kind are tried; a seed that fails is in the test's name and makes the same documents again.
"""

import os
import random
from io import BytesIO
from zipfile import ZipFile

import pytest

from plans.formats.apart import rows_apart
from plans.formats.child import answer, as_answer
from plans.formats.document import rows_of
from plans.formats.limits import MOST_CELLS
from plans.reading import read_content
from plans.rejected import ImportRejected, rejected
from tests.plans.builders import SAMPLES
from tests.plans.formats.orders_as import html_of
from tests.plans.formats.word_documents import docx, item, kind, level, listed, num, p, run, span, tbl, tc, tr, zipped

MANY = int(os.environ.get("SROK_FUZZ", "300"))
SEEDS = range(10)
OFTEN = max(1, MANY // len(SEEDS))
PIECES = (
    "<", ">", "/>", '"', "&amp;", "&#0;", "<w:p>", "</w:p>", "</w:tc>", "<w:tbl>", "<w:vMerge/>", "w:val", "-1",
    '<w:gridSpan w:val="999999999"/>', '<w:gridBefore w:val="99999"/>', "<w:del>", "<w:txbxContent>", "<w:altChunk/>",
    "<td colspan=99999>", "<td rowspan=0>", "<table>", "</table>", "<ol start=-5>", "<!--", "<![CDATA[", "<!DOCTYPE x>",
    '<w:fldChar w:fldCharType="begin"/>', '<w:sym w:char="zz"/>', "<mc:AlternateContent>", "\x00", "\ufffe",
)  # fmt: skip


def order_as_html() -> str:
    return html_of(rows_of((SAMPLES / "order.txt").read_bytes(), "order.txt"))


def order_as_docx() -> bytes:
    """A small order with everything a Word document may have."""
    lists = kind(0, level(0, "%1."), level(1, "%1.%2.", "russianLower")) + num(1)
    noted = p("до 1 мая", '<w:r><w:footnoteReference w:id="1"/></w:r>', run("нет", "<w:vanish/>"))
    merged = tc("МКУ ЦРО", properties='<w:vMerge w:val="restart"/>')
    stamp = f"<mc:Choice><w:txbxContent>{p('Вх. № 9')}</w:txbxContent></mc:Choice>"
    box = f"<w:r><mc:AlternateContent>{stamp}</mc:AlternateContent></w:r>"
    return docx(
        p("17.01.2025 № 21", box)
        + p("Об утверждении плана")
        + item("Утвердить план.")
        + item("Отделу образования провести праздник. Срок: май.", 1)
        + p("Приложение 1", properties='<w:jc w:val="right"/>')
        + tbl(
            tr("№", "Мероприятие", "Срок", "Исполнитель"),
            tr(tc("Раздел 1", properties=span(4))),
            tr(tc(p(properties=listed())), "Первое", tc(noted), merged),
            tr(tc(p(properties=listed())), "Второе", "Май 2025", tc("", properties="<w:vMerge/>")),
            widths=(500, 3000, 900, 900),
        ),
        numbering=lists,
        footnotes=f'<w:footnote w:id="1">{p("кроме школы № 5")}</w:footnote>',
    )


def damaged(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(text))
        piece = chance.choice(PIECES) * chance.choice((1, 1, 1, 40))
        text = text[:at] + piece + text[at + chance.choice((0, 0, 1, 20, 300)) :]
    return text


def damaged_bytes(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made[: chance.choice((len(made), chance.randrange(1, len(made))))])


def damaged_docx(chance: random.Random) -> bytes:
    """The order with a part's mark-up damaged, or its bytes, or an archive that still holds."""
    content = order_as_docx()
    if chance.random() < 0.2:
        return damaged_bytes(content, chance)
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([*parts, *["word/document.xml"] * 4])
    parts[name] = damaged(parts[name].decode(), chance).encode("utf-8", "replace")
    return zipped(parts)


def damaged_page(chance: random.Random) -> bytes:
    page = order_as_html()
    return damaged(page, chance).encode() if chance.random() < 0.8 else damaged_bytes(page.encode(), chance)


def is_sound(said: dict) -> bool:
    """Whether an answer is rows within the limits or a refusal in one line, and not of a reason nobody thought of."""
    if "rows" in said:
        return sum(len(row.get("cells", "1")) for row in said["rows"]) <= MOST_CELLS
    place, code, values = said["rejected"]
    return "\n" not in str(rejected(place, code, **values)) and code != "strange"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("make", [damaged_docx, damaged_page])
def test_a_damaged_document_gives_rows_or_one_refusal(make, seed):
    chance = random.Random(seed)
    for _ in range(OFTEN):
        content = make(chance)
        assert is_sound(answer(content)), answer(content)


@pytest.mark.parametrize("make", [damaged_docx, damaged_page])
def test_the_way_through_the_limited_process_says_the_same(make):
    chance = random.Random(1)
    for _ in range(8):
        content = make(chance)
        said = answer(content)
        try:
            assert len(said.get("rows", ())) == len(rows_apart(content))
        except ImportRejected as fault:
            assert said == as_answer(fault)  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_read_of_damaged_text_is_drafted_or_refused(seed):
    chance = random.Random(seed)
    text = (SAMPLES / "order.txt").read_text(encoding="utf-8")
    for _ in range(max(1, OFTEN // 10)):
        content = damaged_bytes(text.encode(), chance) if chance.random() < 0.5 else damaged(text, chance).encode()
        try:
            assert read_content(content, file="order.txt").items
        except ImportRejected as fault:
            assert "\n" not in str(fault)  # noqa: PT017 - either outcome is right


def test_the_sound_documents_are_read():
    assert {"rows"} == set(answer(order_as_docx())) == set(answer(order_as_html().encode()))
    assert not is_sound(as_answer(rejected("", "strange", why="KeyError")))
