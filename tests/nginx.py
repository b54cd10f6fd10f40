"""The shipped nginx in front of a desk, on free ports of this machine, with a certificate of its own."""

import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep

CONF = Path(__file__).parents[1] / "deploy/nginx/srok.conf"
PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
IS_HERE = bool(PROGRAM and shutil.which("openssl"))


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """Where it listens, whom to trust, and the folder of its logs."""

    plain: int
    secure: int
    trust: ssl.SSLContext
    folder: Path

    def logged(self) -> str:
        """All that it has written."""
        return "".join(path.read_text(encoding="utf-8") for path in self.folder.glob("*.log"))


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def in_front_of(desk_port: int, folder: Path, *, rate: str = "20r/s") -> Iterator[Proxy]:
    """Run it until the end; `rate` is how many requests a second it lets one machine make."""
    assert PROGRAM
    _certify(folder)
    plain, secure = free_port(), free_port()
    (folder / "nginx.conf").write_text(_configured(desk_port, folder, (plain, secure), rate), encoding="utf-8")
    process = subprocess.Popen([PROGRAM, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
    trust = ssl.create_default_context(cafile=folder / "fullchain.pem")
    trust.check_hostname = False
    try:
        _wait_for(secure)
        yield Proxy(plain=plain, secure=secure, trust=trust, folder=folder)
    finally:
        process.terminate()
        process.wait()


def _certify(folder: Path) -> None:
    certificate = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=city.example")
    files = ("-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem")
    subprocess.run(["openssl", *certificate, *files], check=True, capture_output=True)


def _configured(desk_port: int, folder: Path, ports: tuple[int, int], rate: str) -> str:
    conf = CONF.read_text(encoding="utf-8")
    for old, new in (
        ("/etc/ssl/srok", str(folder)),
        ("/var/log/nginx/srok.log", f"{folder}/srok.log"),
        ("127.0.0.1:8080", f"127.0.0.1:{desk_port}"),
        ("rate=20r/s", f"rate={rate}"),
    ):
        assert old in conf
        conf = conf.replace(old, new)
    conf = re.sub(r"listen (\[::\]:)(80|443).*;\n", "", conf)
    conf = conf.replace("listen 80;", f"listen 127.0.0.1:{ports[0]};")
    conf = conf.replace("listen 443", f"listen 127.0.0.1:{ports[1]}")
    user = "user root; " if Path("/proc/self").owner() == "root" else ""
    types = "types { text/html html; text/css css; }"
    return f"{user}daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ {types} {conf} }}"


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        sleep(0.1)
