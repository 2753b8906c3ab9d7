"""What the commands of ``python -m evals`` do; each takes its options and gives its exit code.

A command that embeds nothing loads no model, and the others load it after their files are read.
"""

import argparse
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.models.embedder import Embedder
from assistant.models.export import load_embedder
from assistant.settings import ChatSettings, Settings
from assistant.types import Document
from assistant.writing.keeping import KeptChat
from assistant.writing.models import load_chat
from evals import cases, gate, overlap, writing
from evals.generate import Answered, Plan, questions_of, read_answers
from evals.invariance import PER_FORM
from evals.run import (
    FOLDER,
    finish,
    manifest,
    read_documents,
    results_folder,
    run,
    similarity_by,
    write_json,
    write_scores,
)
from evals.scoring.correctness import agreement, judge, kappa
from evals.scoring.score import best_similarity, spoken

LABELS = FOLDER / "labels.jsonl"


def run_suites(options: argparse.Namespace) -> int:
    """Ask, score and gate all suites; 1 when a bound or the baseline is missed."""
    documents = read_documents(options.corpus)
    embedder = _embedder()
    results = results_folder(options.out, documents, embedder)
    scores = run(documents, embedder, results)
    code = finish(results, scores, gate.read_thresholds(), gate.read_baseline())
    shutil.copyfile(results / "report.html", FOLDER / "report.html")
    return code


def run_some(options: argparse.Namespace) -> int:
    """Ask and score some suites, or questions of a file; 1 when one of their bounds is missed."""
    questions = cases.stored_cases(options.cases.stem, options.cases) if options.cases else None
    plan = Plan(
        suites=tuple(options.suite),
        per_form=None if options.full else PER_FORM,
        questions=tuple(questions) if questions is not None else None,
    )
    documents = read_documents(options.corpus)
    if not any(plan.shows(suite) for suite in _suites(plan, documents)):
        raise InputError(f"no suite is called {' or '.join(options.suite)}")
    embedder = _embedder()
    results = results_folder(options.out, documents, embedder).with_name(
        "-".join(["run", *(suite.strip("/").replace("/", "-") for suite in plan.suites)])
    )
    if options.llm:
        return _run_written(options, documents, embedder, plan, results)
    scores = run(documents, embedder, results, plan)
    # A file's questions, and all forms of each question, are other samples than the bounds are of.
    is_sample = questions is None and not options.full
    bounds = {s: rows for s, rows in gate.read_thresholds().items() if is_sample and plan.shows(s)}
    was = {s: rows for s, rows in gate.read_baseline().items() if is_sample and plan.shows(s)}
    return finish(results, scores, bounds, was)


def _run_written(
    options: argparse.Namespace,
    documents: Sequence[Document],
    embedder: Embedder,
    plan: Plan,
    results: Path,
) -> int:
    """Have a chat model write the answers, and tell what became of its sentences; nothing gates."""
    settings = ChatSettings.read({**os.environ, "ASSISTANT_LLM": options.llm})
    load_chat(settings)
    kept, results = options.out / "replies", results.with_name(f"{results.name}-written")
    scores = run(documents, embedder, results, plan, writing.keeping_writer(settings, kept))
    answers = read_answers(results)
    found = writing.summary(answers)
    if options.judge:
        judge = load_chat(ChatSettings.read({**os.environ, "ASSISTANT_LLM": options.judge}))
        found["judged"] = writing.judged(answers, KeptChat(judge, kept))
    write_json(results / "written.json", found)
    code = finish(results, scores, {}, {})
    print(writing.told(found))
    return code


def _suites(plan: Plan, documents: Sequence[Document]) -> set[str]:
    known = questions_of(documents) if plan.questions is None else plan.questions
    libraries = () if plan.questions is not None else (cases.MASKED, cases.ABLATED)
    return {cases.INVARIANCE, *libraries, *(case.suite for case in known)}


def run_baseline(options: argparse.Namespace) -> int:
    """Run all suites and make their scores the baseline; 1 when a bound is missed."""
    documents = read_documents(options.corpus)
    embedder = _embedder()
    results = results_folder(options.out, documents, embedder)
    scores = run(documents, embedder, results)
    write_json(gate.BASELINE, manifest(documents, embedder) | {"suites": scores["suites"]})
    return finish(results, scores, gate.read_thresholds(), gate.read_baseline())


def write_questions(options: argparse.Namespace) -> int:
    """Write the questions that are asked of the whole library, one a line."""
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


def score_answers(options: argparse.Namespace) -> int:
    """Score the answers of a file; 1 when a bound of the suites they are of is missed."""
    documents = read_documents(options.corpus)
    known = (
        cases.stored_cases(options.cases.stem, options.cases)
        if options.cases
        else questions_of(documents)
    )
    answers = pair(known, options.answers)
    asked = set() if options.cases else {case.suite for case in known}
    results = options.out / f"score-{options.answers.stem}"
    scores = write_scores(answers, documents, _embedder(), results)
    # The bounds are those of our own questions, and of the suites that need no library of theirs.
    bounds = {suite: rows for suite, rows in gate.read_thresholds().items() if suite in asked}
    return finish(results, scores, bounds, {})


def pair(known: Sequence[cases.Case], file: Path) -> list[Answered]:
    """Put the answers of a file beside their cases.

    Raises:
        InputError: a question has no answer, or the file is not the contract's JSON lines.
    """
    by_id = _answers_by_id(file)
    unanswered = [case.id for case in known if case.id not in by_id]
    if unanswered:
        raise InputError(
            f"{file}: {len(unanswered)} of {len(known)} questions have no line, the first is "
            f"'{unanswered[0]}'; write them all with: python -m evals questions FILE"
        )
    return [(case, by_id[case.id]) for case in known]


def compare_with_labels(_: argparse.Namespace) -> int:
    """Print how far the rule of correctness agrees with answers judged by hand, and where not."""
    labels = [json.loads(line) for line in LABELS.read_text("utf-8").split("\n") if line]
    similarity = similarity_by(_embedder())
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
    same = sum(a == b for a, b in zip(ours, theirs, strict=True))
    rates = f"agreement {agreement(ours, theirs):.2f}, kappa {kappa(ours, theirs):.2f}"
    print(f"{same} of {len(labels)} agree, {rates}")
    return 0


def report_overlap(options: argparse.Namespace) -> int:
    """Print how many words the stored rewordings share with what they reword."""
    own = cases.own_cases(read_documents(options.corpus))
    print(overlap.table(own, cases.paraphrased_cases(own)))
    return 0


def _answers_by_id(file: Path) -> dict[str, Any]:
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
    return by_id


def _embedder() -> Embedder:
    settings = Settings.read(os.environ)
    return load_embedder(settings.model, settings.cache)
