import hashlib
import json
import os
from pathlib import Path

import pytest

from reporting.as_xlsx import xlsx_bytes
from reporting.assembled import put_together
from reporting.folder import FolderUnusable, beside, put
from reporting.manifest import MANIFEST, Made, PartFile, manifest_bytes
from reporting.package import build
from tests.reporting.builders import mixed

TABLES = "tables.xlsx"


def assembled(package, folder, parts, made=None):
    with beside(folder) as waiting:
        for name, content in parts.items():
            (waiting / name).write_bytes(content)
        return put_together(package, [waiting / name for name in parts], folder, made)


def test_a_package_is_put_whole_and_its_manifest_proves_each_part(tmp_path):
    package = build(mixed())
    done = assembled(package, tmp_path / "новая" / "папка", {TABLES: xlsx_bytes(package)})
    manifest = json.loads(done.files[-1].read_text(encoding="utf-8"))
    assert done.files[-1].name == MANIFEST
    for part in manifest["parts"]:
        content = (done.files[-1].parent / part["name"]).read_bytes()
        assert (part["size"], part["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert sorted(path.name for path in done.files[0].parent.iterdir()) == [MANIFEST, TABLES]
    assert "Исполнительская дисциплина: 3 / (3 + 1 + 1) = 60,0\N{NO-BREAK SPACE}%" in str(done)


def test_parts_of_an_older_package_do_not_stay_among_those_of_the_new(tmp_path):
    package = build(mixed())
    (tmp_path / "notes.txt").write_text("somebody's")
    assembled(package, tmp_path, {"summary.pdf": b"1", "summary-2.pdf": b"2"})
    assembled(package, tmp_path, {"summary.pdf": b"3"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "notes.txt", "summary.pdf"]


MADE = Made(by="Ветлугина А.П.", templates=(("letter.docx", "ab"),), version="0.1")


def test_the_manifest_says_what_it_is_of_and_its_totals_add_up():
    manifest = json.loads(manifest_bytes(build(mixed()), [], MADE))
    assert manifest["order"] == {
        "number": "19/р",
        "issued_on": "2024-01-19",
        "edition": 1,
        "edition_on": None,
        "text_sha256": "",
    }
    assert manifest["made"] == {"by": "Ветлугина А.П.", "srok": "0.1", "templates": {"letter.docx": "ab"}}
    assert manifest["period"]["code"] == "2024-H1"
    assert (manifest["cut_off"], manifest["moves_after_cut_off"]) == ("2024-06-28", 12)
    totals = manifest["totals"]
    states = ("accepted", "reported", "overdue", "pending", "undated", "postponed", "removed")
    assert sum(totals[name] for name in states) == totals["assignments"]
    assert totals["discipline"] == {"on_time": 3, "late": 1, "overdue": 1, "share": 0.6}


def test_the_same_package_makes_the_same_manifest():
    package = build(mixed())
    parts = [PartFile("a", 1, "1"), PartFile("b", 1, "2")]
    assert manifest_bytes(package, parts, MADE) == manifest_bytes(package, reversed(parts), MADE)


def test_an_older_package_is_replaced(tmp_path):
    put({"a.txt": b"old"}, tmp_path)
    put({"a.txt": b"new"}, tmp_path)
    assert (tmp_path / "a.txt").read_bytes() == b"new"


def test_a_folder_that_is_a_file_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FolderUnusable, match="name another folder"):
        put({"a.txt": b"1"}, tmp_path / "file")


def test_a_name_taken_by_a_folder_leaves_the_older_package_alone(tmp_path):
    put({"a.txt": b"old"}, tmp_path)
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(FolderUnusable, match=r"b\.txt there is a folder"):
        put({"a.txt": b"new", "b.txt": b"new"}, tmp_path)
    assert (tmp_path / "a.txt").read_bytes() == b"old"


@pytest.mark.parametrize("failing", ["write_bytes", "fsync", "replace"])
def test_a_disk_that_fills_up_leaves_nothing_half_written(tmp_path, monkeypatch, failing):
    put({"a.txt": b"old"}, tmp_path)
    calls = []

    def full(original, *arguments):
        calls.append(arguments)
        if len(calls) == (1 if failing == "replace" else 2):
            raise OSError(28, "No space left on device")
        return original(*arguments)

    owner = os if failing == "fsync" else Path
    original = getattr(owner, failing)
    monkeypatch.setattr(owner, failing, lambda *arguments: full(original, *arguments))
    with pytest.raises(FolderUnusable, match="No space left on device"):
        put({"a.txt": b"new", "b.txt": b"new"}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"
