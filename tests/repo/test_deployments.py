"""prefect.yaml and `srok up` say the same, and what they name can be loaded."""

import subprocess
import sys

import pytest
import yaml
from prefect.schedules import Cron

from flows.serving import SCHEDULED
from srok.settings import Settings
from tests.repo.house import ROOT, read

DEPLOYMENTS = yaml.safe_load(read("prefect.yaml"))["deployments"]
BY_NAME = {one["name"]: one for one in DEPLOYMENTS}


def test_there_is_a_deployment_for_every_flow():
    assert set(BY_NAME) == {one.flow for one in SCHEDULED} | {"assemble", "draft_package", "sweep_shard"}


def test_every_entrypoint_loads_the_flow_it_names():
    # In a process of its own: Prefect puts flows/ first on the path and leaves it there.
    code = (
        "import sys\nfrom prefect.flows import load_flow_from_entrypoint\n"
        "for entrypoint in sys.argv[1:]:\n    print(load_flow_from_entrypoint(entrypoint).name)"
    )
    entrypoints = [one["entrypoint"] for one in DEPLOYMENTS]
    command = [sys.executable, "-c", code, *entrypoints]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert said.split() == [one["name"] for one in DEPLOYMENTS]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one["name"])
def test_a_paused_schedule_stays_paused_and_nothing_is_built_or_pushed(deployment):
    assert {"build", "push", "pull"} & (set(deployment) | set(yaml.safe_load(read("prefect.yaml")))) == set()
    assert all("active" not in schedule for schedule in deployment.get("schedules", ()))


def test_the_schedules_are_those_of_srok_up():
    declared = {
        (one["name"], one["entrypoint"], schedule["cron"], schedule["slug"], "concurrency_limit" in one)
        for one in DEPLOYMENTS
        for schedule in one.get("schedules", ())
    }
    assert declared == {
        (one.flow, f"flows/{one.room}.py:{one.flow}", one.cron, one.slug, one.alone) for one in SCHEDULED
    }
    assert {one.flow: dict(one.parameters) for one in SCHEDULED} == {
        name: one.get("parameters", {}) for name, one in BY_NAME.items() if "schedules" in one
    }
    zone = Settings.model_fields["timezone"].default
    assert {schedule["timezone"] for one in DEPLOYMENTS for schedule in one.get("schedules", ())} == {zone}


def test_a_run_is_left_out_while_another_of_its_deployment_is_at_it():
    limits = [one["concurrency_limit"] for one in DEPLOYMENTS if "concurrency_limit" in one]
    assert limits == [{"limit": 1, "collision_strategy": "CANCEL_NEW"}] * len(SCHEDULED)


def test_every_schedule_can_be_understood():
    for one in DEPLOYMENTS:
        for schedule in one.get("schedules", ()):
            assert Cron(schedule["cron"], timezone=schedule["timezone"], slug=schedule["slug"])
