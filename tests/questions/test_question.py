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
    ("text", "several"),
    [
        ("What are the conditions for a refund?", True),
        ("conditions for the uplift", True),
        ("carveouts?", True),
        ("Iowa uplifts, all of them", True),
        ("Which new ads fall outside the law?", True),
        ("AB 12: what uses are exempt?", True),
        ("Whose losses count?", True),
        ("How much is the cap?", False),
        ("How many states have one?", False),
        ("Did actors and directors agree?", False),
        ("Do platforms have to look for it?", False),
        ("Who pays the credit and the grant?", False),
        ("What does this status mean?", False),
    ],
)
def test_a_question_for_a_list_asks_for_a_noun_in_the_plural(text: str, several: bool) -> None:
    assert question(text).asks_several is several


@pytest.mark.parametrize(
    "text",
    [
        "Who pays all of it?",
        "List them.",
        "Name every one.",
        "What does each of them pay?",
        "Who is behind the bill?",
        "who's backing it",
        "Who are on the board?",
        "Who is in it?",
        "Who makes up the board?",
        "Who backs it?",
        "Who can apply?",
        "Who may apply?",
        "Who counts as local?",
        "What's in the plan?",
        "What is in the plan?",
        "What goes in the summary?",
        "What counts as spend?",
        "What falls under it?",
        "What does the plan include?",
        "What do studios cover?",
        "What must a summary contain?",
        "What did the producer need?",
        "What would the bill require?",
    ],
)
def test_what_contains_or_backs_is_a_list_too(text: str) -> None:
    assert question(text).asks_several


@pytest.mark.parametrize(
    "word",
    [
        "highest",
        "lowest",
        "largest",
        "smallest",
        "biggest",
        "longest",
        "shortest",
        "earliest",
        "latest",
        "most",
        "least",
        "first",
    ],
)
def test_an_extreme_is_asked_for(word: str) -> None:
    assert question(f"Which pays {word}?").asks_extreme
    assert not question("Which pays in the first weeks?").asks_extreme


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


@pytest.mark.parametrize(
    "text",
    [
        "How much is it?",
        "How many are there?",
        "How long is it?",
        "How high is it?",
        "How large is it?",
        "How big is it?",
        "How often is it paid?",
        "When is it paid?",
        *(
            f"{which} {kind} is it?"
            for which in ("What", "Which")
            for kind in ("year", "date", "percentage", "share", "number", "rate")
        ),
    ],
)
def test_a_question_for_a_figure_is_told_by_its_words(text: str) -> None:
    assert question(text).asks_figure
    assert not question("Who pays it?").asks_figure


@pytest.mark.parametrize(
    "text",
    [
        "Has the bill passed?",
        "Had the bill passed?",
        "Did the bill pass?",
        "Is the bill signed?",
        "Are the bills signed?",
        "Was the bill signed?",
        "Will the bill pass?",
        "Did he sign the bill?",
        "Is the deal approved?",
        "Is the case decided?",
        "Did the judge rule?",
        "Has the judge ruled?",
        "Did they settle?",
        "Did the bill become law?",
        "Did they agree to it?",
        "What is the verdict?",
        "What is the final word?",
        "What happened to the bill?",
        "Who won the case?",
        "What did the court decide?",
        "How did the court decide?",
        "How did the court rule?",
        "How did the house vote?",
        "What damages did Vale win?",
        "Is the law there yet?",
        "Is the law there by now?",
        "What is said so far?",
    ],
)
def test_a_question_for_an_outcome_is_told_by_its_words(text: str) -> None:
    assert question(text).asks_outcome
    assert not question("Who pays the credit?").asks_outcome


@pytest.mark.parametrize(
    "text",
    [
        "What was it?",
        "What were they?",
        "What did it pay?",
        "What had it paid?",
        "What it used to pay?",
        "What is due before that?",
        "What holds until then?",
        "What holds till then?",
        "What is the earlier rate?",
        "What is the old rate?",
        "What is the older rate?",
        "What is the first rate?",
        "What is the rate in 1998?",
        "What is the rate in 2019?",
        "What is the deal of 1998?",
        "What is the deal of 2019?",
    ],
)
def test_a_question_about_the_past_is_told_by_its_words(text: str) -> None:
    assert question(text).asks_past
    assert not question("What is the rate?").asks_past


@pytest.mark.parametrize(
    "text",
    [
        "What did it change that holds now?",
        "What was changed in the current law?",
        "What was changed that is currently due?",
        "What was changed and still holds?",
        "What was changed in the new law?",
        "What was changed in a New law?".replace("New", "new"),
    ],
)
def test_a_question_about_the_present_is_told_by_its_words(text: str) -> None:
    assert not question(text).asks_past


@pytest.mark.parametrize(
    "place",
    ["New York", "New Jersey", "New Mexico", "New Hampshire", "New Zealand", "New Orleans"],
)
def test_a_place_named_new_is_nothing_new(place: str) -> None:
    assert question(f"What was the rate of {place} in 2019?").asks_past
    assert question(f"what was the rate of {place.lower()} in 2019?").asks_past
    assert question("What was the rate of New Haven in 2019?").asks_past


@pytest.mark.parametrize("word", ["before", "since", "before the", "since the"])
@pytest.mark.parametrize("year", ["1998", "2019"])
def test_a_year_that_only_bounds_is_not_asked_about(word: str, year: str) -> None:
    assert question(f"What was paid {word} {year}?").years == frozenset()
    assert question(f"What was paid in {year}?").years == {year}


@pytest.mark.parametrize("word", ["And", "So", "so"])
def test_a_conjunction_only_opens(word: str) -> None:
    assert question(f"{word} who pays?").asked == "who pays?"


def test_what_is_written_in_capitals_stays_with_its_name() -> None:
    names = [
        name
        for name, _ in question("Did NO FAKES or AI Studio or the Vale suit end?").written_names
    ]

    assert names == ["NO FAKES", "AI Studio", "Vale"]
