"""Fits the confidence: a logistic regression over the features of statements.

    python -m training.fit_confidence BENCH --stores DIR

``BENCH`` holds the public sets ``squad2`` and ``clapnq-dev``; of both only what the sentence scorer
was not trained on is used (``scorer_groups``). To these come the library's own questions: asked
without their Q&A pairs, reworded, asked without their document, off-topic ones, and those of the
suite ``professional``. The policy questions are not used: they are there to test on.

Each question gives its most promising statements, each labelled by whether it answers. All kinds
of source weigh the same. The measures written beside the weights are of five-fold
cross-validation, in which a document's (or article's) questions are in one fold; the same without
the learned scorer stand next to them. The result goes into ``assistant/models/fitted.json``.
"""

import argparse
import itertools
import json
import os
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from assistant.assistant import Assistant
from assistant.models.calibration import FITTED, Calibration, Features, probability
from assistant.models.embedder import Embedder
from assistant.models.export import load_embedder
from assistant.results import Answer, Considered, Outcome
from assistant.settings import Settings
from assistant.store.index import Index
from benchmarks.answerability import holds
from benchmarks.sets import ingest
from evals import cases
from evals.cases import Case
from evals.generate import Clock, Remembering, hold, libraries
from evals.run import read_documents, similarity_by
from evals.scoring.correctness import judge
from evals.scoring.curves import auroc, expected_calibration_error
from evals.scoring.score import Similarity
from training.scorer_groups import HeldOut, held_out_questions
from training.structured import structured_documents, structured_questions
from training.written import CONFIDENCE_DATA, written_documents, written_questions

NAMES = [field.name for field in fields(Features)]
STATEMENTS = 3
"""Statements of a question that are fitted on: those the scorer, and similarity, likes best."""

FOLDS = 5
STRENGTH = 1.0
"""Inverse strength of the L2 penalty."""
MOST = 300
"""Questions taken of a public set."""
THRESHOLD = 0.33
OFF_TOPIC = "off-topic"
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
Prediction: TypeAlias = tuple[float, bool, bool]
"""Probability of the best statement, whether it answers, whether the question is answerable."""
SUITES = (cases.MASKED, cases.PARAPHRASED, cases.PROFESSIONAL, cases.ABLATED, cases.FAR, cases.NEAR)


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the features of its statements and whether each answers it."""

    source: str
    fold: int
    answerable: bool
    features: tuple[Features, ...]
    right: tuple[bool, ...]


def main() -> None:
    """Fit, cross-validate and write ``assistant/models/fitted.json``."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("bench", type=Path, help="folder of the public sets")
    parser.add_argument("--stores", type=Path, required=True, help="where their indexes are kept")
    parser.add_argument("--corpus", default="corpus")
    options = parser.parse_args()
    settings = Settings.read(os.environ)
    embedder = load_embedder(settings.model, settings.cache)
    examples = [
        *public_examples(options.bench / "squad2", options.stores, embedder),
        *public_examples(options.bench / "clapnq-dev", options.stores, embedder),
        *written_examples(options.corpus, embedder),
        *own_examples(options.corpus, embedder),
    ]
    written = {
        **asdict(fit(examples)),
        "provenance": {
            "made_by": "training/fit_confidence.py",
            "questions": {name: len(rows) for name, rows in by_source(examples).items()},
            "cross_validated": cross_validate(examples),
            "by_threshold": trade_off(examples),
            "without_scorer": cross_validate([without_scorer(item) for item in examples]),
        },
    }
    FITTED.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    print(FITTED.read_text(encoding="utf-8"))


def public_examples(folder: Path, stores: Path, embedder: Embedder) -> Iterator[Example]:
    """The questions of a public set that the scorer was not trained on, asked of its corpus."""
    index, _ = ingest(folder, stores, embedder)
    questions = held_out_questions(folder)[:MOST]
    yield from _asked(folder.name, questions, Assistant(index, lambda: embedder))


