"""A span of text -> its sentences, with offsets, footnotes attached and markers left out."""

import re
from collections.abc import Iterable, Iterator, Mapping

from nupunkt import load

from assistant.types import GRADES, Sentence, Source

MARKER = re.compile(r"\[\^([^\[\]\s]{1,64})\]")
"""A footnote reference in running text."""

_LONGEST = 1200
_PIECE = 600


def split_sentences(
    text: str, start: int, end: int, footnotes: Mapping[str, tuple[Source, ...]]
) -> tuple[Sentence, ...]:
    """Split ``text[start:end]`` into sentences; ``footnotes`` maps a marker's label to sources.

    A marker belongs to the sentence it stands in or follows. A sentence with a marker inside
    becomes two spans, the second leaning on the first, so that no span holds a marker.
    """
    # Blanked at equal length, markers can't glue themselves to the next sentence.
    blank = MARKER.sub(lambda found: " " * len(found[0]), text[start:end])
    bounds = _joined((start + a, start + b) for a, b in load("default").span_tokenize(blank))
    sentences: list[Sentence] = []
    for number, (first, last) in enumerate(bounds):
        after = bounds[number + 1][0] if number + 1 < len(bounds) else end
        markers = list(MARKER.finditer(text, first, after))
        sources = _sources(markers, footnotes)
        spans = list(_spans(text, first, last, markers))
        for position, (a, b) in enumerate(spans):
            sentences.append(Sentence(a, b, text[a:b], sources, leans=position > 0))
    return tuple(sentences)


def without_markers(text: str) -> str:
    """The text as it is embedded and shown: no markers, no list bullets, white space folded."""
    text = re.sub(r"(?m)^[ \t]*[-*+•][ \t]+", "", MARKER.sub("", text))
    return re.sub(r" ([.,;:!?])(?= |$)", r"\1", " ".join(text.split()))


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans with nothing between them: a sentence ends before white space ("wow![1]")."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _sources(
    markers: list[re.Match[str]], footnotes: Mapping[str, tuple[Source, ...]]
) -> tuple[Source, ...]:
    found = dict.fromkeys(source for marker in markers for source in footnotes.get(marker[1], ()))
    return tuple(sorted(found, key=lambda source: GRADES.index(source.grade)))


def _spans(
    text: str, start: int, end: int, markers: list[re.Match[str]]
) -> Iterator[tuple[int, int]]:
    cuts = [(marker.start(), marker.end()) for marker in markers if marker.start() < end]
    for cut, resume in [*cuts, (end, end)]:
        piece = text[start : min(cut, end)]
        if any(character.isalnum() for character in piece):
            lead = len(piece) - len(piece.lstrip())
            yield from _short(text, start + lead, start + len(piece.rstrip()))
        start = max(start, resume)


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is far too long for a sentence (a table, a log) at white space."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _PIECE)
        cut = cut if cut > start else start + _PIECE
        yield start, cut
        start = cut + 1 if text[cut] == " " else cut
    if start < end:
        yield start, end
