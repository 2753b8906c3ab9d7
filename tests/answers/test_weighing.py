from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.refusing import UNKNOWN_NAME, threshold_for
from assistant.answers.remarks import Remarks
from assistant.answers.weighing import FEW_WORDS, SUPERSEDED, Weighing
from assistant.assistant import Assistant
from assistant.models.calibration import Calibration
from assistant.models.scorer import Reading
from assistant.types import Filters
from tests.answers.builders import question, statement
from tests.conftest import StubScorer

PLAIN = Calibration({"learned": 1.0}, 0.0, {"learned": 1.0}, 0.5)
OLD = "---\ntitle: Deal 2023\n---\nThe deal raised pay by five percent."
NEW = "---\ntitle: Deal 2026\nsupersedes: [old]\n---\nThe deal raised pay by six percent."


def weighing(assistant: Assistant) -> Weighing:
    view = assistant._views.current()
    return Weighing(
        view.retriever,
        view.library,
        assistant.embedder,
        StubScorer(),
        PLAIN,
        view.reader,
        Remarks(assistant.embedder),
        date(2026, 7, 1),
    )


def scores(assistant: Assistant, asked: str) -> dict[str, float]:
    found = weighing(assistant).weigh(asked, Filters()).scored
    return {item.document_id: item.score for item in found}


@pytest.mark.parametrize(
    ("asked", "lowered"),
    [
        ("By how much does the deal raise pay?", True),
        ("By how much did the deal raise pay?", False),
        ("By how much does the deal of 2023 raise pay?", False),
    ],
)
def test_a_superseded_document_stands_back_unless_the_past_is_asked_about(
    library: Callable[..., Assistant], asked: str, lowered: bool
) -> None:
    with_new = scores(library({"old.md": OLD, "new.md": NEW}), asked)["old"]
    alone = scores(library({"old.md": OLD}), asked)["old"]

    assert alone - with_new == pytest.approx(SUPERSEDED if lowered else 0)


@pytest.mark.parametrize(
    ("statement", "is_quoted"), [("Pay rose by five.", False), ("Pay rose by five percent.", True)]
)
def test_what_the_question_quotes_does_not_answer_it(
    library: Callable[..., Assistant], statement: str, is_quoted: bool
) -> None:
    assert len(statement.split()) == FEW_WORDS - (not is_quoted)
    found = weighing(library({"a.md": statement})).weigh(f"Why? ({statement})", Filters())

    assert (found.scored == ()) is is_quoted


def test_a_label_that_the_question_holds_is_no_answer(
    library: Callable[..., Assistant],
) -> None:
    files = {"a.txt": "GLOSSARY\n\nFilm offices:\n\n- Amicus curiae\n- Appellee\n"}
    found = weighing(library(files)).weigh("What does amicus curiae mean?", Filters())

    assert "Amicus curiae" not in [item.text for item in found.scored]


def test_a_document_that_lacks_a_name_of_the_question_must_be_surer(
    library: Callable[..., Assistant],
) -> None:
    known = library({"old.md": OLD})._views.current().library
    nearest = [statement("It paid.", document_id="old")]

    assert threshold_for(question("What does the Deal pay?"), nearest, known, 0.3) == 0.3
    assert threshold_for(question("What does Alberta pay?"), nearest, known, 0.3) == UNKNOWN_NAME
    assert threshold_for(question("What does Alberta pay?"), nearest, known, 0.9) == 0.9
    assert threshold_for(question("What does Alberta pay?"), [], known, 0.3) == 0.3


class Counting(StubScorer):
    def __init__(self) -> None:
        self.read: list[str] = []

    def score(self, question: str, readings: Sequence[Reading]) -> list[float]:
        self.read += [reading.statement for reading in readings]
        return super().score(question, readings)


def test_a_statement_is_read_for_a_question_once(library: Callable[..., Assistant]) -> None:
    counting = Counting()
    once = replace(weighing(library({"old.md": OLD, "new.md": NEW})), scorer=counting)
    asked = "By how much did the deal raise pay?"

    first, again = once.weigh(asked, Filters()), once.weigh(asked, Filters())

    assert first == again
    assert len(counting.read) == len(set(counting.read)) == 2
