"""The mail relay as an administrator names it: a URL, checked and taken apart. Opens no connection."""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from states.fault import Fault


class Security(StrEnum):
    """How the connection is kept private; the value is the URL's scheme."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How many seconds to wait for the relay: for each answer up to RCPT, and for DATA (RFC 5321, 4.5.3.2)."""

    stage_seconds: float = 60
    data_seconds: float = 600


class RelayUnusable(Fault):
    """The relay's URL cannot be used; the text says why and never holds the password."""


@dataclass(frozen=True, kw_only=True)
class Relay:
    """Where letters leave, and how."""

    host: str
    port: int
    security: Security
    username: str = ""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        """The relay as it is named to people."""
        return f"{self.security}://{self.host}:{self.port}"


def relay_at(url: str) -> Relay:
    """The relay at `smtp://`, `smtp+starttls://` or `smtps://[user:password@]host[:port]`.

    Without TLS only a relay on this machine will do: letters hold names and addresses, the URL a password.

    Raises:
        RelayUnusable: no URL, another scheme, no host, a port that is none, or no TLS to another machine.

    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise RelayUnusable(f"{url!r} is no address of a relay: write smtp+starttls://host:port") from None
    security = _security(parts.scheme)
    host, port = _host_and_port(parts)
    if security is Security.NONE and not _is_this_machine(host):
        raise RelayUnusable(f"a relay on another machine needs TLS: write smtp+starttls://{host} or smtps://{host}")
    return Relay(
        host=host,
        port=port or PORTS[security],
        security=security,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _security(scheme: str) -> Security:
    try:
        return Security(scheme)
    except ValueError:
        raise RelayUnusable(f"a relay is written {', '.join(f'{one}://' for one in Security)}host:port") from None


def _host_and_port(parts: SplitResult) -> tuple[str, int | None]:
    try:
        port = parts.port
    except ValueError:
        raise RelayUnusable("the relay's port is no number from 1 to 65535") from None
    if not parts.hostname or port == 0:
        raise RelayUnusable("the relay's URL names no host or no port: write it as smtp://localhost:25")
    return parts.hostname, port


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
