"""Two processes of the desk on PostgreSQL behind the shipped nginx, under a path and under load: nothing fails, is lost
or done twice, and what one process knows the other knows too.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from http import HTTPStatus
from itertools import count
from time import monotonic, sleep

import httpx2
import pytest
from sqlalchemy import text
from sqlmodel import select

from desk.cookies import Cookie
from desk.passwords import hashed
from models.database import engine_for, reading, writing
from models.sign_ins import WRONG_OF_ACCOUNT
from models.tables import Account, History
from srok import clock
from tests import nginx
from tests.desk.browser import Browser, Page
from tests.faults.town import town, unsound
from tests.models.world import mail
from tests.repo.house import ROOT

PLACE, SCHOOLS, ROWS, PASSWORD = "/srok", 3, 12, "школьный календарь чтения"
HERE, STARTS_WITHIN, WORKS_WITHIN = "127.0.0.1", 90, 120


class Remote(Browser):
    """A browser that reaches the desk by the proxy. It notes every answer's status."""

    def __init__(self, proxy, engine):
        how = {"base_url": f"https://{HERE}:{proxy.secure}", "verify": proxy.trust, "timeout": 60}
        self.seen = Counter()
        self.client = httpx2.Client(**how, headers={"Host": "city.example"}, event_hooks={"response": [self._note]})
        self.engine, self.at = engine, clock.now()

    def _note(self, response):
        self.seen[response.status_code] += 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.close()

    def signs_in(self, password=PASSWORD, *, name="centre"):
        """By the form; the page it leads to."""
        return self.send(self.see(f"{PLACE}/sign-in"), "/sign-in", email=mail(name), password=password)

    def page(self, path, data):
        """The page that fields sent to a path lead to."""
        return Page(self.client.post(path, data=data, follow_redirects=True))


@pytest.fixture(scope="module")
def desk(postgres_cluster, tmp_path_factory):
    """Two processes behind the proxy, over a town in which two have a password: a function that opens a browser at
    them, the engine, the town.
    """
    if not nginx.IS_HERE:
        pytest.skip("nginx or openssl is not here")
    folder, port, url = (
        tmp_path_factory.mktemp("processes"),
        nginx.free_port(),
        postgres_cluster.format(name="processes"),
    )
    administer = engine_for(postgres_cluster.format(name="postgres")).execution_options(isolation_level="AUTOCOMMIT")
    with administer.connect() as connection:
        connection.execute(text("CREATE DATABASE processes TEMPLATE empty"))
    administer.dispose()
    made, engine = town(url, rows=ROWS, due_on=date(2034, 1, 31)), engine_for(url)
    with writing(engine) as session:
        for person_id in (made.coordinator, made.controller):
            session.add(Account(person_id=person_id, password=hashed(PASSWORD), set_at=clock.now()))
    settings = {"SROK_DATABASE_URL": url, "SROK_PUBLIC_URL": f"https://city.example{PLACE}", "PYTHONPATH": str(ROOT)}
    serve = "import sys; sys.argv[0] = 'srok'; from srok.cli import main; main()"
    command = [sys.executable, "-c", serve, "desk", "serve", "--workers", "2", "--port", str(port)]
    process = subprocess.Popen(command, cwd=folder, env=os.environ | settings)
    try:
        with nginx.in_front_of(port, folder, rate="10000r/s") as proxy, ExitStack() as open_ones:
            _wait_for(proxy, process)
            yield lambda: open_ones.enter_context(Remote(proxy, engine)), engine, made
    finally:
        engine.dispose()
        process.send_signal(signal.SIGTERM)
        ended = process.wait(timeout=60)
    assert ended == 0


def _wait_for(proxy, process):
    over = monotonic() + STARTS_WITHIN
    while monotonic() < over:
        assert process.poll() is None
        with httpx2.Client(verify=proxy.trust) as asking:
            if asking.get(f"https://{HERE}:{proxy.secure}{PLACE}/sign-in").status_code == HTTPStatus.OK:
                return
        sleep(0.5)
    pytest.fail("the desk did not start")


