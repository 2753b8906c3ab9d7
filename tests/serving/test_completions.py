"""The assistant as a model: what a client of OpenAI's interface gets."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.assistant import Assistant
from assistant.serving.api import add_api
from assistant.serving.completions import MODEL, add_completions, write
from assistant.tools import Tools
from assistant.turns import Turns
from tests.serving.test_api import SETTINGS

LIBRARY = {
    "iowa.md": "---\ntitle: Iowa credit\nkind: brief\n---\n"
    "The Iowa credit pays 30 percent of wages. [^1]\n\n"
    "[^1]: Iowa Office | https://iowa.example/credit | official\n",
    "utah.md": "# Utah credit\n\nThe Utah credit pays 20 percent of wages.",
}


def address(document_id: str) -> str:
    return f"http://here/{document_id}"


QUESTION = "What percent of wages does the Iowa credit pay?"
URL = "https://iowa.example/credit"


@pytest.fixture
def client(library: Callable[..., Assistant]) -> Iterator[TestClient]:
    app = FastAPI()
    tools = Tools(library(LIBRARY), SETTINGS, Turns())
    add_api(app, tools, lambda: {"ready": True})
    add_completions(app, tools, lambda: 1_800_000_000.0)
    with TestClient(app) as found:
        yield found


def complete(client: TestClient, *said: Any, **more: Any) -> Any:
    roles = ["user", "assistant"] * len(said)
    messages = [
        {"role": role, "content": content} for role, content in zip(roles, said, strict=False)
    ]
    return client.post("/v1/chat/completions", json={"model": MODEL, "messages": messages, **more})


def test_the_one_model_is_listed(client: TestClient) -> None:
    assert [item["id"] for item in client.get("/v1/models").json()["data"]] == [MODEL]
    assert client.get(f"/v1/models/{MODEL}").json()["object"] == "model"
    assert client.get("/v1/models/gpt").json()["error"]["code"] == "model_not_found"


def test_an_answer_links_its_sources_in_the_text_and_beside_it(client: TestClient) -> None:
    told = complete(client, QUESTION, temperature=0.2, tools=[]).json()

    message = told["choices"][0]["message"]
    assert told["choices"][0]["finish_reason"] == "stop"
    assert message["content"].startswith(f"The Iowa credit pays 30 percent of wages. [[1]]({URL})")
    assert message["content"].endswith(f"[1] Iowa credit; Iowa Office (official) {URL}")
    (noted,) = message["annotations"]
    cited = noted["url_citation"]
    assert (cited["url"], cited["title"]) == (URL, "Iowa credit")
    assert message["content"][cited["start_index"] : cited["end_index"]] == f"[[1]]({URL})"


def test_a_stream_brings_the_same_text_in_pieces(client: TestClient) -> None:
    whole = complete(client, QUESTION).json()["choices"][0]["message"]["content"]
    lines = complete(client, QUESTION, stream=True).text.split("\n\n")

    assert lines[-2:] == ["data: [DONE]", ""]
    events = [json.loads(line.removeprefix("data: ")) for line in lines[:-2]]
    deltas = [event["choices"][0]["delta"] for event in events]
    assert "".join(delta.get("content", "") for delta in deltas) == whole
    assert len(deltas) > 4
    assert events[-1]["choices"][0]["finish_reason"] == "stop"
    assert len({event["id"] for event in events}) == 1


def test_a_conversation_is_followed_and_parts_are_read(client: TestClient) -> None:
    before = complete(client, QUESTION).json()["choices"][0]["message"]["content"]
    parts = [{"type": "text", "text": "And Utah?"}]
    told = complete(client, QUESTION, before, parts).json()

    assert "Utah credit pays 20 percent" in told["choices"][0]["message"]["content"]


@pytest.mark.parametrize("messages", [[], [{"role": "system", "content": "Be kind."}], 5])
def test_without_a_question_there_is_a_fault(client: TestClient, messages: object) -> None:
    response = client.post("/v1/chat/completions", json={"model": MODEL, "messages": messages})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "bad_input")


def test_an_unknown_model_is_told(client: TestClient) -> None:
    response = client.post(
        "/v1/chat/completions",
        json={"model": "gpt", "messages": [{"role": "user", "content": "Hello"}]},
    )
    assert (response.status_code, response.json()["error"]["code"]) == (404, "model_not_found")


def test_an_address_that_would_end_a_link_is_none() -> None:
    source = {"name": "S", "grade": "trade", "url": "https://e.example/a) [x](javascript:alert(1)"}
    cited = {"n": 1, "title": "T", "section": "", "sources": [source]}
    cited = cited | {"document_id": "t"}
    written = write({"answer": "Said. [1] [7]", "citations": [cited], "notes": []}, address)

    assert written.text.startswith("Said. [[1]](http://here/t) [7]")
    assert "](javascript" not in written.text


def test_what_a_document_says_draws_nothing_and_leads_nowhere() -> None:
    said = "![a](http://evil.example/b.png) <img src=x> [1]"
    cited = {"n": 1, "title": "[x](http://evil.example)", "section": "", "sources": []}
    told = {"answer": said, "citations": [cited | {"document_id": "t"}], "notes": []}
    written = write(told, address)

    assert "](http://evil" not in written.text
    assert "<img" not in written.text.replace("\\<", "")


def test_what_goes_on_reads_an_answer_without_its_links(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    ask = Tools.ask
    monkeypatch.setattr(
        Tools, "ask", lambda tools, *asked: heard.append(asked) or ask(tools, *asked)
    )
    before = complete(client, QUESTION).json()["choices"][0]["message"]["content"]
    complete(client, QUESTION, before, "And Utah?")

    turns = heard[-1][1]
    assert turns[1]["content"] == "The Iowa credit pays 30 percent of wages. [1]"
