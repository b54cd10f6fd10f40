"""Whether Prefect's schedules are alive: its server is asked, over HTTP. Health checks say 200 also where its scheduler
has died, so runs are looked at. Imports no Prefect, which takes seconds.
"""

import json
import os
from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

from srok.health_words import SAID
from states.sentence import Sentence, sentence

PULSE = "deliver"
"""The flow that runs most often; its runs tell about all."""

SWEEP = "remind_and_escalate"
"""The flow whose hour people notice."""

LATE = timedelta(minutes=15)


def api_url() -> str:
    """Where Prefect's server is, empty where none is set."""
    return os.environ.get("PREFECT_API_URL", "").rstrip("/")


def pulse(url: str, *, at: datetime) -> Sentence | None:
    """What is wrong with the schedules; None where they are alive."""
    try:
        if not _active(url):
            return sentence(SAID, "schedules_none", flow=PULSE)
        first = _next_run(url)
    except (OSError, ValueError) as fault:
        return sentence(SAID, "schedules_silent", url=url, fault=str(fault))
    if first is None:
        return sentence(SAID, "schedules_dead")
    if first < at - LATE:
        return sentence(SAID, "schedules_late", first=f"{first:%Y-%m-%d %H:%M} UTC")
    return None


def other_zones(url: str, zone: str) -> tuple[str, ...]:
    """The zones, other than this one, by whose clocks the sweep is scheduled."""
    found = _ask(f"{url}/deployments/filter", {"flows": {"name": {"any_": [SWEEP]}}})
    schedules = (one for deployment in found for one in deployment.get("schedules", ()) if one.get("active"))
    zones = {one.get("schedule", {}).get("timezone") or "UTC" for one in schedules}
    return tuple(sorted(zones - {zone}))


def _active(url: str) -> bool:
    found = _ask(f"{url}/deployments/filter", {"flows": _THIS_FLOW})
    return any(
        not one.get("paused") and any(schedule.get("active") for schedule in one.get("schedules", ())) for one in found
    )


def _next_run(url: str) -> datetime | None:
    scheduled = {"state": {"type": {"any_": ["SCHEDULED"]}}}
    wanted = {"flows": _THIS_FLOW, "flow_runs": scheduled, "sort": "EXPECTED_START_TIME_ASC", "limit": 1}
    found = _ask(f"{url}/flow_runs/filter", wanted)
    return datetime.fromisoformat(found[0]["expected_start_time"]) if found else None


_THIS_FLOW = {"name": {"any_": [PULSE]}}


def _ask(url: str, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    headers = {"Content-Type": "application/json"}
    if pair := os.environ.get("PREFECT_API_AUTH_STRING"):
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    body = Request(url, json.dumps(wanted).encode(), headers)  # noqa: S310 - the administrator's own URL
    with urlopen(body, timeout=10) as answer:  # noqa: S310 - see above
        found: list[dict[str, Any]] = json.load(answer)
    return found
