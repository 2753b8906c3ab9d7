"""What the page gets for what it asks, without a browser."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.answers.written import Prepared
from assistant.assistant import Assistant
from assistant.feedback import Feedback
from assistant.store.index import Index
from assistant.turns import Turns
from assistant.ui import actions as actions_module
from assistant.ui.actions import Actions
from assistant.ui.owner import Owner
from assistant.ui.readiness import Readiness
from tests.conftest import StubEmbedder, StubScorer

LIBRARY = {
    "iowa.md": "---\ntitle: Iowa credit\njurisdiction: [Iowa]\ntopics: [incentives]\nkind: brief\n"
    "as_of: 2026-07-01\n---\nThe Iowa credit pays 30 percent of wages. [^1]\n\n"
    "Q&A\nWho may sell the Iowa credit?\nOnly studios may sell the Iowa credit. [^1]\n"
    "When does the Iowa credit end?\nThe Iowa credit ends in 2030. [^1]\n\n"
    "[^1]: Iowa Office | https://iowa.example/credit | official\n",
    "utah.md": "# Utah credit\n\nThe Utah credit pays 20 percent of wages.",
}
QUESTION = "What percent of wages does the Iowa credit pay?"
NOWHERE = Path("nowhere")
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def assistant(library: Callable[..., Assistant]) -> Assistant:
    return library(LIBRARY)


@pytest.fixture
def actions(assistant: Assistant, store: Path) -> Actions:
    readiness = Readiness(assistant)
    readiness._is_loaded()
    return Actions(
        assistant, readiness, Owner(assistant, NOWHERE, ""), NOWHERE, Feedback(store), lambda: NOW
    )


def ask(actions: Actions, question: str, *before: dict[str, Any]) -> dict[str, Any]:
    history = [
        turn
        for reply in before
        for turn in (
            {"role": "user", "content": reply["question"]},
            {"role": "assistant", "content": reply["answer"]},
        )
    ]
    reply = actions.ask({"question": question, "history": history, "filters": {}})
    assert json.loads(json.dumps(reply)) == reply
    return reply


def test_an_answer_comes_with_its_sources_and_what_to_copy(actions: Actions) -> None:
    reply = ask(actions, QUESTION)

    assert reply["outcome"] == "answered"
    assert 'data-key="c1"' in reply["html"]
    assert reply["line"] == "1 official · checked to 1 July 2026"
    (source,) = reply["sources"]
    text = LIBRARY["iowa.md"]
    assert text[source["start"] : source["end"]] == "The Iowa credit pays 30 percent of wages."
    assert reply["copies"]["text"].endswith(
        "[1] Iowa credit; Iowa Office, https://iowa.example/credit (official); "
        "accessed 29 November 2026"
    )
    assert '<a href="https://iowa.example/credit">' in reply["copies"]["html"]
    assert "[^1]: Iowa credit" in reply["copies"]["markdown"]


def test_a_follow_up_is_asked_of_the_conversation_before_it(actions: Actions) -> None:
    first = ask(actions, QUESTION)
    second = ask(actions, "And Utah?", first)
    third = ask(actions, "When does it end?", first)

    assert second["sources"][0]["id"] == "utah"
    assert "Searched for: When does it end? (Iowa credit)" in third["html"]


def test_what_to_go_on_with_comes_from_the_cited_documents(actions: Actions) -> None:
    first = ask(actions, "Who may sell the Iowa credit?")
    assert first["follow_ups"] == ["When does the Iowa credit end?"]
    after = ask(actions, QUESTION, first)
    assert after["follow_ups"] == ["When does the Iowa credit end?"]


def test_a_refusal_names_what_is_near_as_sources_to_open(actions: Actions) -> None:
    reply = ask(actions, "Which penguins won the chess match in Oslo?")

    assert reply["outcome"] == "refused"
    assert [source["key"] for source in reply["sources"]][:1] in ([], ["r0"])
    assert 'class="refusal"' in reply["html"]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"question": "x" * 100_000}, "more than 4000 characters"),
        ({"question": " "}, "is empty"),
        ({}, "is empty"),
        ("no object", "reload it"),
        ({"question": "Who?", "history": "no list"}, "must be a list"),
        ({"question": "Who?", "filters": {"since": "soon"}}, "no date like"),
    ],
)
def test_a_fault_is_told_and_not_raised(actions: Actions, body: object, fault: str) -> None:
    assert fault in actions.ask(body)["fault"]


def test_filters_restrict_the_question(actions: Actions) -> None:
    body = {"question": "What percent of wages does the credit pay?", "filters": {}}
    body["filters"] = {"jurisdictions": ["Iowa"]}

    assert {source["id"] for source in actions.ask(body)["sources"]} == {"iowa"}


def test_whoever_comes_when_too_many_wait_is_told_so(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded = (Readiness(assistant), Owner(assistant, NOWHERE, ""))
    actions = Actions(assistant, *guarded, NOWHERE, Feedback(NOWHERE), turns=Turns(1, 0))
    is_asking, may_end = threading.Event(), threading.Event()
    prepared = assistant.prepare

    def slow(*given: Any) -> Prepared:
        is_asking.set()
        may_end.wait(20)
        return prepared(*given)

    monkeypatch.setattr(assistant, "prepare", slow)
    first = threading.Thread(target=actions.ask, args=({"question": QUESTION},))
    first.start()
    is_asking.wait(20)
    assert actions.ask({"question": QUESTION})["busy"]
    may_end.set()
    first.join()
    assert "busy" not in actions.ask({"question": QUESTION})


def test_a_document_is_opened_with_what_is_cited_marked(actions: Actions) -> None:
    (source,) = ask(actions, QUESTION)["sources"]
    opened = actions.document({"id": "iowa", "marks": [[source["start"], source["end"]]]})

    assert "<mark>The Iowa credit pays 30 percent of wages.</mark>" in opened["html"]
    assert "title: Iowa credit" not in opened["html"]
    assert 'href="https://iowa.example/credit"' in opened["html"]
    assert opened["questions"] == [
        "Who may sell the Iowa credit?",
        "When does the Iowa credit end?",
    ]
    assert "not in the library any more" in actions.document({"id": "nope"})["fault"]
    assert actions.document({"id": "iowa", "marks": [[5, 3], [0, 10**9], "x"]})["marked"] == []


def test_the_library_is_told_from_its_documents(actions: Actions) -> None:
    told = actions.status(None)
    assert told["documents"] == 2
    assert told["covers"] == "2 documents on incentives: Iowa."
    assert told["covers_not"].endswith("no facts later than 1 July 2026.")
    rows = {row["id"]: row for row in actions.library(None)["documents"]}
    assert rows["iowa"]["checked"] == "1 July 2026"
    assert rows["utah"]["jurisdiction"] == []


def test_a_library_that_is_gone_is_a_fault(actions: Actions, store: Path) -> None:
    for path in sorted(store.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    assert "assistant ingest" in actions.library(None)["fault"]


def test_nothing_is_sent_where_nobody_reads_it(actions: Actions) -> None:
    assert actions.send({"case": {"verdict": "useful"}})["fault"].startswith("Nobody reads")


BAD = [
    ("ask", {"question": None}),
    ("ask", {"question": "What?", "filters": {"topics": 5}}),
    ("ask", {"question": "What?", "history": 5}),
    ("questions", {"ids": [[1], None]}),
    ("check", {"receipt": {"format": 1, "spans": [{"n": float("inf")}]}}),
    ("check", {"receipt": []}),
    ("word", {"title": "\ud800"}),
    ("word", {"title": "T", "exchanges": [{"question": "Q", "answer": "A", "asked": 5}]}),
    ("word", {"title": "T", "exchanges": [{"question": 5}]}),
    ("word", {"title": "T", "exchanges": [{"footnotes": {"9" * 5000: "x"}}]}),
    ("document", {"id": ["iowa"]}),
    ("document", {"id": "iowa", "marks": [[0, 1]] * 10_000}),
    ("find", {"text": 5}),
    ("send", {"case": "\ud800"}),
    ("owner", {"do": "enter", "password": "\ud800"}),
    ("owner", {"do": 5}),
]


@pytest.mark.parametrize(("action", "body"), BAD)
def test_whatever_is_sent_gets_an_answer(actions: Actions, action: str, body: object) -> None:
    told = getattr(actions, action)(body)
    assert isinstance(told, dict)
    assert len(json.dumps(told)) < 100_000


def test_only_the_last_turns_of_a_conversation_are_taken(actions: Actions) -> None:
    history = [{"role": "user", "content": "What of Utah?"}] * 500

    reply = actions.ask({"question": QUESTION, "history": history})
    assert len(reply["receipt"]["history"]) == actions_module.MOST_TURNS


def test_an_empty_library_is_told_without_its_place(
    store: Path, stub: StubEmbedder, tmp_path: Path
) -> None:
    assistant = Assistant(Index(tmp_path / "none"), lambda: stub, StubScorer)
    readiness = Readiness(assistant)
    empty = Actions(assistant, readiness, Owner(assistant, NOWHERE, ""), NOWHERE, Feedback(store))

    fault = empty.ask({"question": QUESTION})["fault"]
    assert "The library is empty" in fault
    assert str(tmp_path) not in fault


def test_a_receipt_is_shown_again_as_text(actions: Actions) -> None:
    kept = ask(actions, QUESTION)["receipt"]
    kept["answer"] = "| <b>a</b> | b |\n| --- | --- |\n| c | d |\n**Head**\nLine <script>"

    told = actions.check({"receipt": kept})
    assert "<th>&lt;b&gt;a&lt;/b&gt;</th>" in told["html"]
    assert "<h3>Head</h3><p>Line &lt;script&gt;</p>" in told["html"]
    assert "The Iowa credit pays 30 percent of wages." in told["html"]


def test_words_are_found_in_the_texts(actions: Actions) -> None:
    found = actions.find({"text": "studios"})["found"]
    assert [(item["id"], item["line"]) for item in found] == [
        ("iowa", "Only studios may sell the Iowa credit.")
    ]
    assert actions.find({"text": "penguins"})["found"] == []
    # A passage with both words goes before those with one.
    both = actions.find({"text": "utah percent"})["found"]
    assert [item["id"] for item in both] == ["utah"]
    text = LIBRARY["utah.md"]
    assert text[both[0]["start"] : both[0]["end"]] == "The Utah credit pays 20 percent of wages."


def test_own_questions_of_several_documents_are_offered(actions: Actions) -> None:
    told = actions.questions({"ids": ["iowa", "utah", "gone"]})
    assert told["questions"] == [
        "Who may sell the Iowa credit?",
        "When does the Iowa credit end?",
    ]
