"""The pictures of the documents, taken anew of every page of the desk: `make pictures`. It is no test.

It works on a copy of the demo's database, which it brings on a little: a package is assembled, an order brought in.
"""

import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from PIL import Image

from desk.app import ROOMS, create_app
from desk.cookies import Cookie
from models.database import engine_for, upgrade, writing
from models.desk_sessions import open_session
from models.links import Issued, issue, new_token
from models.queries import person_by_email
from models.tables import Person
from srok.settings import Settings
from tests.desk.chromium import chromium, listening
from tests.repo.house import ROOT

TO = ROOT / "docs" / "pictures"
AT = datetime(2025, 6, 30, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 780}
MOST = 120_000
"""Bytes of a picture."""

COORDINATOR, CONTROLLER, SCHOOL, ADMIN, NOBODY = "cro", "kalinina", "lyceum-2", "priemnaya", "nobody"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A page: what the documents call it, who looks, its path, and what is clicked there before."""

    name: str
    title: str
    path: str
    who: str = COORDINATOR
    clicks: tuple[str, ...] = ()


def first_row(path):
    """Where the first row of a list leads: clicked, as ids are nobody's to know."""
    return {"path": path, "clicks": ("main a.row, main table.work a.row-title",)}


TICK = ("tick",)
PAGES = (
    Shown(name="sign-in", title="Signing in", path="/sign-in", who=NOBODY),
    Shown(name="start", title="Needs attention", path="/"),
    Shown(name="attention", title="One kind of what needs attention", path="/attention/overdue"),
    Shown(name="overview", title="The overview", path="/overview", who=CONTROLLER),
    Shown(name="plans", title="Plans", path="/plans"),
    Shown(name="plan", title="A plan", path="/plans/1"),
    Shown(name="matrix", title="A plan as a matrix", path="/plans/1/matrix"),
    Shown(name="ladder", title="The ladder of reminders", path="/plans/1/ladder", who=CONTROLLER),
    Shown(name="item", title="An item and its executors", path="/items/6"),
    Shown(name="table", title="Assignments, some of them ticked", path="/assignments?due=overdue", clicks=TICK),
    Shown(name="confirm", title="What will be done", path="/assignments?due=overdue", clicks=(*TICK, "[value=extend]")),
    Shown(name="steps", title="One's recent steps", path="/steps"),
    Shown(name="assignment", title="An assignment", **first_row("/assignments?state=reported")),
    Shown(name="document", title="A document, looked at", path="/evidence/1/look"),
    Shown(name="board", title="The board", path="/board"),
    Shown(name="calendar", title="The calendar", path="/calendar?month=2025-03"),
    Shown(name="next-year", title="What goes on into the next year", path="/next-year"),
    Shown(name="search", title="Search", path="/search?q=чтени"),
    Shown(name="imports", title="Orders that came in", path="/import"),
    Shown(name="import", title="A draft: what must be settled", path="/import/1"),
    Shown(name="import-sheet", title="A draft: to Excel and back", path="/import/1/sheet"),
    Shown(name="import-items", title="A draft: its items", path="/import/1/items"),
    Shown(name="import-item", title="A draft: one item", path="/import/1/items/1"),
    Shown(name="import-summary", title="A draft: before it is put under control", path="/import/1/summary"),
    Shown(name="send", title="A package: what would leave", path="/packages/1/send", who=CONTROLLER),
    Shown(name="packages", title="Packages", path="/packages"),
    Shown(name="package", title="A package", path="/packages/1", who=CONTROLLER),
    Shown(name="letters", title="Letters", path="/letters"),
    Shown(name="letter", title="A letter", **first_row("/letters")),
    Shown(name="ahead", title="What will be written", path="/letters/ahead"),
    Shown(name="ahead-letter", title="What will be written to one", **first_row("/letters/ahead")),
    Shown(name="roster", title="The roster", path="/roster"),
    Shown(name="organization", title="An organization", path="/roster/organizations/17", who=ADMIN),
    Shown(name="person", title="A person", path="/roster/people/17", who=ADMIN),
    Shown(name="leaving", title="Before somebody leaves", path="/roster/people/17/leaving", who=ADMIN),
    Shown(name="account", title="One's own page", path="/account"),
    Shown(name="roster-import", title="A roster comes in", path="/roster/import", who=ADMIN),
    Shown(name="house", title="The house: is all well", path="/house", who=ADMIN),
    Shown(name="backups", title="The house: copies", path="/house/backups", who=ADMIN),
    Shown(name="templates", title="The house: the office's own letters", path="/house/templates", who=ADMIN),
    Shown(name="people", title="The house: people and roles", path="/house/people", who=ADMIN),
    Shown(name="sign-ins", title="The house: who signed in", path="/house/sign-ins", who=ADMIN),
    Shown(name="my", title="An executor's assignments", path="/my", who=SCHOOL),
    Shown(name="my-unchanged", title="One report on several", path="/my/unchanged", who=SCHOOL),
    Shown(name="my-assignment", title="An executor reports", who=SCHOOL, **first_row("/my")),
)
HOW = {
    "": {"scheme": "light", "viewport": DESKTOP},
    "-dark": {"scheme": "dark", "viewport": DESKTOP},
    "-on-phone": {"scheme": "light", "viewport": PHONE},
}
"""In what light and size, by the end of a picture's name; the phone is last, as `BESIDE` is of phones."""

