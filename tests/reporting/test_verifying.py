import json
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from reporting.assembled import put_together
from reporting.folder import beside
from reporting.manifest import MANIFEST
from reporting.package import build
from reporting.verifying import NoPackage, verify
from tests.reporting.builders import mixed

PARTS = {"summary.docx": b"report", "tables.xlsx": b"tables"}


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "package"
    with beside(folder) as waiting:
        for name, content in PARTS.items():
            (waiting / name).write_bytes(content)
        put_together(build(mixed()), [waiting / name for name in PARTS], folder)
    return folder


def zipped(folder, *, under=""):
    archive = folder.with_suffix(".zip")
    with ZipFile(archive, "w") as written:
        for file in folder.iterdir():
            written.write(file, under + file.name)
    return archive


@pytest.mark.parametrize("under", [None, "", "пакет за июнь/"])
def test_what_was_not_touched_is_whole(package, under):
    found = verify(package if under is None else zipped(package, under=under))
    assert found.whole
    assert (found.order, found.period, found.cut_off) == ("19/р", "2024-H1", "2024-06-28")
    assert [part.name for part in found.parts] == sorted(PARTS)


@pytest.mark.parametrize("as_zip", [False, True])
@pytest.mark.parametrize(
    ("content", "missing", "changed"),
    [(None, ("tables.xlsx",), ()), (b"Tables", (), ("tables.xlsx",)), (b"tables ", (), ("tables.xlsx",))],
)
def test_every_change_is_named(package, as_zip, content, missing, changed):
    (package / "tables.xlsx").unlink()
    if content is not None:
        (package / "tables.xlsx").write_bytes(content)
    (package / "extra.txt").write_bytes(b"1")
    found = verify(zipped(package) if as_zip else package)
    assert (found.missing, found.changed, found.added) == (missing, changed, ("extra.txt",))
    assert not found.whole


def test_a_manifest_made_anew_has_another_hash(package):
    before = verify(package).sha256
    content = json.loads((package / MANIFEST).read_bytes())
    content["cut_off"] = "2024-06-27"
    (package / MANIFEST).write_text(json.dumps(content))
    assert verify(package).whole
    assert verify(package).sha256 != before


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (None, "there is no manifest.json"),
        ("{", "is not what Srok writes"),
        ("[]", "is not what Srok writes"),
        ('{"format": 99, "parts": []}', "a newer Srok"),
        ('{"format": 2, "parts": [{}]}', "is not what Srok writes"),
    ],
)
def test_what_has_no_manifest_of_ours_is_no_package(package, manifest, said):
    (package / MANIFEST).unlink()
    if manifest is not None:
        (package / MANIFEST).write_text(manifest)
    with pytest.raises(NoPackage, match=said):
        verify(package)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a\\b", "C:x", "", MANIFEST])
def test_a_manifest_that_names_what_lies_elsewhere_is_refused_unread(package, name):
    content = json.loads((package / MANIFEST).read_bytes())
    content["parts"][0]["name"] = name
    (package / MANIFEST).write_text(json.dumps(content))
    with pytest.raises(NoPackage, match="no part's name"):
        verify(package)


def test_what_is_neither_folder_nor_archive_is_said_so(tmp_path):
    (tmp_path / "file").write_bytes(b"PK no")
    with pytest.raises(NoPackage, match="neither a folder nor a zip archive"):
        verify(tmp_path / "file")
    with pytest.raises(NoPackage, match="cannot be read: No such file"):
        verify(tmp_path / "nothing")


def test_an_archive_with_a_damaged_part_says_which(package):
    archive = zipped(package)
    archive.write_bytes(archive.read_bytes().replace(b"summary.docxreport", b"summary.docxrePort", 1))
    assert verify(archive).changed == ("summary.docx",)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("tables.xlsx", "../tables.xlsx"),
        ("пакет/tables.xlsx", "пакет/tables.xlsx (there are 2)"),
        ("пакет/manifest.json", "пакет/manifest.json (there are 2)"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_another_program_might_unpack_in_place_of_a_part_is_named(package, entry, said):
    archive = zipped(package, under="пакет/")
    content = (package / entry.rpartition("/")[2]).read_bytes()
    with ZipFile(archive, "a") as written:
        written.writestr(entry, content)
    found = verify(archive)
    assert (found.added, found.whole) == ((said,), False)


def test_a_damaged_stream_is_a_change_of_the_part_and_of_the_manifest_no_package(package):
    for name in ("tables.xlsx", MANIFEST):
        archive = package.with_suffix(".zip")
        with ZipFile(archive, "w", ZIP_DEFLATED) as written:
            for file in package.iterdir():
                written.write(file, file.name)
            entry = written.getinfo(name)
        content = bytearray(archive.read_bytes())
        content[entry.header_offset + 30 + len(name)] = 0xFF  # the first byte of what was deflated
        archive.write_bytes(content)
        if name != MANIFEST:
            assert verify(archive).changed == (name,)
            continue
        with pytest.raises(NoPackage, match="neither a folder nor a zip archive that can be read"):
            verify(archive)


def test_a_link_to_a_folder_is_not_of_the_package(package, tmp_path):
    (package / "more").symlink_to(tmp_path, target_is_directory=True)
    assert verify(package).added == ("more",)
