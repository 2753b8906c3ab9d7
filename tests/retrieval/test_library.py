from collections.abc import Callable

from assistant.assistant import Assistant
from assistant.types import Turn

LOUISIANA = """---
title: Louisiana film credit
---
A studio in Louisiana is paid well. Rates in Louisiana fell, and so Louisiana lost AB 412.
"""


def test_a_question_is_searched_in_the_librarys_own_writing(
    library: Callable[..., Assistant],
) -> None:
    assistant = library({"la.md": LOUISIANA})

    assert assistant.searched("what does lousiana’s ab412 pay") == (
        "what does Louisiana's AB 412 pay"
    )
    answer = assistant.ask("Is a stuido in Lousiana paid well?")
    assert answer.question == "Is a stuido in Lousiana paid well?"
    assert answer.searched == "Is a studio in Louisiana paid well?"


def test_the_questions_before_are_read_so_too(library: Callable[..., Assistant]) -> None:
    assistant = library({"la.md": LOUISIANA})
    before = [Turn("user", "Is a studio in Lousiana paid?"), Turn("assistant", "In Lousiana, yes.")]

    assert assistant.searched("And how well is it paid?", before) == (
        "And how well is it paid? (Louisiana)"
    )


def test_a_library_mentions_what_any_of_its_documents_has(
    library: Callable[..., Assistant],
) -> None:
    known = library({"la.md": LOUISIANA, "b.md": "# Iowa\n\nIt pays."})._views.current().library

    assert known.mentions(frozenset({"iowa", "ohio"}))
    assert not known.mentions(frozenset({"ohio"}))
