from datetime import date
from pathlib import Path

from assistant.documents.articles import parse
from assistant.store.index import Index
from assistant.types import Document
from evals.cases import ABLATED, MASKED
from evals.generate import Clock, generate, hold, read_answers
from tests.conftest import StubEmbedder


def test_each_case_is_asked_on_its_day(
    documents: list[Document], stub: StubEmbedder, tmp_path: Path
) -> None:
    expired = parse("x", "---\ntitle: Tram levy\nexpires: 2030-01-01\n---\nThe tram levy is 2%.\n")
    clock = Clock()
    assistant = hold(Index(tmp_path / "store"), [expired], stub, clock)
    told = []
    for day in (date(2029, 1, 1), date(2031, 1, 1)):
        clock.day = day
        told.append(assistant.ask("What is the tram levy?").notes)

    assert told == [(), ("“Tram levy”: expired on 1 January 2030.",)]


def test_an_ablated_question_is_asked_without_its_document(
    documents: list[Document], stub: StubEmbedder, tmp_path: Path
) -> None:
    generate(documents, stub, tmp_path)

    for case, answer in read_answers(tmp_path):
        found = {hit["document_id"] for hit in answer["hits"]}
        if case.suite == ABLATED:
            assert case.id.split("/")[1] not in found
        if case.suite == MASKED:
            assert not any(c["section"] == "Q&A" for c in answer["citations"])
    assert "p95_ms" in (tmp_path / "timings.json").read_text()
