import hashlib
import json
from pathlib import Path

import pytest

from reporting.as_xlsx import xlsx_bytes
from reporting.assembled import MANIFEST, TABLES, put_together
from reporting.folder import FolderUnusable, put
from reporting.manifest import manifest_bytes
from reporting.package import build
from tests.reporting.builders import mixed


def test_a_package_is_put_whole_and_its_manifest_proves_each_part(tmp_path):
    package = build(mixed())
    assembled = put_together(package, {TABLES: xlsx_bytes(package)}, tmp_path / "новая" / "папка")
    manifest = json.loads(assembled.files[-1].read_text(encoding="utf-8"))
    assert assembled.files[-1].name == MANIFEST
    for part in manifest["parts"]:
        content = (assembled.files[-1].parent / part["name"]).read_bytes()
        assert (part["size"], part["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert sorted(path.name for path in assembled.files[0].parent.iterdir()) == [MANIFEST, TABLES]
    assert "Исполнительская дисциплина: 3 / (3 + 1 + 1) = 60,0\N{NO-BREAK SPACE}%" in str(assembled)


def test_the_manifest_says_what_it_is_of_and_its_totals_add_up():
    manifest = json.loads(manifest_bytes(build(mixed()), {}))
    assert manifest["order"] == {"number": "19/р", "issued_on": "2024-01-19"}
    assert manifest["period"]["code"] == "2024-H1"
    assert (manifest["cut_off"], manifest["moves_after_cut_off"]) == ("2024-06-28", 12)
    totals = manifest["totals"]
    states = ("accepted", "reported", "overdue", "pending", "undated", "postponed", "removed")
    assert sum(totals[name] for name in states) == totals["assignments"]
    assert totals["discipline"] == {"on_time": 3, "late": 1, "overdue": 1, "share": 0.6}


def test_the_same_package_makes_the_same_manifest():
    package = build(mixed())
    assert manifest_bytes(package, {"b": b"2", "a": b"1"}) == manifest_bytes(package, {"a": b"1", "b": b"2"})


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


def test_a_disk_that_fills_up_leaves_nothing_half_written(tmp_path, monkeypatch):
    put({"a.txt": b"old"}, tmp_path)
    opened = Path.open

    def full(path, *arguments, **named):
        if path.name == "b.txt":
            raise OSError(28, "No space left on device")
        return opened(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(FolderUnusable, match="No space left on device"):
        put({"a.txt": b"new", "b.txt": b"new"}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"
