"""What stands before everything that is served."""

import asyncio
import base64
import json
import logging
import socket
from typing import Any

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from assistant.errors import InputError
from assistant.serving import exchange as exchange_module
from assistant.serving import guard as guard_module
from assistant.serving.access import Access, access
from assistant.serving.guard import Guard, client_of
from assistant.turns import asking

LOCAL = "http://127.0.0.1:7860"


def client(allowed: Access, url: str = LOCAL) -> TestClient:
    app = FastAPI()

    @app.post("/api/echo")
    async def echo(request: Request) -> int:
        return len(await request.body())

    @app.get("/api/bug")
    def broken() -> None:
        raise ZeroDivisionError("secret")

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return TestClient(Guard(app, allowed), base_url=url)


def basic(words: str) -> dict[str, str]:
    return {"authorization": f"Basic {base64.b64encode(words.encode()).decode()}"}


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "LOCALHOST:1", "[::1]:7860"])
def test_the_server_is_called_by_its_own_names(host: str) -> None:
    asked = client(Access()).post("/api/echo", headers={"host": host}, content=b"four")
    assert (asked.status_code, asked.json()) == (200, 4)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "1.2.3.4"])
def test_no_other_name_is_answered(host: str) -> None:
    asked = client(Access()).post("/api/echo", headers={"host": host})
    assert asked.status_code == 421
    assert asked.json()["error"]["code"] == "unknown_host"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://["]
)
def test_another_site_may_not_ask(origin: str) -> None:
    asked = client(Access()).post("/api/echo", headers={"origin": origin})
    assert (asked.status_code, asked.json()["error"]["code"]) == (403, "foreign_origin")
    assert "access-control-allow-origin" not in asked.headers
    own = client(Access()).post("/api/echo", headers={"origin": LOCAL})
    assert own.status_code == 200


def test_only_who_has_the_password_or_the_token_may_enter() -> None:
    guarded = client(Access(credentials="ada:sesame", token="t0ken"))

    refused = guarded.post("/api/echo")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic")
    for wrong in (
        {"authorization": "Bearer guess"},
        basic("ada:guess"),
        {"authorization": "Basic %"},
    ):
        assert guarded.post("/api/echo", headers=wrong).status_code == 401
    for right in ({"authorization": "Bearer t0ken"}, basic("ada:sesame")):
        assert guarded.post("/api/echo", headers=right).status_code == 200
    assert guarded.get("/healthz").status_code == 200


def test_a_body_that_is_too_large_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_module, "LARGEST_BODY", 10)
    open_to_all = client(Access())

    assert open_to_all.post("/api/echo", content=b"x" * 10).status_code == 200
    assert open_to_all.post("/api/echo", content=b"x" * 11).status_code == 413
    assert open_to_all.post("/api/echo", headers={"content-length": "-1"}).status_code == 413
    unannounced = open_to_all.post("/api/echo", content=(b"xxxxx" for _ in range(5)))
    assert code(unannounced) == (413, "too_large")


def test_what_the_framework_offers_and_nobody_uses_is_closed() -> None:
    for path in (
        *("/gradio_api/upload", "/gradio_api/upload_progress", "/docs", "/gradio_api/vibe-edit"),
        *("/gradio_api/proxy=http://evil.example", "/gradio_api/file=/etc/passwd", "/monitoring"),
        *("/gradio_api/run-history/buckets", "/gradio_api/heartbeat/x", "/elsewhere"),
    ):
        assert code(client(Access()).get(path)) == (404, "not_found")


def test_every_response_has_the_headers_and_an_id_and_the_log_no_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, "assistant.serving"):
        asked = client(Access()).post("/api/echo?q=secret", content=b"secret")

    assert asked.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in asked.headers["content-security-policy"]
    (line,) = [json.loads(record.message) for record in caplog.records]
    assert line["request"] == asked.headers["x-request-id"]
    assert (line["path"], line["status"]) == ("/api/echo", 200)
    assert "secret" not in caplog.text


def test_a_bug_is_told_by_its_request_alone(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "assistant.serving"):
        asked = client(Access()).get("/api/bug")

    assert asked.status_code == 500
    assert "secret" not in asked.text
    assert "secret" in caplog.text
    assert asked.headers["x-request-id"] in caplog.text


def test_whoever_opens_it_to_other_machines_has_to_say_how() -> None:
    with pytest.raises(InputError, match="ASSISTANT_AUTH=user:password"):
        access("0.0.0.0", "", "", ())
    with pytest.raises(InputError, match="neither"):
        access("0.0.0.0", "sesame", "", ())
    assert access("127.0.0.1", "", "", ()).lets_in("", "/")
    assert access("0.0.0.0", "none", "", ()).lets_in("", "/")
    guarded = access("0.0.0.0", "ada:sesame", "", ["chat.example"])
    assert not guarded.lets_in("", "/")
    assert guarded.knows("chat.example:443")
    assert not guarded.knows("evil.example")
    assert guarded.knows("192.0.2.1:7860")
    assert guarded.knows(f"{socket.gethostname()}:7860")


