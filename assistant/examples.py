"""Questions to begin with, one of each kind, that the library is known to answer."""

from collections.abc import Iterator, Mapping
from itertools import combinations, islice
from types import MappingProxyType

from assistant.assistant import Assistant
from assistant.results import Outcome
from assistant.text.patterns import any_of

COMPARE, IN_FORCE, CHANGED, LOOK_UP = "Compare", "In force", "What changed", "Look up"

_PATTERNS = MappingProxyType(
    {
        IN_FORCE: any_of(
            r"""
            in force
            takes? effect
            expires?
            valid
            """
        ),
        CHANGED: any_of(
            r"""
            changed  # but not "what changes would help"
            replaced
            raised
            """
        ),
    }
)
"""By kind, what a question of it says: when a thing holds, and what became another."""

_ASPECTS = ("annual funding", "minimum spend", "rate")
"""What places are compared on; one that the library doesn't tell of is not offered."""

_MOST_TRIED = 6
"""Comparisons that are tried, at most: each takes as long as a question."""

_ALL = 10_000


def examples(assistant: Assistant, count: int) -> list[tuple[str, str]]:
    """Up to ``count`` questions with their kinds, from the documents' own and one comparison.

    Raises:
        AssistantError: the library can't be read.
    """
    own = assistant.example_questions(_ALL)
    found = {COMPARE: next(_comparisons(assistant), "")}
    for kind, pattern in _PATTERNS.items():
        found[kind] = next((text for text in own if pattern.search(text)), "")
    chosen = [(kind, text) for kind, text in found.items() if text]
    rest = assistant.example_questions(count + len(chosen))
    others = [text for text in rest if text not in found.values()]
    return [*chosen, *((LOOK_UP, text) for text in others)][:count]


def _comparisons(assistant: Assistant) -> Iterator[str]:
    """Comparisons of two places in which every cell is found."""
    for text in islice(_compared(assistant), _MOST_TRIED):
        answer = assistant.ask(text)
        rows = answer.table.rows if answer.table else ()
        is_full = rows and all(cell.citations for row in rows for cell in row.cells)
        if answer.outcome is Outcome.COMPARED and is_full:
            yield text


def _compared(assistant: Assistant) -> Iterator[str]:
    places: Mapping[str, None] = dict.fromkeys(
        document.metadata.jurisdiction[0]
        for document in assistant.documents()
        if len(document.metadata.jurisdiction) == 1 and "incentives" in document.metadata.topics
    )
    for one, other in combinations(places, 2):
        for aspect in _ASPECTS:
            yield f"Compare {one} and {other} on {aspect}."
