"""How hard the fault tests try, and by which seed: `make faults` is the full form, FAULT_SEED=N repeats a run."""

import os
import random

FULL = os.environ.get("FAULTS") == "full"
SEED = int(os.environ.get("FAULT_SEED") or random.SystemRandom().randrange(10**6))


def size(quick, full):
    """How many times something is tried."""
    return full if FULL else quick
