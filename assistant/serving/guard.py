"""What stands before everything that is served: hosts, origins, who may enter, sizes, headers.

Plain ASGI, so that streams and vanishing clients pass through it as they are.
"""

import asyncio
import json
import logging
import math
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.limits import Rate
from assistant.serving.access import PROGRAMS, Access
from assistant.turns import request_id

log = logging.getLogger("assistant.serving")

LARGEST_BODY = 15_000_000
"""Bytes of a request: a file of ten million, as the owner's page sends it."""

REQUEST_ID = "x-request-id"
"""The header under which the application and the client are told the request's id."""

OPEN = frozenset({"/healthz", "/readyz"})
"""Addresses that need no password: they tell one word each."""

SERVED = ("/api/", "/v1/", "/mcp", "/assets/", "/static/", "/gradio_api/call/")
"""Where the addresses that something of the product uses begin."""

NAMED = OPEN | {
    *("/", "/openapi.json", "/config", "/theme.css", "/favicon.ico", "/robots.txt"),
    *(f"/gradio_api/{name}" for name in ("info", "component_server", "startup-events")),
    *(f"/gradio_api/queue/{name}" for name in ("join", "data")),
}
"""Further ones in full. All else that the framework has is closed: uploads, proxies, files, editing
its own code."""

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
_READING = frozenset({"GET", "HEAD"})
"""What changes nothing; whose answer another site can't read, for none is told that it may."""

WRONG_A_MINUTE = 20
"""Wrong passwords of one client that are looked at within a minute."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not served: what a program is told, and further headers."""

    status: int
    code: str
    message: str
    headers: tuple[tuple[bytes, bytes], ...] = ()


_UNKNOWN_HOST = Refusal(
    421, "unknown_host", "This server is not called by that name; ASSISTANT_HOSTS adds names."
)
_FOREIGN_ORIGIN = Refusal(403, "foreign_origin", "Another site may not ask here.")
_TOO_LARGE = Refusal(413, "too_large", f"A request has at most {LARGEST_BODY} bytes.")
_NOT_FOUND = Refusal(404, "not_found", "There is nothing here; /openapi.json tells what there is.")
_UNAUTHORIZED = Refusal(
    401,
    "unauthorized",
    "Send the user and password, or the token, of this server.",
    ((b"www-authenticate", b'Basic realm="Entertainment Policy Assistant"'),),
)


def _too_often(seconds: float) -> Refusal:
    whole = math.ceil(seconds)
    message = f"Too many requests from here; try again in {whole} s."
    return Refusal(429, "too_many_requests", message, ((b"retry-after", b"%d" % whole),))


