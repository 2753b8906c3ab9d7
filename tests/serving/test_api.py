"""The library over HTTP, as a program meets it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.assistant import Assistant
from assistant.contract import answer_json
from assistant.serving.api import add_api, close_rest
from assistant.settings import Settings
from assistant.store.index import Index
from assistant.tools import Tools
from assistant.turns import Turns
from assistant.ui.readiness import EMPTY
from tests.conftest import StubEmbedder, StubScorer

LIBRARY = {
    "iowa.md": "---\ntitle: Iowa credit\njurisdiction: [Iowa]\n---\n"
    "The Iowa credit pays 30 percent of wages.",
    "utah.md": "# Utah credit\n\nThe Utah credit pays 20 percent of wages.",
}
QUESTION = "What percent of wages does the Iowa credit pay?"
SETTINGS = Settings(store=Path("store"), cache=Path("cache"))


def served(assistant: Assistant, turns: Turns | None = None) -> TestClient:
    app = FastAPI()
    add_api(app, Tools(assistant, SETTINGS, turns or Turns()), lambda: {"ready": True})
    close_rest(app)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def assistant(library: Callable[..., Assistant]) -> Assistant:
    return library(LIBRARY)


@pytest.fixture
def client(assistant: Assistant) -> Iterator[TestClient]:
    with served(assistant) as found:
        yield found


def test_a_bug_is_told_as_json(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tools, "documents", lambda _: 1 / 0)
    with served(assistant) as client:
        assert code(client.get("/api/documents")) == (500, "internal")


def test_what_is_not_there_is_told_as_json(assistant: Assistant) -> None:
    with served(assistant) as client:
        assert code(client.get("/api/nothing")) == (404, "not_found")
        assert code(client.get("/v1/nothing")) == (404, "not_found")
        assert code(client.get("/api/ask")) == (405, "bad_method")
        assert code(client.put("/api/documents")) == (405, "bad_method")


def test_a_browser_is_led_to_the_document_on_the_page(client: TestClient) -> None:
    headers = {"accept": "text/html,*/*"}
    led = client.get("/api/documents/iowa", headers=headers, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, "/#document=iowa")
    assert code(client.get("/api/documents/gone")) == (404, "unknown_document")


def test_a_search_brings_the_text_of_each_passage_and_its_place(client: TestClient) -> None:
    (hit,) = client.post("/api/search", json={"query": QUESTION, "k": 1}).json()["hits"]
    assert (hit["title"], hit["text"]) == (
        "Iowa credit",
        "The Iowa credit pays 30 percent of wages.",
    )
    assert LIBRARY["iowa.md"][hit["start"] : hit["end"]] == hit["text"]


def test_a_body_that_is_none_of_json_is_told_so(client: TestClient) -> None:
    for content, headers, told in (
        (b"{", {"content-type": "application/json"}, "no JSON"),
        (b'{"question": "x"}', {}, "Content-Type"),
        (b"", {}, "no body"),
    ):
        response = client.post("/api/ask", content=content, headers=headers)
        assert told in response.json()["error"]["message"]


def test_a_history_is_looked_at_up_to_its_first_fault(client: TestClient) -> None:
    body = {"question": QUESTION, "history": [1] * 100_000}
    assert code(client.post("/api/ask", json=body)) == (400, "bad_input")
    assert client.post("/api/ask", json={"question": QUESTION, "history": None}).is_success


@pytest.mark.parametrize(
    ("fault", "status"),
    [("", "loading"), (EMPTY, "empty"), ("The store /data is damaged.", "failed")],
)
def test_who_watches_is_told_whether_to_wait_or_to_act(
    assistant: Assistant, fault: str, status: str
) -> None:
    app = FastAPI()
    add_api(app, Tools(assistant, SETTINGS, Turns()), lambda: {"ready": False, "fault": fault})
    told = TestClient(app).get("/readyz")
    assert (told.status_code, told.json()) == (503, {"status": status})


def test_each_endpoint_is_described_with_what_it_gives(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    for path, operations in described["paths"].items():
        for operation in operations.values():
            if path.startswith("/api/"):
                told = operation["responses"]["200"]["content"]["application/json"]["schema"]
                assert told["$ref"]
                assert operation["description"]


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


def test_an_answer_is_that_of_the_contract(client: TestClient, assistant: Assistant) -> None:
    told = client.post("/api/ask", json={"question": QUESTION}).json()

    assert told == json.loads(json.dumps(answer_json(assistant.ask(QUESTION))))
    (cited,) = told["citations"]
    assert LIBRARY["iowa.md"][cited["start"] : cited["end"]] == cited["quote"]


def test_a_question_goes_on_from_a_conversation(client: TestClient) -> None:
    first = client.post("/api/ask", json={"question": QUESTION}).json()
    history = [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": first["answer"]},
    ]
    told = client.post("/api/ask", json={"question": "And Utah?", "history": history}).json()

    assert told["citations"][0]["document_id"] == "utah"


def test_a_question_is_asked_within_some_documents(client: TestClient) -> None:
    body = {"question": "What percent of wages does the credit pay?"}
    within = {"jurisdictions": ["Iowa"], "since": None}
    told = client.post("/api/ask", json=body | {"filters": within}).json()
    assert {hit["document_id"] for hit in told["hits"]} == {"iowa"}
    for wrong in ({"place": ["Iowa"]}, {"topics": "labor"}, {"since": "soon"}, ["labor"]):
        assert code(client.post("/api/ask", json=body | {"filters": wrong})) == (400, "bad_input")


def test_passages_are_searched(client: TestClient) -> None:
    told = client.post("/api/search", json={"query": QUESTION, "k": 1}).json()

    assert [hit["document_id"] for hit in told["hits"]] == ["iowa"]
    assert told["searched"]


def test_documents_are_listed_and_read(client: TestClient) -> None:
    listed = client.get("/api/documents").json()["documents"]
    assert [item["id"] for item in listed] == ["iowa", "utah"]
    read = client.get("/api/documents/iowa").json()
    assert (read["id"], read["title"], read["text"]) == ("iowa", "Iowa credit", LIBRARY["iowa.md"])
    assert read["url"].endswith("/api/documents/iowa")
    assert read["metadata"]["jurisdiction"] == ["Iowa"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/ask", {"question": " "}),
        ("/api/ask", {"question": "x" * 4001}),
        ("/api/ask", {"question": 5}),
        ("/api/ask", {}),
        ("/api/ask", []),
        ("/api/ask", {"question": QUESTION, "history": "before"}),
        ("/api/ask", {"question": QUESTION, "history": [{"role": "user"}]}),
        ("/api/search", {"query": QUESTION, "k": 0}),
        ("/api/search", {"query": QUESTION, "k": 10_000}),
        ("/api/search", {"query": QUESTION, "k": "many"}),
    ],
)
def test_bad_input_gets_a_code_and_a_sentence(client: TestClient, path: str, body: object) -> None:
    response = client.post(path, json=body)
    assert code(response) == (400, "bad_input")
    assert "Traceback" not in response.text


def test_what_is_no_json_is_bad_input_too(client: TestClient) -> None:
    assert code(client.post("/api/ask", content=b"{")) == (400, "bad_input")


def test_an_unknown_document_is_not_found(client: TestClient) -> None:
    assert code(client.get("/api/documents/gone")) == (404, "unknown_document")


def test_where_too_many_wait_a_program_is_told_when_to_come_back(assistant: Assistant) -> None:
    turns = Turns(1, 0)
    with served(assistant, turns) as client, turns.turn():
        response = client.post("/api/ask", json={"question": QUESTION})
    assert code(response) == (429, "busy")
    assert int(response.headers["retry-after"]) > 0


def test_an_empty_library_does_not_tell_where_it_lies(stub: StubEmbedder, tmp_path: Path) -> None:
    with served(Assistant(Index(tmp_path / "none"), lambda: stub, StubScorer)) as client:
        response = client.post("/api/ask", json={"question": QUESTION})
    assert code(response) == (503, "library_empty")
    assert str(tmp_path) not in response.text


@pytest.mark.parametrize(("is_ready", "status"), [(True, 200), (False, 503)])
def test_it_tells_whether_it_lives_and_is_ready(
    assistant: Assistant, is_ready: bool, status: int
) -> None:
    app = FastAPI()
    add_api(app, Tools(assistant, SETTINGS, Turns()), lambda: {"ready": is_ready, "fault": ""})
    with TestClient(app) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").status_code == status
