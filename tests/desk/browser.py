"""A browser without scripts: it keeps cookies, follows what it is told to, and sends forms as a page has them."""

from urllib.parse import urlsplit

from lxml import html
from starlette.testclient import TestClient

from desk.cookies import Cookie, csrf_of
from models.database import writing
from models.desk_sessions import open_session
from models.links import Issued, issue, new_token
from models.queries import person_by_email
from tests.models.world import mail

SITE = "http://desk.example"


class Page:
    """An answer, and the forms in it."""

    def __init__(self, response):
        self.response, self.status = response, response.status_code
        self.path = response.url.path
        self.text = response.text if response.headers.get("content-type", "").startswith("text/html") else ""
        self.tree = html.fromstring(self.text) if self.text else None

    @property
    def words(self):
        """What a reader sees, with single blanks."""
        return " ".join(self.tree.find(".//main").text_content().split())

    def form(self, action):
        """The form that is sent to a path ending so."""
        sent = [form for form in self.tree.forms if form.method != "DIALOG"]
        found = [form for form in sent if (form.action or self.path).endswith(action)]
        assert len(found) == 1, [form.action for form in self.tree.forms]
        return found[0]

    def actions(self):
        """The paths of all forms of the page itself."""
        return [form.action for form in self.tree.find(".//main").iter("form") if form.get("method") == "post"]

    def links(self):
        """Where the page leads."""
        return [found.get("href") for found in self.tree.find(".//main").iter("a")]


class Browser:
    """One person's browser at a desk."""

    def __init__(self, app, engine, at):
        self.client = TestClient(app, base_url=SITE, follow_redirects=False, raise_server_exceptions=False)
        self.engine, self.at = engine, at

    def signed_in(self, name):
        """Sign somebody in as the sign-in page would."""
        with writing(self.engine) as session:
            token = open_session(session, person_by_email(session, mail(name)), at=self.at)
        self.client.cookies.set(Cookie.SESSION, token)
        return self

    def link_for(self, name, *, assignment_id=None, lasts=None):
        """The path of a link, as a letter to somebody carries it."""
        token = new_token()
        with writing(self.engine) as session:
            link = Issued(token, person_by_email(session, mail(name)), assignment_id=assignment_id)
            issue(session, [link], at=self.at, expires_at=self.at + lasts if lasts else self.at.replace(year=2030))
        return f"/my/{token}"

    def by_link(self, name, **changes):
        """Open a link somebody got."""
        self.get(self.link_for(name, **changes))
        return self

    def get(self, path, **headers):
        """One answer, not followed."""
        return Page(self.client.get(path, headers=headers))

    def see(self, path):
        """The page a path leads to in the end."""
        return Page(self.client.get(path, follow_redirects=True))

    def post(self, path, data=None, files=None, *, csrf=None):
        """Send fields with the token of this visitor, or another, as a script could; not followed."""
        return Page(self.client.post(path, data={"csrf": csrf or self.csrf, **(data or {})}, files=files))

    def send(self, page, action, *, files=None, **fields):
        """Fill in a form of a page and send it; the page it leads to."""
        form = page.form(action)
        data: dict[str, list[str]] = {}
        for name, value in form.form_values():
            if name not in fields:
                data.setdefault(name, []).append(value)
        data |= {name: value for name, value in fields.items() if value is not None}
        path = urlsplit(form.action or page.path).path
        return Page(self.client.post(path, data=data, files=files, follow_redirects=True))

    @property
    def csrf(self):
        """The token of whoever this browser is."""
        kept = self.client.cookies
        names = (Cookie.LINK, Cookie.SESSION, Cookie.VISIT)
        return csrf_of(next((kept[name] for name in names if name in kept), ""))
