"""What is told of a request that is not served: a status, a code and a remedy, as JSON."""

import json
import math
from dataclasses import dataclass

from starlette.types import Message

from assistant.turns import Asking, asking


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not served: what a program is told, and further headers."""

    status: int
    code: str
    message: str
    headers: tuple[tuple[bytes, bytes], ...] = ()

    @property
    def messages(self) -> tuple[Message, Message]:
        """The response, as ASGI sends it."""
        body = json.dumps(fault(self.code, self.message)).encode()
        length = (b"content-length", b"%d" % len(body))
        headers = [(b"content-type", b"application/json"), length, *self.headers]
        start = {"type": "http.response.start", "status": self.status, "headers": headers}
        return start, {"type": "http.response.body", "body": body}


UNKNOWN_HOST = Refusal(
    421, "unknown_host", "This server is not called by that name; ASSISTANT_HOSTS adds names."
)
FOREIGN_ORIGIN = Refusal(403, "foreign_origin", "Another site may not ask here.")
BAD_HEADERS = Refusal(400, "bad_headers", "Send Host and Origin once each.")
NO_JSON = Refusal(415, "no_json", "Send JSON, with the header Content-Type: application/json.")
TOO_SLOW = Refusal(408, "too_slow", "The body did not come in time; send it again.")
NOT_FOUND = Refusal(404, "not_found", "There is nothing here; /openapi.json tells what there is.")
BAD_METHOD = Refusal(
    405, "bad_method", "This address takes another method; /openapi.json tells which."
)
UNAUTHORIZED = Refusal(
    401,
    "unauthorized",
    "Send the user and password, or the token, of this server.",
    ((b"www-authenticate", b'Basic realm="Entertainment Policy Assistant"'),),
)
NO_TOKEN = Refusal(
    401, "unauthorized", "Send the token of this server.", ((b"www-authenticate", b"Bearer"),)
)


def too_large(most: int) -> Refusal:
    """What is told where a body has more bytes than it may."""
    return Refusal(413, "too_large", f"A request has at most {most:,} bytes here.")


def too_often(seconds: float) -> Refusal:
    """What is told who has to wait for so many seconds."""
    whole = math.ceil(seconds)
    message = f"Too many wrong passwords from here; try again in {whole} s."
    return Refusal(429, "too_many_requests", message, ((b"retry-after", b"%d" % whole),))


def bug() -> Refusal:
    """What is told where the fault is ours."""
    identity = asking.get(Asking()).request
    told = f"A fault of the assistant; its log tells more under {identity}."
    return Refusal(500, "internal", told)


def fault(code: str, message: str) -> dict[str, dict[str, str]]:
    """What a program is told of a fault."""
    return {"error": {"code": code, "message": message}}
