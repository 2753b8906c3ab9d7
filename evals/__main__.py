"""Runs the evals: ``python -m evals`` asks, scores and gates; the other commands measure more."""

import argparse
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from assistant.assistant import version
from assistant.documents.articles import parse
from assistant.documents.chunks import revision
from assistant.errors import AssistantError, InputError
from assistant.models.embedder import Embedder, load_embedder
from assistant.readers.sources import gather
from assistant.settings import Settings
from assistant.types import Document
from benchmarks import answerability, followups
from benchmarks import retrieval as retrieval_eval
from evals import cases, gate, overlap
from evals.generate import Answered, generate, questions_of, read_answers
from evals.report import junit
from evals.report import page as report
from evals.scoring import metrics
from evals.scoring.correctness import agreement, judge, kappa
from evals.scoring.score import Similarity, best_similarity, row, score, spoken, summary

FOLDER = Path(__file__).parent
PACKAGE = FOLDER.parent / "assistant"
RESULTS = FOLDER / "results"
LABELS = FOLDER / "labels.jsonl"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code, 1 when a bound or the baseline is missed."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.read(os.environ)
        code: int = options.run(options, load_embedder(settings.model, settings.cache))
    except AssistantError as error:
        print(f"evals: {error}", file=sys.stderr)
        return error.exit_code
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("--corpus", default="corpus", help="the library whose Q&A is asked")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the results")
    parser.set_defaults(run=_run)
    commands = parser.add_subparsers(metavar="COMMAND")
    commands.add_parser(
        "baseline", help="run, and make the figures the committed baseline"
    ).set_defaults(run=_baseline)
    asked = commands.add_parser("questions", help="write the questions another system is to answer")
    asked.add_argument("file", type=Path)
    asked.set_defaults(run=_questions)
    scoring = commands.add_parser("score", help="score answers that any system wrote")
    scoring.add_argument("answers", type=Path, metavar="ANSWERS.jsonl")
    scoring.add_argument("--cases", type=Path, help="questions of your own with their answers")
    scoring.set_defaults(run=_score)
    commands.add_parser(
        "agreement", help="compare the rule with answers judged by hand"
    ).set_defaults(run=_agreement)
    commands.add_parser(
        "overlap", help="report the words rewordings share with their sources"
    ).set_defaults(run=_overlap)
    measures = {
        "retrieval": retrieval_eval,
        "answerability": answerability,
        "followups": followups,
    }
    for name, module in measures.items():
        measuring = commands.add_parser(name, help=f"measure {name} on a BEIR-style folder")
        measuring.add_argument("folder", type=Path, metavar="DIR")
        measuring.add_argument("--stores", type=Path, default=RESULTS / "stores")
        measuring.set_defaults(run=_measure, module=module)
    return parser


def run(documents: Sequence[Document], embedder: Embedder, results: Path) -> dict[str, Any]:
    """Ask all cases, score the saved answers, write the results; returns the scores."""
    generate(documents, embedder, results)
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
    _write_json(results / "manifest.json", manifest(documents, embedder))
    _write_json(results / "scores.json", scores)
    return scores


def manifest(documents: Sequence[Document], embedder: Embedder) -> dict[str, Any]:
    """What the results are results of: hashes of library and settings, version, model."""
    revisions = "".join(f"{document.id}\0{revision(document)}\n" for document in documents)
    # What steers an answer stands in the code and the files beside it, so these are the settings.
    files = [
        *sorted(PACKAGE.rglob("*.py")),
        PACKAGE / "models/fitted.json",
        PACKAGE / "text/vocabulary.toml",
    ]
    code = "".join(file.read_text("utf-8") for file in files)
    return {
        "corpus": hashlib.sha256(revisions.encode()).hexdigest()[:16],
        "settings": hashlib.sha256(f"{code}{embedder.weights}".encode()).hexdigest()[:16],
        "version": version(),
        "model": embedder.name,
        "documents": len(documents),
    }


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
    return [parse(source.id, source.text, source.title) for source in gathered.sources]


def table(suites: gate.Suites) -> str:
    """The scores as a text table: a row a figure, a column a suite, without intervals."""
    names = list(dict.fromkeys(name for figures in suites.values() for name in figures))
    lines = [" " * 20 + "".join(f"{suite.rpartition('/')[2]:>13}" for suite in suites)]
    for name in names:
        cells = (
            f"{figures[name]['value']:>13.3f}" if name in figures else " " * 13
            for figures in suites.values()
        )
        lines.append(f"{name:<20}" + "".join(cells))
    return "\n".join(lines)


def _run(options: argparse.Namespace, embedder: Embedder) -> int:
    documents = read_documents(options.corpus)
    results = _folder(options.out, documents, embedder)
    scores = run(documents, embedder, results)
    code = _finish(results, scores, gate.read_thresholds(), gate.read_baseline())
    shutil.copyfile(results / "report.html", FOLDER / "report.html")
    return code