BESIDE = {"executor": ("my", "my-assignment"), "phone": ("table", "item")}
"""Pictures of two phones beside each other, for the README."""


SEEN = set()
"""Paths of what was shown."""


@contextmanager
def a_copy(demo: Path) -> Iterator[Settings]:
    """A desk's settings over a copy of what the demo left; always in one place, as pages may name it."""
    place = Path(gettempdir()) / "srok-pictures"
    place.mkdir()
    try:
        for path in demo.glob("srok.db*"):
            shutil.copy(path, place)
        shutil.copytree(demo / "evidence", place / "evidence")
        yield Settings(
            database_url=f"sqlite:///{place / 'srok.db'}",
            evidence_dir=place / "evidence",
            packages_dir=place / "packages",
            backups_dir=place / "backups",
            _env_file=None,
        )
    finally:
        shutil.rmtree(place)


def cookies(engine, address):
    """A cookie for everybody who looks, and a school's link, by who they are."""
    with writing(engine) as session:
        known = (COORDINATOR, CONTROLLER, SCHOOL, ADMIN)
        people = {who: person_by_email(session, f"{who}@lugozersk.example") for who in known}
        session.get_one(Person, people[ADMIN]).administrator = True
        tokens = {who: open_session(session, person, at=AT) for who, person in people.items() if who != SCHOOL}
        link = new_token()
        issue(session, [Issued(link, people[SCHOOL], assignment_id=None)], at=AT, expires_at=AT.replace(year=2026))
    kept = {who: [{"name": Cookie.SESSION.value, "value": token, "url": address}] for who, token in tokens.items()}
    return kept, f"{address}/my/{link}"


def bring_on(page, address, folder):
    """Assemble a package, and bring in an order of which something is not understood."""
    page.goto(f"{address}/packages")
    page.get_by_role("button", name="Начать").first.click()
    page.get_by_role("button", name="Составить").first.click()
    page.get_by_text("summary.docx").wait_for(timeout=120_000)
    text = (ROOT / "srok" / "samples" / "order.txt").read_text(encoding="utf-8")
    order = folder / "распоряжение.txt"
    order.write_text(text.replace("21-о", "35-о").replace("\tФевраль 2025\t", "\tзаранее\t"), encoding="utf-8")
    page.goto(f"{address}/import")
    page.set_input_files("input[type=file]", order)
    page.get_by_role("button", name="Прочитать").click()
    page.wait_for_url("**/import/1*")


