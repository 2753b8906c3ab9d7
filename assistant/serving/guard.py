"""What stands before everything that is served: hosts, origins, who may enter, sizes, headers.

Plain ASGI, so that streams and vanishing clients pass through it as they are.
"""

import ipaddress
import json
import logging
import re
import time
from collections import OrderedDict
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.limits import MOST_CLIENTS, Rate
from assistant.serving import refusals
from assistant.serving.access import PROGRAMS, Access
from assistant.serving.exchange import REQUEST_ID, Exchange, log
from assistant.serving.refusals import Refusal
from assistant.turns import asking

LARGEST_BODY = 1_000_000
"""Bytes of a request: a question, and a long conversation before it."""

LARGEST_OF_PAGE = 4_000_000
"""Bytes of what the page sends: a conversation with its answers, to be written as a file."""

LARGEST_OF_OWNER = 15_000_000
"""The same where the library has an owner, who may send files of ten million."""

WRONG_A_MINUTE = 20
"""Wrong passwords of one client that are looked at within a minute."""

ACTIONS = "/gradio_api/component_server"
"""Where the page's script asks."""

DOCUMENTS = "/api/documents/"
"""Where the addresses of documents begin."""

OPEN = frozenset({"/healthz", "/readyz"})
"""Addresses that need no password: they tell one word each."""

HEADS = OPEN | {"/api/documents", "/openapi.json", "/v1/models"}
"""Addresses of which programs may ask for the headers alone, as those that watch a server do."""

SERVED = ("/api/", "/v1/", "/mcp", "/assets/", "/static/")
"""Where the addresses that something of the product uses begin."""

NAMED = OPEN | {
    *("/", "/openapi.json", "/config", "/theme.css", "/favicon.ico", "/robots.txt"),
    *(f"/gradio_api/{name}" for name in ("info", "component_server", "startup-events")),
    *(f"/gradio_api/{name}" for name in ("queue/join", "queue/data", "cancel")),
}
"""Further ones in full. All else that the framework has is closed: uploads, proxies, files, editing
its own code."""

_CALL = re.compile(
    r"/gradio_api/call/(?:v2/)?(?:ask|search|documents|document)(?:/[\w-]+)?", re.ASCII
)
_READING = frozenset({"GET", "HEAD"})
"""What changes nothing; whose answer another site can't read, for none is told that it may."""


class Guard:
    """Looks at each request before the application does."""

    def __init__(self, app: ASGIApp, allowed: Access, of_page: int = LARGEST_OF_PAGE) -> None:
        """Guard an application.

        Args:
            app: what is guarded.
            allowed: who may enter.
            of_page: bytes that the page may send at once.
        """
        self._app = app
        self._access = allowed
        self._of_page = of_page
        self._wrong = Rate(WRONG_A_MINUTE, WRONG_A_MINUTE)
        self._entered: OrderedDict[str, None] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or say why not."""
        if scope["type"] == "websocket":
            # Nothing here speaks it, and what nobody guards is closed.
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = _Headers(scope)
        most = self._of_page if path_of(scope) == ACTIONS else LARGEST_BODY
        exchange = Exchange(receive, send, headers.of(REQUEST_ID), client_of(scope), most)
        asking.set(exchange.asking)
        if refusal := self._refusal(scope, headers, most):
            await exchange.refuse(refusal)
        else:
            await exchange.serve(self._app, _passed_on(scope, exchange))
        _write(scope, exchange)

    def _refusal(self, scope: Scope, headers: "_Headers", most: int) -> Refusal | None:
        """Why a request is not to be served, if it isn't."""
        host, origin, length = (
            headers.of("host"),
            headers.of("origin"),
            headers.of("content-length"),
        )
        if headers.has_twice("host") or headers.has_twice("origin"):
            return refusals.BAD_HEADERS
        if not self._access.knows(host):
            return refusals.UNKNOWN_HOST
        if scope["method"] not in _READING and not _is_own(origin, host):
            return refusals.FOREIGN_ORIGIN
        if not (length or "0").isdecimal() or int(length or "0") > most:
            return refusals.too_large(most)
        if refusal := self._stranger(scope, headers):
            return refusal
        path = path_of(scope)
        is_served = path in NAMED or scope["path"].startswith(SERVED) or _CALL.fullmatch(path)
        return None if is_served else refusals.NOT_FOUND

    def _stranger(self, scope: Scope, headers: "_Headers") -> Refusal | None:
        """Why whoever has no password may not enter; whoever guesses has to wait.

        Where somebody entered before, the right password is not kept waiting by wrong ones.
        """
        client, given = client_of(scope), headers.of("authorization")
        # A browser is shown a document on the page, which is open where there is no password.
        is_document = scope["method"] == "GET" and scope["path"].startswith(DOCUMENTS)
        is_of_page = is_document and headers.of("accept").startswith("text/html")
        if path_of(scope) in OPEN or (is_of_page and not self._access.credentials):
            return None
        if given and client not in self._entered and (seconds := self._wrong.wait(client)):
            return refusals.too_often(seconds)
        if self._access.lets_in(given, scope["path"]):
            self._remember(client, given)
            return None
        if given and (seconds := self._wrong.take(client)):
            return refusals.too_often(seconds)
        return refusals.UNAUTHORIZED if self._access.credentials else refusals.NO_TOKEN

    def _remember(self, client: str, given: str) -> None:
        if given:
            self._entered[client] = None
            self._entered.move_to_end(client)
            if len(self._entered) > MOST_CLIENTS:
                self._entered.popitem(last=False)


