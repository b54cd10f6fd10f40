"""A Word document's text as a person reads it: changes accepted, numbers as Word makes them, nothing twice."""

import pytest

from plans.formats.read_docx import rows_of
from plans.rejected import ImportRejected
from plans.rows import Paragraph, Remark
from tests.plans.formats.word_documents import STRICT, docx, item, kind, level, listed, num, p, run, tbl, tc, tr

GAP = p("")


def lines(body: str, **parts: str) -> list[str]:
    return [row.text for row in rows_of(docx(body, **parts)) if isinstance(row, Paragraph)]


def field(*, code: str, result: str) -> str:
    def sign(what: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{what}"/></w:r>'

    asked = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return f"{sign('begin')}{asked}{run('код')}{sign('separate')}{run(result)}{sign('end')}"


def box(*texts: str) -> str:
    content = f"<w:txbxContent>{''.join(map(p, texts))}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


READ = {
    "runs": (p(run("Утвер"), run("дить план")), "Утвердить план"),
    "an inserted word": (p("План", f"<w:ins>{run(' работ')}</w:ins>"), "План работ"),
    "a deleted word": (p("План", "<w:del><w:r><w:delText> отдыха</w:delText></w:r></w:del>"), "План"),
    "a word moved away": (p("План", f"<w:moveFrom>{run(' отдыха')}</w:moveFrom>"), "План"),
    "a word moved here": (p("План", f"<w:moveTo>{run(' работ')}</w:moveTo>"), "План работ"),
    "a deletion within an insertion": (
        p("План", f"<w:ins>{run(' А')}<w:del>{run(' Б')}</w:del></w:ins>"),
        "План А",
    ),
    "hidden text": (p("План", run(" тайный", "<w:vanish/>")), "План"),
    "text that is not hidden after all": (p("План", run(" явный", '<w:vanish w:val="0"/>')), "План явный"),
    "a field": (p("Срок ", field(code="DATE", result="5 мая")), "Срок 5 мая"),
    "a simple field": (p("Срок ", f"<w:fldSimple>{run('5 мая')}</w:fldSimple>"), "Срок 5 мая"),
    "a field without an end": (p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p("План"), "План"),
    "a control": (
        p("Срок ", f"<w:sdt><w:sdtPr/><w:sdtContent>{run('5 мая')}</w:sdtContent></w:sdt>"),
        "Срок 5 мая",
    ),
    "a control around paragraphs": (f"<w:sdt><w:sdtContent>{p('План')}</w:sdtContent></w:sdt>", "План"),
    "a link": (p("См. ", f"<w:hyperlink>{run('сайт')}</w:hyperlink>"), "См. сайт"),
    "a smart tag": (p("город ", f"<w:smartTag>{run('Лугозерск')}</w:smartTag>"), "город Лугозерск"),
    "an unknown wrapping": (p("город ", f"<w:novelty>{run('Лугозерск')}</w:novelty>"), "город Лугозерск"),
    "a soft hyphen": (p("<w:r><w:t>меро</w:t><w:softHyphen/><w:t>при\u00adятие</w:t></w:r>"), "мероприятие"),
    "a hard hyphen": (p("<w:r><w:t>апрель</w:t><w:noBreakHyphen/><w:t>май</w:t></w:r>"), "апрель-май"),
    "a tab": (p("<w:r><w:t>17.01.2025</w:t><w:tab/><w:t>№ 21</w:t></w:r>"), "17.01.2025 № 21"),
    "a no-break space": (p("до\u00a01\u202fмая"), "до 1 мая"),
    "a symbol": (p('<w:r><w:sym w:font="Symbol" w:char="F02D"/><w:t> раз</w:t></w:r>'), "- раз"),
    "an end of paragraph struck out": (p("План", properties="<w:rPr><w:del/></w:rPr>") + p(" работ"), "План работ"),
}


@pytest.mark.parametrize(("body", "text"), READ.values(), ids=READ.keys())
def test_text_is_read_as_it_is_seen(body, text):
    assert lines(body) == [text]


def test_strict_files_are_read_like_others():
    body = p("План") + tbl(tr("1", "Дело", "Май"), tr("2", "Ещё", "Июнь"))
    assert rows_of(docx(body, namespace=STRICT)) == rows_of(docx(body))


def test_a_text_box_is_read_once_and_stands_by_itself():
    rows = rows_of(docx(p("До") + p(box("МКУ ЦРО", "Вх. № 9"), "Текст") + p("После")))
    assert [(row.text, row.opens_block) for row in rows] == [
        ("До", True),
        ("МКУ ЦРО", True),
        ("Вх. № 9", False),
        ("Текст", True),
        ("После", True),
    ]


def test_an_old_text_box_is_read_too():
    old = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('Вх. № 9')}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert lines(p(old)) == ["Вх. № 9"]


