"""What stands before everything that is served."""

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
from assistant.limits import Rate
from assistant.serving import guard as guard_module
from assistant.serving.access import Access, access
from assistant.serving.guard import Guard

LOCAL = "http://127.0.0.1:7860"


def client(allowed: Access, url: str = LOCAL, rate: Rate | None = None) -> TestClient:
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

    return TestClient(Guard(app, allowed, rate), base_url=url)


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


def test_who_asks_too_often_has_to_wait() -> None:
    time = [0.0]
    guarded = client(Access(), rate=Rate(60, 2, lambda: time[0]))

    told = [guarded.post("/api/echo").status_code for _ in range(3)]
    assert told == [200, 200, 429]
    refused = guarded.post("/api/echo")
    assert code(refused) == (429, "too_many_requests")
    assert refused.headers["retry-after"] == "1"
    assert guarded.get("/healthz").status_code == 200
    time[0] = 1.0
    assert guarded.post("/api/echo").status_code == 200


def test_who_guesses_passwords_has_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_module, "WRONG_A_MINUTE", 2)
    guarded = client(Access(credentials="ada:sesame"))

    told = [guarded.get("/api/x", headers=basic(f"ada:{n}")).status_code for n in range(3)]
    assert told == [401, 401, 429]
    assert guarded.get("/api/x").status_code == 401


def test_a_websocket_is_closed() -> None:
    with pytest.raises(WebSocketDisconnect), client(Access()).websocket_connect("/api/echo"):
        pass
