"""Behind a proxy under a path of a site: nothing a page leads to, loads or posts lies outside of it, or is dead."""

import re
import shutil

import pytest

from desk.app import create_app
from desk.cookies import Cookie
from models.database import engine_for
from srok.settings import Settings
from tests.desk.browser import Browser
from tests.desk.conftest import AT
from tests.desk.test_cost import COUNTED, furnish, viewer

SITE, PLACE = "https://city.example", "/srok"
LEADS = (
    "//@href | //@src | //@action | //@formaction | //@hx-get | //@hx-post | //@data-draft | //@poster | //object/@data"
)
OWN = ("#", "?", "data:", "mailto:")


@pytest.fixture(scope="module")
def browsers(_peopled, tmp_path_factory):
    """Everybody who looks at pages, at a desk under a path; and what to put into the pages' paths."""
    folder = tmp_path_factory.mktemp("prefix")
    engine = engine_for(f"sqlite:///{shutil.copyfile(_peopled, folder / 'srok.db')}")
    folders = {"evidence_dir": folder / "evidence", "packages_dir": folder / "packages"}
    settings = Settings(timezone="Asia/Tomsk", database_url=str(engine.url), **folders, _env_file=None)
    ids = furnish(settings, engine)
    app = create_app(settings.model_copy(update={"public_url": SITE + PLACE}), engine=engine, now=lambda: AT)
    who = {name: Under(app, engine, AT) for name in ("centre", "admin", "link", "operator", "nobody")}
    for name in ("centre", "admin"):
        who[name].signed_in(name)
    who["link"].by_link("school-1")
    who["operator"].get(f"/package/{ids.pop('token')}")
    yield who, ids
    engine.dispose()


class Under(Browser):
    """A browser of which the proxy takes the prefix off every second request."""

    def __init__(self, app, engine, at):
        super().__init__(app, engine, at)
        self.client.base_url, self.asked = SITE, 0

    def signed_in(self, name):
        """Under TLS the cookie has another name."""
        super().signed_in(name)
        self.client.cookies.set(f"__Host-{Cookie.SESSION}", self.client.cookies[Cookie.SESSION])
        return self

    def get(self, path, **headers):
        """One answer, not followed."""
        self.asked += 1
        return super().get(path if self.asked % 2 else PLACE + path.removeprefix(PLACE), **headers)


def paths(ids):
    """The pages that are there to be asked for; of a text there are no pictures."""
    asked = [path for path in COUNTED if "/pictures/" not in path]
    return [re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: str(ids[found[1]]), path) for path in asked]


def shape(path):
    """Pages that differ in a number or a filter only are looked at once."""
    return re.sub(r"\d+", "1", path.partition("?")[0])


def test_every_page_and_whatever_it_leads_to_lies_under_the_prefix(browsers):
    who, ids = browsers
    asked = [("nobody", "/sign-in"), *((viewer(path), path) for path in paths(ids))]
    seen, outside, dead, looked = set(), [], [], 0
    for name, path in asked:
        if (name, shape(path)) in seen or seen.add((name, shape(path))):
            continue
        page = who[name].get(path)
        to = page.response.headers.get("location", PLACE + "/")
        if page.status >= 400 or not (to + "/").startswith(PLACE + "/"):
            dead.append((name, path, page.status, to))
        if page.tree is None:
            continue
        looked += 1
        found = [one for one in page.tree.xpath(LEADS) if one and not one.startswith(OWN)]
        outside += [(path, one) for one in found if not one.startswith(PLACE + "/")]
        links = {one.removeprefix(PLACE) for one in page.tree.xpath("//@href | //@src | //@hx-get") if one not in OWN}
        asked += [(name, one) for one in sorted(links) if one.startswith("/") and "/language/" not in one]
    assert outside == []
    assert dead == []
    assert looked > len(COUNTED) - 5


def test_what_sends_elsewhere_and_what_is_kept_stay_under_the_prefix(browsers):
    who, _ = browsers
    nobody = who["nobody"]
    assert nobody.get("/plans").response.headers["location"] == f"{PLACE}/sign-in?then=%2Fplans"
    answer = nobody.get("/language/en?back=/sign-in").response
    assert answer.headers["location"] == f"{PLACE}/sign-in"
    described = nobody.get("/api/v1/openapi.json").response.json()
    assert described["servers"] == [{"url": f"{PLACE}/api/v1"}]
    sheet = nobody.get("/static/desk.css").response
    assert re.findall(r"url\(([^)]*)\)", sheet.text) == [] or all(
        "data:" in one for one in re.findall(r"url\(([^)]*)\)", sheet.text)
    )
    assert (sheet.status_code, "immutable" in sheet.headers["cache-control"]) == (200, True)
