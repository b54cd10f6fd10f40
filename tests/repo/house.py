"""The repository as the tests of it see it: its root and the files it is made of."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("desk", "flows", "models", "notifications", "plans", "reporting", "srok", "states")


def files() -> tuple[Path, ...]:
    """What is tracked or would be, as paths from the root; needs git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := Path(name)) and (ROOT / path).is_file())


def texts() -> dict[Path, str]:
    """The text of every file that is text."""
    found = {}
    for path in files():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            found[path] = content.decode("utf-8", errors="replace")
    return found


def read(name: str) -> str:
    """The text of one file by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")
