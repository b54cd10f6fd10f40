"""The desk's place until the desk is there: a page that says what runs, and /healthz for a monitor. Reads only."""

from html import escape

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse

from srok import clock
from srok.checks import Verdict, worst
from srok.health import examine
from srok.settings import Settings

app = FastAPI(title="Срок", docs_url=None, redoc_url=None, openapi_url=None)


@app.get("/healthz")
async def healthz() -> JSONResponse:
    """Answer 200 while nothing has failed, else 503; each check with its verdict and words."""
    checks = await examine(Settings(), at=clock.now())
    verdict = worst(checks)
    body = {
        "verdict": verdict,
        "checks": [{"name": one.name, "verdict": one.verdict, "said": one.said, "to_do": one.to_do} for one in checks],
    }
    return JSONResponse(body, status_code=503 if verdict is Verdict.FAIL else 200)


@app.get("/")
async def page() -> HTMLResponse:
    """Say what runs here, and how the house is."""
    checks = await examine(Settings(), at=clock.now())
    rows = "".join(
        f"<tr><td>{escape(one.name)}<td>{one.verdict}<td>{escape(one.said)}<td>{escape(one.to_do)}" for one in checks
    )
    return HTMLResponse(_PAGE.format(rows=rows))


_PAGE = """<!doctype html>
<html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Срок</title>
<h1>Срок работает</h1>
<p>Напоминания и письма уходят по расписанию. Рабочее место появится здесь.</p>
<table border="1" cellpadding="4"><tr><th>Check<th>Verdict<th>What is<th>What to do{rows}</table>
</html>"""
