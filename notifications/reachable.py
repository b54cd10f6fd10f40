"""Whether the relay is there: a connection and a greeting, no letter. Knows nothing of the outbox."""

import os
import socket

from aiosmtplib import SMTP, SMTPException

from notifications.relay import Relay, Security


async def greet(relay: Relay, *, seconds: float = 10) -> str:
    """Connect to the relay and introduce ourselves; what is wrong, in words, empty where nothing is."""
    smtp = SMTP(
        hostname=relay.host,
        port=relay.port,
        use_tls=relay.security is Security.TLS,
        start_tls=False,
        timeout=seconds,
        local_hostname=socket.gethostname(),
    )
    try:
        await smtp.connect()
        await smtp.ehlo()
    except (SMTPException, OSError, EOFError) as fault:
        return _reason(fault.__cause__ or fault)
    finally:
        smtp.close()
    if relay.security is Security.STARTTLS and not smtp.supports_extension("starttls"):
        return "it does not offer STARTTLS"
    return ""


def _reason(fault: BaseException) -> str:
    if isinstance(fault, OSError) and fault.errno and fault.errno > 0:
        return os.strerror(fault.errno)
    return " ".join(str(fault).split()) or type(fault).__name__