def shot(page, address, one):
    """One page as it is on the screen."""
    answer = page.goto(address + one.path)
    if not answer.ok:
        sys.stdout.write(f"{one.path}: {answer.status}, so there is no picture of it\n")
        return None
    for click in one.clicks:
        if click == "tick":
            for box in page.locator("tbody .pick input").all()[:5]:
                box.check()
        else:
            page.locator(click).first.click()
            page.wait_for_load_state()
    SEEN.add(urlsplit(page.url).path)
    return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def keep(picture, name):
    """Write a picture with the 256 colours that cover it best: half as large, and nobody sees it."""
    path = TO / f"{name}.webp"
    drawn = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).convert("RGB")
    drawn.save(path, lossless=True, quality=60, method=4)
    if path.stat().st_size > MOST:
        sys.exit(f"{path}: larger than {MOST} bytes, show less")


def beside(left, right):
    """Two pictures beside each other."""
    both = Image.new("RGB", (left.width + right.width + 24, max(left.height, right.height)), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + 24, 0))
    return both


def take(browser, address, kept, link, *, scheme, viewport):
    """Every page in one size and in light or dark, with its name."""
    for who in dict.fromkeys(one.who for one in PAGES):
        context = browser.new_context(locale="ru-RU", color_scheme=scheme, viewport=viewport, reduced_motion="reduce")
        context.add_cookies(kept.get(who, []))
        page = context.new_page()
        if who == SCHOOL:
            page.goto(link)
        for one in PAGES:
            if one.who == who and (picture := shot(page, address, one)):
                yield one.name, picture
        context.close()


KINDS = (("", 380, ""), ("-dark", 380, ", in the dark"), ("-on-phone", 130, ", on a phone"))
PAGE = """# Every page of the desk
Taken by `make pictures` of the city that `make demo` plays, on its last day, 30 June 2025; [the desk](desk.md) says
what they are for.

| | light | dark | on a phone |
|---|---|---|---|
"""


def write_page(taken):
    """The page of the documents on which all of them are."""
    rows = ""
    for one in (one for one in PAGES if one.name in taken):
        pictures = (
            f'<img src="pictures/desk-{one.name}{kind}.webp" width="{width}" alt="{one.title}{said}">'
            for kind, width, said in KINDS
        )
        rows += f"| {one.title} | {' | '.join(pictures)} |\n"
    (ROOT / "docs" / "pictures.md").write_text(PAGE + rows, encoding="utf-8")


def not_shown():
    """Paths of pages that have no picture; a file is no page."""
    for route in (route for room in ROOMS for route in room.routes if "GET" in route.methods):
        if "." not in route.path and not any(route.path_regex.match(path) for path in SEEN):
            yield route.path


def take_all(browser, address, kept, link):
    """Take every page, and the phones beside each other; the names of what was taken."""
    phones = {}
    for kind, how in HOW.items():
        for name, picture in take(browser, address, kept, link, **how):
            keep(picture, f"desk-{name}{kind}")
            phones[name] = picture
    for name, (left, right) in BESIDE.items():
        keep(beside(phones[left], phones[right]), f"desk-{name}")
    return set(phones)


def main(demo: Path) -> None:
    """Take them all of a copy, and write the page that shows them."""
    if not (demo / "srok.db").exists():
        sys.exit(f"{demo / 'srok.db'} is not there: run `make demo` first")
    with a_copy(demo) as settings, chromium() as browser:
        engine = engine_for(settings.database_url)
        upgrade(engine)
        with listening(create_app(settings, engine=engine, now=lambda: AT)) as address:
            kept, link = cookies(engine, address)
            context = browser.new_context(locale="ru-RU")
            context.add_cookies(kept[COORDINATOR])
            bring_on(context.new_page(), address, settings.evidence_dir.parent)
            write_page(take_all(browser, address, kept, link))
        engine.dispose()
    for path in not_shown():
        sys.stdout.write(f"no picture of {path}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "demo")
