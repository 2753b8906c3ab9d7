"""A span of text -> its sentences, with offsets, footnotes attached and markers left out."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from nupunkt import load

from assistant.text.joints import Part, parts_of
from assistant.text.marks import COMMENT, COUNTED, MARKER, as_shown, shows_words
from assistant.text.patterns import alternation
from assistant.types import GRADES, Sentence, Source, Span

Hole = tuple[int, int]
"""Start and end of what stands inside a text and does not belong to it: the foot of a page."""

LONGEST = 600
"""Characters over which a sentence is split at its own joints, and to which brackets and
quotation marks keep sentences together: what is longer is read by nobody in one breath."""

MOST_SOURCES = 12
"""Sources that a sentence carries, the best grades first: nobody reads more."""

_NUMBERED = alternation(
    r"""
    (?:Nos?|Arts?|Secs?|Subd|Ch|Vol|Pt|Fig|Ex|Exh|Sched|pp?|para|paras|cl|ann|reg)\.  # "No. 12"
    \d+[ ](?:[A-Z][\w']{0,7}\.?[ ]?){1,6}\.                               # a reporter: "12 Or. 3d"
    """
)
_UNFINISHED = re.compile(rf"(?:^|[\s(\[])(?:{_NUMBERED})$")
"""What is no end of a sentence where a number follows."""

_WHOLE = alternation(
    r"""
    (?<=[ ][AECMP]T\.)       # "5 p.m. PT."
    (?<=[ ][AECMP][DS]T\.)   # "5 p.m. EST."
    (?<=[a-z]{5}\.)          # a word of five small letters is whole
    """
)
_NOTE = r"(?:\[\d{1,3}\]|[¹²³⁴-⁹]{1,3})"
_FINISHED = re.compile(
    rf"(?:{_WHOLE})[ ]+(?=[\"“(]?[A-Z][a-z])|(?<=[a-z\d)]\.){_NOTE}[ ]+(?=[\"“(]?[A-Z])"
    r"|(?:(?<=[a-z]\.)|(?<=[”\")]\.)|(?<=\.[”\"])|(?<=\b20\d\d\.))\d{1,2}[ ]+(?=[A-Z])"
)
"""Ends of sentences that are taken for abbreviations, or hidden by the mark of a note."""

_LONG_ABBREVIATION = re.compile(r"\b(?:approx|paras|subds|subsec|subpar|subdiv|assoc|techn)\.$")
_ABBREVIATED = re.compile(r"\b(?:Occ|Cl|Asst|Exec|Prod|Dir|Amt|Govt|Natl|Intl)\.$")
"""Abbreviations of the trade before a word written large: "Occ. Code"."""

_LONGEST_WORD = 12
_MASK = "x" * 24 + " " + "x" * 25
_LONG_WORD = re.compile(rf"(?:\S{{{len(_MASK)}}}){{4,}}")
"""What is no word any more, and what the splitter reads in its place, to its last letter."""

_SMALL = re.compile(r"[\"'“‘(\[]*[a-z]")
_DIGIT = re.compile(r"\d")
_PAIRED = {"(": ")", "[": "]", "“": "”"}


def split_sentences(
    text: str,
    start: int,
    end: int,
    footnotes: Mapping[str, tuple[Source, ...]],
    holes: Sequence[Hole] = (),
) -> tuple[Sentence, ...]:
    """Split ``text[start:end]`` into sentences; ``footnotes`` maps a marker's label to sources.

    A marker belongs to the sentence it stands in or follows. A sentence with a marker or a hole
    inside becomes two spans, the second leaning on the first, so that no span holds one.
    """
    bounds = [part for a, b in _bounds(text, start, end, holes) for part in parts_of(text, a, b)]
    sentences: list[Sentence] = []
    for number, part in enumerate(bounds):
        after = bounds[number + 1].start if number + 1 < len(bounds) else end
        found = between_markers(text, part.start, part.end, footnotes, holes, after)
        sentences += (_led(item, part, text) for item in found)
    return tuple(sentences)


def between_markers(
    text: str,
    start: int,
    end: int,
    footnotes: Mapping[str, tuple[Source, ...]],
    holes: Sequence[Hole] = (),
    after: int = 0,
) -> tuple[Sentence, ...]:
    """``text[start:end]`` as one sentence, cut only at the markers and holes inside.

    Markers up to ``after``, where the next sentence begins, belong to it too.
    """
    markers = list(MARKER.finditer(text, start, max(end, after)))
    sources = _sources(markers, footnotes)
    gaps = sorted([*(found.span() for found in markers), *holes])
    return tuple(
        Sentence(a, b, text[a:b], sources, leans=position > 0)
        for position, (a, b) in enumerate(_spans(text, start, end, gaps))
    )


def _led(sentence: Sentence, part: Part, text: str) -> Sentence:
    """A part of a long sentence with the words that govern it."""
    if part.governed_by is None or sentence.leans:
        return sentence
    start, end = part.governed_by
    lead = Span(start, end, text[start:end])
    return replace(sentence, lead=(lead,), words=f"{as_shown(lead.text)} {as_shown(sentence.text)}")


def _bounds(text: str, start: int, end: int, holes: Sequence[Hole]) -> list[tuple[int, int]]:
    # Blanked at equal length, markers and line numbers can't glue themselves to the next sentence.
    blank = MARKER.sub(_blanked, text[start:end])
    if "-->" in blank:
        blank = COMMENT.sub(_blanked, blank)
    if "\n" in blank:
        blank = COUNTED.sub(_blanked, blank)
    # The splitter takes time with the square of a word's length.
    blank = _LONG_WORD.sub(lambda found: _MASK * (len(found[0]) // len(_MASK)), blank)
    for a, b in holes:
        if start <= a < b <= end:
            blank = blank[: a - start] + " " * (b - a) + blank[b - start :]
    found = _split(blank, _joined(load("default").span_tokenize(blank)))
    return [(start + a, start + b) for a, b in _rejoined(blank, found)]


def _blanked(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans with nothing between them: a sentence ends before white space ("wow![1]")."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _split(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut where a sentence ends after what only looks like an abbreviation."""
    for start, end in spans:
        for found in _FINISHED.finditer(text, start, end):
            if not _LONG_ABBREVIATION.search(
                text[max(start, found.start() - _LONGEST_WORD) : found.start()]
            ):
                yield start, found.start()
                start = found.end()
        yield start, end


def _rejoined(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what was cut inside brackets or quotation marks, or after an abbreviation."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and end - kept[-1][0] <= LONGEST and _goes_on(text, *kept[-1], start):
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept


def _goes_on(text: str, start: int, end: int, after: int) -> bool:
    """Whether the sentence of ``text[start:end]`` goes on at ``after``."""
    said = text[start:end]
    if (_SMALL.match(text, after) and said.endswith(".")) or _ABBREVIATED.search(said):
        return True
    if _DIGIT.match(text, after) and _UNFINISHED.search(said):
        return True
    rest = text[after : start + LONGEST]
    if said.count('"') % 2:
        return '"' in rest
    return any(
        said.count(one) > said.count(other) and 0 <= rest.find(other) < _next(rest, one)
        for one, other in _PAIRED.items()
    )


def _next(text: str, character: str) -> int:
    found = text.find(character)
    return found if found >= 0 else len(text)


def _sources(
    markers: list[re.Match[str]], footnotes: Mapping[str, tuple[Source, ...]]
) -> tuple[Source, ...]:
    found = dict.fromkeys(source for marker in markers for source in footnotes.get(marker[1], ()))
    return tuple(sorted(found, key=lambda source: GRADES.index(source.grade)))[:MOST_SOURCES]


def _spans(
    text: str, start: int, end: int, gaps: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The parts of ``text[start:end]`` between the gaps, those without words left out."""
    # A long sentence may have been cut within the foot of a page.
    inside = [gap for gap in gaps if gap[0] < end and gap[1] > start]
    for cut, resume in [*inside, (end, end)]:
        piece = text[start : min(cut, end)]
        if shows_words(piece):
            lead = len(piece) - len(piece.lstrip())
            yield start + lead, start + len(piece.rstrip())
        start = max(start, resume)
