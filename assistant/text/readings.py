"""Quotes as they are read one after the other, each behind what it leans on."""

import re
from collections.abc import Sequence

from assistant.text.marks import as_shown
from assistant.text.patterns import any_of, either
from assistant.text.words import folded
from assistant.types import REFUSAL, UNDECIDED, Citation, Span

_OURS = (
    REFUSAL.removesuffix(" this."),
    UNDECIDED,
    "sources differ on this",
    "superseded by “",
    "not yet in force, takes effect",
    "the library does not mention",
    "the best statement found",
    "not in a trusted folder",
    "note: ",
)
"""What the product says itself, in answers and in notes."""

_SAYS = either(
    """
    holds? says? said mentions? knows? leaves? answers? differs? confirms? states? do does don't
    doesn't can cannot can't has have
    """
)
_SPEAKS_FOR_US = any_of(
    rf"""
    (?:library|sources?|documents|assistant|corpus|index|chat) (?:itself )?(?:{_SAYS})
    (?:assistant|system|library)(?:'s (?:answer|note))?(?=:)   # "The assistant: the rate is …"
    not? legal advice
    """
)
"""How a text speaks in the product's place: of its library, its sources, or itself."""

_NUMBER = re.compile(r"\[\d{1,3}\]")


def reading(citation: Citation) -> str:
    """How a citation reads by itself."""
    return _quoted(citation.reads or as_shown(citation.quote))


def _quoted(text: str) -> str:
    """A text as it is, in quotation marks where it might be taken for the product's own words."""
    said = folded(text).replace("’", "'").replace('"', "“")
    is_ours = any(folded(words) in said for words in _OURS) or bool(
        _NUMBER.search(text) or _SPEAKS_FOR_US.search(said)
    )
    return f"“{text}”" if is_ours else text


def readings(citations: Sequence[Citation]) -> list[str]:
    """How citations read one after the other: what several lean on stands before the first."""
    found: list[str] = []
    before: tuple[Span, ...] = ()
    for item in citations:
        again = _prefix(item) if item.lead and item.lead == before else ""
        said = item.reads or as_shown(item.quote)
        found.append(_quoted(said.removeprefix(again)))
        before = item.lead
    return found


def _begins(citation: Citation, words: str, end: str) -> bool:
    return citation.reads.startswith(f"{words}{end} ")


def _prefix(citation: Citation) -> str:
    """What stands before the quote in how it reads."""
    prefix = ""
    for lead in citation.lead:
        words = f"{prefix}{as_shown(lead.text)}"
        longer = next((f"{words}{end} " for end in ("", ":") if _begins(citation, words, end)), "")
        if not longer:
            break
        prefix = longer
    return prefix