def head(browser, number, language):
    """Report on everything one's school has, each with a draft before, each form sent twice; two do so at once."""
    browser.get(PLACE + browser.link_for(f"school-{number}"))
    browser.see(f"{PLACE}/language/{language}?back=/my")
    mine = browser.see(f"{PLACE}/my")
    for path in sorted({one for one in mine.links() if "/my/assignments/" in one}):
        page = browser.see(path)
        assert page.tree.get("lang") == language
        sent = [form for form in page.tree.forms if (form.action or "").endswith("/report")]
        if not sent:
            continue  # the other was quicker
        values = dict(page.form("/report").form_values())
        browser.client.post(f"{path}/draft", data=values | {"text": "Начато"})
        for _ in range(2):
            browser.send(page, "/report", text=f"Готово, {language}")
    return browser.seen


def centre(browser, ends):
    """Look around and accept together whatever is reported, each step sent twice, until all is accepted."""
    assert browser.signs_in().status == HTTPStatus.OK
    over = monotonic() + WORKS_WITHIN
    for number in count():
        page = browser.see(f"{PLACE}/assignments?state=reported")
        if browser.get(f"{PLACE}{('/', '/overview', '/board', '/plans/1')[number % 4]}").status != HTTPStatus.OK:
            break
        ids = [box.get("value") for box in page.tree.xpath("//input[@name='ids']")]
        if ids:
            form = {"csrf": page.tree.xpath("//input[@name='csrf']/@value")[0], "query": "", "trigger": "accept"}
            asked = browser.page(f"{PLACE}/assignments/bulk", form | {"ids": ids})
            if any((form.action or "").endswith("/bulk/do") for form in asked.tree.forms):
                for _ in range(2):
                    browser.send(asked, "/assignments/bulk/do")
        if ends() or monotonic() > over:
            break
    return browser.seen


def test_eight_clients_at_two_processes_lose_nothing_and_do_nothing_twice(desk):
    browser, engine, made = desk

    def all_accepted():
        with reading(engine) as session:
            return Counter(session.exec(select(History.trigger)).all())["accept"] == ROWS

    with ThreadPoolExecutor(8) as pool:
        heads = [
            pool.submit(head, browser(), number, language)
            for number in range(1, SCHOOLS + 1)
            for language in ("ru", "en")
        ]
        clerks = [pool.submit(centre, browser(), all_accepted) for _ in range(2)]
        seen = sum((one.result() for one in (*heads, *clerks)), Counter())
    assert [status for status in seen if status >= HTTPStatus.INTERNAL_SERVER_ERROR] == []
    with reading(engine) as session:
        done = Counter(session.exec(select(History.assignment_id, History.trigger)).all())
    assert done == {(one, trigger): 1 for one in made.heads for trigger in ("report", "accept")}
    assert unsound(engine) == []


def test_what_one_process_knows_the_other_knows(desk):
    browser, _, _ = desk
    clerk, stranger = browser(), browser()
    clerk.signs_in()
    foreign = dict(stranger.see(f"{PLACE}/sign-in").form("/sign-in").form_values())["csrf"]
    assert {clerk.client.post(f"{PLACE}/sign-out", data={"csrf": foreign}).status_code for _ in range(6)} == {403}
    kept = clerk.client.cookies[f"__Host-{Cookie.SESSION}"]
    clerk.send(clerk.see(f"{PLACE}/"), "/sign-out")
    clerk.client.cookies.set(f"__Host-{Cookie.SESSION}", kept)
    assert {clerk.get(f"{PLACE}/plans").status for _ in range(6)} == {303}
    with ThreadPoolExecutor(8) as pool:
        guesses = [pool.submit(browser().signs_in, f"угадал {number}?", name="plan") for number in range(20)]
        answers = Counter(one.result().status for one in guesses)
    assert answers == {422: WRONG_OF_ACCOUNT, 429: 20 - WRONG_OF_ACCOUNT}
    assert browser().signs_in(name="plan").status == HTTPStatus.TOO_MANY_REQUESTS


def test_the_start_page_is_small_on_the_wire_and_waits_for_no_script(desk):
    browser, _, _ = desk
    clerk = browser()
    clerk.signs_in()
    page = clerk.see(f"{PLACE}/")
    parts = [page.response, *(clerk.client.get(one) for one in page.tree.xpath("//head//@src | //head/link/@href"))]
    for part in parts:
        large = len(part.content) > 1000
        assert (part.headers.get("content-encoding") == "gzip") is large, part.url
    assert sum(part.num_bytes_downloaded for part in parts) < 60_000
    assert page.tree.xpath("//script[not(@defer)]") == []
    assert page.response.headers["cache-control"] == "no-store"
    assert all("immutable" in part.headers["cache-control"] for part in parts[1:])