def test_line_breaks_part_lines_and_empty_paragraphs_part_blocks():
    rows = rows_of(docx(p("<w:r><w:t>Об утверждении</w:t><w:br/><w:t>плана</w:t></w:r>") + GAP + p("далее")))
    assert rows == (
        Paragraph(place="paragraph 1", text="Об утверждении"),
        Paragraph(place="paragraph 1, line 2", text="плана", opens_block=False),
        Paragraph(place="paragraph 2", text="далее"),
    )


def test_lines_set_apart_alike_are_one_block():
    right = '<w:jc w:val="right"/>'
    body = p("Приложение", properties=right) + p("К ПРИКАЗУ", properties=right) + p("План") + p("Иное")
    assert [row.opens_block for row in rows_of(docx(body))] == [True, False, True, True]


def test_lines_set_apart_by_their_style_are_one_block():
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    centred = '<w:pStyle w:val="b"/>'
    body = p("ГОРОД", properties=centred) + p("ПРИКАЗ", properties=centred)
    assert [row.opens_block for row in rows_of(docx(body, styles=styles))] == [True, False]


def test_a_footnote_is_kept_out_of_the_text_and_pointed_out():
    footnotes = (
        f'<w:footnote w:id="-1" w:type="separator">{p("")}</w:footnote>'
        f'<w:footnote w:id="2">{p("кроме школы № 5")}</w:footnote>'
    )
    noted = p("Все школы", '<w:r><w:footnoteReference w:id="2"/></w:r>', " отчитываются")
    rows = rows_of(docx(noted + tbl(tr("1", tc(noted), "Май"), tr("2", "Ещё", "Май")), footnotes=footnotes))
    assert [row.place for row in rows if isinstance(row, Remark)] == ["paragraph 1", "table 1, row 1"]
    assert rows[0].text == "Все школы отчитываются"
    assert "«кроме школы № 5»" in rows[1].text
    assert rows[2].cells == ("1", "Все школы отчитываются", "Май")


def test_text_that_only_looks_struck_through_is_read_and_pointed_out():
    text, remark = rows_of(docx(p("до 1 мая", run(" 5 июня", "<w:strike/>"), run(" ", '<w:strike w:val="false"/>'))))
    assert text.text == "до 1 мая 5 июня"
    assert (remark.code, remark.place, "«5 июня»" in remark.text) == ("struck_out", "paragraph 1", True)


def test_text_in_another_file_is_refused_rather_than_lost():
    with pytest.raises(ImportRejected, match="part of the text lies in another file"):
        rows_of(docx(p("План") + "<w:altChunk/>"))


LEGAL = kind(0, level(0, "%1."), level(1, "%1.%2."), level(2, "%3)", "russianLower"))


def numbered(*items: str, kinds: str = LEGAL, lists: str = num(1), **parts: str) -> list[str]:
    return lines("".join(items), numbering=kinds + lists, **parts)


