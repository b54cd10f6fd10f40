"""The automations of the documents are such that Prefect takes them, and wait for events that there are."""

import re

import pytest
import yaml
from prefect.events.schemas.automations import AutomationCore

from models.events import HAPPENED
from tests.repo.house import read

PAGE = read("docs/automations.md")
[_BLOCK] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
AUTOMATIONS = yaml.safe_load(_BLOCK)["automations"]
NAMES = {f"srok.assignment.{name}" for name in HAPPENED.values()}


@pytest.mark.parametrize("automation", AUTOMATIONS, ids=lambda one: one["name"])
def test_prefect_takes_the_automation_and_it_waits_for_events_that_there_are(automation):
    trigger = AutomationCore.model_validate(automation).trigger
    assert trigger.expect <= NAMES
    assert trigger.after <= NAMES


def test_the_page_names_every_event_and_its_trigger():
    table = PAGE.partition("| event | trigger |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`([a-z_]+)`", table))
    assert set(HAPPENED.values()) <= named
    assert set(HAPPENED) - {"undo", "amend"} <= named
