"""What is taken as a document: by its content, not by its name; what runs when it is opened is not."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from desk.documents import DocumentRefused, brought

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def zipped(**parts):
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


DOCX = zipped(word__document_dot_xml="<w/>")
XLSM = zipped(xl__workbook_dot_xml="<w/>", xl__vbaProject_dot_bin="x")


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("приказ.pdf", b"%PDF-1.7", "приказ.pdf"),
        ("фото.JPEG", JPEG, "фото.JPEG"),
        ("photo", JPEG, "photo.jpg"),
        ("игра.exe", JPEG, "игра.exe.jpg"),
        ("справка.docx", DOCX, "справка.docx"),
        ("таблица.ods", zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "таблица.ods"),
        ("старый.doc", OLE, "старый.doc"),
        ("список.txt", "Иванов\nПетров\n".encode("cp1251"), "список.txt"),
        ("C:\\fakepath\\акт.pdf", b"%PDF-1.4", "акт.pdf"),
        ("../../etc/passwd.pdf", b"%PDF-1.4", "passwd.pdf"),
        ("gnp\u202efdp.pdf\r\nX: y", b"%PDF-1.4", "gnp fdp.pdf X: y.pdf"),
        ("", b"%PDF-1.4", "document.pdf"),
        ("я" * 300 + ".pdf", b"%PDF-1.4", "я" * 120 + ".pdf"),
    ],
)
def test_a_document_keeps_its_name_as_far_as_it_may(name, content, kept):
    (found,) = brought([(name, BytesIO(content))])
    assert (found.name, found.file.read()) == (kept, content)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("пусто.pdf", b"", "empty"),
        ("много.pdf", b"%PDF-" + bytes(20 * 1024 * 1024), "large"),
        ("приказ.pdf", b"<!doctype html><script>", "kind"),
        ("рисунок.svg", b"\xef\xbb\xbf <svg xmlns=''>", "kind"),
        ("приказ.pdf", b"MZ\x90\x00", "kind"),
        ("архив.zip", zipped(photo_dot_jpg=JPEG), "kind"),
        ("таблица.xlsx", XLSM, "macros"),
        ("старый.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        ("порвано.docx", DOCX[:-30], "damaged"),
    ],
)
def test_what_is_not_taken_is_named_with_the_reason(name, content, code):
    with pytest.raises(DocumentRefused) as refused:
        brought([(name, BytesIO(content))])
    assert (refused.value.name, refused.value.code) == (name, code)
