"""Asks the cases, scores the answers, and writes results and report into a folder."""

import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from assistant.documents.chunks import revision
from assistant.documents.ingesting import parse_source
from assistant.errors import InputError
from assistant.models.embedder import Embedder
from assistant.readers.sources import gather
from assistant.settings import version
from assistant.types import Document
from assistant.writing.writer import Writer
from evals import gate
from evals.cases import SHAPE
from evals.generate import EVERYTHING, Answered, Plan, generate, read_answers
from evals.report import junit, page
from evals.scoring import metrics
from evals.scoring.score import Similarity, row, score
from evals.scoring.summary import summary

FOLDER = Path(__file__).parent
PACKAGE = FOLDER.parent / "assistant"
RESULTS = FOLDER / "results"

COLUMNS = 8
"""Suites side by side in the printed table."""

_STEERING = frozenset({".py", ".json", ".toml", ".txt"})
"""Endings of the package's files that steer an answer: code, fitted weights, words."""


def run(
    documents: Sequence[Document],
    embedder: Embedder,
    results: Path,
    plan: Plan = EVERYTHING,
    load_writer: Callable[[], Writer] | None = None,
) -> dict[str, Any]:
    """Ask the cases of a plan, score the saved answers, write the results; returns the scores."""
    generate(documents, embedder, results, plan, load_writer)
    return write_scores(read_answers(results), documents, embedder, results)


def write_scores(
    answers: Sequence[Answered], documents: Sequence[Document], embedder: Embedder, results: Path
) -> dict[str, Any]:
    """Score answers and write ``manifest.json``, ``scored.jsonl`` and ``scores.json``."""
    results.mkdir(parents=True, exist_ok=True)
    by_id = {document.id: document for document in documents}
    scored = score(answers, by_id, similarity_by(embedder))
    scores = summary(scored)
    lines = [json.dumps(row(item), ensure_ascii=False) + "\n" for item in scored]
    (results / "scored.jsonl").write_text("".join(lines), encoding="utf-8")
    write_json(results / "manifest.json", manifest(documents, embedder))
    write_json(results / "scores.json", scores)
    return scores


def finish(
    results: Path, scores: dict[str, Any], thresholds: Mapping[str, Any], baseline: gate.Suites
) -> int:
    """Hold the scores against their bounds and publish the report.

    Returns:
        The exit code: 1 when a bound or the baseline is missed, else 0.
    """
    missed = [
        *gate.breaches(scores["suites"], thresholds),
        *gate.regressions(scores["suites"], baseline),
    ]
    write_json(results / "scores.json", scores | {"breaches": missed})
    publish(results)
    print(table(scores["suites"]))
    print(told(scores.get("right_auroc")))
    print(f"results and report in {results}")
    for line in missed:
        print(f"missed: {line}", file=sys.stderr)
    return 1 if missed else 0


def publish(results: Path) -> None:
    """Write ``report.html`` and ``junit.xml`` beside the results they are made of."""
    (results / "report.html").write_text(page.build(results), encoding="utf-8")
    (results / "junit.xml").write_text(junit.build(results), encoding="utf-8")


def manifest(documents: Sequence[Document], embedder: Embedder) -> dict[str, Any]:
    """What the results are results of: hashes of library and settings, version, model."""
    revisions = "".join(f"{document.id}\0{revision(document)}\n" for document in documents)
    # What steers an answer stands in the code and the files beside it, so these are the settings.
    files = sorted(file for file in PACKAGE.rglob("*") if file.suffix in _STEERING)
    code = "".join(file.read_text("utf-8") for file in files)
    return {
        "corpus": hashlib.sha256(revisions.encode()).hexdigest()[:16],
        "settings": hashlib.sha256(f"{code}{embedder.weights}".encode()).hexdigest()[:16],
        "version": version(),
        "model": embedder.name,
        "documents": len(documents),
    }


def results_folder(out: Path, documents: Sequence[Document], embedder: Embedder) -> Path:
    """Where in ``out`` the results of these documents and settings lie."""
    facts = manifest(documents, embedder)
    return out / f"{facts['corpus']}-{facts['settings']}-{facts['version']}"


def similarity_by(embedder: Embedder) -> Similarity:
    """Cosine of two texts under a model; the same text is embedded once."""

    @cache
    def vector(text: str) -> tuple[float, ...]:
        return tuple(embedder.embed_documents([text])[0].tolist())

    return lambda answer, reference: metrics.cosine(vector(answer), vector(reference))


def read_documents(folder: str) -> list[Document]:
    """Parse a library.

    Raises:
        InputError: a file of it is bad.
    """
    gathered = gather([folder])
    for failure in gathered.failures:
        raise InputError(f"{failure.path}: {failure.reason}")
    return [parse_source(source) for source in gathered.sources]


def table(suites: gate.Suites) -> str:
    """The scores as text tables: a row a measure, a column a suite, without intervals."""
    names = list(suites)
    blocks = [names[at : at + COLUMNS] for at in range(0, len(names), COLUMNS)]
    return "\n\n".join(_block({name: suites[name] for name in block}) for block in blocks)


def told(measure: Mapping[str, Any] | None) -> str:
    """The AUROC of right against wrong over all suites, in words."""
    if measure is None:
        return "right_auroc over all suites: not measured"
    return f"right_auroc over all suites: {measure['value']:.3f} ({measure['n']} answered)"


def _block(suites: gate.Suites) -> str:
    names = list(dict.fromkeys(name for measures in suites.values() for name in measures))
    heads = (suite if suite.startswith(SHAPE) else suite.rpartition("/")[2] for suite in suites)
    lines = [" " * 20 + "".join(f"{head:>15}" for head in heads)]
    for name in names:
        cells = (
            f"{measures[name]['value']:>15.3f}" if name in measures else " " * 15
            for measures in suites.values()
        )
        lines.append(f"{name:<20}" + "".join(cells))
    return "\n".join(lines)


def write_json(file: Path, value: object) -> None:
    """Write a value as indented JSON with a line end."""
    file.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
