"""What the chat shows of a conversation, without a browser."""

import html
from collections.abc import Callable

import pytest

from assistant.assistant import Assistant
from assistant.ui import chat

LIBRARY = {
    "iowa.md": "# Iowa credit\n\nThe Iowa credit pays 30 percent of wages.",
    "utah.md": "# Utah credit\n\nThe Utah credit pays 20 percent of wages.",
}
QUESTION = "What percent of wages does the Iowa credit pay?"


@pytest.fixture
def assistant(library: Callable[..., Assistant]) -> Assistant:
    return library(LIBRARY)


def test_a_follow_up_is_asked_of_the_conversation_before_it(assistant: Assistant) -> None:
    first = chat.ask(assistant, QUESTION, ())
    second = chat.ask(assistant, "And Utah?", (first,))

    assert second.answer is not None
    assert second.answer.searched == "What percent of wages does Utah credit pay?"
    assert second.answer.citations[0].quote == "The Utah credit pays 20 percent of wages."


def test_a_fault_is_told_in_its_place_and_is_no_part_of_the_conversation(
    assistant: Assistant,
) -> None:
    first = chat.ask(assistant, QUESTION, ())
    fault = chat.ask(assistant, "x" * 100_000, (first,))
    after = chat.ask(assistant, "And Utah?", (first, fault))

    assert fault.answer is None
    assert fault.fault == "The question has more than 4000 characters; shorten it."
    assert after == chat.ask(assistant, "And Utah?", (first,))
    assert html.unescape(chat.messages((first, fault))[3]["content"]) == (
        f'<div class="notice">{fault.fault}</div>'
    )


def test_every_exchange_is_two_messages_in_turn(assistant: Assistant) -> None:
    exchanges = (chat.ask(assistant, QUESTION, ()), chat.ask(assistant, "Penguins?", ()))
    messages = chat.messages(exchanges)

    assert [message["role"] for message in messages] == ["user", "assistant"] * 2
    assert html.unescape(messages[0]["content"]) == QUESTION
    assert 'href="#cite-1-1"' in messages[1]["content"]
    assert 'class="refusal"' in messages[3]["content"]


def test_the_newest_sources_stand_first(assistant: Assistant) -> None:
    first = chat.ask(assistant, QUESTION, ())
    panel = chat.panel((first, chat.ask(assistant, "And Utah?", (first,))))

    assert "The passages behind an answer appear here." in chat.panel(())
    assert 0 < panel.index('id="cite-2-1"') < panel.index('id="cite-1-1"')


def test_questions_to_choose_from_are_offered_only_while_they_are_the_last_word(
    assistant: Assistant,
) -> None:
    back = chat.ask(assistant, "What does it pay?", ())
    after = chat.ask(assistant, QUESTION, (back,))

    assert back.answer is not None
    assert len(back.answer.choices) == 2
    assert chat.messages((back,))[1]["options"] == [
        {"value": choice} for choice in back.answer.choices
    ]
    assert all("options" not in message for message in chat.messages((back, after)))
    assert chat.messages(()) == []
