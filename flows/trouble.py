"""What all flows do about failures: tasks are done again where waiting may help, and the administrator is told of runs
that failed or crashed, by a letter through the outbox, once a day for each flow.
"""

from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from sqlalchemy.exc import DBAPIError

from models.database import is_passing
from notifications.alarm import Trouble
from srok import clock, rounds
from srok.settings import Settings

PAUSES = [5.0, 30.0, 120.0]
"""Seconds before each retry of a task; a database that restarts takes less than all of them."""

JITTER = 0.5
LONGEST_REASON = 500

ADVICE = (
    "Следующий запуск сделает то, что осталось. Если сбой повторяется: srok doctor; то же самое без Prefect: "
    "srok escalate --once, srok deliver --once."
)


async def may_pass(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    """Whether a task failed for a reason that waiting may cure: the database was busy or gone."""
    fault = await state.aresult(raise_on_failure=False)
    return isinstance(fault, DBAPIError) and is_passing(fault)


patiently = task(
    retries=len(PAUSES),
    retry_delay_seconds=PAUSES,
    retry_jitter_factor=JITTER,
    retry_condition_fn=may_pass,
    cache_policy=NO_CACHE,
)
"""Makes a task of what is done again where waiting may help: it must do nothing twice."""


def tell_administrator(flow: Any, flow_run: FlowRun, state: State[Any]) -> None:
    """Write that a run of a flow failed or crashed. While the database is gone nothing is written: /healthz tells."""
    reason = " ".join((state.message or "").split())[:LONGEST_REASON]
    trouble = Trouble(
        what=f"flow-{flow.name}",
        subject=f"Срок: сбой потока {flow.name}",
        paragraphs=(
            f"Запуск «{flow_run.name}» потока {flow.name} не удался: {state.name}. {reason}",
            ADVICE,
        ),
    )
    rounds.tell(Settings(), trouble, at=clock.now())
