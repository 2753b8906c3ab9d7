"""Asks every case once and writes the answers; nothing is scored here."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assistant.assistant import Assistant
from assistant.contract import answer_json
from assistant.models.embedder import Embedder, Vectors
from assistant.store.index import Index
from assistant.types import Document
from evals import cases
from evals.cases import Case

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


class Remembering:
    """An embedder that embeds a text once: the suites' libraries share most of theirs."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self.weights = embedder.weights
        self.notice = embedder.notice
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}

    def embed_query(self, text: str) -> Vectors:
        """Embed a question; shape ``(dimension,)``."""
        return self._embedder.embed_query(text)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; shape ``(len(texts), dimension)``."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed_documents(new), strict=True))
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([self._known[text] for text in texts])


def generate(documents: Sequence[Document], embedder: Embedder, results: Path) -> None:
    """Ask the cases of all suites and write ``answers.jsonl`` and ``timings.json``.

    Every line of the answers holds the case and the answer as the contract writes it. Timings
    stand apart, so that two runs give the same answers byte for byte.
    """
    remembering = Remembering(embedder)
    rows: list[dict[str, object]] = []
    clock = Clock()
    seconds: dict[str, list[float]] = {}
    with TemporaryDirectory(prefix="evals-") as folder:
        for assistant, asked in libraries(documents, remembering, Path(folder), clock):
            for case in asked:
                clock.day = date.fromisoformat(case.today) if case.today else TODAY
                began = time.perf_counter()
                answer = assistant.ask(case.question, case.history)
                seconds.setdefault(case.suite, []).append(time.perf_counter() - began)
                rows.append({"case": asdict(case), "answer": answer_json(answer, case.id)})
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
    documents: Sequence[Document], embedder: Embedder, folder: Path, clock: Clock
) -> Iterator[tuple[Assistant, list[Case]]]:
    """Each library that is asked, with the cases to ask it."""
    own = cases.own_cases(documents)
    whole, masked = Index(folder / "whole"), Index(folder / "masked")
    yield hold(whole, documents, embedder, clock), questions_of(documents)
    bare = [cases.without_pairs(document) for document in documents]
    yield hold(masked, bare, embedder, clock), cases.masked_cases(own)
    ablated = cases.ablated_cases(own)
    for document in documents:
        prefix = f"ablated/{document.id}/"
        asked = [case for case in ablated if case.id.startswith(prefix)]
        others = [other for other in documents if other.id != document.id]
        if asked and others:
            yield hold(whole, others, embedder, clock), asked


def hold(
    index: Index, documents: Sequence[Document], embedder: Embedder, clock: Clock
) -> Assistant:
    """An assistant whose index holds exactly these documents."""
    sources = {document.id: (document, document.id) for document in documents}
    index.sync(sources, lambda _: True, embedder, lambda _: None)
    return Assistant(index, lambda: embedder, today=clock)


def _summary(seconds: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float]]:
    return {
        suite: {
            "p50_ms": round(1000 * float(np.percentile(times, 50)), 1),
            "p95_ms": round(1000 * float(np.percentile(times, 95)), 1),
            "questions": len(times),
        }
        for suite, times in seconds.items()
    }
