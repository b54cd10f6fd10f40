"""A real browser at a desk that listens: Debian's Chromium, skipped with a word where it is not installed."""

import os
import shutil
import threading
from contextlib import contextmanager
from time import monotonic, sleep

import pytest
import uvicorn

from tests.repo.house import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 120
"""Seconds given to a browser and a desk that share their processors with other tests."""

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def missing(word):
    """Skip, but never in continuous integration."""
    if os.environ.get("CI"):
        pytest.fail(word)
    pytest.skip(word)


@contextmanager
def chromium():
    """A browser, headless and patient."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a second that only these tests need

    path = shutil.which("chromium")
    if path is None:
        missing("no Chromium is installed (on Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, timeout=1000 * PATIENCE)
        new_context = browser.new_context

        def patient(**how):
            context = new_context(**how)
            context.set_default_timeout(1000 * PATIENCE)
            return context

        browser.new_context = patient
        yield browser
        browser.close()


@contextmanager
def listening(app):
    """The address of an application that listens on this machine."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    over = monotonic() + PATIENCE
    while not server.started and monotonic() < over:
        sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