def _baseline(options: argparse.Namespace, embedder: Embedder) -> int:
    documents = read_documents(options.corpus)
    results = _folder(options.out, documents, embedder)
    scores = run(documents, embedder, results)
    kept = manifest(documents, embedder) | {"suites": scores["suites"]}
    _write_json(gate.BASELINE, kept)
    return _finish(results, scores, gate.read_thresholds(), gate.read_baseline())


def _finish(
    results: Path, scores: dict[str, Any], thresholds: Mapping[str, Any], baseline: gate.Suites
) -> int:
    """Hold the scores against their bounds, publish the report; returns the exit code."""
    missed = [
        *gate.breaches(scores["suites"], thresholds),
        *gate.regressions(scores["suites"], baseline),
    ]
    _write_json(results / "scores.json", scores | {"breaches": missed})
    _publish(results)
    print(table(scores["suites"]))
    print(f"results and report in {results}")
    for line in missed:
        print(f"missed: {line}", file=sys.stderr)
    return 1 if missed else 0


def _publish(results: Path) -> None:
    (results / "report.html").write_text(report.build(results), encoding="utf-8")
    (results / "junit.xml").write_text(junit.build(results), encoding="utf-8")


def _questions(options: argparse.Namespace, _: Embedder) -> int:
    asked = questions_of(read_documents(options.corpus))
    rows = [
        {
            "id": case.id,
            "question": case.question,
            "history": [{"role": turn.role, "content": turn.content} for turn in case.history],
        }
        for case in asked
    ]
    lines = [json.dumps(item, ensure_ascii=False) + "\n" for item in rows]
    options.file.write_text("".join(lines), encoding="utf-8")
    print(f"{len(rows)} questions")
    return 0


def _score(options: argparse.Namespace, embedder: Embedder) -> int:
    documents = read_documents(options.corpus)
    known = (
        cases.stored_cases(options.cases.stem, options.cases)
        if options.cases
        else questions_of(documents)
    )
    answers = _pair(known, options.answers)
    asked = set() if options.cases else {case.suite for case in known}
    results = options.out / f"score-{options.answers.stem}"
    scores = write_scores(answers, documents, embedder, results)
    # The bounds are those of our own questions, and of the suites that need no library of theirs.
    bounds = {suite: rows for suite, rows in gate.read_thresholds().items() if suite in asked}
    return _finish(results, scores, bounds, {})


def _pair(known: Sequence[cases.Case], file: Path) -> list[Answered]:
    """Put the answers of a file beside their cases.

    Raises:
        InputError: a question has no answer, or the file is not the contract's JSON lines.
    """
    try:
        rows = [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]
        by_id = {str(item["id"]): item for item in rows}
        for item in rows:
            for key in ("answer", "abstained", "confidence", "citations"):
                item[key]
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror})") from error
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise InputError(
            f"{file}: is not the contract's JSON lines of answers ({error})"
        ) from error
    unanswered = [case.id for case in known if case.id not in by_id]
    if unanswered:
        raise InputError(
            f"{file}: {len(unanswered)} of {len(known)} questions have no line, the first is "
            f"'{unanswered[0]}'; write them all with: python -m evals questions FILE"
        )
    return [(case, by_id[case.id]) for case in known]


def _agreement(_: argparse.Namespace, embedder: Embedder) -> int:
    labels = [json.loads(line) for line in LABELS.read_text("utf-8").split("\n") if line]
    similarity = similarity_by(embedder)
    ours = []
    for label in labels:
        judgement = judge(
            label["question"],
            label["reference"],
            spoken(label),
            abstained=False,
            similarity=best_similarity(label, label["reference"], similarity),
        )
        ours.append(judgement.outcome == "correct")
    theirs = [label["label"] == "correct" for label in labels]
    for label, mine, yours in zip(labels, ours, theirs, strict=True):
        if mine != yours:
            print(f"{label['id']}: by hand {label['label']}, by rule {mine}: {label['question']}")
    print(
        f"{sum(a == b for a, b in zip(ours, theirs, strict=True))} of {len(labels)} agree, ", end=""
    )
    print(f"agreement {agreement(ours, theirs):.2f}, kappa {kappa(ours, theirs):.2f}")
    return 0


def _overlap(options: argparse.Namespace, _: Embedder) -> int:
    own = cases.own_cases(read_documents(options.corpus))
    print(overlap.table(own, cases.paraphrased_cases(own)))
    return 0


def _measure(options: argparse.Namespace, embedder: Embedder) -> int:
    if not (options.folder / "corpus.jsonl").is_file():
        raise InputError(f"{options.folder} holds no corpus.jsonl")
    measure: Callable[[Path, Path, Embedder], Any] = options.module.measure
    result = measure(options.folder, options.stores, embedder)
    print(options.module.table(result))
    return 0


def _folder(out: Path, documents: Sequence[Document], embedder: Embedder) -> Path:
    facts = manifest(documents, embedder)
    return out / f"{facts['corpus']}-{facts['settings']}-{facts['version']}"


def _write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
