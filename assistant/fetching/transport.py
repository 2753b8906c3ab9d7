"""One request over the wire: to an address that was looked at, within the time and the bytes."""

import ssl
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore2

from assistant.errors import InputError
from assistant.fetching.addresses import Endpoint, Resolver, pinned
from assistant.fetching.deadline import Deadline
from assistant.fetching.limits import Limits
from assistant.fetching.links import Link
from assistant.fetching.wording import printable

Headers = Sequence[tuple[str, str]]

_FRAMING = 65_536
"""What may come beside twice a document's bytes: the marks between its pieces."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response whose head has been read; its body is read by whoever goes through ``pieces``."""

    link: Link
    status: int
    headers: Headers
    pieces: Iterator[bytes]

    def header(self, name: str) -> str:
        """The first header of a name in lower case, empty where there is none."""
        return next((value for key, value in self.headers if key == name), "")


class Transport:
    """Sends requests; safe to use from several threads. Knows no proxy of the environment."""

    def __init__(
        self,
        limits: Limits,
        resolver: Resolver,
        also_allowed: Collection[Endpoint],
        ssl_context: ssl.SSLContext,
    ) -> None:
        """Send by these addresses and certificates alone."""
        self._limits = limits
        self._resolver = resolver
        self._also_allowed = frozenset(also_allowed)
        self._ssl_context = ssl_context

    def addresses(self, link: Link, deadline: Deadline) -> tuple[str, ...]:
        """The addresses one request may go to.

        Raises:
            InputError: there are none, or one isn't public.
        """
        return pinned(link, self._resolver, self._also_allowed, deadline)

    @contextmanager
    def opened(
        self, link: Link, addresses: Sequence[str], headers: Headers, deadline: Deadline
    ) -> Iterator[Reply]:
        """Ask for a link at its ``addresses``, and give the reply while the connection is open.

        Raises:
            InputError: the host can't be reached, isn't who it should be, or breaks a bound.
        """
        wire = _Wire(deadline, self._limits)
        url = httpcore2.URL(scheme=link.scheme, host=link.host, port=link.port, target=link.target)
        connection = httpcore2.HTTPConnection(
            url.origin,
            ssl_context=self._ssl_context,
            network_backend=_Backend(addresses, wire),
        )
        sent = [("Host", link.authority), ("Connection", "close"), *headers]
        with _faults(deadline), connection, connection.stream("GET", url, headers=sent) as answer:
            wire.head_is_read()
            kept = tuple((_text(name).lower(), _text(value)) for name, value in answer.headers)
            yield Reply(link, answer.status, kept, answer.iter_stream())


class _Wire:
    """What one connection may still bring."""

    def __init__(self, deadline: Deadline, limits: Limits) -> None:
        self.deadline = deadline
        self.limits = limits
        self._room = limits.head_bytes
        self._is_head = True

    def head_is_read(self) -> None:
        """From now on the body is counted."""
        self._is_head = False
        self._room = 2 * self.limits.most_bytes + _FRAMING

    def room(self, most: int) -> int:
        """Bytes that may be read at once."""
        if not self._room:
            part = "headers" if self._is_head else "frames"
            raise InputError(f"comes with too large {part}; download it and add the file")
        return min(most, self._room)

    def count(self, read: int) -> None:
        self._room -= read


class _Stream(httpcore2.NetworkStream):
    """A connection on which each step has only the time and the bytes that are left."""

    def __init__(self, stream: httpcore2.NetworkStream, wire: _Wire) -> None:
        self._stream = stream
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(self._wire.room(max_bytes), self._wire.deadline.left())
        self._wire.count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._wire.deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        try:
            left = min(self._wire.limits.connect_seconds, self._wire.deadline.left())
        except InputError:
            self.close()
            raise
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._wire)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Connects to the addresses that were looked at, whatever the host is called."""

    def __init__(self, addresses: Sequence[str], wire: _Wire) -> None:
        self._addresses = addresses
        self._wire = wire
        self._backend = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        fault: Exception = httpcore2.ConnectError("no address")
        for address in self._addresses:
            left = min(self._wire.limits.connect_seconds, self._wire.deadline.left())
            try:
                stream = self._backend.connect_tcp(
                    address, port, left, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                fault = error
            else:
                return _Stream(stream, self._wire)
        raise fault


@contextmanager
def _faults(deadline: Deadline) -> Iterator[None]:
    """Say in one line what went wrong on the wire."""
    try:
        yield
    except httpcore2.ConnectTimeout as error:
        deadline.left()
        raise InputError("has a host that doesn't answer; try again later") from error
    except httpcore2.TimeoutException as error:
        raise deadline.passed() from error
    except httpcore2.NetworkError as error:
        raise InputError(_lost(error)) from error
    except httpcore2.ProtocolError as error:
        raise InputError(
            "comes from a server that breaks off or doesn't speak HTTP; check the link"
        ) from error


def _lost(error: Exception) -> str:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = printable(cause.verify_message)
        return f"has a host that can't prove who it is ({reason}); check the link"
    if isinstance(cause, ssl.SSLError):
        return "has a host to which no safe connection can be made; check the link"
    return "has a host that can't be reached; check the link, or try again later"


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
