"""The pictures of letters in the documents, taken anew by `make pictures`: of the golden letters, and of those that the
demo has sent. It is no test.
"""

import io
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from PIL import Image

from tests.desk.chromium import chromium
from tests.desk.pictures import beside, keep
from tests.repo.house import ROOT

GOLDEN = Path(__file__).parent / "golden"
PHONE, DESKTOP, HEIGHT = 390, 760, 840
OF_GOLDEN = {
    "executor": "executors_letter",
    "coordinator": "coordinators_letter",
    "package": "package_letter",
    "reminder": "reminder",
}
DARK = "executors_letter"
OF_DEMO, IN_README = "2025-* kalinina at*.eml", "2025-03-07 kedrova at*.eml"


def html_of(path: Path) -> str:
    """A letter as a mail program shows it."""
    body = message_from_bytes(path.read_bytes(), policy=default).get_body(("html",))
    assert body is not None
    return str(body.get_content())


def shot(browser, html: str, width: int, *, scheme: str = "light", whole: bool = False) -> Image.Image:
    """A letter in a window of so many pixels; the top of it, or all."""
    page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
    page.set_content(html)
    picture = Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")
    page.close()
    return picture


def main(demo: Path) -> None:
    """Take them all."""
    found = [min((demo / "letters").glob(named), default=None) for named in (OF_DEMO, IN_README)]
    if None in found:
        sys.exit(f"{demo / 'letters'} does not hold the letters of the demo: run `make demo` first")
    of_demo, in_readme = found
    letters = {name: GOLDEN / f"{of}.eml" for name, of in OF_GOLDEN.items()} | {"controller": of_demo}
    with chromium() as browser:
        for name, path in letters.items():
            html = html_of(path)
            keep(beside(shot(browser, html, PHONE), shot(browser, html, DESKTOP)), f"letter-{name}")
        keep(shot(browser, html_of(GOLDEN / f"{DARK}.eml"), PHONE, scheme="dark"), "letter-dark")
        keep(shot(browser, html_of(in_readme), 700, whole=True), "letter")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "demo")
