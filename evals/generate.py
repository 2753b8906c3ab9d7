"""Asks every case once and writes the answers; nothing is scored here."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.assistant import Assistant
from assistant.contract import answer_json
from assistant.embedding import Embedder
from assistant.index import Index
from assistant.types import Document
from evals import cases
from evals.cases import Case

ANSWERS = "answers.jsonl"
TIMINGS = "timings.json"


def generate(documents: Sequence[Document], embedder: Embedder, results: Path) -> None:
    """Ask the cases of all suites and write ``answers.jsonl`` and ``timings.json``.

    Every line of the answers holds the case and the answer as the contract writes it. Timings
    stand apart, so that two runs give the same answers byte for byte.
    """
    own = cases.own_cases(documents)
    asked_of_all = [*own, *cases.paraphrased_cases(own), *cases.unanswerable_cases()]
    masked = [cases.without_pairs(document) for document in documents]
    results.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    seconds: dict[str, list[float]] = {}
    for library, asked in ((documents, asked_of_all), (masked, cases.masked_cases(own))):
        with TemporaryDirectory(prefix="evals-") as store:
            assistant = build(library, embedder, Path(store))
            for case in asked:
                began = time.perf_counter()
                answer = assistant.ask(case.question)
                seconds.setdefault(case.suite, []).append(time.perf_counter() - began)
                rows.append({"case": asdict(case), "answer": answer_json(answer, case.id)})
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    (results / ANSWERS).write_text("".join(lines), encoding="utf-8")
    (results / TIMINGS).write_text(json.dumps(_summary(seconds), indent=1), encoding="utf-8")


def build(documents: Sequence[Document], embedder: Embedder, store: Path) -> Assistant:
    """An assistant over a library of its own made of ``documents``."""
    index = Index(store)
    sources = {document.id: (document, document.id) for document in documents}
    index.sync(sources, lambda _: True, embedder, lambda _: None)
    return Assistant(index, lambda: embedder)


def read_answers(results: Path) -> list[tuple[Case, dict[str, object]]]:
    """The cases and answers that ``generate`` wrote."""
    lines = (results / ANSWERS).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [(Case(**row["case"]), row["answer"]) for row in rows]


def _summary(seconds: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    return {
        suite: {
            "p50_ms": round(1000 * sorted(times)[len(times) // 2], 1),
            "slowest_ms": round(1000 * max(times), 1),
            "questions": len(times),
        }
        for suite, times in seconds.items()
    }
