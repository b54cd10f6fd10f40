"""A real Postfix on loopback: its own folder, certificate and ports, one service for mail, gone at the end.

It offers STARTTLS, puts some recipients off by policy, delivers the others into a folder. Needs root, as Postfix does.
"""

import os
import pwd
import re
import shutil
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
virtual_mailbox_domains = tomsk.example
virtual_mailbox_base = {folder}/boxes
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
smtpd_tls_cert_file = {folder}/certificate.pem
smtpd_tls_key_file = {folder}/key.pem
smtpd_tls_security_level = encrypt
smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:{policy}, permit_mynetworks, reject
alias_maps =
local_recipient_maps =
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
postlog unix-dgram n - n - 1 postlogd
"""


def is_here() -> bool:
    """Whether Postfix is installed and may be run."""
    return shutil.which("postfix") is not None and shutil.which("openssl") is not None and os.geteuid() == 0


class Policy(socketserver.ThreadingTCPServer):
    """Whom Postfix puts off: asked at each recipient, so that a change holds from the next one on."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.put_off = ""


class _Asked(socketserver.StreamRequestHandler):
    server: Policy

    def handle(self) -> None:
        """Answer each question of one connection: lines `name=value`, ended by an empty one."""
        for line in self.rfile:
            name, _, value = line.decode().strip().partition("=")
            if name == "recipient":
                recipient = value
            elif not name:
                late = self.server.put_off and re.search(self.server.put_off, recipient)
                self.wfile.write(b"action=450 4.2.0 greylisted\n\n" if late else b"action=DUNNO\n\n")


class Postfix:
    """A running one: where it is, whose certificate it has, and what it was told to put off."""

    def __init__(self, folder: Path, port: int, policy: Policy) -> None:
        self.folder = folder
        self.policy = policy
        self.url = f"smtp+starttls://localhost:{port}"
        self.certificate = folder / "certificate.pem"

    def put_off(self, pattern: str) -> None:
        """Answer 450 for recipients like this, as greylisting does; the empty pattern puts off nobody."""
        self.policy.put_off = pattern

    def delivered(self, count: int) -> list[bytes]:
        """What has come into the box, once there are `count` letters or half a minute is over."""
        box = self.folder / "boxes" / "all" / "new"
        for _ in range(300):
            if len(list(box.glob("*"))) >= count:
                break
            time.sleep(0.1)
        return [path.read_bytes() for path in sorted(box.glob("*"))]


@contextmanager
def postfix() -> Iterator[Postfix]:
    """Postfix while the context is open; stopped, and its folder gone, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="srok-postfix-"))
    folder.chmod(0o755)
    policy = Policy()
    threading.Thread(target=policy.serve_forever, daemon=True).start()
    try:
        _write(folder, port := _free_port(), policy.server_address[1])
        found = Postfix(folder, port, policy)
        _run("postfix", "-c", str(folder), "start")
        try:
            _wait(port)
            yield found
        finally:
            _run("postfix", "-c", str(folder), "stop")
    finally:
        policy.shutdown()
        policy.server_close()
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, port: int, policy: int) -> None:
    owner = pwd.getpwnam("postfix")
    for name in ("queue", "data", "boxes"):
        (folder / name).mkdir()
    for name in ("data", "boxes"):
        os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    (folder / "main.cf").write_text(MAIN.format(folder=folder, policy=policy, uid=owner.pw_uid, gid=owner.pw_gid))
    (folder / "master.cf").write_text(MASTER.format(port=port))
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    made = (
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
    )
    _run("openssl", "req", "-x509", *made, "-keyout", key, "-out", certificate)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("Postfix does not answer")


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.decode()}{done.stdout.decode()}")
