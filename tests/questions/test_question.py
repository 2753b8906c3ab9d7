import numpy as np
import pytest

from assistant.questions.question import Question, read_question

VECTOR = np.ones(1, dtype=np.float32)


def question(text: str) -> Question:
    return read_question(text, VECTOR)


def test_an_opening_word_is_not_scored() -> None:
    read = question("And until when does Iowa pay in 2026? (Iowa's Fund 2024)")

    assert read.asked == "until when does Iowa pay in 2026? (Iowa's Fund 2024)"
    assert "iowa" in read.names
    assert read.numbers == {"2026", "2024"}


def test_a_year_of_the_subject_before_is_not_asked_about() -> None:
    assert question("Until when does it run in 2026? (Fund 2024)").years == {"2026"}


def test_a_question_of_one_opening_word_keeps_it() -> None:
    assert question("And?").asked == "?"
    assert question("So").asked == "So"


@pytest.mark.parametrize(
    ("text", "statement", "lacks"),
    [
        ("How much does it pay?", "It pays well.", True),
        ("How much does it pay?", "It pays 30%.", False),
        ("How many stages are there?", "There are twelve.", False),
        ("When did it end?", "It ended in May.", True),
        ("Who runs it?", "The office.", False),
    ],
)
def test_a_wanted_figure_is_missed(text: str, statement: str, lacks: bool) -> None:
    assert question(text).wants_figure_beyond(statement) is lacks


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("When was it signed and when did it start?", True),
        ("Who said so, and why?", True),
        ("What are the conditions for a refund?", True),
        ("How much is the cap?", False),
        ("Did actors and directors agree?", False),
    ],
)
def test_two_parts_or_a_list_are_several_things(text: str, several: bool) -> None:
    assert question(text).asks_several is several


def test_an_outcome_is_asked_for() -> None:
    assert question("Has the bill passed?").asks_outcome
    assert not question("What does the bill require?").asks_outcome


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("What was the rate before the change?", True),
        ("How much did Iowa pay in 2019?", True),
        ("What did the contract of 2023 say?", True),
        ("What is the rate?", False),
        ("What is the rate now that it was raised?", False),
        ("Does the credit that began in 2019 still run?", False),
        ("What does the formerly-named act require today?", False),
    ],
)
def test_a_question_is_about_the_past_unless_it_speaks_of_the_present(
    text: str, past: bool
) -> None:
    assert question(text).asks_past is past
