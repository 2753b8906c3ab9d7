"""A server on this machine that answers what a test wants, for names that only the tests know."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from socketserver import BaseRequestHandler, ThreadingTCPServer

Answer = bytes | Callable[[socket.socket], None]


def answer(body: bytes = b"", status: int = 200, kind: str = "text/plain", **headers: str) -> bytes:
    """A response; an underscore in a header's name stands for a hyphen."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
    lines += [f"Content-Type: {kind}"] if kind else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location: str, status: int = 302) -> bytes:
    return answer(status=status, Location=location)


def zipped(body: bytes) -> bytes:
    return answer(gzip.compress(body), Content_Encoding="gzip")


@dataclass(frozen=True)
class Asked:
    """A request as it came over the wire."""

    line: str
    headers: dict[str, str]

    @property
    def place(self) -> str:
        """Its host without port, and its path without query."""
        path = self.line.split(" ")[1].partition("?")[0]
        return self.headers["host"].rpartition(":")[0] + path


@dataclass
class Site:
    """What there is at ``host/path``; a robots.txt that isn't is answered with 404."""

    tls: ssl.SSLContext | None = None
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        site = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    site.serve(self.request)

        class Server(ThreadingTCPServer):
            request_queue_size = 64

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def serve(self, connection: socket.socket) -> None:
        connection.settimeout(10)
        if self.tls:
            connection = self.tls.wrap_socket(connection, server_side=True)
        with connection:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                piece = connection.recv(4096)
                if not piece:
                    return
                head += piece
            self.reply(connection, head.decode("ascii"))

    def reply(self, connection: socket.socket, head: str) -> None:
        line, *rest = head.strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (row.partition(": ") for row in rest)}
        asked = Asked(line, headers)
        self.asked.append(asked)
        what = self.pages.get(asked.place, answer(b"nothing", status=404))
        if callable(what):
            what(connection)
        else:
            connection.sendall(what)

    def dripping(self, start: bytes, drop: bytes) -> Callable[[socket.socket], None]:
        """Sends the start, and then a drop again and again until the other side has gone."""

        def drip(connection: socket.socket) -> None:
            connection.sendall(start)
            while not self.stopped.wait(0.02):
                connection.sendall(drop)

        return drip

    def streaming(self, start: bytes, piece: bytes) -> Callable[[socket.socket], None]:
        """Sends the start, and then a piece again and again as fast as it goes."""

        def stream(connection: socket.socket) -> None:
            connection.sendall(start)
            while not self.stopped.is_set():
                connection.sendall(piece)

        return stream

    def places(self) -> list[str]:
        """What was asked for, without the robots.txt."""
        return [asked.place for asked in self.asked if not asked.place.endswith("/robots.txt")]

    def close(self) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@dataclass
class Names:
    """A resolver: what is known of a host, one answer after the other, the last for ever."""

    known: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, port: int) -> Sequence[str]:
        before = self.asked.count(host)
        self.asked.append(host)
        answers = self.known.get(host, [["127.0.0.1"]])
        if not answers:
            raise socket.gaierror("no such host")
        return answers[min(before, len(answers) - 1)]


@dataclass
class Time:
    """What was slept, which goes by at once, after the time as it is or after one that stands."""

    slept: list[float] = field(default_factory=list)
    stands: bool = False

    def clock(self) -> float:
        return (0 if self.stands else time.monotonic()) + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
