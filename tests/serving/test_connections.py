"""Connections of which nothing comes, against a server of its own."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
import uvicorn

from assistant.serving import connections
from assistant.serving.connections import Connection
from tests.ui.browsing import free_port

pytestmark = pytest.mark.enable_socket


async def hello(scope, receive, send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(connections, "MOST_OF_ONE", 5)
    port = free_port()
    config = uvicorn.Config(hello, port=port, http=Connection, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield port
    server.should_exit = True
    thread.join(20)


def is_closed(connection: socket.socket) -> bool:
    connection.settimeout(15)
    with suppress(ConnectionError):
        while connection.recv(4096):
            pass
    return True


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_a_head_that_does_not_come_is_not_waited_for(port: int, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(sent)
        assert is_closed(connection)


def test_neither_is_the_second_of_a_connection(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n")
        assert is_closed(connection)


def test_a_body_may_take_longer_than_a_head(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na")
        time.sleep(0.6)
        connection.sendall(b"b")
        connection.settimeout(5)
        assert b"200 OK" in connection.recv(4096)


def test_a_head_without_end_is_refused(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        with suppress(ConnectionError):
            for _ in range(100):
                connection.sendall(b"x" * 10_000)
        assert is_closed(connection)


def test_one_client_has_so_many_connections_and_no_more(port: int) -> None:
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(5)]
    time.sleep(0.1)
    with socket.create_connection(("127.0.0.1", port)) as further:
        assert is_closed(further)
    for connection in held:
        connection.close()
    time.sleep(0.1)
    assert httpx.get(f"http://127.0.0.1:{port}/").text == "hello"
