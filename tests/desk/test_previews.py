"""What is seen of a document before it is opened: drawn anew by a limited process, kept, and never what was brought."""

from io import BytesIO

import pytest
from PIL import Image

from desk import previews
from desk.previews import LONGEST_TEXT, beginning, preview, seen_as
from tests.desk.test_reporting import found, page_of
from tests.plans.formats.word_documents import docx, p, tbl, tr

SECRET = b"Exif\x00\x00the camera of Ivanova"


def jpeg(size=(800, 400), *, rotated=False):
    made, image = BytesIO(), Image.new("RGB", size, "red")
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode("latin-1")
    if rotated:
        exif[0x0112] = 6
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


def tiff(pages):
    made, page = BytesIO(), Image.new("1", (300, 400), 1)
    page.save(made, "TIFF", save_all=True, append_images=[page] * (pages - 1))
    return made.getvalue()


def png_bomb():
    """A picture of 40 000 by 40 000 that takes no room at all until it is opened."""
    made = BytesIO()
    Image.new("1", (8, 8)).save(made, "PNG")
    content = made.getvalue()
    return content[:16] + (40_000).to_bytes(4, "big") * 2 + content[24:]


def pdf(pages=1, *, box=(595, 842)):
    """As plain a PDF as there is."""
    kids = " ".join(f"{n + 3} 0 R" for n in range(pages))
    size = f"[0 0 {box[0]} {box[1]}]"
    parts = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}/MediaBox{size}>>"]
    parts += ["<</Type/Page/Parent 2 0 R>>"] * pages
    body = "".join(f"{number} 0 obj{part}endobj\n" for number, part in enumerate(parts, start=1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>\n".encode()


WORDS = docx(p("Справка") + tbl(tr("Школа", "Книг"), tr("СОШ № 1", "&lt;120&gt;")))


def kept(folder, content, name="kept"):
    (folder / name).write_bytes(content)
    return name


@pytest.mark.parametrize(
    ("content", "pages", "shown"),
    [
        (jpeg(), 1, 1),
        (tiff(7), 7, 5),
        (pdf(8), 8, 5),
        (pdf(box=(200_000, 1)), 1, 1),
        (jpeg()[:-40], 0, 0),
        (png_bomb(), 0, 0),
        (b"%PDF-1.7 nothing", 0, 0),
        (b"GIF89a" + bytes(40), 0, 0),
    ],
    ids=["photo", "scan", "pdf", "ribbon", "torn photo", "bomb", "torn pdf", "other"],
)
def test_first_pages_are_drawn_and_what_cannot_be_drawn_is_not(tmp_path, content, pages, shown):
    seen = preview(tmp_path, kept(tmp_path, content))
    assert (seen.pages, seen.shown) == (pages, shown)
    for number in range(shown + 1 if shown else 0):
        with Image.open(seen.picture(number)) as drawn:
            assert (drawn.format, max(drawn.size) <= (1400 if number else 320)) == ("JPEG", True)
    assert seen.picture(shown + 1) is seen.picture(-1) is None


def test_a_photo_is_held_upright_and_tells_nothing_of_its_camera(tmp_path):
    seen = preview(tmp_path, kept(tmp_path, jpeg(rotated=True)))
    with Image.open(seen.picture(1)) as drawn:
        assert (drawn.size, dict(drawn.getexif())) == ((400, 800), {})
    assert SECRET not in seen.picture(1).read_bytes()


def test_a_document_is_drawn_once_even_where_nothing_is_to_be_seen(tmp_path, monkeypatch):
    stored = kept(tmp_path, b"%PDF-1.7 nothing")
    first = preview(tmp_path, stored)
    words = preview(tmp_path, kept(tmp_path, WORDS, "words"), kind="words")
    for how in ("_drawn", "_read"):
        monkeypatch.setattr(previews, how, lambda _: pytest.fail("drawn again"))
    assert preview(tmp_path, stored) == first
    assert preview(tmp_path, "words", kind="words") == words


def test_the_words_of_a_document_of_an_office_are_read(tmp_path):
    seen = preview(tmp_path, kept(tmp_path, WORDS), kind="words")
    table = (("Школа", "Книг"), ("СОШ № 1", "<120>"))
    assert seen.blocks == ((False, (("Справка",),)), (True, table))
    assert (seen.whole, seen.shown) == (True, 0)
    long = docx("".join(p(f"строка {n}") for n in range(400)))
    seen = preview(tmp_path, kept(tmp_path, long, "long"), kind="words")
    assert (len(seen.rows), seen.whole) == (300, False)
    assert preview(tmp_path, kept(tmp_path, WORDS[:-40], "torn"), kind="words").rows == ()


def test_a_drawer_that_takes_too_long_or_too_much_leaves_nothing_to_see(tmp_path, monkeypatch):
    limits = "from plans.formats.child import limit; limit(); "
    for name, code, seconds in (
        ("slow", "import time; time.sleep(60)", 0.3),
        ("large", limits + "bytearray(2 << 30)", 9),
    ):
        with monkeypatch.context() as limited:
            limited.setattr(previews, "_CODE", f"import sys; sys.path[:] = sys.argv[1:]; {code}")
            limited.setattr(previews, "WALL_SECONDS", seconds)
            assert preview(tmp_path, kept(tmp_path, jpeg(), name)).shown == 0
    assert [preview(tmp_path, name).shown for name in ("slow", "large")] == [1, 0]  # of time there may be more


def test_where_nothing_can_be_kept_nothing_is_seen_and_nothing_is_left(tmp_path):
    stored = kept(tmp_path, jpeg())
    (tmp_path / ".previews").write_text("in the way")
    assert preview(tmp_path, stored).shown == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == [".previews", "kept"]


@pytest.mark.parametrize(
    ("content", "text", "whole"),
    [
        ("\ufeffПривет".encode(), "Привет", True),
        ("Привет".encode("cp1251"), "Привет", True),
        (("я" * LONGEST_TEXT).encode(), "я" * (LONGEST_TEXT // 2), False),
        (b"a" + ("я" * LONGEST_TEXT).encode(), "a" + "я" * (LONGEST_TEXT // 2 - 1), False),
    ],
)
def test_a_text_is_read_in_the_letters_it_was_written_in(tmp_path, content, text, whole):
    assert beginning(tmp_path, kept(tmp_path, content)) == (text, whole)


@pytest.mark.parametrize(
    ("name", "how"), [("а.PDF", "pictures"), ("б.txt", "text"), ("в.docx", "words"), ("в.doc", ""), ("г", "")]
)
def test_the_name_tells_whether_there_may_be_anything_to_see(name, how):
    assert seen_as(name) == how


def test_whoever_may_see_the_assignment_sees_its_documents_and_no_one_else(new_browser, world):
    one, school = found(world), new_browser().by_link("school-1")
    contents = {"фото.jpg": jpeg(), "<b>.txt": b"a <b> & \xd0\xb8", "порвано.pdf": b"%PDF-1.7", "б.docx": WORDS}
    files = [("files", (name, BytesIO(content))) for name, content in contents.items()]
    page = school.send(page_of(school, one), "/report", text="Готово", files=files)
    photo, text, torn, words = [link for link in page.links() if link.endswith("/look")]
    (small,) = page.tree.xpath("//li//img[contains(../span, 'фото')]/@src")
    assert school.get(words.replace("look", "pictures/0")).status == 404, "there are words in it, which stay to be seen"
    centre = new_browser().signed_in("centre")
    for browser, back in ((school, "/my/assignments/"), (centre, "/assignments/")):
        seen = browser.see(photo)
        assert f"{back}{one.id}" in seen.links()
        for path in (small, *seen.tree.xpath("//main//img/@src")):
            answer = browser.get(path).response
            assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
            assert answer.headers["content-security-policy"].startswith("sandbox")
            assert SECRET not in answer.content
        assert browser.see(text).tree.find(".//pre").text == "a <b> & и"
        assert [cell.text for cell in browser.see(words).tree.findall(".//main//td")][2:] == ["СОШ № 1", "<120>"]
        assert "здесь показать нельзя" in browser.see(torn).words
        assert browser.get(torn.replace("look", "pictures/0")).status == 404
    for stranger in (new_browser().by_link("school-2"), new_browser().signed_in("centre-2")):
        assert {stranger.get(path).status for path in (photo, text, small)} == {404}
    assert new_browser().get(small).status in {303, 401}


def test_a_document_that_is_not_there_any_more_is_said_so(new_browser, world, settings):
    one, school = found(world), new_browser().by_link("school-1")
    files = [("files", (name, BytesIO(content))) for name, content in [("а.jpg", jpeg()), ("б.txt", b"text")]]
    page = school.send(page_of(school, one), "/report", text="Готово", files=files)
    for path in settings.evidence_dir.iterdir():
        path.unlink()
    for link in page.links():
        if "/evidence/" in link:
            assert school.get(link).status == 404
