"""What fault tests share: the seed, which a failure prints, and figures, which the full form prints."""

import sys

import pytest

from tests.faults.sizes import FULL, SEED


@pytest.fixture(autouse=True)
def _seed():
    sys.stdout.write(f"repeat by FAULT_SEED={SEED}{' FAULTS=full' if FULL else ''}\n")


@pytest.fixture
def figures(request, capsys):
    """A function that says what a test has counted: in the full form to whoever runs it."""

    def say(**counted):
        line = ", ".join(f"{name} {number}" for name, number in counted.items())
        if FULL:
            with capsys.disabled():
                sys.stdout.write(f"\n{request.node.name}: {line}\n")
        sys.stdout.write(f"{line}\n")

    return say