def test_a_token_without_a_password_is_asked_of_programs_alone() -> None:
    guarded = access("127.0.0.1", "", "t0ken", ())
    for path in (
        "/api/ask",
        "/v1/models",
        "/mcp",
        "/gradio_api/call/ask",
        "/gradio_api/queue/join",
    ):
        assert not guarded.lets_in("", path)
        assert guarded.lets_in("Bearer t0ken", path)
    assert guarded.lets_in("", "/")
    assert guarded.lets_in("", "/gradio_api/component_server/")


def test_who_guesses_passwords_has_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_module, "WRONG_A_MINUTE", 2)
    guarded = client(Access(credentials="ada:sesame"))

    told = [guarded.get("/api/x", headers=basic(f"ada:{n}")).status_code for n in range(3)]
    assert told == [401, 401, 429]
    assert guarded.get("/api/x").status_code == 401
    assert guarded.get("/api/x", headers=basic("ada:sesame")).status_code == 429


def test_where_somebody_entered_wrong_passwords_of_others_keep_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard_module, "WRONG_A_MINUTE", 2)
    guarded = client(Access(credentials="ada:sesame"))

    assert guarded.get("/healthz", headers=basic("ada:sesame")).status_code == 200
    assert guarded.post("/api/echo", headers=basic("ada:sesame")).status_code == 200
    told = [guarded.get("/api/x", headers=basic(f"ada:{n}")).status_code for n in range(4)]
    assert told == [401, 401, 429, 429]
    assert guarded.post("/api/echo", headers=basic("ada:sesame")).status_code == 200


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8:0:0:9::1", "2001:db8::/64"),
        ("x" * 1000, ""),
    ],
)
def test_a_client_is_an_address_or_a_network_of_version_6(address: str, client: str) -> None:
    assert client_of({"client": (address, 1)}) == client


@pytest.mark.parametrize(
    "host", ["evil@localhost", "localhost/evil", "localhost:1, evil.com", "localhost:x"]
)
def test_a_host_is_a_name_and_a_port(host: str) -> None:
    assert not Access().knows(host)


def test_a_header_that_names_a_host_twice_is_refused() -> None:
    headers = [("host", "evil.example"), ("host", "127.0.0.1:7860")]
    assert code(client(Access()).post("/api/echo", headers=headers)) == (400, "bad_headers")


def test_the_origin_of_an_extension_is_foreign() -> None:
    headers = {"origin": "chrome-extension://127.0.0.1:7860"}
    assert client(Access()).post("/api/echo", headers=headers).status_code == 403


def test_those_that_watch_ask_for_headers_alone() -> None:
    assert client(Access()).head("/healthz").status_code == 200


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_module, "BODY_SECONDS", 0.05)
    sent: list[Any] = []

    async def receive() -> Any:
        await asyncio.sleep(60)

    async def send(message: Any) -> None:
        sent.append(message)

    async def reads(_scope: Any, receive: Any, _send: Any) -> None:
        await receive()

    scope = {"type": "http", "method": "POST", "path": "/api/ask", "client": ("::1", 1)}
    headers = [(b"host", b"localhost"), (b"content-length", b"9")]
    asyncio.run(Guard(reads, Access())(scope | {"headers": headers}, receive, send))
    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"])["error"]["code"] == "too_slow"


def test_nobody_waits_for_a_client_that_has_gone() -> None:
    seen: list[bool] = []

    async def serve(_scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await asyncio.sleep(0.05)
        seen.append(asking.get().is_gone)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    messages = [{"type": "http.request", "body": b""}, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return messages.pop(0)

    async def send(_message: Any) -> None:
        pass

    scope = {"type": "http", "method": "POST", "path": "/api/ask", "client": None}
    asyncio.run(
        Guard(serve, Access())(scope | {"headers": [(b"host", b"localhost")]}, receive, send)
    )
    assert seen == [True]


def test_the_id_that_a_client_gives_its_request_is_kept_if_it_is_one() -> None:
    guarded = client(Access())
    for given, kept in (("job-17", True), ("a b", False), ("x" * 65, False)):
        told = guarded.get("/healthz", headers={"x-request-id": given}).headers["x-request-id"]
        assert (told == given) is kept


def test_a_password_is_not_asked_for_where_there_is_none() -> None:
    refused = client(Access(token="t0ken")).post("/api/echo")
    assert refused.headers["www-authenticate"] == "Bearer"
    page = client(Access(token="t0ken")).get(
        "/api/documents/iowa", headers={"accept": "text/html"}, follow_redirects=False
    )
    assert page.status_code == 404


def test_a_websocket_is_closed() -> None:
    with pytest.raises(WebSocketDisconnect), client(Access()).websocket_connect("/api/echo"):
        pass
