"""One request and what it is answered: its body bounded, its headers added to, its faults told."""

import asyncio
import json
import logging
import re
import secrets
import time
from collections.abc import Mapping
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.serving.refusals import TOO_SLOW, Refusal, bug, too_large
from assistant.turns import Asking

log = logging.getLogger("assistant.serving")

REQUEST_ID = "x-request-id"
"""The header under which the application and the client are told the request's id."""

BODY_SECONDS = 30.0
"""Seconds in which the next piece of a body has to come."""

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
_IDENTITY = re.compile(r"[\w.-]{1,64}", re.ASCII)
"""What a client may name its request."""


class _RefusedError(Exception):
    """A body went on over its bound, or did not go on."""


class Exchange:
    """What goes between a client and the application."""

    def __init__(self, receive: Receive, send: Send, identity: str, client: str, most: int) -> None:
        """Begin.

        Args:
            receive: the client's messages.
            send: takes ours.
            identity: what the client named its request, if it did.
            client: who asks, by address.
            most: bytes that its body may have.
        """
        given = identity if _IDENTITY.fullmatch(identity) else secrets.token_hex(8)
        self.asking = Asking(given, client)
        self.began, self.status, self.fault = time.monotonic(), 0, ""
        self._receive, self._send, self._most = receive, send, most
        self._seen = 0
        self._is_whole = False
        self._refusal: Refusal | None = None
        self._replaced = False
        self._watching: asyncio.Task[None] | None = None

    async def serve(self, app: ASGIApp, scope: Scope) -> None:
        """Have an application answer.

        Nothing is raised: what goes wrong is written under the request's id, and told by it.
        """
        try:
            await app(scope, self._bounded, self._answer)
        except _RefusedError:
            pass
        except (ClientDisconnect, asyncio.CancelledError):
            self.fault = "cut off"
        except Exception as error:
            # A stream that had begun when the framework found that nobody listens is no bug.
            self.fault = f"{type(error).__name__}: {error}"
            if not isinstance(error.__cause__, HTTPException):
                line = {"request": self.asking.request, "fault": self.fault}
                log.exception(json.dumps(line))
        finally:
            if self._watching is not None:
                self._watching.cancel()
        if not self.status and (self._refusal or self.fault):
            await self.refuse(self._refusal or bug())

    async def refuse(self, refusal: Refusal) -> None:
        """Answer with a fault."""
        self._refusal = None
        for message in refusal.messages:
            await self._answer(message)

    async def _bounded(self) -> Message:
        """The next message of the client, as long as its body stays within its bounds."""
        if self._is_whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), BODY_SECONDS)
        except TimeoutError as error:
            self._refusal = TOO_SLOW
            raise _RefusedError from error
        self._seen += len(message.get("body", b""))
        if self._seen > self._most:
            self._refusal = too_large(self._most)
            raise _RefusedError
        if not message.get("more_body", False):
            self._is_whole = True
            self._watching = asyncio.create_task(self._watch())
        return message

    async def _watch(self) -> None:
        """See whether the client goes: nobody then has to wait for his answer."""
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.asking.is_gone = True

    async def _answer(self, message: Message) -> None:
        if self._refusal is not None and not self.status:
            # The application's own word for what it could not read.
            return
        if message["type"] == "http.response.start":
            self.status = message["status"]
            if self.status == 500 and b"text/plain" in dict(message["headers"]).get(
                b"content-type", b""
            ):
                # The framework's word for a fault, which programs can't read.
                self._replaced = True
                message = bug().messages[0]
            message = {**message, "headers": _with_headers(message, self.asking.request)}
        elif self._replaced:
            if message.get("more_body", False):
                return
            message = bug().messages[1]
        await self._send(message)


def _with_headers(message: Message, identity: str) -> list[tuple[bytes, bytes]]:
    """The headers of a response with ours, and without what tells who else may read it."""
    kept = [
        (key, value)
        for key, value in message.get("headers", ())
        if not key.lower().startswith(b"access-control-") and key.decode() not in _HEADERS
    ]
    ours = [(key.encode(), value.encode()) for key, value in _HEADERS.items()]
    return [*kept, *ours, (REQUEST_ID.encode(), identity.encode())]