def test_word_s_own_numbers_are_text():
    assert numbered(
        item("Утвердить"), item("план", 1), item("состав", 1), item("один", 2), item("два", 2), item("Назначить"),
        item("лицо", 1), p("просто"), item("срок", 1),
    ) == [
        "1. Утвердить", "1.1. план", "1.2. состав", "а) один", "б) два", "2. Назначить", "2.1. лицо", "просто",
        "2.2. срок",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("style", "counted"),
    [
        ("decimal", "1 2 3 4"),
        ("decimalZero", "01 02 03 04"),
        ("upperRoman", "I II III IV"),
        ("lowerRoman", "i ii iii iv"),
        ("upperLetter", "A B C D"),
        ("lowerLetter", "a b c d"),
        ("russianUpper", "А Б В Г"),
        ("russianLower", "а б в г"),
        ("ideographDigital", "1 2 3 4"),
        ("bullet", "– – – –"),
    ],
)
def test_every_way_of_counting(style, counted):
    read = numbered(*[item("x")] * 4, kinds=kind(0, level(0, "%1", style)))
    assert read == [f"{count} x" for count in counted.split()]


def test_lists_of_one_kind_go_on_counting_unless_told_to_begin_anew():
    again = num(3, more='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    read = numbered(
        item("а"), item("б", of=2), item("в", of=3), item("г", of=3), item("д"), lists=num(1) + num(2) + again
    )
    assert read == ["1. а", "2. б", "1. в", "2. г", "3. д"]


def test_a_list_may_have_a_level_of_its_own():
    own = num(1, more=f'<w:lvlOverride w:ilvl="0">{level(0, "Раздел %1.", "upperRoman", start=4)}</w:lvlOverride>')
    assert numbered(item("а"), item("б"), lists=own) == ["Раздел IV. а", "Раздел V. б"]


def test_a_level_may_never_begin_anew():
    kinds = kind(0, level(0, "%1."), level(1, "(%2)", more='<w:lvlRestart w:val="0"/>'))
    assert numbered(item("а"), item("б", 1), item("в"), item("г", 1), kinds=kinds) == ["1. а", "(1) б", "2. в", "(2) г"]


def test_a_level_passed_over_counts_as_begun():
    assert numbered(item("а", 1), item("б"), item("в", 1)) == ["1.1. а", "2. б", "2.1. в"]


def test_figures_may_be_asked_for_in_place_of_roman_numbers():
    kinds = kind(0, level(0, "%1.", "upperRoman"), level(1, "%1.%2.", more="<w:isLgl/>"))
    assert numbered(item("а"), item("б", 1), kinds=kinds) == ["I. а", "1.1. б"]


def test_a_style_brings_its_level_and_may_be_switched_off():
    styles = (
        '<w:style w:type="paragraph" w:styleId="s"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="t"><w:basedOn w:val="s"/></w:style>'
    )
    kinds = kind(0, level(0, "%1."), level(1, "%1.%2.", more='<w:pStyle w:val="s"/>'))
    read = numbered(
        item("а"),
        p("б", properties='<w:pStyle w:val="t"/>'),
        p("в", properties='<w:pStyle w:val="s"/>' + listed(0, 0)),
        kinds=kinds,
        styles=styles,
    )
    assert read == ["1. а", "1.1. б", "в"]


def test_a_kind_may_point_to_a_list_style():
    kinds = kind(0, more='<w:numStyleLink w:val="x"/>') + kind(1, level(0, "%1)"), more='<w:styleLink w:val="x"/>')
    assert numbered(item("а"), item("б"), kinds=kinds) == ["1) а", "2) б"]


def test_a_struck_out_paragraph_does_not_count():
    gone = p("<w:del><w:r><w:delText>нет</w:delText></w:r></w:del>", properties=listed() + "<w:rPr><w:del/></w:rPr>")
    assert numbered(item("а"), gone, item("б")) == ["1. а", "2. б"]


def test_a_row_s_number_made_by_word_is_the_text_of_its_cell():
    body = tbl(*(tr(tc(item("")), text, "Май") for text in ("Первое", "Второе")))
    rows = rows_of(docx(body, numbering=LEGAL + num(1)))
    assert [row.cells for row in rows] == [("1.", "Первое", "Май"), ("2.", "Второе", "Май")]
