"""The gate, fed with systems that must not pass it."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from assistant.documents.articles import parse
from assistant.documents.chunks import chunk_document
from assistant.types import REFUSAL, Document
from evals import cases, gate
from evals.cases import Case
from evals.scoring.score import score
from evals.scoring.summary import summary

Bot = Callable[[Case], dict[str, Any]]

PLACES = ("Ohio", "Utah", "Iowa", "Maine", "Idaho", "Guam", "Peru", "Chile", "Ghana", "Nepal")


def article(number: int, place: str) -> Document:
    rate, year = 11 + 3 * number, 2001 + number
    return parse(
        f"law-{place.lower()}",
        f"# The credit of {place}\n\nThe credit of {place} pays {rate}% of spend since {year}.\n\n"
        f"Q&A\nHow much does {place} pay?\n{place} pays {rate}% of spend.\n"
        f"Since when does {place} pay?\n{place} pays since {year}.\n",
    )


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {d.id: d for d in (article(n, place) for n, place in enumerate(PLACES))}


@pytest.fixture(scope="module")
def asked(documents: dict[str, Document]) -> list[Case]:
    own = cases.own_cases(documents.values())
    return [
        *own,
        *cases.masked_cases(own),
        *[replace(case, suite=cases.PARAPHRASED, id=f"p/{case.id}") for case in own],
        *[replace(case, suite=suite, id=f"{suite}/{case.id}")
          for suite in (cases.POLICY, cases.PROFESSIONAL, cases.FOLLOW_UP) for case in own],
        *[Case(suite, f"{suite}/u{n}", f"Strange {n}?", False)
          for suite in (cases.POLICY, cases.PROFESSIONAL) for n in range(10)],
        *[Case(suite, f"{suite}/{n}", f"Strange {n}?", False)
          for suite in (cases.ABLATED, cases.FAR, cases.NEAR) for n in range(10)],
    ]  # fmt: skip


def reply(case: Case, documents: Mapping[str, Document], start: int, end: int) -> dict[str, Any]:
    document = documents[case.documents[0]]
    quote = document.text[start:end]
    chunks = [chunk.id for chunk in chunk_document(document)]
    chunks.sort(key=lambda key: not (case.start and key.endswith(f"#{_pair(case)}")))
    citation = {
        "n": 1, "document_id": document.id, "title": "", "section": "", "start": start,
        "end": end, "quote": quote, "sources": [],
    }  # fmt: skip
    return {
        "answer": f"{quote} [1]",
        "abstained": False,
        "confidence": 0.9,
        "citations": [citation],
        "hits": [{"chunk_id": key, "document_id": document.id} for key in chunks],
    }


def _pair(case: Case) -> int:
    return int(case.id.rpartition("/")[2])


def refuse(case: Case) -> dict[str, Any]:
    return {
        "answer": REFUSAL, "abstained": True, "confidence": 0.1, "citations": [], "hits": [],
    }  # fmt: skip


def run_gate(
    asked: Sequence[Case], documents: Mapping[str, Document], bot: Bot
) -> tuple[list[str], Mapping[str, Any]]:
    scored = score([(case, bot(case)) for case in asked], documents, same_words)
    suites = summary(scored)["suites"]
    of_these = {case.suite for case in asked}
    bounds = {name: rows for name, rows in gate.read_thresholds().items() if name in of_these}
    return gate.breaches(suites, bounds), suites


def same_words(one: str, other: str) -> float:
    ours, theirs = set(one.lower().split()), set(other.lower().split())
    return len(ours & theirs) / max(1, len(ours | theirs))


def span(case: Case, documents: Mapping[str, Document]) -> tuple[int, int]:
    pair = documents[case.documents[0]].pairs[_pair(case) - 1]
    return pair.answer[0].start, pair.answer[-1].end


@pytest.fixture
def honest(documents: dict[str, Document]) -> Bot:
    def bot(case: Case) -> dict[str, Any]:
        return reply(case, documents, *span(case, documents)) if case.answerable else refuse(case)

    return bot


def test_an_honest_bot_passes(
    asked: list[Case], documents: dict[str, Document], honest: Bot
) -> None:
    assert run_gate(asked, documents, honest)[0] == []


def test_a_bot_that_always_answers_is_stopped(
    asked: list[Case], documents: dict[str, Document], honest: Bot
) -> None:
    first = next(iter(documents.values()))

    def bot(case: Case) -> dict[str, Any]:
        if case.answerable:
            return honest(case)
        return reply(replace(case, documents=(first.id,)), documents, 2, 20)

    missed, _ = run_gate(asked, documents, bot)
    assert "off-topic/far false_answer_rate: 1.000" in " ".join(missed)
    assert {line.split()[0] for line in missed} >= {"ablated", "policy", "off-topic/near"}


def test_a_bot_that_always_refuses_is_stopped(
    asked: list[Case], documents: dict[str, Document]
) -> None:
    missed, _ = run_gate(asked, documents, refuse)

    assert any(line.startswith("own-qa/intact false_refusal_rate: 1.000 is") for line in missed)
    assert any(line.startswith("policy false_refusal_rate") for line in missed)


def test_a_bot_that_cites_a_random_document_is_stopped(
    asked: list[Case], documents: dict[str, Document], honest: Bot
) -> None:
    draw = random.Random(0)

    def bot(case: Case) -> dict[str, Any]:
        answer = honest(case)
        for citation in answer["citations"]:
            other = documents[draw.choice(sorted(documents))]
            pair = draw.choice(other.pairs)
            start, end = pair.answer[0].start, pair.answer[-1].end
            citation |= {
                "document_id": other.id, "start": start, "end": end, "quote": other.text[start:end],
            }  # fmt: skip
        return answer

    missed, _ = run_gate(asked, documents, bot)
    assert any("document_precision" in line for line in missed)
    assert any("citation_recall" in line for line in missed)


def test_a_bot_that_alters_one_number_in_a_quote_is_stopped(
    asked: list[Case], documents: dict[str, Document], honest: Bot
) -> None:
    def bot(case: Case) -> dict[str, Any]:
        answer = honest(case)
        for citation in answer["citations"]:
            citation["quote"] = citation["quote"].replace("2", "3", 1).replace("1", "2", 1)
        answer["answer"] = " ".join(f"{c['quote']} [{c['n']}]" for c in answer["citations"])
        return answer

    missed, _ = run_gate(asked, documents, bot)
    assert any(line.startswith("own-qa/intact quotes_exact:") for line in missed)
    assert any(line.startswith("own-qa/intact correct:") for line in missed)


def test_one_altered_number_in_one_quote_is_enough(
    asked: list[Case], documents: dict[str, Document], honest: Bot
) -> None:
    victim = asked[0]

    def bot(case: Case) -> dict[str, Any]:
        answer = honest(case)
        if case is victim:
            answer["citations"][0]["quote"] = answer["citations"][0]["quote"].replace("1", "7", 1)
        return answer

    missed, _ = run_gate(asked, documents, bot)
    assert any("quotes_exact" in line for line in missed)


def test_a_retriever_that_shuffles_its_hits_is_stopped(
    asked: list[Case], documents: dict[str, Document], honest: Bot
) -> None:
    draw = random.Random(0)
    everything = [
        {"chunk_id": chunk.id, "document_id": document.id}
        for document in documents.values()
        for chunk in chunk_document(document)
    ]

    def bot(case: Case) -> dict[str, Any]:
        return honest(case) | {"hits": draw.sample(everything, len(everything))}

    missed, _ = run_gate(asked, documents, bot)
    assert any("own-qa/intact recall@5" in line for line in missed)
    assert any("own-qa/intact mrr" in line for line in missed)


def test_the_message_says_what_fell_and_by_how_much() -> None:
    suites = {"s": {"low": {"value": 0.8}, "high": {"value": 0.3}}}
    thresholds = {"s": {"low": {"min": 0.9}, "high": {"max": 0.1}, "gone": {"min": 0.5}}}

    assert gate.breaches(suites, thresholds) == [
        "s low: 0.800 is 0.100 under 0.9",
        "s high: 0.300 is 0.200 over 0.1",
        "s gone: not measured",
    ]


@pytest.mark.parametrize(
    ("name", "value", "fails"),
    [
        ("correct", 0.80, False),
        ("correct", 0.70, False),
        ("correct", 0.64, True),
        ("correct", 0.99, False),
        ("false_answer_rate", 0.97, True),
        ("false_answer_rate", 0.10, False),
    ],
)
def test_a_figure_regresses_when_it_leaves_the_baselines_interval_the_wrong_way(
    name: str, value: float, fails: bool
) -> None:
    baseline = {"s": {name: {"value": 0.8, "low": 0.7, "high": 0.9, "n": 20}}}

    found = gate.regressions({"s": {name: {"value": value}}}, baseline)
    assert bool(found) is fails
    assert all("beyond the baseline's 0.800 (0.700 to 0.900)" in line for line in found)


def test_a_figure_that_vanishes_is_a_regression() -> None:
    baseline = {"s": {"correct": {"value": 1.0, "low": 1.0, "high": 1.0, "n": 5}}}

    assert gate.regressions({}, baseline) == ["s correct: in the baseline, but not measured"]
