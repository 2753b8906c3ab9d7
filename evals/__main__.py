"""Runs the evals: ``python -m evals``. Exits with 1 when a threshold is missed."""

import argparse
import json
import os
import sys
from pathlib import Path

from assistant.articles import parse
from assistant.embedding import Embedder, load_embedder
from assistant.errors import AssistantError, InputError
from assistant.readers.sources import gather
from assistant.settings import Settings
from assistant.types import Document
from evals import gate, metrics
from evals.generate import generate, read_answers
from evals.score import Scores, score

RESULTS = Path(__file__).parent / "results"


def main() -> int:
    """Generate, score and gate; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("--corpus", default="corpus", help="the library whose Q&A is asked")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the results")
    options = parser.parse_args()
    try:
        settings = Settings.read(os.environ)
        documents = read_documents(options.corpus)
        embedder = load_embedder(settings.model, settings.cache)
        scores = run(documents, embedder, options.out)
    except AssistantError as error:
        print(f"evals: {error}", file=sys.stderr)
        return error.exit_code
    print(table(scores))
    missed = gate.breaches(scores, gate.read_thresholds())
    for line in missed:
        print(f"below the bar: {line}", file=sys.stderr)
    return 1 if missed else 0


def run(documents: list[Document], embedder: Embedder, results: Path) -> Scores:
    """Ask all cases once, score the saved answers, write ``scores.json``; returns the scores."""
    generate(documents, embedder, results)

    def similarity(answer: str, reference: str) -> float:
        one, other = embedder.embed_documents([answer, reference]).tolist()
        return metrics.cosine(one, other)

    by_id = {document.id: document for document in documents}
    scores = score(read_answers(results), by_id, similarity)
    (results / "scores.json").write_text(json.dumps(scores, indent=1), encoding="utf-8")
    return scores


def read_documents(folder: str) -> list[Document]:
    """Parse a library.

    Raises:
        InputError: a file of it is bad.
    """
    gathered = gather([folder])
    for failure in gathered.failures:
        raise InputError(f"{failure.path}: {failure.reason}")
    return [parse(source.id, source.text, source.title) for source in gathered.sources]


def table(scores: Scores) -> str:
    """The scores as a text table, a row a suite."""
    names = list(dict.fromkeys(name for figures in scores.values() for name in figures))
    lines = [" " * 20 + "".join(f"{name:>19}" for name in names)]
    for suite, figures in scores.items():
        cells = (f"{figures[name]:>19.3f}" if name in figures else " " * 19 for name in names)
        lines.append(f"{suite:<20}" + "".join(cells))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
