from collections.abc import Callable

import pytest

from assistant.assistant import Assistant

Library = Callable[..., Assistant]

LEVY = "The harbor levy on docks is 12% of the yearly rent."


@pytest.mark.parametrize(
    "again",
    [
        "The harbor levy on docks is 12% of the yearly rent now.",
        "On docks the harbor levy is 12% of the yearly rent paid there.",
    ],
)
def test_what_adds_nothing_is_not_quoted(library: Library, again: str) -> None:
    answer = library({"a.md": f"{LEVY}\n\n{again}\n"}).ask("How much is the harbor levy on docks?")

    assert len(answer.citations) == 1


def test_another_figure_for_the_same_thing_is_quoted_too(library: Library) -> None:
    further = "The harbor levy on docks is at most $900 of the yearly rent."

    answer = library({"a.md": f"{LEVY}\n\n{further}\n"}).ask(
        "How much is the harbor levy on docks?"
    )

    assert {citation.quote for citation in answer.citations} == {LEVY, further}
