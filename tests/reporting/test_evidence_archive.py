import hashlib
from datetime import date
from zipfile import ZipFile

import pytest

from reporting.documents import Document
from reporting.evidence_archive import LIST, EvidenceBroken, write_archive

CONTENT = {"a1": b"order no 5", "b2": bytes(range(256)) * 9000}


def document(stored_as, path):
    content = CONTENT[stored_as]
    return Document(
        path=path,
        item="1.10",
        executor="СОШ № 2",
        on=date(2024, 5, 20),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        stored_as=stored_as,
    )


DOCUMENTS = (
    document("a1", "1.10 Назначить/СОШ № 2/Приказ № 5.pdf"),
    document("b2", "1.10 Назначить/СОШ № 2/фото.jpg"),
)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "evidence"
    folder.mkdir()
    for name, content in CONTENT.items():
        (folder / name).write_bytes(content)
    return folder


def test_the_archive_holds_every_file_and_a_list_that_proves_it(folder, tmp_path):
    write_archive(DOCUMENTS, folder, tmp_path / "evidence.zip")
    with ZipFile(tmp_path / "evidence.zip") as archive:
        listed = dict(reversed(line.split(" *")) for line in archive.read(LIST).decode().splitlines())
        assert set(archive.namelist()) == {LIST, *listed}
        for name, sha256 in listed.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == sha256
    assert list(listed) == [one.path for one in DOCUMENTS]


def test_the_same_documents_make_the_same_bytes(folder, tmp_path):
    for name in ("first.zip", "second.zip"):
        write_archive(DOCUMENTS, folder, tmp_path / name)
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def shortened(file):
    file.write_bytes(file.read_bytes()[:-1])


def lengthened(file):
    file.write_bytes(file.read_bytes() + b"1")


def rewritten(file):
    file.write_bytes(b"X" + file.read_bytes()[1:])


def as_a_folder(file):
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda file: file.unlink(), "is gone from"),
        (shortened, "was changed in"),
        (lengthened, "was changed in"),
        (rewritten, "was changed in"),
        (as_a_folder, "cannot be read"),
    ],
)
def test_a_file_that_is_not_what_was_brought_is_named_with_its_item_and_executor(folder, tmp_path, damage, said):
    damage(folder / "b2")
    with pytest.raises(EvidenceBroken) as raised:
        write_archive(DOCUMENTS, folder, tmp_path / "evidence.zip")
    assert str(raised.value).startswith("item 1.10, СОШ № 2: the evidence «фото.jpg» of 2024-05-20 ")
    assert said in str(raised.value)
    assert "(file b2)" in str(raised.value)
