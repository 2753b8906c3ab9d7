"""The served app as programs meet it: over HTTP and with the real ``gradio_client``."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from playwright.sync_api import Browser, expect

from tests.conftest import ROOT
from tests.ui.browsing import Chat, ask, free_port, served

pytestmark = pytest.mark.enable_socket
QUESTION = "When does the Animation Guild contract end?"


def test_the_four_endpoints_answer_a_gradio_client(chat: Chat) -> None:
    client = Client(chat.url, verbose=False)
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(named) == {"/ask", "/search", "/documents", "/document"}

    told = client.predict(QUESTION, [], api_name="/ask")
    assert "31 July 2027" in told["answer"]
    text = client.predict(told["citations"][0]["document_id"], api_name="/document")["text"]
    cited = told["citations"][0]
    assert text[cited["start"] : cited["end"]] == cited["quote"]
    assert client.predict(QUESTION, 3, api_name="/search")["hits"]
    assert len(client.predict(api_name="/documents")["documents"]) >= 48
    with pytest.raises(Exception, match="no document"):
        client.predict("gone", api_name="/document")


def test_the_same_is_told_over_http(chat: Chat) -> None:
    with httpx.Client(base_url=chat.url, timeout=30) as client:
        told = client.post("/api/ask", json={"question": QUESTION}).json()
        assert "31 July 2027" in told["answer"]
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").status_code == 200
        written = client.post(
            "/v1/chat/completions", json={"messages": [{"role": "user", "content": QUESTION}]}
        ).json()
        assert "31 July 2027" in written["choices"][0]["message"]["content"]


def test_a_stranger_is_told_no_more_than_he_must(chat: Chat) -> None:
    with httpx.Client(base_url=chat.url, timeout=30) as client:
        described = client.get("/openapi.json").json()
        assert {path for path in described["paths"] if path.startswith("/api/")} == {
            "/api/ask",
            "/api/search",
            "/api/documents",
            "/api/documents/{document_id}",
        }
        for path in ("/config", "/gradio_api/info", "/openapi.json", "/"):
            assert str(chat.folder) not in client.get(path).text
        body = {"question": QUESTION}
        evil = client.post("/api/ask", json=body, headers={"host": "evil.example"})
        assert evil.status_code == 421
        foreign = client.post("/api/ask", json=body, headers={"origin": "http://evil.example"})
        assert foreign.status_code == 403
        assert "access-control-allow-origin" not in foreign.headers
        page = client.get("/", headers={"origin": "http://evil.example"})
        assert "access-control-allow-origin" not in page.headers
        policy = page.headers["content-security-policy"]
        assert "http:" not in json.dumps(policy)


def test_a_server_for_other_machines_lets_in_who_has_the_password(
    browser: Browser, starter_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(starter_store, tmp_path / "store")
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("ASSISTANT_AUTH", "ada:sesame")
    monkeypatch.setenv("ASSISTANT_TOKEN", "t0ken")
    chat = Chat(tmp_path, free_port())
    with served(chat), httpx.Client(base_url=chat.url, timeout=60) as client:
        assert client.get("/").status_code == 401
        assert client.post("/api/ask", json={"question": QUESTION}).status_code == 401
        assert client.get("/healthz").status_code == 200
        token = {"authorization": "Bearer t0ken"}
        told = client.post("/api/ask", json={"question": QUESTION}, headers=token).json()
        assert "31 July 2027" in told["answer"]
        context = browser.new_context(http_credentials={"username": "ada", "password": "sesame"})
        page = context.new_page()
        page.goto(chat.url)
        ask(page, QUESTION)
        expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=60_000)
        context.close()


def test_a_server_for_other_machines_has_to_say_who_may_enter(tmp_path: Path) -> None:
    environment = os.environ | {"HOST": "0.0.0.0", "ASSISTANT_STORE": str(tmp_path / "none")}
    environment.pop("ASSISTANT_AUTH", None)
    command = [sys.executable, "app.py"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "ASSISTANT_AUTH=user:password" in ended.stderr
