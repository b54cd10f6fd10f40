"""A throw-away PostgreSQL cluster: made in a temporary folder, reached by its socket, gone with its folder.

Knows nothing of Srok. The server refuses to run as root, so root starts it as the user `postgres`.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

_FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "max_connections": "200",
}


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL server installed, None where there is none."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((found.parent for found in debian), key=lambda folder: float(folder.parent.name), default=None)


@contextmanager
def cluster(server: Path, own: Mapping[str, str] = _FAST) -> Iterator[str]:
    """A running cluster, fast and forgetful unless set otherwise; gives a URL with `{name}` for the database's name."""
    folder = Path(tempfile.mkdtemp(prefix="srok-pg-"))  # short: a socket's path has at most 107 bytes
    _hand_over(folder)
    data = folder / "data"
    control = [str(server / "pg_ctl"), "-D", str(data), "-w", "-s"]
    settings = {**own, "listen_addresses": "''", "unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    try:
        _run(str(server / "initdb"), "-D", str(data), "-U", "srok", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        _run(*control, "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://srok@/{{name}}?host={folder}"
        finally:
            _run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def restart(url: str) -> None:
    """Stop the cluster of this URL at once, as a crash does, and start it with the settings it had."""
    folder, server = Path(unquote(url.rpartition("host=")[2])), binaries()
    assert server
    control = [str(server / "pg_ctl"), "-D", str(folder / "data"), "-w", "-s", "-l", str(folder / "log")]
    _run(*control, "-m", "immediate", "restart")


def _hand_over(folder: Path) -> None:
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)


def _run(*command: str) -> None:
    user = "postgres" if os.geteuid() == 0 else None
    group = pwd.getpwnam("postgres").pw_gid if user else None
    done = subprocess.run(
        command, user=user, group=group, extra_groups=[] if user else None, cwd="/", capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name}: {done.stderr.decode()}{done.stdout.decode()}")