class _Headers:
    """The headers of a request, by name."""

    def __init__(self, scope: Scope) -> None:
        self._pairs = [(key, value.decode("latin-1")) for key, value in scope["headers"]]

    def of(self, name: str) -> str:
        """What a header says, empty where there is none."""
        return next((value for key, value in self._pairs if key == name.encode()), "")

    def has_twice(self, name: str) -> bool:
        """Whether a header stands there more than once."""
        return [key for key, _ in self._pairs].count(name.encode()) > 1


def client_of(scope: Scope) -> str:
    """The address of whoever asks, empty where it is none.

    Of version 6 it is that of his network, where he has as many as he likes.
    """
    try:
        address = ipaddress.ip_address(scope["client"][0] if scope.get("client") else "")
    except ValueError:
        return ""
    if address.version == 4 or address.ipv4_mapped:
        return str(address if address.version == 4 else address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def path_of(scope: Scope) -> str:
    """The path of a request, without a slash at the end."""
    return str(scope["path"]).rstrip("/") or "/"


def _passed_on(scope: Scope, exchange: Exchange) -> Scope:
    """A request as the application sees it: with its id, and without what a client says of others.

    The server has read by then what a proxy that is trusted tells of its clients.
    """
    dropped = (REQUEST_ID.encode(), b"x-forwarded-")
    kept = [pair for pair in scope["headers"] if not pair[0].startswith(dropped)]
    known = (REQUEST_ID.encode(), exchange.asking.request.encode())
    # The server leaves the body of what is asked for its headers away.
    is_head = scope["method"] == "HEAD" and path_of(scope) in HEADS
    method = "GET" if is_head else scope["method"]
    return {**scope, "method": method, "headers": [*kept, known]}


def _write(scope: Scope, exchange: Exchange) -> None:
    line = {
        "request": exchange.asking.request,
        "client": exchange.asking.client,
        "method": scope["method"],
        "path": scope["path"],
        "status": exchange.status,
        "seconds": round(time.monotonic() - exchange.began, 3),
    }
    if exchange.fault:
        line["fault"] = exchange.fault
    # What the page fetches and how it looks whether all is well is of interest to few.
    is_told = path_of(scope) not in OPEN and (
        exchange.status >= 400 or scope["path"].startswith(PROGRAMS) or exchange.asking.is_question
    )
    log.log(logging.INFO if is_told else logging.DEBUG, json.dumps(line))


def _is_own(origin: str, host: str) -> bool:
    """Whether a request comes from a page of this server, or from no page at all."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https")
    netloc: str = parts.netloc
    return not origin or (is_web and netloc.lower() == host.lower())
