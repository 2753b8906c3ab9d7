"""The field's vocabulary: what a question calls a thing -> what sources call it."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from assistant.packaged import read_toml
from assistant.text.words import content_stems

_FILE = Path(__file__).parent / "vocabulary.toml"


def expand(question: str, is_known: Callable[[str], bool]) -> str:
    """The question with the sources' words for what it names, in brackets behind it.

    Args:
        question: as it was asked, or resolved from a conversation.
        is_known: whether a stem occurs in the library; a term with other words is not added.
    """
    found = terms(question, is_known)
    return f"{question} ({', '.join(found)})" if found else question


def terms(text: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """The sources' words for what a text names in other words; the arguments are ``expand``'s."""
    said = content_stems(text)
    return tuple(
        term
        for term, pattern in _patterns()
        if pattern.search(text)
        and not (stems := content_stems(term)) <= said
        and all(map(is_known, stems))
    )


def explained(text: str) -> frozenset[str]:
    """The stems of the phrases in a text that the vocabulary has terms for."""
    found = (match[0] for _, pattern in _patterns() for match in pattern.finditer(text))
    return content_stems(" ".join(found))


def phrases(text: str) -> Iterator[tuple[int, int, str]]:
    """The phrases in a text that the vocabulary has terms for: start, end, the sources' word."""
    for term, pattern in _patterns():
        yield from ((found.start(), found.end(), term) for found in pattern.finditer(text))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    terms: dict[str, list[str]] = read_toml(_FILE)
    return tuple((term, _pattern(phrases)) for term, phrases in terms.items())


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_loose, phrases))})(?!\w)")


def _loose(phrase: str) -> str:
    """A phrase as a pattern; only acronyms insist on their capitals."""
    body = re.escape(phrase).replace("'", "['’]?")
    if not any(character.islower() for character in phrase):
        return body
    return rf"(?i:{body}(?<!s)s?|{body})"
