"""A list is given whole, in the source's order, and each item once."""

from collections.abc import Callable

import pytest

from assistant.answers.listing import is_likely
from assistant.assistant import Assistant
from tests.answers.builders import statement

Library = Callable[..., Assistant]

LEVY = """---
title: Harbor levy
---
## Conditions of the harbor levy

- The harbor levy conditions include a berth held for two summers.
- Conditions of the harbor levy also name insured vessels.
- The harbor levy conditions demand crews from the county.
- A further harbor levy condition is a signed pledge on noise.
- Conditions of the harbor levy close with an inspection each spring.

## Other matters

The lighthouse was painted white by volunteers.
"""


def test_all_items_of_a_list_are_quoted_in_the_sources_order(library: Library) -> None:
    answer = library({"levy.md": LEVY}).ask("What are the conditions of the harbor levy?")

    starts = [citation.start for citation in answer.citations]
    assert len(starts) == 5
    assert starts == sorted(starts)
    assert all("harbor levy" in citation.quote for citation in answer.citations)


def test_an_item_said_twice_is_quoted_once(library: Library) -> None:
    again = LEVY.replace(
        "- Conditions of the harbor levy also",
        "- A berth held for two summers is among the harbor levy conditions.\n"
        "- Conditions of the harbor levy also",
    )

    answer = library({"levy.md": again}).ask("What are the conditions of the harbor levy?")

    assert sum("two summers" in citation.quote for citation in answer.citations) == 1


@pytest.mark.parametrize(
    ("best", "other", "likely"),
    [
        (3.0, 0.1, True),
        (3.0, -0.6, False),
        (6.0, 2.6, True),
        (6.0, 2.4, False),
        (-2.0, -2.9, True),
        (-2.0, -3.1, False),
    ],
)
def test_an_item_is_likely_by_what_the_scorer_read(best: float, other: float, likely: bool) -> None:
    first, second = statement("One.", learned=best), statement("Two.", learned=other)

    assert is_likely(second, first) is likely
