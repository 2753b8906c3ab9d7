"""The served app as programs meet it: over HTTP and with the real ``gradio_client``."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from openai import BadRequestError, NotFoundError, OpenAI
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


@pytest.mark.parametrize("name", ["gradio_client", "mcp", "openai", "langchain"])
def test_the_examples_run(chat: Chat, name: str) -> None:
    command = [sys.executable, f"examples/with_{name}.py", QUESTION]
    done = subprocess.run(command, cwd=ROOT, env=environment(chat), capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "31 July 2027" in done.stdout


def test_the_example_of_curl_runs(chat: Chat) -> None:
    if shutil.which("curl") is None:
        pytest.fail("no curl") if os.environ.get("CI") else pytest.skip("no curl")
    command = ["examples/with_curl.sh", QUESTION]
    done = subprocess.run(command, cwd=ROOT, env=environment(chat), capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    answered, searched, listed, called = done.stdout.splitlines()
    assert "31 July 2027" in json.loads(answered)["answer"]
    assert len(json.loads(searched)["hits"]) == 3
    assert listed == "documents: 200"
    (item,) = json.loads(called)["result"]["content"]
    assert json.loads(item["text"])["results"][0]["url"].startswith(chat.url)


def environment(chat: Chat) -> dict[str, str]:
    return os.environ | {
        "ASSISTANT_URL": chat.url,
        "ASSISTANT_STORE": str(chat.folder / "store"),
        "ASSISTANT_TOKEN": os.environ.get("ASSISTANT_TOKEN", ""),
    }


def test_a_client_that_goes_on_streaming_gets_the_links_and_the_sources(chat: Chat) -> None:
    client = OpenAI(base_url=f"{chat.url}/v1", api_key="none")
    said = [{"role": "user", "content": QUESTION}]
    assert [model.id for model in client.models.list()] == ["entertainment-policy-assistant"]
    whole = client.chat.completions.create(model="entertainment-policy-assistant", messages=said)
    message = whole.choices[0].message
    cited = message.annotations[0].url_citation
    assert message.content[cited.start_index : cited.end_index] == f"[[1]]({cited.url})"
    stream = client.chat.completions.create(
        model="entertainment-policy-assistant", messages=said, stream=True
    )
    assert "".join(chunk.choices[0].delta.content or "" for chunk in stream) == message.content
    with pytest.raises(NotFoundError, match="no model"):
        client.chat.completions.create(model="gpt", messages=said)
    with pytest.raises(BadRequestError, match="last message"):
        client.chat.completions.create(model="entertainment-policy-assistant", messages=[])


def test_the_log_names_the_request_of_each_question_and_not_its_words(chat: Chat) -> None:
    asked = "When does the Animation Guild contract run out?"
    Client(chat.url, verbose=False).predict(asked, [], api_name="/ask")
    told = httpx.post(f"{chat.url}/api/ask", json={"question": asked}, timeout=30)
    lines = [
        json.loads(line)
        for line in (chat.folder / "app.log").read_text().splitlines()
        if line.startswith("{")
    ]
    by_event = {
        event: {line["request"] for line in lines if line["event"] == event}
        for event in ("serving", "questions")
    }
    assert told.headers["x-request-id"] in by_event["questions"] & by_event["serving"]
    gradio = {line["request"] for line in lines if line.get("path", "").endswith("/queue/join")}
    assert gradio & by_event["questions"]
    assert asked not in (chat.folder / "app.log").read_text()


def test_it_ends_at_once_whoever_is_connected(starter_store: Path, tmp_path: Path) -> None:
    shutil.copytree(starter_store, tmp_path / "store")
    chat = Chat(tmp_path, free_port())
    with served(chat) as process, httpx.Client(base_url=chat.url, timeout=60) as client:
        client.post("/api/ask", json={"question": QUESTION})
        half = socket.create_connection(("127.0.0.1", chat.port))
        half.sendall(b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\n{")
        listening = socket.create_connection(("127.0.0.1", chat.port))
        listening.sendall(
            b"GET /gradio_api/queue/data?session_hash=x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        )
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(client.post, "/api/ask", json={"question": QUESTION})
            process.terminate()
            assert process.wait(timeout=5) in (0, -signal.SIGTERM)
            with suppress(httpx.HTTPError):
                asked.result()
        half.close()
        listening.close()
    assert "Traceback" not in (tmp_path / "app.log").read_text()


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
        foreign = client.post("/mcp", json={}, headers={"host": "evil.example"})
        assert foreign.status_code == 421
        for name in ("gradio_client", "mcp", "openai"):
            command = [sys.executable, f"examples/with_{name}.py", QUESTION]
            done = subprocess.run(command, cwd=ROOT, env=environment(chat), capture_output=True)
            assert b"31 July 2027" in done.stdout
            refused = environment(chat) | {"ASSISTANT_TOKEN": "guess"}
            assert subprocess.run(command, cwd=ROOT, env=refused, capture_output=True).returncode
        token = {"authorization": "Bearer t0ken"}
        described = client.get("/openapi.json", headers=token).json()
        assert described["security"] == [{"token": []}, {"password": []}]
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


def test_the_calls_that_the_framework_describes_are_open_and_those_of_the_page_are_not(
    chat: Chat,
) -> None:
    with httpx.Client(base_url=chat.url, timeout=30) as client:
        body = {"question": QUESTION, "history": None}
        event = client.post("/gradio_api/call/v2/ask", json=body).json()["event_id"]
        assert "31 July 2027" in client.get(f"/gradio_api/call/ask/{event}").text
        for name in ("page_ask", "page_owner", "v2/page_ask", "nothing"):
            assert client.post(f"/gradio_api/call/{name}", json={"data": []}).status_code == 404
        dependencies = client.get("/config").json()["dependencies"]
        assert [item["api_name"] for item in dependencies] == [
            *("ask", "search", "documents", "document"),
        ]
