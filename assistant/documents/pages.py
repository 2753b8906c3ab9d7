"""A text -> its lines, without what belongs to its pages.

Text that was taken from pages carries their feet and heads along, in the middle of sentences too.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count, groupby, pairwise, takewhile

from assistant.documents.lines import LONGEST_HEAD, Line, is_dotted
from assistant.text.patterns import any_of
from assistant.types import LeftOut

PAGE = "the foot or head of a page"
NUMBER = "the number of a line or of a page"

_AT_FEEDS = 2
_TIMES = 3
"""How often a line stands at the edge of pages for it to be their running head, where form feeds
tell pages apart and where they do not."""

_AT_EDGES = 0.5
"""Share of the lines of one look that stand at the edge of a page, where they are running heads."""

_DEEPEST = 4
"""Lines of the head or foot of a page, at most."""

_RISING = 0.8
"""Share of the numbers that stand alone which rise from one to the next, where they count lines or
pages."""

_COUNTED = 0.25
"""Share of the lines that are numbers alone, from which these count the others."""

_PAGE = any_of(
    r"""
    [-–—=]*[ ]*page[ ]\d+(?:[ ]*(?:of|/)[ ]*\d+)?[ ]*[-–—=]*  # "--- PAGE 4 of 39 ---"
    [-–—][ ]*\d{1,4}[ ]*[-–—]                                # "- 12 -"
    \S+\.(?:docx?|pdf|rtf|wpd)\b.{0,60}?\d+[ ]*[-–—]?       # "00317404.DOCX; 11 - 2 -"
    """,
    within=r"^(?:{})$",
)
_ENDS_IN_PAGE = re.compile(r"(?i)\bpage \d+(?: of \d+)?\b|[-–—] ?\d{1,4} ?[-–—]?$")
_LONE = re.compile(r"[0-9]{1,4}")
_NUMBERS = re.compile(r"[\d\W]{1,12}")
_OPEN_ENDED = re.compile(r"[^.:;?!]$")


def read_lines(text: str, offset: int) -> tuple[list[Line], list[LeftOut]]:
    """The lines from ``offset`` on without those of the page, and where these stand.

    An empty line is kept as a line without text, save where a page ends within a sentence or
    where each line has its number.
    """
    raw = list(_raw_lines(text, offset))
    written = [at for at, line in enumerate(raw) if line.text]
    numbers = _lone_numbers(raw, written)
    marks = _page_marks(raw, written) | numbers
    is_counted = len(numbers) >= max(_TIMES, _COUNTED * len(written))
    kept = [
        line
        for at, line in enumerate(raw)
        if at not in marks and not _breaks(raw, at, marks, is_counted=is_counted)
    ]
    left_out = [
        LeftOut(raw[at].start, raw[at].end, NUMBER if run <= numbers else PAGE)
        for run in _runs(written, marks)
        for at in sorted(run)
    ]
    return _spaced(kept), left_out


def _runs(written: Iterable[int], marks: Container[int]) -> Iterator[set[int]]:
    """The lines of pages, those together that stand one under the other."""
    for is_mark, run in groupby(written, key=marks.__contains__):
        if is_mark:
            yield set(run)


def _raw_lines(text: str, offset: int) -> Iterator[Line]:
    for found in re.finditer(r"[^\r\n]+|(?<=\n)(?=\r?\n)", text[offset:]):
        raw = found.group().removeprefix("\ufeff")
        lead = len(found.group()) - len(raw.lstrip())
        indent = len(raw.rpartition("\f")[2]) - len(raw.rpartition("\f")[2].lstrip())
        yield Line(offset + found.start() + lead, raw.strip(), indent, "\f" in raw)


def _spaced(lines: Sequence[Line]) -> list[Line]:
    texts = ["", *(line.text for line in lines), ""]
    return [
        replace(line, after_gap=not texts[at], before_gap=not texts[at + 2])
        for at, line in enumerate(lines)
    ]


def _page_marks(lines: Sequence[Line], written: Sequence[int]) -> frozenset[int]:
    """Which of the lines with words are the foot or the head of a page."""
    shapes = {at: _shape(lines[at].text) for at in written if _may_be_foot(lines[at])}
    times = Counter(shapes.values())
    at_feed = _at_feeds(lines, written)
    numbered = {at for at in shapes if _ENDS_IN_PAGE.search(lines[at].text)}
    numbers = {at for at in shapes if _NUMBERS.fullmatch(lines[at].text)}
    marks = {at for at in written if _PAGE.match(lines[at].text)}
    marks |= at_feed & (numbered | numbers)
    marks |= {at for at in numbered if times[shapes[at]] >= _TIMES}
    for _ in range(_DEEPEST):
        marks |= {at for at in written[-1:] if shapes.get(at) in {shapes.get(one) for one in marks}}
        edges = at_feed | _beside(written, marks)
        at_edges = Counter(shapes[at] for at in edges if at in shapes)
        marks |= {
            at
            for at in edges & shapes.keys()
            if times[shapes[at]] >= (_AT_FEEDS if at in at_feed else _TIMES)
            and at_edges[shapes[at]] >= _AT_EDGES * times[shapes[at]]
        }
    return frozenset(marks)


def _may_be_foot(line: Line) -> bool:
    return len(line.text) <= LONGEST_HEAD and line.has_words and not is_dotted(line.text)


def _beside(written: Sequence[int], marks: Container[int]) -> frozenset[int]:
    """The lines next to one of the marks, without the empty ones between."""
    pairs = list(pairwise(written))
    after = {at for before, at in pairs if before in marks}
    return frozenset(after | {before for before, at in pairs if at in marks})


def _at_feeds(lines: Sequence[Line], written: Sequence[int]) -> frozenset[int]:
    """The lines on either side of a form feed, which ends a page."""
    found: set[int] = set()
    for before, at in pairwise(written):
        if any(lines[n].begins_page for n in range(before + 1, at + 1)):
            found |= {before, at}
    return frozenset(found)


def _lone_numbers(lines: Sequence[Line], written: Sequence[int]) -> frozenset[int]:
    """Lines of nothing but a number, apart from the rest, that rise over the text."""
    alone = [at for run in _runs_of_numbers(lines, written) for at in run]
    numbers = [int(lines[at].text) for at in alone]
    steps = [after - before for before, after in pairwise(numbers)]
    # The lines of a bill are counted anew on each page.
    rising = sum(0 < step <= _TIMES for step in steps)
    rises = len(numbers) >= _TIMES and rising >= _RISING * len(steps)
    return frozenset(alone) if rises else frozenset()


def _runs_of_numbers(lines: Sequence[Line], written: Iterable[int]) -> Iterator[list[int]]:
    """The numbers that stand alone or one under the other, with nothing above and below."""
    is_number = {at for at in written if _LONE.fullmatch(lines[at].text)}
    for at in sorted(is_number):
        if at - 1 in is_number or (at and lines[at - 1].text):
            continue
        run = list(takewhile(is_number.__contains__, count(at)))
        if run[-1] + 1 == len(lines) or not lines[run[-1] + 1].text:
            yield run


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def _breaks(lines: Sequence[Line], at: int, marks: frozenset[int], *, is_counted: bool) -> bool:
    """Whether an empty line stands only between the pages that a sentence goes over.

    Or between the lines, where these are counted.
    """
    if lines[at].text or not marks:
        return False
    before, saw_before = _neighbour(lines, at, -1, marks)
    after, saw_after = _neighbour(lines, at, 1, marks)
    if not (saw_before or saw_after) or not before or not after:
        return False
    goes_on = is_counted or after[0].islower() or before[-1] in ",-"
    return bool(_OPEN_ENDED.search(before)) and goes_on


def _neighbour(
    lines: Sequence[Line], at: int, step: int, marks: frozenset[int]
) -> tuple[str, bool]:
    """The next line of the text itself in a direction, and whether a page ends before it."""
    is_passed = False
    at += step
    while 0 <= at < len(lines):
        if at in marks:
            is_passed = True
        elif lines[at].text:
            return lines[at].text, is_passed
        at += step
    return "", is_passed
