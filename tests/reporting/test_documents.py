from datetime import date
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.package_shapes import EvidenceFacts
from reporting.documents import FILE, file_name
from reporting.package import build
from tests.reporting.builders import accepted, item, package_facts


def brought(*names):
    return tuple(EvidenceFacts(date(2024, 5, 20), name, "ab", 3, f"stored-{n}") for n, name in enumerate(names))


def paths(*items):
    return [one.path for one in build(package_facts(*items)).documents]


def test_documents_lie_by_item_and_executor_under_their_own_names():
    assert paths(item(accepted("СОШ № 2", evidence=brought("Приказ № 5.pdf", "фото.jpg")), number="1.10.")) == [
        "1.10 Назначить координатора/СОШ № 2/Приказ № 5.pdf",
        "1.10 Назначить координатора/СОШ № 2/фото.jpg",
    ]


def test_two_files_of_one_name_stay_two_upper_and_lower_case_alike():
    found = paths(item(accepted(evidence=brought("Приказ.pdf", "приказ.PDF", "приказ.pdf"))))
    assert [one.rpartition("/")[2] for one in found] == ["Приказ.pdf", "приказ (2).PDF", "приказ (3).pdf"]


def test_items_of_one_number_and_title_do_not_mix_their_files():
    same = item(accepted(evidence=brought("a.pdf")))
    assert len(set(paths(same, same))) == 2


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("C:\\Users\\Анна\\отчёт.docx", "C__Users_Анна_отчёт.docx"),
        ('а<б>:"|?*.pdf', "а_б______.pdf"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
        ("отчёт. ", "отчёт"),
        ("", "без имени"),
        ("...", "без имени"),
        (" \x00\n", "без имени"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("й.pdf", "й.pdf"),
    ],
)
def test_a_name_that_cannot_be_a_file_name_is_made_into_one(typed, name):
    assert file_name(typed) == name


def test_a_long_name_is_cut_and_keeps_its_suffix():
    assert file_name("о" * 300 + ".pdf") == "о" * (FILE - 4) + ".pdf"


@given(st.text(max_size=300))
def test_any_name_at_all_is_one_folder_entry_on_windows_too(typed):
    name = file_name(typed)
    assert 0 < len(name) <= FILE + 1
    assert PureWindowsPath(name).parts == (name,)
    assert name not in {".", ".."}
    assert not name.endswith((".", " "))
    assert not PureWindowsPath(name).is_reserved()
    assert all(ord(char) >= 32 for char in name)
