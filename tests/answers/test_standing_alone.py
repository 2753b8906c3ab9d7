"""Questions about a document by its name, and in the middle of a conversation about another one."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.models.embedder import Embedder
from assistant.results import Outcome
from assistant.store.index import Index
from assistant.types import Turn

MEMORANDUM = """# Memorandum of Agreement 2026-2029

This Memorandum is made between the Harbour Screen Producers Association (HSPA) and the Coastal Film
Technicians Union, Local 77.

## Term

The term of this Agreement shall be three years, commencing April 1, 2026 and expiring March 31,
2029.

## Meals

The meal penalty shall be $15.00 for the first half hour and $25.00 for each half hour thereafter.

## Rest

The daily rest period shall be eleven hours.
"""
STUDIO = """# Brackwater Studios: booking a stage

A deposit of 40 percent is due when a stage is booked at Brackwater Studios.

The LED volume at Brackwater Studios costs 15,400 dollars a week.
"""


@pytest.fixture(scope="module")
def assistant(real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("named")
    (folder / "moa-2026.md").write_text(MEMORANDUM)
    (folder / "stages.md").write_text(STUDIO)
    made = Assistant(Index(folder / "store"), lambda: real_embedder)
    made.ingest([folder])
    return made


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How high is the meal penalty under the Local 77 memorandum?", "$15.00"),
        ("How long is the daily rest period under the Local 77 agreement?", "eleven hours"),
        ("When does the agreement between HSPA and Local 77 expire?", "expiring March 31"),
        ("How large is the deposit for a stage at Brackwater Studios?", "40 percent"),
    ],
)
def test_who_names_the_document_gets_its_answer(
    assistant: Assistant, question: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert said in answer.citations[0].quote


def test_another_document_s_name_does_not_help(assistant: Assistant) -> None:
    assert assistant.ask("How high is the meal penalty under the Local 12 memorandum?").abstained


def test_a_whole_question_is_answered_whatever_was_spoken_of(assistant: Assistant) -> None:
    asked = "What does the LED volume at Brackwater Studios cost?"
    history = [Turn("user", asked), Turn("assistant", assistant.ask(asked).answer)]
    for question, said in (
        ("How long is the daily rest period?", "eleven hours"),
        ("How high is the meal penalty?", "$15.00"),
    ):
        answer = assistant.ask(question, history)
        assert answer.outcome is Outcome.ANSWERED, question
        assert said in answer.citations[0].quote


@pytest.mark.parametrize("question", ["And how high is the meal penalty?", "And who pays it?"])
def test_what_leans_on_what_was_said_is_not_taken_for_itself(
    assistant: Assistant, question: str
) -> None:
    asked = "What does the LED volume at Brackwater Studios cost?"
    history = [Turn("user", asked), Turn("assistant", assistant.ask(asked).answer)]
    assert "Brackwater" in assistant.ask(question, history).searched


def test_two_versions_that_differ_are_both_shown(real_embedder: Embedder, tmp_path: Path) -> None:
    text = "# Directive on voices\n\nThe notice has to stay on screen for at least {} seconds.\n"
    for name, number in (("first.md", "four"), ("second.md", "six")):
        (tmp_path / name).write_text(text.format(number))
    made = Assistant(Index(tmp_path / "store"), lambda: real_embedder)
    made.ingest([tmp_path])
    answer = made.ask("How long must the notice stay on screen?")
    assert {citation.document_id for citation in answer.citations} == {"first", "second"}