def written_examples(corpus: str, embedder: Embedder) -> Iterator[Example]:
    """The questions of ``confidence_data/``, asked of its documents and the library's together."""
    forms = CONFIDENCE_DATA / "documents"
    held = [
        *read_documents(corpus),
        *written_documents(CONFIDENCE_DATA),
        *structured_documents(forms).values(),
    ]
    with TemporaryDirectory(prefix="fit-") as folder:
        assistant = hold(Index(Path(folder)), held, embedder, Clock())
        yield from _asked("written", written_questions(CONFIDENCE_DATA), assistant)
        yield from _asked("documents", structured_questions(forms), assistant)


def own_examples(corpus: str, embedder: Embedder) -> Iterator[Example]:
    """The library's own questions and the off-topic ones, each asked as the evals ask it."""
    documents = read_documents(corpus)
    similarity = similarity_by(embedder)
    with TemporaryDirectory(prefix="fit-") as folder:
        for assistant, asked in libraries(documents, Remembering(embedder), Path(folder), Clock()):
            of_suites = [case for case in asked if case.suite in SUITES]
            for case in tqdm(of_suites, disable=None):
                answer = assistant.ask(case.question, case.history)
                # A comparison is put of each thing by itself; its reference fits none of these.
                if answer.outcome is Outcome.COMPARED:
                    continue
                features = _best(answer)
                right = [
                    case.answerable and _answers(case, text, similarity) for text, _ in features
                ]
                key = case.id.split("/")[1] if case.suite == cases.ABLATED else _owner(case)
                source = OFF_TOPIC if case.suite in (cases.FAR, cases.NEAR) else case.suite
                yield _example(source, key, case.answerable, features, right)


def _asked(name: str, questions: Sequence[HeldOut], assistant: Assistant) -> Iterator[Example]:
    for question in tqdm(questions, name, disable=None):
        features = _best(assistant.ask(question.question))
        right = [question.answerable and holds(text, question.answers) for text, _ in features]
        yield _example(name, question.source, question.answerable, features, right)


def fit(examples: Sequence[Example]) -> Calibration:
    """Fit the order and the confidence, every source weighing the same in both.

    The order is a logistic regression over differences of a right and a wrong statement of the same
    question (Bradley and Terry, "Rank analysis of incomplete block designs", 1952), so that only
    what tells statements apart counts, not what tells questions apart. The confidence is one over
    each question's first statement in that order (Cox, "The regression analysis of binary
    sequences", 1958).
    """
    known = [item for item in examples if item.features]
    order = fit_order(known)
    first = [int(np.argmax(_matrix(item.features) @ order)) for item in known]
    model = _regression(
        np.array([astuple(item.features[at]) for item, at in zip(known, first, strict=True)]),
        [item.right[at] for item, at in zip(known, first, strict=True)],
        [item.source for item in known],
        intercept=True,
    )
    return Calibration(
        _named(order), round(float(model.intercept_[0]), 4), _named(model.coef_[0]), THRESHOLD
    )


