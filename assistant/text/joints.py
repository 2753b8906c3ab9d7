"""A sentence too long to be read in one breath -> its parts, cut where it is jointed itself.

Statutes and contracts list in one sentence what other texts say in ten: "The fund pays: (1) …;
(2) …". A part of such a list is read with the words that govern all of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 600
"""Characters over which a sentence is cut, and that a part aims not to exceed."""

LEAST = 80
"""Characters under which a part is none by itself, unless it is an item of a list."""

MOST_GOVERNING = 300
"""Characters of the words that govern the items of a list, at most."""

_ITEM = re.compile(
    r"(?<=[:;,.—–])\s+(?:(?:and|or)\s+)?(?=\((?:[a-z]{1,2}|[A-Z]|\d{1,2}|[ivx]{1,5})\)\s)"
)
"""White space before the mark of an item, behind what ends the one before."""

_JOINTS = (
    re.compile(r"(?<=;)\s+"),
    re.compile(r"(?<=[:—])\s+"),
    re.compile(r"(?<=,)\s+(?=(?:and|but|or|provided|except|unless|which|where|who)\b)"),
    re.compile(r"(?<=,)\s+"),
    re.compile(r"\s+"),
)
"""Where a sentence may be cut, the best places first."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence, and the span of the words that govern it, where there are any."""

    start: int
    end: int
    governed_by: tuple[int, int] | None = None


def parts_of(text: str, start: int, end: int) -> list[Part]:
    """The parts of the sentence ``text[start:end]``: itself where it is short enough."""
    if end - start <= LONGEST:
        return [Part(start, end)]
    items = [found.end() for found in _ITEM.finditer(text, start, end)]
    if not items:
        return [Part(a, b) for a, b in _pieces(text, start, end)]
    governing = (start, _stripped(text, start, items[0]))
    governs = 0 < governing[1] - start <= MOST_GOVERNING
    parts = [] if governs else [Part(a, b) for a, b in _pieces(text, *governing)]
    for begin, stop in zip(items, [*items[1:], end], strict=True):
        pieces = _pieces(text, begin, _stripped(text, begin, stop))
        parts += [Part(a, b, governing if governs else None) for a, b in pieces]
    return parts


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """``text[start:end]`` in pieces of at most ``LONGEST`` characters."""
    while end - start > LONGEST:
        cut, resume = _cut(text, start)
        yield start, cut
        start = resume
    if start < end:
        yield start, end


def _cut(text: str, start: int) -> tuple[int, int]:
    """Where the last joint of the best kind ends a piece, and where the next one begins."""
    for joint in _JOINTS:
        found = list(joint.finditer(text, start + LEAST, start + LONGEST))
        if found:
            return found[-1].start(), found[-1].end()
    return start + LONGEST, start + LONGEST


def _stripped(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())
