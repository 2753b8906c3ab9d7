from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.remarks import Remarks
from assistant.answers.statements import Statement, confidence
from assistant.answers.weighing import Weighing
from assistant.assistant import Assistant
from assistant.models.calibration import Calibration, probability
from assistant.questions.question import read_question
from tests.answers.builders import FEATURES, statement
from tests.conftest import StubScorer

PLAIN = Calibration({"learned": 1.0}, 0.0, {"learned": 1.0}, 0.5)


def sure(logit: float) -> Statement:
    return statement("Some text", logit=logit)


def test_confidence_is_the_probability_of_the_best_statement() -> None:
    assert confidence([sure(0.0), sure(-3.0)]) == 0.5
    assert confidence([sure(2.0)]) == pytest.approx(0.8808)
    assert 0 < confidence([]) < 0.01


def test_an_open_question_leaves_little_confidence() -> None:
    assert confidence([sure(2.0)], open_question=sure(1.0)) < 0.2


def test_a_logit_adds_up_its_contributions() -> None:
    weights = {"learned": 2.0, "similarity": -1.0, "unknown_names": -4.0}
    calibration = Calibration({"learned": 3.0}, 0.25, weights, 0.5)

    assert calibration.score(FEATURES) == 3.0
    assert calibration.contributions(FEATURES)["learned"] == 2.0
    assert calibration.contributions(FEATURES)["coverage"] == 0.0
    assert calibration.logit(FEATURES) == 0.25 + 2.0 - 0.5
    assert calibration.logit(replace(FEATURES, unknown_names=0.5)) == 0.25 + 2.0 - 0.5 - 2.0


def test_a_probability_is_never_certain() -> None:
    assert probability(0.0) == 0.5
    assert 0 < probability(-50.0) < probability(50.0) < 1


TEXT = """---
title: Film credit
---
## Rates
The credit pays 30 percent in 2025. The fund paid 40 percent in 2019.

## Bodies
The Film Office runs it, and so does the Board.
"""


def scored(assistant: Assistant, text: str) -> dict[str, Statement]:
    view = assistant._views.current()
    weighing = Weighing(
        view.retriever,
        view.library,
        assistant.embedder,
        StubScorer(),
        PLAIN,
        view.reader,
        Remarks(assistant.embedder),
        date(2026, 7, 1),
    )
    question = read_question(text, assistant.embedder.embed_query(text))
    found = weighing.score(question, view.retriever.rank(text, question.vector, 10))
    return {item.text: item for item in found}


def test_features_tell_what_a_statement_lacks(library: Callable[..., Assistant]) -> None:
    found = scored(library({"credit.md": TEXT}), "How much did the Board of Alberta pay in 2019?")
    old = found["The fund paid 40 percent in 2019."].features
    new = found["The credit pays 30 percent in 2025."].features
    bodies = found["The Film Office runs it, and so does the Board."].features

    assert (old.year_missing, new.year_missing, bodies.year_missing) == (0, 1, 0)
    # Of Board, Alberta and 2019 the document never mentions one.
    assert old.unknown_names == pytest.approx(1 / 3, abs=1e-6)


def test_statements_come_best_first(library: Callable[..., Assistant]) -> None:
    found = scored(library({"credit.md": TEXT}), "What percent did the fund pay in 2019?")

    assert next(iter(found)) == "The fund paid 40 percent in 2019."
    scores = [item.score for item in found.values()]
    assert scores == sorted(scores, reverse=True)
