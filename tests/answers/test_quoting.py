from collections.abc import Callable

import pytest

from assistant.answers.quoting import nearest, select
from assistant.answers.statements import Statement
from assistant.assistant import Assistant
from tests.answers.builders import statement

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


def test_a_question_for_one_thing_is_given_one_sentence(library: Library) -> None:
    further = "The harbor levy on docks is at most $900 of the yearly rent."

    answer = library({"a.md": f"{LEVY}\n\n{further}\n"}).ask(
        "How much is the harbor levy on docks?"
    )

    assert [citation.quote for citation in answer.citations] == [LEVY]


def chosen(*found: Statement) -> list[str]:
    return [item.text for item in select(found)]


@pytest.mark.parametrize(
    ("text", "score", "taken"),
    [
        ("Gulls nest there.", 4.71, True),
        ("Gulls nest there.", 4.69, False),
        ("The levy is due now.", 4.9, False),
    ],
)
def test_a_second_statement_stands_beside_one_that_is_hardly_better(
    text: str, score: float, taken: bool
) -> None:
    first, other = statement("The levy is due.", score=5.0), statement(text, score=score)

    assert (chosen(first, other) == [first.text, text]) is taken
    assert chosen() == []


@pytest.mark.parametrize(("own", "whole"), [(0.97, True), (0.96, False)])
def test_a_documents_own_question_asked_as_it_stands_is_answered_whole(
    own: float, whole: bool
) -> None:
    pair = [statement("Yes.", own_question=own), statement("By the way.", score=-9.0)]

    assert (chosen(*pair) == ["Yes.", "By the way."]) is whole


@pytest.mark.parametrize(("own", "whole"), [(0.8, True), (0.79, False)])
def test_a_documents_own_question_is_answered_by_its_whole_answer(own: float, whole: bool) -> None:
    pair = [statement("Yes.", own_question=own), statement("But late.", score=-1.9, cosine=0.1)]

    assert (chosen(*pair) == ["Yes.", "But late."]) is whole


def test_what_answers_far_worse_is_left_out_of_a_documents_own_answer() -> None:
    pair = [statement("Yes.", own_question=0.9), statement("By the way.", score=-2.1)]

    assert chosen(*pair) == ["Yes."]


@pytest.mark.parametrize(("similarity", "offered"), [(0.3, True), (0.29, False)])
def test_what_has_nothing_to_do_with_a_question_is_not_offered(
    similarity: float, offered: bool
) -> None:
    assert bool(nearest([statement("Near.", similarity=similarity)])) is offered


def test_three_passages_are_offered_at_most_each_with_its_best_statement() -> None:
    found = [statement(f"{n}.", chunk_id=f"d@r#{n // 2}") for n in range(8)]

    assert [item.text for item in nearest(found)] == ["0.", "2.", "4."]


LIST = """# Fund

## Costs

The following costs are excluded:

- the cost of {0} gifts
- the cost of {0} fines
- the cost of {0} bank charges

The weather in the harbor town is fine.
"""


LED_IN = "The following costs are excluded:"


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("Which costs are excluded?", "{0} gifts; {0} fines; {0} bank charges"),
        ("Are the costs of odd bank charges excluded?", "{0} bank charges"),
    ],
)
def test_a_list_is_quoted_whole_where_its_items_answer_alike(
    library: Callable[..., Assistant], question: str, items: str
) -> None:
    answer = library({"a.md": LIST.format("odd")}).ask(question)

    said = items.format("the cost of odd")
    assert [citation.reads for citation in answer.citations] == [f"{LED_IN} {said}"]
