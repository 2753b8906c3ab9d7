"""A message that asks several things is answered thing by thing."""

from collections.abc import Callable

import pytest

from assistant.assistant import Assistant
from assistant.contract import answer_json
from assistant.results import Outcome
from assistant.types import MISSING

Library = Callable[..., Assistant]

FILES = {
    "iowa.md": "# Iowa credit\n\nThe Iowa credit pays 30 percent of wages.\n\n"
    "Governor Ada Holm signed the Iowa credit in spring.",
    "utah.md": "# Utah credit\n\nThe Utah credit pays 20 percent of wages.",
}


@pytest.fixture
def assistant(library: Library) -> Assistant:
    return library(FILES)


def test_each_part_has_its_own_quotes(assistant: Assistant) -> None:
    answer = assistant.ask("Who signed the Iowa credit, and what percent of wages does it pay?")

    quotes = {citation.n: citation.quote for citation in answer.citations}
    assert [part.ask for part in answer.parts] == [
        "Who signed the Iowa credit",
        "what percent of wages does it pay?",
    ]
    assert [quotes[n] for part in answer.parts for n in part.citations] == [
        "Governor Ada Holm signed the Iowa credit in spring.",
        "The Iowa credit pays 30 percent of wages.",
    ]


def test_two_questions_about_two_documents_are_both_answered(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Hello! What percent of wages does the Iowa credit pay? "
        "What percent of wages does the Utah credit pay? Thanks"
    )

    assert [citation.document_id for citation in answer.citations] == ["iowa", "utah"]


def test_a_part_that_nothing_answers_is_said_to_be_missing(assistant: Assistant) -> None:
    answer = assistant.ask("Who signed the Iowa credit, and who discovered penicillin?")

    assert answer.outcome is Outcome.ANSWERED
    assert [part.found for part in answer.parts] == [True, False]
    assert MISSING.capitalize() in answer.answer
    assert answer.confidence == answer.parts[0].confidence


def test_what_answers_two_parts_is_shown_once(assistant: Assistant) -> None:
    answer = assistant.ask("Who signed the Iowa credit, and when was the Iowa credit signed?")

    assert len(answer.citations) == 1
    assert [part.citations for part in answer.parts] == [(1,), (1,)]
    assert answer.answer.count("Ada Holm") == 1


def test_parts_nobody_answers_are_one_refusal(assistant: Assistant) -> None:
    answer = assistant.ask("Who discovered penicillin, and when was the moon mapped?")

    assert answer.abstained
    assert answer.citations == ()
    assert [part.found for part in answer.parts] == [False, False]


def test_the_contract_writes_parts_and_table(assistant: Assistant) -> None:
    simple = answer_json(assistant.ask("Who signed the Iowa credit?"))
    compared = answer_json(assistant.ask("Compare the wages of Iowa and Utah."))

    assert [set(part) for part in simple["parts"]] == [
        {"ask", "found", "open", "confidence", "citations"}
    ]
    assert simple["table"] is None
    assert simple["choices"] == []
    assert compared["table"]["entities"] == ["Iowa", "Utah"]
    assert [len(row) for row in compared["table"]["cells"]] == [1, 1]
    assert len(compared["parts"]) == len(compared["table"]["aspects"])
