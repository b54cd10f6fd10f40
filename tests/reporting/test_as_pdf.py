"""The PDFs, read again: what they say, by which standard, the same bytes, in how many documents."""

import io

import pdfplumber
import pytest
import typst

from reporting.as_pdf import letter_pdf, summary_pdfs
from reporting.drawable import BOX, UNDRAWN
from reporting.package import build
from reporting.words import clean
from tests.reporting.builders import accepted, assignment, item, mixed, order, package_facts


def pages(content):
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [page.extract_text() for page in pdf.pages]


@pytest.fixture(scope="module")
def summary():
    [content] = summary_pdfs(build(mixed()))
    return content


def test_the_report_says_in_pdf_what_it_says_in_word(summary):
    first, *rest = pages(summary)
    assert "ИНФОРМАЦИОННАЯ СПРАВКА" in first
    assert "об исполнении распоряжения от 19.01.2024 № 19/р" in first
    said = "\n".join([first, *rest])
    assert "3 / (3 + 1 + 1) = 60,0 %" in said
    assert "Приложение 3" in said
    for line in build(mixed()).items:
        assert line.number in said


def test_pages_are_numbered_from_the_second_and_the_annexes_lie_across(summary):
    with pdfplumber.open(io.BytesIO(summary)) as pdf:
        assert [page.width > page.height for page in pdf.pages][-3:] == [True, True, True]
        assert not pdf.pages[0].width > pdf.pages[0].height
    numbers = [text.splitlines()[0] for text in pages(summary)]
    assert numbers[1:] == [str(number) for number in range(2, len(numbers) + 1)]
    assert numbers[0] == "Департамент образования"


def test_it_is_an_archive_pdf_with_its_fonts_in_it(summary):
    assert b"<pdfaid:part>2</pdfaid:part>" in summary
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in summary
    assert b"/FontFile3" in summary
    assert b"D:20240628" in summary


def test_the_same_package_makes_the_same_bytes(summary):
    assert [summary] == list(summary_pdfs(build(mixed())))
    assert letter_pdf(build(mixed())) == letter_pdf(build(mixed()))
    assert [summary] != list(summary_pdfs(build(package_facts(item(accepted())))))


def test_a_large_report_is_parted_by_section_and_every_row_stands_in_one_part():
    items = [item(assignment(f"СОШ № {n}"), number=f"1.{n}.", section=f"Раздел {n % 2}") for n in range(1, 9)]
    package = build(package_facts(*sorted(items, key=lambda one: one.section)))
    parts = [pages(content) for content in summary_pdfs(package, rows=3)]
    assert len(parts) == 1 + 4 + 3 + 3
    annexes = [" ".join(part) for part in parts[1:5]]
    found = [(line.number, sum(f"{line.number} Назначить" in text for text in annexes)) for line in package.items]
    assert found == [(line.number, 1) for line in package.items]
    assert "Приложение 1" not in " ".join(parts[0][:1])


def test_the_title_of_a_section_never_stands_alone_at_the_foot_of_a_page():
    items = [item(assignment("СОШ № 1"), number=f"{n}.1.", section=f"Раздел {n}. Чтение") for n in range(1, 31)]
    [content] = summary_pdfs(build(package_facts(*items)))
    feet = [page.splitlines()[-1] for page in pages(content) if "Чтение" in page]
    assert len(feet) > 3
    assert not [foot for foot in feet if foot.endswith("Чтение")]


def test_the_letter_is_one_page_to_whom_it_goes():
    [page] = pages(letter_pdf(build(package_facts(*mixed().items, order=order(addressee="ТОИПКРО")))))
    assert "ТОИПКРО" in page
    assert "О направлении отчётных материалов за первое полугодие 2024 года" in page
    assert "П.И. Озеров" in page


@pytest.mark.parametrize(
    "typed", ["漢字 😀", "*жирный* #let x = 1 $ _ \\ @ [x] // <a>", "\ue000\uffff", "\u0301\u202e", "а́ ё́"]
)
def test_what_people_type_stays_text_and_never_stops_a_report(typed):
    [content] = summary_pdfs(
        build(package_facts(item(accepted(typed, result=typed), title=typed), order=order(title=typed)))
    )
    said = " ".join(pages(content))
    assert ("*жирный* #let x = 1 $" in said) == ("жирный" in typed)


def test_without_anything_at_all_the_report_is_drawn():
    facts = package_facts(item(not_issued=(None,)), order=order(supervisors=(), issuer="", title=""))
    [content] = summary_pdfs(build(facts))
    assert "Просроченных поручений нет." in " ".join(pages(content))


def test_the_fonts_have_a_sign_for_whatever_is_left_as_it_is():
    every = (chr(code) for code in range(32, 0xFFFF))
    kept = [one for one in every if clean(one) == one.strip() and not UNDRAWN.match(one)]
    assert set("АЯаяЁё№«»–—…₽≥→") <= set(kept)
    text = "".join((*kept, BOX)).replace("\\", "\\\\").replace('"', '\\"')
    fonts = '("Libertinus Serif", "New Computer Modern", "New Computer Modern Math", "DejaVu Sans Mono")'
    source = f'#set text(font: {fonts})\n#"{text}"'
    assert typst.compile(source.encode(), format="pdf", ignore_system_fonts=True, pdf_standards=["a-2b"])
