"""What every answer of the desk carries and every request passes, whatever page it is for. Knows no page."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Nothing from elsewhere, nothing written into the page: what an intruder gets into a text stays a text."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""Set where an answer has none of its own."""


class Hardened:
    """An application whose every answer has the headers above, under the path prefix that people know it by."""

    def __init__(self, app: ASGIApp, *, prefix: str, tls: bool) -> None:
        self.app, self.prefix = app, prefix
        self.headers = dict(HEADERS)
        if tls:
            self.headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and its answer back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(self._prefixed(scope), receive, with_headers)

    def _prefixed(self, scope: Scope) -> Scope:
        """The request as if its path had the prefix: a proxy may have taken it off, or left it on."""
        path: str = scope["path"]
        if not self.prefix:
            return scope
        whole = path if path == self.prefix or path.startswith(self.prefix + "/") else self.prefix + path
        return {**scope, "path": whole, "root_path": self.prefix}
