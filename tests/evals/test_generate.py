from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.documents.articles import parse
from assistant.models.scorer import Reading
from assistant.store.index import Index
from assistant.types import Document
from evals.cases import ABLATED, FAR, INVARIANCE, MASKED, NEAR, POLICY, SHAPE, Case
from evals.generate import Clock, Plan, RememberingScorer, generate, hold, libraries, read_answers
from tests.conftest import StubEmbedder, StubScorer


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


def test_a_plan_asks_only_for_what_it_shows(
    documents: list[Document], stub: StubEmbedder, tmp_path: Path
) -> None:
    def suites(plan: Plan) -> list[set[str]]:
        held = libraries(documents, stub, tmp_path, Clock(), plan)
        return [{case.suite for case in asked} for _, asked in held]

    assert suites(Plan(suites=("off-topic/",))) == [{FAR, NEAR}]
    assert suites(Plan(suites=(MASKED,))) == [{MASKED}]
    assert len(suites(Plan(suites=(ABLATED,)))) == 2
    mine = (Case("mine", "x", "Who votes?", False),)
    assert suites(Plan(questions=mine)) == [{"mine"}]
    assert suites(Plan(suites=("other",), questions=mine)) == []


def test_rewordings_are_asked_after_the_questions_that_they_are_made_of(
    documents: list[Document], stub: StubEmbedder, tmp_path: Path
) -> None:
    plain = tuple(
        Case(suite, question, question, True)
        for suite, question in (
            (POLICY, "Who may sell credits?"),
            (f"{SHAPE}single", "When is the vote?"),
            ("mine", "Is the fund large?"),
        )
    )

    generate(documents, stub, tmp_path, Plan(suites=(INVARIANCE,), questions=plain))
    answers = read_answers(tmp_path)
    assert {case.suite for case, _ in answers} == {INVARIANCE}
    assert {case.id.partition("/")[2].partition("+")[0] for case, _ in answers} == {
        "Who may sell credits?", "When is the vote?",
    }  # fmt: skip
    kept = [
        set(case.documents) <= {c["document_id"] for c in answer["citations"]}
        for case, answer in answers
        if case.wanted["form"] == "lower_case"
    ]
    assert kept == [True, True]


def test_a_statement_is_read_once_for_a_question() -> None:
    class Counting(StubScorer):
        read = 0

        def score(self, question: str, readings: Sequence[Reading]) -> list[float]:
            self.read += len(readings)
            return super().score(question, readings)

    counting = Counting()
    scorer = RememberingScorer(lambda: counting)
    first, second = Reading("The fund is large."), Reading("The guild votes.")

    once = scorer.score("Is the fund large?", [first, second, first])
    assert once == StubScorer().score("Is the fund large?", [first, second, first])
    assert counting.read == 2
    assert scorer.score("Is the fund large?", [second, first]) == [once[1], once[0]]
    assert counting.read == 2
    scorer.score("Does the guild vote?", [second])
    assert counting.read == 3
