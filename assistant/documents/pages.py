"""A text -> its lines, without what belongs to its pages.

Text that was taken from pages carries their feet and heads along, in the middle of sentences too.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import count, groupby, pairwise, takewhile

from assistant.documents.lines import LONGEST_HEAD, Line, is_dotted, spaced
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

_FAR = 500
"""Characters that stand between the numbers of two pages, at least."""

_STEP = 2
"""By how much the number of a page, or of one of its sides, goes up, at most."""

_COUNTING = 0.8
"""Share of the steps between the figures of running heads that count pages."""

_SKIPPED = 3
"""By how much the number of a line goes up, at most, where some were not read."""

_LEAST_COUNTED = 8
_COUNTED = 0.25
"""How many numbers of lines there are at least, and which share of the lines are numbers, where
each line has one."""

_PAGE = any_of(
    r"""
    [-–—=]*[ ]*page[ ]\d+(?:[ ]*(?:of|/)[ ]*\d+)?[ ]*[-–—=]*  # "--- PAGE 4 of 39 ---"
    [-–—][ ]*\d{1,4}[ ]*[-–—]                                # "- 12 -"
    \S+\.(?:docx?|pdf|rtf|wpd)\b.{0,60}?\d+[ ]*[-–—]?       # "00317404.DOCX; 11 - 2 -"
    """,
    within=r"^(?:{})$",
)
_ENDS_IN_PAGE = re.compile(r"(?i)\bpage \d+(?: of \d+)?$|[-–—] ?\d{1,4} ?[-–—]?$")
_LONE = re.compile(r"[0-9]{1,4}")
_NUMBERS = re.compile(r"(?!(?:19|20)\d\d$)[\d\W]{1,12}")
_FIGURES = re.compile(r"\d+")
_OPEN_ENDED = re.compile(r"[^.:;?!]$")


def read_lines(text: str, offset: int) -> tuple[list[Line], list[LeftOut]]:
    """The lines from ``offset`` on without those of the page, and where these stand.

    An empty line is kept as a line without text, save where a page ends within a sentence or
    where each line has its number.
    """
    raw = list(_raw_lines(text, offset))
    written = [at for at, line in enumerate(raw) if line.text]
    counts = _line_numbers(raw, written)
    numbers = counts or _page_numbers(raw, written)
    marks = _page_marks(raw, written) | numbers
    breaks = _Breaks(raw, marks, is_counted=bool(counts))
    kept = [line for at, line in enumerate(raw) if at not in marks and not breaks.is_none(at)]
    left_out = [
        LeftOut(raw[at].start, raw[at].end, reason)
        for run in _runs(written, marks)
        for reason in [NUMBER if numbers.issuperset(run) else PAGE]
        for at in run
    ]
    return spaced(kept), left_out


def _runs(written: Iterable[int], marks: Container[int]) -> Iterator[list[int]]:
    """The lines of pages, those together that stand one under the other."""
    for is_mark, run in groupby(written, key=marks.__contains__):
        if is_mark:
            yield list(run)


def _raw_lines(text: str, offset: int) -> Iterator[Line]:
    for found in re.finditer(r"[^\r\n]+|(?<=\n)(?=\r?\n)", text[offset:]):
        raw = found.group().removeprefix("\ufeff")
        lead = len(found.group()) - len(raw.lstrip())
        indent = len(raw.rpartition("\f")[2]) - len(raw.rpartition("\f")[2].lstrip())
        yield Line(offset + found.start() + lead, raw.strip(), indent, "\f" in raw)


def _page_marks(lines: Sequence[Line], written: Sequence[int]) -> frozenset[int]:
    """Which of the lines with words are the foot or the head of a page."""
    looks = _Looks(lines, [at for at in written if _may_be_foot(lines[at])])
    at_feed = _at_feeds(lines, written)
    marks = {at for at in written if _PAGE.match(lines[at].text)}
    marks |= {at for at in at_feed if _bears_number(lines[at])}
    marks |= {
        at
        for at in looks.of
        if _ENDS_IN_PAGE.search(lines[at].text) and looks.are_far(at) and looks.count_up(at)
    }
    for _ in range(_DEEPEST):
        feet = {looks.of[at] for at in marks if at in looks.of}
        marks |= {at for at in written[-1:] if looks.of.get(at) in feet}
        at_heads = _beside(written, marks & at_feed)
        marks |= {
            at for at in at_heads if _LONE.fullmatch(lines[at].text) and _bears_number(lines[at])
        }
        edges = at_feed | _beside(written, marks)
        at_edges = Counter(looks.of[at] for at in edges if at in looks.of)
        marks |= {
            at
            for at in edges & looks.of.keys()
            if looks.times(at) >= (_AT_FEEDS if at in at_feed else _TIMES)
            and at_edges[looks.of[at]] >= _AT_EDGES * looks.times(at)
            and looks.count_up(at)
        }
    return frozenset(marks)


class _Looks:
    """Which lines look the same but for their figures; ``of`` is the look of each."""

    def __init__(self, lines: Sequence[Line], those: Iterable[int]) -> None:
        self._lines = lines
        self.of = {at: tuple(_FIGURES.split(_folded(lines[at]))) for at in those}
        self._places: dict[tuple[str, ...], list[int]] = {}
        for at, look in self.of.items():
            self._places.setdefault(look, []).append(at)
        self._counting = {look: self._counts(places) for look, places in self._places.items()}

    def times(self, at: int) -> int:
        """How many lines look like one."""
        return len(self._places[self.of[at]])

    def are_far(self, at: int) -> bool:
        """Whether those that look like a line are several, each about a page from the next."""
        places = self._places[self.of[at]]
        return len(places) >= _TIMES and all(
            self._lines[after].start - self._lines[before].end >= _FAR
            for before, after in pairwise(places)
        )

    def count_up(self, at: int) -> bool:
        """Whether the figures of those that look like a line stay as they are or count pages."""
        return self._counting[self.of[at]]

    def _counts(self, places: Sequence[int]) -> bool:
        figures = [[int(one) for one in _FIGURES.findall(self._lines[at].text)] for at in places]
        steps = [
            after - before
            for one, other in pairwise(figures)
            for before, after in zip(one, other, strict=True)
        ]
        # The pages of a part may be counted anew.
        return sum(0 <= step <= _STEP for step in steps) >= _COUNTING * len(steps)


def _folded(line: Line) -> str:
    return " ".join(line.text.split())


def _bears_number(line: Line) -> bool:
    """Whether a line at the edge of a page ends in its number or is nothing else."""
    is_numbered = bool(_ENDS_IN_PAGE.search(line.text) or _NUMBERS.fullmatch(line.text))
    return is_numbered and _may_be_foot(line)


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


def _line_numbers(lines: Sequence[Line], written: Sequence[int]) -> frozenset[int]:
    """Numbers that stand alone and count the lines, from 1 on and anew on each page."""
    counting: set[int] = set()
    last = 0
    for at in (at for run in _runs_of_numbers(lines, written) for at in run):
        number = int(lines[at].text)
        if 0 < number - last <= _SKIPPED or number <= _STEP:
            counting.add(at)
            last = number
    least = max(_LEAST_COUNTED, _COUNTED * len(written))
    return frozenset(counting) if len(counting) >= least else frozenset()


def _page_numbers(lines: Sequence[Line], written: Sequence[int]) -> frozenset[int]:
    """Numbers that stand alone, about a page from each other, and count the pages."""
    alone = [run[0] for run in _runs_of_numbers(lines, written) if len(run) == 1]
    counts = len(alone) >= _TIMES and all(
        0 < int(lines[after].text) - int(lines[before].text) <= _STEP
        and lines[after].start - lines[before].end >= _FAR
        for before, after in pairwise(alone)
    )
    return frozenset(alone) if counts else frozenset()


def _runs_of_numbers(lines: Sequence[Line], written: Iterable[int]) -> Iterator[list[int]]:
    """The numbers that stand alone or one under the other, with nothing above and below."""
    is_number = {at for at in written if _LONE.fullmatch(lines[at].text)}
    for at in sorted(is_number):
        if at - 1 in is_number or (at and lines[at - 1].text):
            continue
        run = list(takewhile(is_number.__contains__, count(at)))
        if run[-1] + 1 == len(lines) or not lines[run[-1] + 1].text:
            yield run


class _Breaks:
    """Tells which empty lines stand only between the pages that a sentence goes over."""

    def __init__(self, lines: Sequence[Line], marks: Container[int], *, is_counted: bool) -> None:
        self._lines = lines
        self._is_counted = is_counted
        self._before = _neighbours(lines, range(len(lines)), marks)
        self._after = _neighbours(lines, range(len(lines) - 1, -1, -1), marks)

    def is_none(self, at: int) -> bool:
        """Whether a line is empty and a sentence goes on behind it.

        Where lines are counted, one goes on behind each that does not end it.
        """
        if self._lines[at].text:
            return False
        (before, saw_before), (after, saw_after) = self._before[at], self._after[at]
        if not (saw_before or saw_after) or not before or not after:
            return False
        if _LONE.fullmatch(before) or _LONE.fullmatch(after):
            return False
        goes_on = self._is_counted or after[0].islower() or before[-1] in ",-"
        return bool(_OPEN_ENDED.search(before)) and goes_on


def _neighbours(
    lines: Sequence[Line], order: Iterable[int], marks: Container[int]
) -> dict[int, tuple[str, bool]]:
    """For each line the last one of the text itself before it in an order.

    And whether a line of a page stands between.
    """
    found: dict[int, tuple[str, bool]] = {}
    text, is_passed = "", False
    for at in order:
        found[at] = (text, is_passed)
        if at in marks:
            is_passed = True
        elif lines[at].text:
            text, is_passed = lines[at].text, False
    return found
