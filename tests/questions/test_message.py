"""What a message asks is told from what it only says."""

import pytest

from assistant.questions.message import read_message


def names(text: str) -> list[str]:
    return [name for name in ("Iowa", "Utah", "Act 5", "Harbor Act") if name in text]


def asks(text: str) -> list[str]:
    return [ask.text for ask in read_message(text, names).asks]


def standing(text: str) -> list[str]:
    return [ask.standing for ask in read_message(text, names).asks]


PLAIN = "What does Iowa pay?"


@pytest.mark.parametrize(
    "text",
    [
        f"Hello! {PLAIN} Thanks in advance.",
        f"Hi there, {PLAIN}",
        f"Good morning. {PLAIN} Many thanks!",
        f"{PLAIN} Please cite your sources.",
        f"{PLAIN} Thank you very much",
        f"  {PLAIN}\n\nKind regards",
        "What does Iowa pay?".replace(" ", "\u00a0"),
    ],
)
def test_greeting_thanks_and_instructions_are_left_out(text: str) -> None:
    assert [ask.lower() for ask in asks(text)] == [PLAIN.lower()]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("I was wondering what Iowa pays", "what Iowa pays"),
        ("Could you tell me what Iowa pays?", "what Iowa pays?"),
        ("hi, quick question: how long does Iowa wait?", "how long does Iowa wait?"),
        ("what Iowa pays, thanks", "what Iowa pays"),
        ("Iowa rate pls", "Iowa rate"),
        ("Can Iowa pay it?", "Can Iowa pay it?"),
        ("And them?", "And them?"),
    ],
)
def test_a_polite_frame_is_left_out(text: str, asked: str) -> None:
    assert asks(text) == [asked]


@pytest.mark.parametrize("text", ["Hello!", "Thanks a lot.", "hi there", "Thank you for your help"])
def test_courtesy_alone_asks_nothing(text: str) -> None:
    assert asks(text) == []


def test_what_is_told_before_the_question_is_its_context() -> None:
    message = read_message("We shoot in Utah this fall. What is the cap?", names)

    assert [ask.text for ask in message.asks] == ["What is the cap?"]
    assert message.context == "We shoot in Utah this fall."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Who signed Act 5, and what does it ask for?",
            ["Who signed Act 5", "what does it ask for?"],
        ),
        ("Who signed Act 5 and when?", ["Who signed Act 5", "when?"]),
        ("Who signed Act 5; how long is it?", ["Who signed Act 5", "how long is it?"]),
        (
            "Who signed Act 5? And what does it ask for?",
            ["Who signed Act 5?", "what does it ask for?"],
        ),
        (
            "Act 5: who signed it, when, what is the top rate",
            ["who signed it", "when", "what is the top rate"],
        ),
        ("Iowa: rate + cap + deadline?", ["rate", "cap", "deadline?"]),
        ("Iowa: rate, cap and deadline", ["rate", "cap", "deadline"]),
        ("Iowa: its rate, and when is it due?", ["its rate", "when is it due?"]),
        (
            "Iowa stages, how many are there and can a show rent one?",
            ["how many are there", "can a show rent one?"],
        ),
        ("the cap in Iowa, plus the deadline", ["the cap in Iowa", "deadline"]),
        ("Iowa: the cap? Also the deadline", ["Iowa: the cap?", "the deadline"]),
        ("Iowa: what rate & until when?", ["what rate", "until when?"]),
        (
            "Named owners in Iowa, and date of the sale?",
            ["Named owners in Iowa", "date of the sale"],
        ),
    ],
)
def test_each_thing_asked_stands_by_itself(text: str, expected: list[str]) -> None:
    assert asks(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "If Iowa turns us down, can we come back?",
        "Does Iowa pay cash, or is it a credit?",
        "Since Iowa left the deal, what holds there?",
        "Did Production Plus pay in Iowa?",
        "What did actors and directors win?",
        "Iowa: credits that count, by county?",
        "Is Disney+ in Iowa?",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert len(asks(text)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Act 5: who signed it, when?", ["Act 5: who signed it", "Act 5: when?"]),
        ("Who runs Iowa and how long?", ["Who runs Iowa", "how long? (Iowa)"]),
        ("What pays Iowa and what pays Utah?", ["What pays Iowa", "what pays Utah?"]),
        (
            "Iowa deal: the cap? and how is it split",
            ["Iowa deal: the cap?", "how is it split? (Iowa deal)"],
        ),
    ],
)
def test_a_part_keeps_the_subject_of_the_whole(text: str, expected: list[str]) -> None:
    assert standing(text) == expected
