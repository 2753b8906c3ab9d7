from collections.abc import Callable

import pytest

from assistant.assistant import Assistant
from assistant.comparison import sides

Library = Callable[..., Assistant]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Which is larger a year, Iowa's or New Hampshire's film fund?", ["Iowa", "New Hampshire"]),
        ("Who treats dubbing better, the NGA or the Stage League?", ["NGA", "Stage League"]),
        ("Compare refunds in Iowa, Utah and Ohio.", ["Iowa", "Utah", "Ohio"]),
        ("How do Iowa and Utah differ on caps?", ["Iowa", "Utah"]),
        (
            "What is the difference between SB 12 and Utah's Voice Act?",
            ["SB 12", "Utah's Voice Act"],
        ),
    ],
)
def test_the_things_compared_are_found(question: str, names: list[str]) -> None:
    found = sides(question)

    assert [side.name for side in found] == names
    for side in found:
        assert side.name in side.question
        assert not any(name in side.question for name in names if name not in side.name)


@pytest.mark.parametrize(
    "question",
    [
        "What did the Guild and the Alliance sign?",
        "How much does Iowa pay?",
        "Which state pays more than it earns?",
        "Compare them.",
        "",
    ],
)
def test_other_questions_compare_nothing(question: str) -> None:
    assert sides(question) == ()


IOWA = "---\ntitle: Iowa film fund\n---\nThe Iowa film fund pays nine million dollars a year.\n"
UTAH = "---\ntitle: Utah film fund\n---\nThe Utah film fund pays two million dollars a year.\n"


def test_each_thing_compared_is_answered_from_its_own_evidence(library: Library) -> None:
    assistant = library({"iowa.md": IOWA, "utah.md": UTAH})

    answer = assistant.ask("Which film fund pays more dollars a year, Iowa or Utah?")

    assert {citation.document_id for citation in answer.citations} == {"iowa", "utah"}
    assert "nine million" in answer.answer
    assert "two million" in answer.answer


def test_half_a_comparison_is_no_answer(library: Library) -> None:
    assistant = library({"iowa.md": IOWA, "utah.md": UTAH})

    answer = assistant.ask("Which film fund pays more dollars a year, Iowa or Ohio?")

    assert answer.abstained
    assert "Ohio" in answer.reason
