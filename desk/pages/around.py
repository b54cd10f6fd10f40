"""What is around the work: the choice of a language, and whether the house is well."""

import asyncio
from datetime import timedelta

from starlette.responses import JSONResponse, Response

from desk.access import ANYBODY
from desk.asked import Asking, inside
from desk.cookies import Cookie
from desk.languages import LANGUAGES
from desk.routes import Room
from srok.checks import Verdict, as_data, worst
from srok.health import examine

room = Room()


@room.show("/language/{code}", may=ANYBODY)
def language(asked: Asking, code: str, back: str = "/") -> Response:
    """Remember a language in this browser, and go on where one was."""
    response = asked.go(inside(back))
    if code in LANGUAGES:
        asked.house.cookies.give(response, Cookie.LANGUAGE, code, lasts=timedelta(days=365))
    return response


@room.show("/healthz", may=ANYBODY)
async def healthz(asked: Asking) -> Response:
    """Answer 200 while nothing has failed, else 503; each check with its verdict and words. It names nobody."""
    # In a thread: it waits for the database, the relay and Prefect, and pages are answered meanwhile.
    checks = await asyncio.to_thread(asyncio.run, examine(asked.house.settings, at=asked.at))
    verdict = worst(checks)
    body = {
        "verdict": verdict,
        "checks": [as_data(one) for one in checks],
    }
    return JSONResponse(body, status_code=503 if verdict is Verdict.FAIL else 200)
