"""Replies about the assistant and its library, as other programs see them."""

from collections.abc import Callable

import pytest

from assistant.assistant import Assistant
from assistant.contract import answer_json
from assistant.types import Turn

IOWA = """---
title: Iowa's film credit
kind: brief
jurisdiction: [Iowa]
topics: [incentives]
published: 2026-05-01
as_of: 2026-04-30
---
TLDR: The Iowa credit pays 30 percent of wages. [^1]

Key Takeaways:
- Iowa wants a spend of $100,000. [^1]
- Iowa ends the credit in 2030. [^1]
- Iowa audits every project. [^1]

## Cap
The cap in Iowa is $9 million. [^1]

[^1]: Iowa Code | https://iowa.example | official
"""
UTAH = (
    IOWA.replace("Iowa", "Utah")
    .replace("kind: brief", "kind: article")
    .replace("2026-05-01", "2025-02-03")
    .replace("incentives", "labor, ai")
)


@pytest.fixture
def assistant(library: Callable[..., Assistant]) -> Assistant:
    return library({"iowa.md": IOWA, "utah.md": UTAH})


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Hello", "Hello! I answer from 2 documents about incentives, labor and AI."),
        ("thanks", "You're welcome."),
        ("Who are you?", "a program, not a person"),
        ("What can you do?", "where the sources don't answer I say so"),
        ("How sure are you?", "the quotes are exact"),
        ("How do you work?", "I search 2 documents"),
        ("How many documents do you have?", "2 documents in the library: 1 brief and 1 article."),
        ("Which document is newest?", "published on 1 May 2026: Iowa's film credit."),
        ("What is the oldest document you have?", "published on 3 February 2025: Utah's"),
        ("When was this last updated?", "The newest document was published on 1 May 2026. Facts"),
        ("What topics do you cover?", "by topic: incentives (1), labor (1) and AI (1)."),
        ("Which states do you cover?", "Iowa (1) and Utah (1)."),
        ("List your documents", "library:\n- Iowa's film credit\n- Utah's film credit"),
        ("List your documents on Utah", "There is 1 document on Utah:\n- Utah's film credit"),
        ("Hello! Who are you, and how do you work?", "I search 2 documents"),
    ],
)
def test_a_message_about_the_assistant_gets_a_reply(
    assistant: Assistant, message: str, said: str
) -> None:
    answer = answer_json(assistant.ask(message))

    assert said in answer["answer"]
    assert answer["mode"] == "reply"
    assert answer["abstained"]
    assert not answer["open"]
    assert answer["citations"] == answer["parts"] == answer["choices"] == answer["notes"] == []
    assert 0 < answer["confidence"] < 0.01


def test_legal_advice_is_spoken_of_only_where_it_is_asked_about(assistant: Assistant) -> None:
    assert "not legal advice" in assistant.ask("Are you a lawyer?").answer
    assert "legal advice" not in assistant.ask("Who are you?").answer


def test_a_real_question_beside_a_greeting_or_a_word_about_the_assistant_is_answered(
    assistant: Assistant,
) -> None:
    for message in ("Hello! What is the cap in Iowa?", "Who are you? What is the cap in Iowa?"):
        answer = answer_json(assistant.ask(message))

        assert answer["mode"] == "quote"
        assert answer["citations"][0]["quote"] == "The cap in Iowa is $9 million."
        assert len(answer["parts"]) == 1


def test_what_is_told_beside_makes_it_no_small_talk(assistant: Assistant) -> None:
    told = "My neighbour's rooster crows every night. What can you do?"

    assert answer_json(assistant.ask(told))["mode"] == "quote"


def test_a_library_without_dates_or_places_says_so(library: Callable[..., Assistant]) -> None:
    assistant = library({"note.md": "# A note\n\nThe fee is $5."})

    assert assistant.ask("Which document is newest?").answer == "The documents give no dates."
    assert "give no dates" in assistant.ask("When was this last updated?").answer
    assert "don't say which places" in assistant.ask("Which states do you cover?").answer
    assert assistant.ask("Hello").answer.startswith("Hello! I answer from 1 document.")


def test_an_overview_is_the_documents_own_summary(assistant: Assistant) -> None:
    answer = answer_json(assistant.ask("Tell me about Iowa"))

    assert [item["quote"] for item in answer["citations"]] == [
        "The Iowa credit pays 30 percent of wages.",
        "Iowa wants a spend of $100,000.",
        "Iowa ends the credit in 2030.",
    ]
    assert (answer["mode"], answer["abstained"]) == ("quote", False)
    assert answer["hits"]


def test_an_overview_of_many_documents_has_the_first_sentence_of_each(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Tell me about film credit")

    assert {item.quote for item in answer.citations} == {
        "The Iowa credit pays 30 percent of wages.",
        "The Utah credit pays 30 percent of wages.",
    }


def test_a_subject_without_a_summary_is_answered_as_any_question(
    library: Callable[..., Assistant],
) -> None:
    assistant = library({"iowa.md": "# Iowa credit\n\nThe Iowa credit pays 30 percent."})

    assert "30 percent" in assistant.ask("Tell me about the Iowa credit").answer


def test_a_follow_up_is_no_overview(assistant: Assistant) -> None:
    before = [Turn("user", "What is the cap in Iowa?"), Turn("assistant", "It is $9 million.")]

    assert "cap in Utah" in assistant.ask("And what about Utah?", before).answer


def test_a_follow_up_is_no_small_talk_unless_it_speaks_to_the_assistant(
    assistant: Assistant,
) -> None:
    before = [Turn("user", "What is the cap in Iowa?"), Turn("assistant", "It is $9 million.")]

    assert answer_json(assistant.ask("How does this work?", before))["mode"] == "quote"
    assert answer_json(assistant.ask("How sure are you?", before))["mode"] == "reply"
