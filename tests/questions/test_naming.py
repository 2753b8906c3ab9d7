"""Questions freed of what only names their document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.questions.naming import freed
from assistant.text.words import content_stems

SUBJECT = content_stems(
    "Memorandum of Agreement 2026-2029. Harbour Producers and Local 77, made in Orme"
)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        (
            "How high is the meal penalty under the Local 77 memorandum?",
            "How high is the meal penalty?",
        ),
        (
            "When does the deal between Harbour Producers and Local 77 expire?",
            "When does the deal expire?",
        ),
        ("In Orme, how long is the rest period?", ""),
        (
            "How long is the rest period in Orme, and who pays?",
            "How long is the rest period, and who pays?",
        ),
        ("How long is the rest period under the Local 78 agreement?", ""),
        ("How long is the rest period under the agreement?", ""),
        ("What does Local 77 ask for?", ""),
        ("Who pays in Orme?", ""),
    ],
)
def test_only_what_names_the_document_is_left_out(question: str, left: str) -> None:
    assert freed(question, SUBJECT) == left


@given(st.text(max_size=120))
def test_any_question_can_be_freed(question: str) -> None:
    left = freed(question, content_stems(question))
    assert len(left) < max(1, len(question)) or not left
