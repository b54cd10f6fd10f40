"""Prefect's side of the house: each flow gathers, has the rooms below decide, and applies.

What Prefect reads from the environment gets Srok's defaults here, before any flow imports Prefect; whoever sets them
otherwise is left alone. Nothing is sent to Prefect's makers, and an ephemeral server may be slow to start.
"""

import os

_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
}
for _name, _value in _DEFAULTS.items():
    os.environ.setdefault(_name, _value)
