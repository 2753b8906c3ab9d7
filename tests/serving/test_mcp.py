"""The tools as the real client of the Model Context Protocol meets them."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest
from fastapi import FastAPI
from mcp import Client
from mcp_types import CallToolResult
from starlette.testclient import TestClient

from assistant.assistant import Assistant
from assistant.contract import answer_json
from assistant.serving.api import close_rest
from assistant.serving.mcp import add_mcp, mcp_server
from assistant.tools import Tools
from assistant.turns import Turns
from assistant.writing.loading import Writing
from tests.serving.test_api import LIBRARY, QUESTION, SETTINGS
from tests.writing.scripted import ScriptedChat, writer


@pytest.fixture
def assistant(library: Callable[..., Assistant]) -> Assistant:
    return library(LIBRARY)


def asked(assistant: Assistant, work: Callable[[Client], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with Client(mcp_server(Tools(assistant, SETTINGS, Turns()))) as client:
            return await work(client)

    return anyio.run(run)


def called(assistant: Assistant, name: str, **arguments: Any) -> CallToolResult:
    return asked(assistant, lambda client: client.call_tool(name, arguments))


def read(result: CallToolResult) -> Any:
    (item,) = result.content
    return json.loads(item.text)


def test_the_four_tools_are_described_and_read_only(assistant: Assistant) -> None:
    tools = asked(assistant, lambda client: client.list_tools()).tools

    assert [tool.name for tool in tools] == ["ask", "search", "fetch", "documents"]
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert tool.annotations.open_world_hint is False
        assert len(tool.description) > 40
        assert tool.output_schema["properties"]
    properties = tools[0].input_schema["properties"]
    assert properties["question"]["description"]
    assert properties["history"]["description"]


def test_with_a_chat_model_only_asking_calls_what_is_outside(assistant: Assistant) -> None:
    assistant.writing = Writing(lambda: writer(ScriptedChat(lambda _: "")))

    tools = asked(assistant, lambda client: client.list_tools()).tools

    assert [tool.annotations.open_world_hint for tool in tools] == [True, False, False, False]


def test_an_answer_is_that_of_the_contract_in_both_forms(assistant: Assistant) -> None:
    result = called(assistant, "ask", question=QUESTION)

    expected = json.loads(json.dumps(answer_json(assistant.ask(QUESTION))))
    assert read(result) == expected
    assert result.structured_content == expected


def test_a_follow_up_goes_on_from_the_history(assistant: Assistant) -> None:
    first = called(assistant, "ask", question=QUESTION).structured_content
    history = [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": first["answer"]},
    ]
    told = called(assistant, "ask", question="And Utah?", history=history).structured_content
    assert told["citations"][0]["document_id"] == "utah"


def test_a_question_is_asked_within_some_documents(assistant: Assistant) -> None:
    question = "What percent of wages does the credit pay?"
    told = called(assistant, "ask", question=question, filters={"jurisdictions": ["Iowa"]})
    assert {hit["document_id"] for hit in told.structured_content["hits"]} == {"iowa"}


def test_a_client_that_knows_search_and_fetch_alone_finds_and_reads(assistant: Assistant) -> None:
    searched = called(assistant, "search", query=QUESTION)
    results = read(searched)

    assert list(results) == ["results"]
    first = results["results"][0]
    assert set(first) == {"id", "title", "url"}
    assert first["title"] == "Iowa credit"
    fetched = read(called(assistant, "fetch", id=first["id"]))
    assert set(fetched) == {"id", "title", "text", "url", "metadata"}
    assert fetched["text"] == LIBRARY["iowa.md"]
    assert fetched["url"] == first["url"]
    assert len({item["id"] for item in results["results"]}) == len(results["results"])


def test_the_documents_are_listed(assistant: Assistant) -> None:
    listed = called(assistant, "documents").structured_content["documents"]
    assert [item["id"] for item in listed] == ["iowa", "utah"]


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("fetch", {"id": "gone"}, "no document 'gone'"),
        ("ask", {"question": ""}, "empty"),
        ("ask", {"question": "x" * 4001}, "more than 4000 characters"),
        ("search", {"query": "x", "k": 0}, "k: Input should be greater than or equal to 1"),
        ("ask", {"q": "x"}, "question: Field required"),
        ("ask", {"question": QUESTION, "history": [{"role": 1}]}, "Each turn"),
    ],
)
def test_what_can_not_be_done_is_told_in_words(
    assistant: Assistant, name: str, arguments: dict[str, Any], told: str
) -> None:
    result = called(assistant, name, **arguments)
    assert result.is_error
    assert told in result.content[0].text
    assert "\n" not in result.content[0].text
    assert "pydantic" not in result.content[0].text
    assert "Traceback" not in result.content[0].text


def test_over_http_an_older_client_needs_no_session(assistant: Assistant) -> None:
    app = FastAPI()
    add_mcp(app, Tools(assistant, SETTINGS, Turns()))
    close_rest(app)
    call = {"name": "search", "arguments": {"query": QUESTION}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    headers = {"accept": "application/json, text/event-stream"}
    with TestClient(app, base_url="http://127.0.0.1") as client:
        for path in ("/mcp", "/mcp/"):
            told = client.post(path, json=body, headers=headers).json()
            assert told["result"]["structuredContent"]["results"][0]["id"] == "iowa"
        assert client.get("/mcp", headers=headers).status_code == 405
        refused = client.post("/mcp", content=b"{}", headers=headers)
        assert (refused.status_code, refused.json()["error"]["code"]) == (415, "no_json")