class Guard:
    """Looks at each request before the application does."""

    def __init__(self, app: ASGIApp, allowed: Access, rate: Rate | None = None) -> None:
        """Guard an application.

        Args:
            app: what is guarded.
            allowed: who may enter.
            rate: how much one client may ask, by default as much as he likes.
        """
        self._app = app
        self._access = allowed
        self._rate = rate or Rate(0, 1)
        self._wrong = Rate(WRONG_A_MINUTE, WRONG_A_MINUTE)

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
        request_id.set(exchange.identity)
        headers = {key: value.decode("latin-1") for key, value in scope["headers"]}
        if refusal := self._refusal(scope, headers):
            await exchange.refuse(refusal)
        else:
            known = (REQUEST_ID.encode(), exchange.identity.encode())
            others = [pair for pair in scope["headers"] if pair[0] != known[0]]
            await exchange.serve(self._app, {**scope, "headers": [*others, known]})
        _write(scope, exchange)

    def _refusal(self, scope: Scope, headers: Mapping[bytes, str]) -> Refusal | None:
        """Why a request is not to be served, if it isn't."""
        host, path, client = headers.get(b"host", ""), scope["path"], client_of(scope)
        if not self._access.knows(host):
            return _UNKNOWN_HOST
        if scope["method"] not in _READING and not _is_own(headers.get(b"origin", ""), host):
            return _FOREIGN_ORIGIN
        length = headers.get(b"content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return _TOO_LARGE
        authorization = headers.get(b"authorization", "")
        if path not in OPEN and (refusal := self._stranger(client, authorization, path)):
            return refusal
        if (path.rstrip("/") or "/") not in NAMED and not path.startswith(SERVED):
            return _NOT_FOUND
        if is_asked(scope) and (seconds := self._rate.take(client)):
            return _too_often(seconds)
        return None

    def _stranger(self, client: str, authorization: str, path: str) -> Refusal | None:
        """Why whoever has no password may not enter; whoever guesses has to wait."""
        if authorization and (seconds := self._wrong.wait(client)):
            return _too_often(seconds)
        if self._access.lets_in(authorization, path):
            return None
        if authorization:
            self._wrong.take(client)
        return _UNAUTHORIZED


def client_of(scope: Scope) -> str:
    """The address of whoever asks; that of his network, where there are as many as he likes."""
    address = scope["client"][0] if scope.get("client") else ""
    return ":".join(address.split(":")[:4]) if ":" in address else address


def is_asked(scope: Scope) -> bool:
    """Whether a request asks for something, and not for a part of the page."""
    return scope["method"] not in _READING or scope["path"].startswith(PROGRAMS)


def _write(scope: Scope, exchange: "_Exchange") -> None:
    line = {
        "request": exchange.identity,
        "client": client_of(scope),
        "method": scope["method"],
        "path": scope["path"],
        "status": exchange.status,
        "seconds": round(time.monotonic() - exchange.began, 3),
    }
    if exchange.fault:
        line["fault"] = exchange.fault
    # What the page fetches and how it looks whether all is well is of interest to few.
    is_told = scope["path"] not in OPEN and (
        exchange.status >= 400 or scope["path"].startswith(PROGRAMS)
    )
    log.log(logging.INFO if is_told else logging.DEBUG, json.dumps(line))


class _TooLargeError(Exception):
    """A body went on over its bound."""


class _Exchange:
    """One request and what it is answered: its body bounded, its headers added to."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self.identity, self.began, self.status = secrets.token_hex(8), time.monotonic(), 0
        self.fault = ""
        self._receive, self._send = receive, send
        self._seen = 0

    async def serve(self, app: ASGIApp, scope: Scope) -> None:
        """Have an application answer; one whose body is too large gets that for an answer.

        Nothing is raised: what goes wrong is written under the request's id, and told by it.
        """
        try:
            await app(scope, self._bounded, self._answer)
        except _TooLargeError:
            pass
        except (ClientDisconnect, asyncio.CancelledError):
            self.fault = "cut off"
        except Exception as error:
            # A stream that had begun when the framework found that nobody listens is no bug.
            self.fault = f"{type(error).__name__}: {error}"
            if not isinstance(error.__cause__, HTTPException):
                log.exception(json.dumps({"request": self.identity, "fault": self.fault}))
        if self._is_over and not self.status:
            await self.refuse(_TOO_LARGE)
        elif self.fault and not self.status:
            await self.refuse(bug())

    async def refuse(self, refusal: Refusal) -> None:
        """Answer with a fault."""
        body = json.dumps(fault(refusal.code, refusal.message)).encode()
        length = (b"content-length", b"%d" % len(body))
        headers = [(b"content-type", b"application/json"), length, *refusal.headers]
        self._seen = 0
        start = {"type": "http.response.start", "status": refusal.status, "headers": headers}
        await self._answer(start)
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


def bug() -> Refusal:
    """What is told where the fault is ours."""
    told = f"A fault of the assistant; its log tells more under {request_id.get()}."
    return Refusal(500, "internal", told)


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
    return [*kept, *ours, (REQUEST_ID.encode(), identity.encode())]


def _is_own(origin: str, host: str) -> bool:
    """Whether a request comes from a page of this server, or from no page at all."""
    return not origin or _netloc(origin) == host.lower()


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
