from collections.abc import Callable

import numpy as np
import pytest

from assistant.answers.refusing import unknown_names
from assistant.assistant import Assistant
from assistant.questions.question import read_question
from assistant.text.words import content_stems
from assistant.types import REFUSAL

KNOWN = content_stems("The British Columbia credit; SAG-AFTRA; the Writers Guild of America")


class OneDocument:
    """A library of one document, of which the stems are known."""

    def lacking(self, _document_id: str, stems: frozenset[str]) -> frozenset[str]:
        return stems - KNOWN


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("What is Alberta's film credit?", ("Alberta",)),
        ("Does British Columbia or New Zealand pay more?", ("New Zealand",)),
        ("Did SAG-AFTRA agree with the Teamsters?", ("Teamsters",)),
        ("Is AB 412 in force?", ("AB 412",)),
        ("what does it pay in 2026?", ()),
        ("Is it OK with the Senate?", ()),
        ("What did Mr. Pell tell Judge Orme?", ("Pell", "Orme")),
        ("What does Dr. British say?", ()),
    ],
)
def test_names_that_a_document_never_mentions_are_found(text: str, names: tuple[str, ...]) -> None:
    question = read_question(text, np.ones(1, dtype=np.float32))

    assert unknown_names(question, "d", OneDocument()) == names


CREDIT = """---
title: British Columbia credit
---
The British Columbia credit paid thirty percent on labor in 2024.
"""


@pytest.fixture
def assistant(library: Callable[..., Assistant]) -> Assistant:
    return library({"bc.md": CREDIT})


def test_a_refusal_names_what_the_library_lacks(assistant: Assistant) -> None:
    answer = assistant.ask("What percent on labor did the Alberta rebate scheme pay?")

    assert answer.abstained
    assert answer.answer.startswith(REFUSAL)
    assert answer.reason == "The library does not mention Alberta."
    assert answer.related


def test_a_refusal_names_a_person_without_the_title(assistant: Assistant) -> None:
    answer = assistant.ask("What percent on labor did Mr. Pell's rebate scheme pay?")

    assert answer.reason == "The library does not mention Pell."


def test_a_refusal_is_silent_on_a_name_that_another_document_knows(
    library: Callable[..., Assistant],
) -> None:
    assistant = library({"bc.md": CREDIT, "ab.md": "# Alberta towns\n\nThey lie on a plain."})

    answer = assistant.ask("What percent on labor did the Alberta rebate scheme pay?")

    assert answer.abstained
    assert answer.reason == ""


def test_a_refusal_names_the_year_it_knows(assistant: Assistant) -> None:
    answer = assistant.ask("What bonus did the British Columbia office grant towns in 2027?")

    assert answer.abstained
    assert answer.reason == "The nearest statement is about 2024, not 2027."
