"""What stands before everything that is served: hosts, origins, who may enter, sizes, headers.

Plain ASGI, so that streams and vanishing clients pass through it as they are.
"""

import base64
import binascii
import json
import logging
import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import InputError
from assistant.ui.owner import is_same

log = logging.getLogger("assistant.serving")

LARGEST_BODY = 15_000_000
"""Bytes of a request: a file of ten million, as the owner's page sends it."""

OPEN = frozenset({"/healthz", "/readyz"})
"""Addresses that need no password: they tell one word each."""

CLOSED = ("/gradio_api/upload", "/upload", "/docs", "/redoc")
"""Where addresses of the framework begin that nothing of the product uses."""

_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-frame-options": "SAMEORIGIN",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
        # The framework's page runs scripts and styles that stand in it.
        "content-security-policy": (
            "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
            "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
            "frame-ancestors 'self'; "
            "base-uri 'self'; form-action 'self'; object-src 'none'"
        ),
    }
)
_TOO_LARGE = (413, "too_large", f"A request has at most {LARGEST_BODY} bytes.")
_READING = frozenset({"GET", "HEAD"})
"""What changes nothing; whose answer another site can't read, for none is told that it may."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Access:
    """Who may enter: hosts by which the server is called, and what lets one in.

    Without ``credentials`` anybody may enter. ``token`` is that of programs; where it is empty they
    enter as people do. ``hosts`` empty means any.
    """

    hosts: frozenset[str] = _LOOPBACK
    credentials: str = ""
    token: str = ""

    def lets_in(self, authorization: str) -> bool:
        """Whether a request with such a header may enter."""
        if not self.credentials and not self.token:
            return True
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() == "bearer" and self.token:
            return is_same(given.strip(), self.token)
        if scheme.lower() == "basic" and self.credentials:
            return is_same(_decoded(given), self.credentials)
        return False

    def knows(self, host: str) -> bool:
        """Whether the server may be called by the name in a header, which may hold a port."""
        return not self.hosts or _name(host) in self.hosts


def access(host: str, auth: str, token: str, hosts: Iterable[str]) -> Access:
    """Who may enter a server at an address of this machine.

    Args:
        host: where it listens.
        auth: ``user:password``, ``none`` where anybody may, empty where nothing was said.
        token: the bearer token of programs, empty for none.
        hosts: further names by which it may be called.

    Raises:
        InputError: other machines could enter, and nobody said how.
    """
    is_loopback = host in _LOOPBACK
    if not is_loopback and not auth:
        raise InputError(
            f"HOST is {host}, which other machines reach: set ASSISTANT_AUTH=user:password, "
            "or ASSISTANT_AUTH=none to let everybody in."
        )
    if auth not in ("", "none") and not all(auth.partition(":")):
        raise InputError("ASSISTANT_AUTH is neither 'user:password' nor 'none'.")
    named = frozenset(name.lower() for name in hosts)
    known = (_LOOPBACK | {host.lower()} | named) if is_loopback or named else frozenset[str]()
    return Access(known, "" if auth == "none" else auth, token)


class Guard:
    """Looks at each request before the application does."""

    def __init__(self, app: ASGIApp, allowed: Access) -> None:
        self._app = app
        self._access = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or say why not."""
        if scope["type"] == "websocket":
            # Nothing here speaks it, and what nobody guards is closed.
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(receive, send)
        headers = {key: value.decode("latin-1") for key, value in scope["headers"]}
        if refusal := self._refusal(scope, headers):
            await exchange.refuse(*refusal)
        else:
            await exchange.serve(self._app, scope)
        line = {"request": exchange.identity, "method": scope["method"], "path": scope["path"]}
        seconds = round(time.monotonic() - exchange.began, 3)
        log.info(json.dumps({**line, "status": exchange.status, "seconds": seconds}))

    def _refusal(self, scope: Scope, headers: Mapping[bytes, str]) -> tuple[int, str, str] | None:
        """Status, code and message for a request that is not to be served."""
        host, path = headers.get(b"host", ""), scope["path"]
        if not self._access.knows(host):
            return 421, "unknown_host", "This server is not called by that name."
        if scope["method"] not in _READING and not _is_own(headers.get(b"origin", ""), host):
            return 403, "foreign_origin", "Another site may not ask here."
        length = headers.get(b"content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return _TOO_LARGE
        if path not in OPEN and not self._access.lets_in(headers.get(b"authorization", "")):
            return 401, "unauthorized", "Send the user and password, or the token, of this server."
        if path.startswith(CLOSED):
            return 404, "not_found", "There is nothing here."
        return None


class _TooLargeError(Exception):
    """A body went on over its bound."""


class _Exchange:
    """One request and what it is answered: its body bounded, its headers added to."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self.identity, self.began, self.status = secrets.token_hex(8), time.monotonic(), 0
        self._receive, self._send = receive, send
        self._seen = 0

    async def serve(self, app: ASGIApp, scope: Scope) -> None:
        """Have an application answer; one whose body is too large gets that for an answer."""
        with suppress(_TooLargeError):
            await app(scope, self._bounded, self._answer)
        if self._is_over and not self.status:
            await self.refuse(*_TOO_LARGE)

    async def refuse(self, status: int, code: str, message: str) -> None:
        """Answer with a fault."""
        body = json.dumps(fault(code, message)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        if status == 401:
            headers.append((b"www-authenticate", b'Basic realm="Entertainment Policy Assistant"'))
        self._seen = 0
        await self._answer({"type": "http.response.start", "status": status, "headers": headers})
        await self._answer({"type": "http.response.body", "body": body})

    @property
    def _is_over(self) -> bool:
        return self._seen > LARGEST_BODY

    async def _bounded(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._is_over:
            raise _TooLargeError
        return message

    async def _answer(self, message: Message) -> None:
        if self._is_over and not self.status:
            # The application's own word for what it could not read.
            return
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": _with_headers(message, self.identity)}
        await self._send(message)


def fault(code: str, message: str) -> dict[str, dict[str, str]]:
    """What a program is told of a fault."""
    return {"error": {"code": code, "message": message}}


def _with_headers(message: Message, identity: str) -> list[tuple[bytes, bytes]]:
    """The headers of a response with ours, and without what tells who else may read it."""
    kept = [
        (key, value)
        for key, value in message.get("headers", ())
        if not key.lower().startswith(b"access-control-") and key.decode() not in _HEADERS
    ]
    ours = [(key.encode(), value.encode()) for key, value in _HEADERS.items()]
    return [*kept, *ours, (b"x-request-id", identity.encode())]


def _is_own(origin: str, host: str) -> bool:
    """Whether a request comes from a page of this server, or from no page at all."""
    return not origin or _netloc(origin) == host.lower()


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _decoded(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
