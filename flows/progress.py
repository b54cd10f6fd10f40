"""How far long work has come, shown in Prefect's pages while it lasts. Knows nothing of the work but what is left."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact
from prefect.logging import get_run_logger

LOOKS_EVERY = 5.0
"""Seconds between looks; what takes less is not shown."""


@asynccontextmanager
async def shown(key: str, left: Callable[[], int], *, description: str) -> AsyncIterator[None]:
    """Show how much of the work inside is done; `left` counts what is left. A look that fails stops no work."""
    watching = asyncio.create_task(_watch(key, left, description))
    try:
        yield
    finally:
        watching.cancel()
        found = await asyncio.gather(watching, return_exceptions=True)
        for fault in found:
            if isinstance(fault, Exception):
                get_run_logger().warning("progress is not shown: %s", fault)


async def _watch(key: str, left: Callable[[], int], description: str) -> None:
    whole = left()
    await asyncio.sleep(LOOKS_EVERY)
    artifact = await acreate_progress_artifact(progress=0.0, key=key, description=description)
    while True:
        rest = left()
        whole = max(whole, rest, 1)
        await aupdate_progress_artifact(artifact, progress=100 * (whole - rest) / whole)
        await asyncio.sleep(LOOKS_EVERY)
