"""Asks every case once and writes the answers; nothing is scored here."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assistant.assistant import Assistant
from assistant.contract import answer_json
from assistant.models.embedder import Embedder, Vectors
from assistant.models.scorer import Reading, Scorer, load_scorer
from assistant.store.index import Index
from assistant.types import Document
from assistant.writing.writer import Writer
from evals import cases
from evals.cases import INVARIANCE, Case
from evals.invariance import PER_FORM, SOURCES, invariance_cases

ANSWERS = "answers.jsonl"
TIMINGS = "timings.json"

Answered = tuple[Case, Mapping[str, Any]]
"""A case and the answer to it, as the contract writes answers."""


TODAY = date(2026, 8, 1)
"""The day on which cases are asked that name none."""


@dataclass
class Clock:
    """Tells the assistants what day it is."""

    day: date = TODAY

    def __call__(self) -> date:
        """The day."""
        return self.day


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked.

    ``suites`` are names of suites or what names begin with, none for all of them. ``per_form``
    limits the questions of each form of the invariance, ``None`` asks all. ``questions`` take the
    place of the stored suites and of the documents' own questions.
    """

    suites: tuple[str, ...] = ()
    per_form: int | None = PER_FORM
    questions: tuple[Case, ...] | None = None

    def shows(self, suite: str) -> bool:
        """Whether the answers of a suite are wanted."""
        return not self.suites or suite.startswith(self.suites)

    def asks(self, suite: str) -> bool:
        """Whether a suite is asked: its answers are wanted, or another suite is made of them."""
        return self.shows(suite) or (suite in SOURCES and self.shows(INVARIANCE))


EVERYTHING = Plan()
"""All suites, as ``make eval`` asks them."""


class Remembering:
    """An embedder that embeds a text once: the suites' libraries share most of theirs."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self.weights = embedder.weights
        self.notice = embedder.notice
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self._asked: dict[str, Vectors] = {}

    def embed_query(self, text: str) -> Vectors:
        """Embed a question; shape ``(dimension,)``."""
        if text not in self._asked:
            self._asked[text] = self._embedder.embed_query(text)
        return self._asked[text]

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; shape ``(len(texts), dimension)``."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed_documents(new), strict=True))
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([self._known[text] for text in texts])


class RememberingScorer:
    """A scorer that reads a statement for a question once, in whichever library it stands.

    It loads its scorer when first used, and serves the assistants of all libraries.
    """

    def __init__(self, load: Callable[[], Scorer] = load_scorer) -> None:
        self._load = load
        self._scorer: Scorer | None = None
        self._known: dict[tuple[str, Reading], float] = {}

    def score(self, question: str, readings: Sequence[Reading]) -> list[float]:
        """The logits that statements answer a question, in their order."""
        self._scorer = self._scorer or self._load()
        new = [item for item in dict.fromkeys(readings) if (question, item) not in self._known]
        logits = self._scorer.score(question, new) if new else []
        self._known |= {(question, item): logit for item, logit in zip(new, logits, strict=True)}
        return [self._known[question, reading] for reading in readings]


def generate(
    documents: Sequence[Document],
    embedder: Embedder,
    results: Path,
    plan: Plan = EVERYTHING,
    load_writer: Callable[[], Writer] | None = None,
) -> None:
    """Ask the cases of a plan and write ``answers.jsonl`` and ``timings.json``.

    Every line of the answers holds the case and the answer as the contract writes it. Timings
    stand apart, so that two runs give the same answers byte for byte. The rewordings of the
    invariance are asked of the library that answered their questions, after these. With
    ``load_writer`` a chat model writes the answers.
    """
    remembering = Remembering(embedder)
    rows: list[dict[str, object]] = []
    clock = Clock()
    seconds: dict[str, list[float]] = {}

    def ask(assistant: Assistant, case: Case) -> Answered:
        clock.day = date.fromisoformat(case.today) if case.today else TODAY
        began = time.perf_counter()
        answer = assistant.ask(case.question, case.history)
        seconds.setdefault(case.suite, []).append(time.perf_counter() - began)
        return case, answer_json(answer, case.id)

    with TemporaryDirectory(prefix="evals-") as folder:
        for assistant, asked in libraries(
            documents, remembering, Path(folder), clock, plan, load_writer
        ):
            answered = [ask(assistant, case) for case in asked]
            if plan.shows(INVARIANCE):
                reworded = invariance_cases(answered, plan.per_form)
                answered += [ask(assistant, case) for case in reworded]
            rows += [
                {"case": asdict(case), "answer": answer}
                for case, answer in answered
                if plan.shows(case.suite)
            ]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    results.mkdir(parents=True, exist_ok=True)
    (results / ANSWERS).write_text("".join(lines), encoding="utf-8")
    (results / TIMINGS).write_text(json.dumps(_summary(seconds), indent=1), encoding="utf-8")


def read_answers(results: Path) -> list[Answered]:
    """The cases and answers that ``generate`` wrote."""
    lines = (results / ANSWERS).read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    return [(cases.case_from_json(row["case"]), row["answer"]) for row in rows]


def questions_of(documents: Sequence[Document]) -> list[Case]:
    """The cases that are asked of the whole library."""
    own = cases.own_cases(documents)
    return [*own, *cases.paraphrased_cases(own), *cases.fixed_cases()]


def libraries(
    documents: Sequence[Document],
    embedder: Embedder,
    folder: Path,
    clock: Clock,
    plan: Plan = EVERYTHING,
    load_writer: Callable[[], Writer] | None = None,
) -> Iterator[tuple[Assistant, list[Case]]]:
    """Each library that a plan asks anything of, with the cases to ask it."""
    scorer = RememberingScorer()

    def held(index: Index, parsed: Sequence[Document]) -> Assistant:
        return hold(index, parsed, embedder, clock, lambda: scorer, load_writer)

    def chosen(known: Iterable[Case]) -> list[Case]:
        return [case for case in known if plan.asks(case.suite)]

    whole, masked = Index(folder / "whole"), Index(folder / "masked")
    questions = questions_of(documents) if plan.questions is None else plan.questions
    if asked := chosen(questions):
        yield held(whole, documents), asked
    own = [] if plan.questions is not None else cases.own_cases(documents)
    if asked := chosen(cases.masked_cases(own)):
        yield held(masked, [cases.without_pairs(document) for document in documents]), asked
    ablated = chosen(cases.ablated_cases(own))
    for document in documents:
        prefix = f"ablated/{document.id}/"
        asked = [case for case in ablated if case.id.startswith(prefix)]
        others = [other for other in documents if other.id != document.id]
        if asked and others:
            yield held(whole, others), asked


def hold(
    index: Index,
    documents: Sequence[Document],
    embedder: Embedder,
    clock: Clock,
    load_scorer: Callable[[], Scorer] = load_scorer,
    load_writer: Callable[[], Writer] | None = None,
) -> Assistant:
    """An assistant whose index holds exactly these documents."""
    sources = {document.id: (document, document.id) for document in documents}
    index.sync(sources, lambda stored: stored, embedder, lambda _: None)
    return Assistant(index, lambda: embedder, load_scorer, today=clock, load_writer=load_writer)


def _summary(seconds: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float]]:
    return {
        suite: {
            "p50_ms": round(1000 * float(np.percentile(times, 50)), 1),
            "p95_ms": round(1000 * float(np.percentile(times, 95)), 1),
            "questions": len(times),
        }
        for suite, times in seconds.items()
    }
