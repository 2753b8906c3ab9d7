import pytest

from assistant.conversation import read_history, resolve
from assistant.errors import InputError
from assistant.types import Turn

BEFORE = (
    Turn("user", "What does California's credit pay?"),
    Turn("assistant", "It pays 35%."),
)


def test_a_question_that_stands_alone_is_searched_as_it_is() -> None:
    assert resolve("Who signed AB 1138?", BEFORE) == "Who signed AB 1138?"
    assert resolve("When does it expire?", ()) == "When does it expire?"


@pytest.mark.parametrize(
    "question", ["And for how long?", "When does it expire?", "Who gets that?"]
)
def test_a_question_that_leans_is_searched_behind_the_one_before(question: str) -> None:
    assert resolve(question, BEFORE) == f"What does California's credit pay? {question}"


def test_history_is_read_in_both_spellings() -> None:
    turns = read_history([{"role": "user", "content": "A?"}, {"role": "human", "text": "B?"}])

    assert turns == (Turn("user", "A?"), Turn("user", "B?"))


@pytest.mark.parametrize(
    "messages", [{}, "text", [1], [{"role": "user"}], [{"content": "x"}], None]
)
def test_another_shape_is_refused(messages: object) -> None:
    with pytest.raises(InputError):
        read_history(messages)
