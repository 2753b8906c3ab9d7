"""The assistant as a model: what a client of OpenAI's interface gets."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from markdown_it import MarkdownIt
from starlette.testclient import TestClient

from assistant.assistant import Assistant
from assistant.serving.api import add_api
from assistant.serving.completions import MODEL, add_completions
from assistant.serving.markdown import read, write
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
    assert message["content"].endswith(f"- [1] Iowa credit; [Iowa Office]({URL}) (official)")
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


def told(answer: str, **more: Any) -> dict[str, Any]:
    citation = {"n": 1, "document_id": "t", "title": "T", "section": "", "shown": "", "sources": []}
    under = {"choices": [], "related": [], "notes": [], "as_of": None}
    cited = citation | more.pop("cited", {})
    return {"answer": answer, "citations": [cited], **under, **more}


def test_an_address_that_would_end_a_link_is_none() -> None:
    url = "https://e.example/a) [x](javascript:alert(1)"
    source = {"name": "S", "grade": "trade", "url": url}
    written = write(told("Said. [1] [7]", cited={"sources": [source]}), address)

    assert written.text.startswith("Said. [[1]](http://here/t) [7]")
    assert "](javascript" not in written.text


@pytest.mark.parametrize(
    "said",
    [
        "![a](http://evil.example/b.png) [1]",
        "<img src=http://evil.example/b.png> [1]",
        "\\<img src=http://evil.example/b.png> [1]",
        "[a\\](http://evil.example) [1]",
    ],
)
def test_what_a_document_says_draws_nothing_and_leads_nowhere(said: str) -> None:
    cited = {"title": f"T {said}", "section": said, "shown": said}
    written = write(told(said, cited=cited, notes=[said], choices=[said]), address)
    shown = MarkdownIt("commonmark", {"html": True}).render(written.text)

    assert "<img" not in shown
    assert 'href="http://evil' not in shown


def test_a_number_that_a_quote_holds_is_no_citation() -> None:
    said = "As [1] and [2] say, it is so."
    written = write(told(f"{said} [1]", cited={"shown": said}), address)

    assert written.text.startswith(f"{said} [[1]](http://here/t)")
    assert len(written.annotations) == 1


def test_what_to_choose_from_what_is_near_and_what_is_to_be_noted_stand_under_it() -> None:
    near = {"document_id": "u", "title": "U", "shown": "It is near.", "sources": []}
    under = {
        "choices": ["One?", "Two?"],
        "related": [near],
        "notes": ["Old."],
        "as_of": "2026-07-01",
    }
    written = write(told("**Ask**\nSaid. [1]", **under), address)

    shown = MarkdownIt("commonmark").render(written.text)
    for part in (
        *(
            "<strong>Ask</strong><br />",
            "<li>One?</li>",
            '<li>It is near. (<a href="http://here/u">',
        ),
        *("<p>Note: Old.</p>", "<p>Facts checked up to 1 July 2026.</p>"),
    ):
        assert part in shown
    assert read(written.text) == "**Ask**\nSaid. [1]"


def test_a_stream_tells_counts_if_asked_and_none_is_as_good_as_false(client: TestClient) -> None:
    options = {"include_usage": True}
    lines = complete(client, QUESTION, stream=True, stream_options=options).text.split("\n\n")
    assert json.loads(lines[-3].removeprefix("data: "))["usage"]["total_tokens"] == 0
    assert complete(client, QUESTION, stream=None).status_code == 200


@pytest.mark.parametrize(
    ("messages", "status"),
    [
        ([{"role": "user", "content": [{"text": None}]}], 400),
        ([{"role": "user", "content": 7}], 400),
        ([{"role": 7, "content": "x"}], 400),
        ([1] * 10_000, 400),
    ],
)
def test_messages_of_another_shape_are_told(
    client: TestClient, messages: object, status: int
) -> None:
    told = client.post("/v1/chat/completions", json={"messages": messages})
    assert (told.status_code, told.json()["error"]["code"]) == (status, "bad_input")


def test_a_model_of_no_valid_name_is_unknown(client: TestClient) -> None:
    content = b'{"model": "\\ud800", "messages": []}'
    headers = {"content-type": "application/json"}
    told = client.post("/v1/chat/completions", content=content, headers=headers)
    assert told.json()["error"]["code"] == "model_not_found"


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
