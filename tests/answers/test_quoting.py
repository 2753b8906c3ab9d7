from collections.abc import Callable

import pytest

from assistant.answers.quoting import nearest, select
from assistant.answers.statements import Statement
from assistant.assistant import Assistant
from tests.answers.builders import question, statement

Library = Callable[..., Assistant]

LEVY = "The harbor levy on docks is 12% of the yearly rent."


@pytest.mark.parametrize(
    "again",
    [
        "The harbor levy on docks is 12% of the yearly rent now.",
        "On docks the harbor levy is 12% of the yearly rent paid there.",
    ],
)
def test_what_adds_nothing_is_not_quoted(library: Library, again: str) -> None:
    answer = library({"a.md": f"{LEVY}\n\n{again}\n"}).ask("How much is the harbor levy on docks?")

    assert len(answer.citations) == 1


def test_another_figure_for_the_same_thing_is_quoted_too(library: Library) -> None:
    further = "The harbor levy on docks is at most $900 of the yearly rent."

    answer = library({"a.md": f"{LEVY}\n\n{further}\n"}).ask(
        "How much is the harbor levy on docks?"
    )

    assert {citation.quote for citation in answer.citations} == {LEVY, further}


def chosen(*found: Statement, asked: str = "How much does the credit pay?") -> list[str]:
    return [item.text for item in select(question(asked), found)]


FIRST = statement("First.", score=5.0)


@pytest.mark.parametrize(
    ("asked", "score", "taken"),
    [
        ("How much does the credit pay?", 4.01, True),
        ("How much does the credit pay?", 3.99, False),
        ("What are the conditions of the credit?", 3.01, True),
        ("What are the conditions of the credit?", 2.99, False),
    ],
)
def test_what_answers_far_worse_is_not_quoted(asked: str, score: float, taken: bool) -> None:
    other = statement("Other.", score=score, cosine=0.1)

    assert (chosen(FIRST, other, asked=asked) == ["First.", "Other."]) is taken


@pytest.mark.parametrize(("cosine", "taken"), [(0.85, True), (0.87, False)])
def test_what_is_worded_alike_is_quoted_once(cosine: float, taken: bool) -> None:
    other = statement("Other.", score=5.0, cosine=cosine)

    assert (chosen(FIRST, other) == ["First.", "Other."]) is taken


@pytest.mark.parametrize(
    ("text", "cosine", "taken"),
    [
        ("It pays 30% today.", 0.74, True),
        ("It pays 30% today.", 0.76, False),
        ("It pays 35% today.", 0.76, True),
    ],
)
def test_the_same_figure_again_adds_nothing(text: str, cosine: float, taken: bool) -> None:
    found = statement("It pays 30%."), statement(text, cosine=cosine)

    assert (len(chosen(*found)) == 2) is taken


def test_at_most_four_statements_are_quoted() -> None:
    cosines = (1.0, 0.8, 0.2, -0.4, -0.9)
    found = [statement(f"Number {cosine}.", cosine=cosine) for cosine in cosines]

    assert len(chosen(*found)) == 4


@pytest.mark.parametrize(("own", "whole"), [(0.8, True), (0.79, False)])
def test_a_documents_own_question_is_answered_by_its_whole_answer(own: float, whole: bool) -> None:
    pair = [statement("Yes.", own_question=own), statement("But late.", score=-9.0, cosine=0.1)]

    assert (chosen(*pair) == ["Yes.", "But late."]) is whole


@pytest.mark.parametrize(("similarity", "offered"), [(0.3, True), (0.29, False)])
def test_what_has_nothing_to_do_with_a_question_is_not_offered(
    similarity: float, offered: bool
) -> None:
    assert bool(nearest([statement("Near.", similarity=similarity)])) is offered


def test_three_passages_are_offered_at_most_each_with_its_best_statement() -> None:
    found = [statement(f"{n}.", chunk_id=f"d@r#{n // 2}") for n in range(8)]

    assert [item.text for item in nearest(found)] == ["0.", "2.", "4."]
