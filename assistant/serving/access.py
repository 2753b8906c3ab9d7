"""Who may enter what is served: by which name it is called, and what lets one in."""

import base64
import binascii
import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.errors import InputError
from assistant.ui.owner import is_same

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?")

PROGRAMS = ("/api/", "/v1/", "/mcp", "/openapi.json", "/gradio_api/call/", "/gradio_api/queue/")
"""Where addresses begin that programs alone ask."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may enter: names by which the server is called, and what lets one in.

    Without ``credentials`` anybody may enter, but programs need the ``token`` if there is one; with
    them, and without a token, programs enter as people do. ``takes_addresses`` says that any
    address of the internet is a name of the server too: no other site can pretend to be one.
    """

    hosts: frozenset[str] = _LOOPBACK
    credentials: str = ""
    token: str = ""
    takes_addresses: bool = False

    def lets_in(self, authorization: str, path: str) -> bool:
        """Whether a request with such a header may have an address."""
        if not self.credentials and not (self.token and path.startswith(PROGRAMS)):
            return True
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() == "bearer" and self.token:
            return is_same(given.strip(), self.token)
        if scheme.lower() == "basic" and self.credentials:
            return is_same(_decoded(given), self.credentials)
        return False

    @property
    def schemes(self) -> dict[str, dict[str, str]]:
        """The ways in which programs enter, by name, as OpenAPI describes them."""
        token = {"token": {"type": "http", "scheme": "bearer"}} if self.token else {}
        password = {"password": {"type": "http", "scheme": "basic"}} if self.credentials else {}
        return token | password

    def knows(self, host: str) -> bool:
        """Whether the server may be called by the name in a header, which may hold a port."""
        name = _name(host)
        return name in self.hosts or (self.takes_addresses and _is_address(name))


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
    own = {host, *hosts} | (set() if is_loopback else {socket.gethostname()})
    known = _LOOPBACK | {name.lower() for name in own}
    return Access(known, "" if auth == "none" else auth, token, not is_loopback)


def _name(host: str) -> str:
    """The name in a Host header, without its port; empty where it is none."""
    found = _HOST.fullmatch(host.lower())
    return (found[1] or found[2]) if found else ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _decoded(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
