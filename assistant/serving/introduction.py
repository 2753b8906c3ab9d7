"""The page with the product's own head: title and preview, in place of the framework's."""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.ui import page

_FOREIGN = re.compile(
    r"<title>[^<]*</title>|<meta\s+(?:property|name)=\"(?:og:|twitter:|description)[^>]*>"
)
"""What the framework says of itself in the head of the page."""


class Introduction:
    """Passes everything through as it is, but the page itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        is_page = scope["type"] == "http" and (scope["method"], scope["path"]) == ("GET", "/")
        await self._app(scope, receive, _introduced(send) if is_page else send)


def _introduced(send: Send) -> Send:
    """Holds a response back until it is whole, and sends it with our head if it is a page."""
    held: list[Message] = []

    async def collect(message: Message) -> None:
        held.append(message)
        if message["type"] != "http.response.body" or message.get("more_body", False):
            return
        start, *parts = held
        body = b"".join(part.get("body", b"") for part in parts)
        if b"text/html" in dict(start["headers"]).get(b"content-type", b""):
            body = _with_head(body.decode("utf-8")).encode("utf-8")
        length = (b"content-length", str(len(body)).encode())
        kept = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
        await send({**start, "headers": [*kept, length]})
        await send({"type": "http.response.body", "body": body})

    return collect


def _with_head(content: str) -> str:
    return _FOREIGN.sub("", content).replace("<head>", f"<head>{page.head()}", 1)
