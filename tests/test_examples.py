"""The questions to begin with: of each kind, and all answered by the library."""

from collections.abc import Callable

from assistant.assistant import Assistant
from assistant.examples import CHANGED, COMPARE, IN_FORCE, LOOK_UP, examples

CREDIT = """---
title: {0} film credit
jurisdiction: [{0}]
topics: [incentives]
---
The {0} film credit has an annual funding of ${1} million.

Q&A
When does the {0} film credit expire?
The {0} film credit expires in 2030.
What changed in the {0} film credit?
The {0} film credit was cut in 2025.
Who may sell the {0} film credit?
Studios may sell the {0} film credit.
"""


def test_one_question_of_each_kind_is_offered(library: Callable[..., Assistant]) -> None:
    assistant = library(
        {"iowa.md": CREDIT.format("Iowa", 20), "utah.md": CREDIT.format("Utah", 30)}
    )
    found = examples(assistant, 4)

    assert [kind for kind, _ in found] == [COMPARE, IN_FORCE, CHANGED, LOOK_UP]
    assert found[0][1] == "Compare Iowa and Utah on annual funding."
    assert len({text for _, text in found}) == 4
    assert all(assistant.ask(text).citations for _, text in found)


def test_a_library_without_questions_offers_none(library: Callable[..., Assistant]) -> None:
    assert examples(library({"a.md": "Seals swim in the sea."}), 4) == []
