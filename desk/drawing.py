"""What runs in the limited process: a document's bytes come in, its first pages go out as pictures made anew, so that
no byte of what was brought reaches a browser. Knows nothing of who asked.
"""

import json
import sys
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from plans.formats.child import limit

MOST_PAGES = 5
"""Of a document these are shown; whoever wants more opens it."""

SMALL, LARGE = 320, 1400
"""The longest side of the picture in a list and of a page, in pixels."""

_MOST_PIXELS = 200_000_000
_LETTERS = {"quality": 80, "optimize": True, "progressive": True}
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")


def main() -> None:
    """Limit this process, read standard input; a line with the number of pages and the sizes, then the pictures: the
    small one, and pages. Whatever goes wrong with a document, there is nothing to see of it.
    """
    limit()
    content = sys.stdin.buffer.read()
    try:
        pages, drawn = drawing(content)
    except Exception:  # noqa: BLE001 - a decoder may raise anything at what nobody meant well
        pages, drawn = 0, []
    said = {"pages": pages, "sizes": [len(one) for one in drawn]}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + b"".join(drawn))


def drawing(content: bytes) -> tuple[int, list[bytes]]:
    """How many pages a document has, and its pictures: the small one, then the first pages."""
    warnings.simplefilter("ignore")
    pages, shown = _of_pdf(content) if content.startswith(b"%PDF-") else _of_picture(content)
    drawn: list[bytes] = []
    for one in shown:
        if not drawn:
            drawn.append(_jpeg(one, SMALL))
        drawn.append(_jpeg(one, LARGE))
    return pages, drawn


def _of_picture(content: bytes) -> tuple[int, Iterator[Any]]:
    from PIL import Image  # noqa: PLC0415 - the limits come first

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS // 2  # Pillow refuses twice this
    image = Image.open(BytesIO(content), formats=_FORMATS)
    pages = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1

    def frames() -> Iterator[Any]:
        for number in range(min(pages, MOST_PAGES)):
            image.seek(number)
            yield _upright(image)

    return pages, frames()


def _upright(image: Any) -> Any:
    """A picture as it was meant to be held, on white; of a large photo only as much as is needed is read."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - see above

    image.draft("RGB", (LARGE, LARGE))
    if image.mode == "P" or image.has_transparency_data:
        above = image.convert("RGBA")
        image = Image.new("RGBA", above.size, "white")
        image.alpha_composite(above)
    flat = image.convert("RGB")
    flat.thumbnail((LARGE, LARGE))
    return ImageOps.exif_transpose(flat)


def _of_pdf(content: bytes) -> tuple[int, Iterator[Any]]:
    import pypdfium2  # noqa: PLC0415 - see above

    document = pypdfium2.PdfDocument(content)
    pages = len(document)

    def drawn() -> Iterator[Any]:
        for number in range(min(pages, MOST_PAGES)):
            page = document[number]
            yield page.render(scale=LARGE / max(page.get_size())).to_pil()

    return pages, drawn()


def _jpeg(image: Any, side: int) -> bytes:
    """A picture written anew: none of its words about camera, place or author go along."""
    copy, written = image.convert("RGB"), BytesIO()
    copy.thumbnail((side, side))
    copy.info.clear()
    copy.save(written, "JPEG", **_LETTERS)
    return written.getvalue()