def fit_order(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Weights of shape ``(features,)`` that put right statements before wrong ones."""
    pairs = [
        (_matrix([right]) - _matrix([wrong]), item.source)
        for item in examples
        for right in itertools.compress(item.features, item.right)
        for wrong in itertools.compress(item.features, (not label for label in item.right))
    ]
    rows = np.concatenate([row for row, _ in pairs])
    sources = [source for _, source in pairs]
    model = _regression(
        np.concatenate([rows, -rows]),
        [True] * len(pairs) + [False] * len(pairs),
        sources * 2,
        intercept=False,
    )
    weights: NDArray[np.float64] = model.coef_[0]
    # Without the scorer there is no unit to express the others in.
    return weights / weights[0] if weights[0] > 0 else weights


def cross_validate(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """By source: how well the best statement's probability tells right from wrong.

    ``ece`` and ``right_first`` are of the best statement; ``auroc`` is answerable against not.
    """
    sources = predictions(examples)
    everything = [row for rows in sources.values() for row in rows]
    return {name: _measures(rows) for name, rows in {**sources, "all": everything}.items()}


def trade_off(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """By threshold, over all sources: answers given, the wrong ones of them, false refusals."""
    rows = [row for rows in predictions(examples).values() for row in rows]
    found = {}
    for threshold in THRESHOLDS:
        given = [row for row in rows if row[0] >= threshold]
        right = [row for row in rows if row[1]]
        found[str(threshold)] = {
            "given": round(len(given) / len(rows), 3),
            "wrong_of_given": round(sum(not row[1] for row in given) / max(1, len(given)), 3),
            "right_refused": round(sum(row[0] < threshold for row in right) / len(right), 3),
        }
    return found


def predictions(examples: Sequence[Example]) -> dict[str, list[Prediction]]:
    """By source, of each question's best statement as the other folds' model sees it."""
    sources: dict[str, list[Prediction]] = {}
    for fold in range(FOLDS):
        model = fit([item for item in examples if item.fold != fold])
        for item in (item for item in examples if item.fold == fold and item.features):
            first = int(np.argmax([model.score(features) for features in item.features]))
            chance = probability(model.logit(item.features[first]))
            row = (chance, item.right[first], item.answerable)
            sources.setdefault(item.source, []).append(row)
    return sources


def without_scorer(example: Example) -> Example:
    """The example as it would be were there no learned scorer."""
    return replace(example, features=tuple(replace(item, learned=0.0) for item in example.features))


def by_source(examples: Iterable[Example]) -> dict[str, list[Example]]:
    """The examples by where they come from."""
    found: dict[str, list[Example]] = {}
    for item in examples:
        found.setdefault(item.source, []).append(item)
    return found


def _measures(rows: Sequence[Prediction]) -> dict[str, float]:
    chances = [row[0] for row in rows]
    given = [row for row in rows if row[0] >= THRESHOLD]
    answerable = [row for row in rows if row[2]]
    measures = {
        "questions": len(rows),
        "ece": expected_calibration_error(chances, [row[1] for row in rows], 10),
        "given": len(given) / len(rows),
        "wrong_of_given": sum(not row[1] for row in given) / max(1, len(given)),
    }
    if answerable:
        measures["right_first"] = sum(row[1] for row in answerable) / len(answerable)
        if len(answerable) < len(rows):
            measures["auroc"] = auroc(chances, [row[2] for row in rows])
    return {name: round(value, 3) for name, value in measures.items()}


def _best(answer: Answer) -> list[tuple[str, Features]]:
    kept: dict[tuple[str, int], Considered] = {}
    for name in ("learned", "similarity"):
        weighed = sorted(answer.considered, key=lambda item: -item.features[name])
        kept |= {(item.document_id, item.start): item for item in weighed[:STATEMENTS]}
    return [(item.text, Features(**item.features)) for item in kept.values()]


def _answers(case: Case, text: str, similarity: Similarity) -> bool:
    judgement = judge(
        case.question,
        case.reference,
        text,
        abstained=False,
        similarity=similarity(text, case.reference),
    )
    return judgement.outcome == "correct"


def _example(
    source: str,
    key: str,
    answerable: bool,
    features: Sequence[tuple[str, Features]],
    right: Sequence[bool],
) -> Example:
    fold = zlib.crc32(key.encode()) % FOLDS
    return Example(source, fold, answerable, tuple(item for _, item in features), tuple(right))


def _regression(
    rows: NDArray[np.float64],
    labels: Sequence[bool],
    sources: Sequence[str],
    *,
    intercept: bool,
) -> LogisticRegression:
    sizes = Counter(sources)
    weights = np.array([len(sources) / len(sizes) / sizes[source] for source in sources])
    model = LogisticRegression(C=STRENGTH, max_iter=2000, fit_intercept=intercept)
    return model.fit(rows, labels, sample_weight=weights)


def _named(weights: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)}


def _matrix(features: Sequence[Features]) -> NDArray[np.float64]:
    return np.array([astuple(item) for item in features], dtype=np.float64)


def _owner(case: Case) -> str:
    return case.documents[0] if case.documents else case.id


if __name__ == "__main__":
    main()
