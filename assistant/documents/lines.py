"""A text -> its lines, and what of them belongs to the page and not to the text.

Text that was taken from pages carries their feet and heads along, in the middle of sentences too.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.text.patterns import any_of
from assistant.types import LeftOut

PAGE = "the foot or head of a page"
CONTENTS = "a line of a table of contents"
FURNITURE = "a line of a web page and not of its text"

_FURNITURE = any_of(
    r"""
    no comments yet[.!]?(?: be the first\b.{,60})?  # under an article that nobody has discussed
    skip to (?:main )?(?:content|navigation)        # the link for screen readers
    """,
    within=r"(?:{})[.!:]?$",
)

DEEPER = 2
"""Characters by which a definition stands deeper than its term."""

LONG_LINE = 40
"""Characters of a line from which its sentence may go on in the next."""

_MOST = 100
"""Characters of a running head, at most."""

_LONGEST_NUMBER = 4
_LEAST_WRAPPED = 2
_WRAPPED = 0.2
"""How many lines, and which share of all, go on in the next one for line ends to say nothing."""

_AT_FEEDS = 2
_TIMES = 3
"""How often a line stands at the edge of pages for it to be their running head, where form feeds
tell pages apart and where they do not."""

_PAGE = any_of(
    r"""
    [-–—=]*[ ]*page[ ]\d+(?:[ ]*(?:of|/)[ ]*\d+)?[ ]*[-–—=]*  # "--- PAGE 4 of 39 ---"
    [-–—][ ]*\d{1,4}[ ]*[-–—]                                # "- 12 -"
    \S+\.(?:docx?|pdf|rtf|wpd)\b.{0,60}?\d+[ ]*[-–—]?       # "00317404.DOCX; 11 - 2 -"
    """,
    within=r"^(?:{})$",
)
_ENDS_IN_PAGE = re.compile(r"(?i)\bpage \d+(?: of \d+)?\b|[-–—] ?\d{1,4} ?[-–—]?$")
_NUMBERS = re.compile(r"[\d\W]{1,12}")
_DOTTED = re.compile(r"\S.*?(?:\.{4,}|(?: \.){4,}|…{2,}|_{5,})\s*(?:\d{1,4}|[ivxl]{1,6})$")
_CONTENTS = re.compile(r"(?i)\W*(?:table of )?contents\W*$")
_HEAD_OF_CONTENTS = re.compile(r"(?i)(?:(?:item|section|article|chapter)s?\s+)?page$")
_PAGED = re.compile(r"\S.*?(?:\t+| {3,})\d{1,4}$")
_OPEN_ENDED = re.compile(r"[^.:;?!]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text without the white space around it; ``start`` is its offset in the text.

    Attributes:
        indent: how many characters of white space stood before it.
        begins_page: whether a form feed stands before it.
        after_gap: whether an empty line, or nothing, stands before it.
        before_gap: whether an empty line, or nothing, stands after it.
    """

    start: int
    text: str
    indent: int = 0
    begins_page: bool = False
    after_gap: bool = False
    before_gap: bool = False

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)

    def without(self, lead: int) -> "Line":
        """The line without the ``lead`` characters that mark what it is."""
        return replace(self, start=self.start + lead, text=self.text[lead:])

    @property
    def has_words(self) -> bool:
        """Whether it holds any letter or figure."""
        return any(character.isalnum() for character in self.text)


def read_lines(text: str, offset: int) -> tuple[list[Line], list[LeftOut]]:
    """The lines from ``offset`` on without those of the page, and where these stand.

    An empty line is kept as a line without text, save where a page ends within a sentence.
    """
    raw = list(_raw_lines(text, offset))
    marks = _page_marks(raw)
    kept = [line for at, line in enumerate(raw) if at not in marks and not _breaks(raw, at, marks)]
    left_out = [LeftOut(raw[at].start, raw[at].end, PAGE) for at in sorted(marks)]
    return _spaced(kept), left_out


def is_contents(line: Line, *, within: bool) -> bool:
    """Whether a line is one of a table of contents: dots and a page, ``within`` one a page alone.

    ``within`` tells that the lines before it are a table of contents.
    """
    if _DOTTED.match(line.text):
        return True
    return within and bool(_PAGED.match(line.text) or _HEAD_OF_CONTENTS.match(line.text))


def is_furniture(text: str) -> bool:
    """Whether a line belongs to a web page and not to its text."""
    return bool(_FURNITURE.match(text))


def goes_on(before: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether a sentence goes on behind empty lines, as in text whose lines were set apart.

    ``before`` are the lines of the paragraph so far, ``after`` those that follow.
    """
    following = next((line.text for line in after if line.text), "")
    return (
        bool(before)
        and len(before[-1].text) >= LONG_LINE
        and not before[-1].text.endswith((".", ":", ";", "!", "?", ")", "|"))
        and following[:1].islower()
    )


def is_term(line: Line, below: Sequence[Line]) -> bool:
    """Whether a line is a term that the deeper line under it defines."""
    return (
        bool(below)
        and bool(below[0].text)
        and line.after_gap
        and not line.before_gap
        and below[0].indent >= line.indent + DEEPER
        and len(line.text) <= LONG_LINE
        and line.text[-1].isalnum()
    )


def heads_contents(title: str) -> bool:
    """Whether a heading is that of a table of contents."""
    return bool(_CONTENTS.match(title))


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the sentences of a text go over its line ends, as a rule."""
    joined = [
        line
        for line, below in pairwise(lines)
        if line.text and below.text and len(line.text) <= _MOST and line.text[-1].isalnum()
    ]
    written = [line for line in lines if line.text]
    return len(joined) >= max(_LEAST_WRAPPED, _WRAPPED * len(written))


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


def _page_marks(lines: Sequence[Line]) -> frozenset[int]:
    """Which lines are the foot or the head of a page."""
    written = [at for at, line in enumerate(lines) if line.text]
    marks = {at for at in written if _PAGE.match(lines[at].text)}
    shapes = Counter(_shape(lines[at].text) for at in written)
    at_feed = _at_feeds(lines, written)
    for before, at, after in zip([-1, *written], written, [*written[1:], len(lines)], strict=False):
        text = lines[at].text
        if len(text) > _MOST or not lines[at].has_words or _DOTTED.match(text):
            continue
        is_beside = at in at_feed or before in marks or after in marks
        ends_in_page = bool(_ENDS_IN_PAGE.search(text))
        is_foot = at in at_feed and (ends_in_page or bool(_NUMBERS.fullmatch(text)))
        comes_back = shapes[_shape(text)] >= (_AT_FEEDS if at in at_feed else _TIMES)
        if is_foot or (comes_back and (is_beside or ends_in_page)):
            marks.add(at)
    feet = {_shape(lines[at].text) for at in marks}
    last = {at for at in written[-1:] if _shape(lines[at].text) in feet}
    return frozenset(marks | last | _lone_numbers(lines, written))


def _at_feeds(lines: Sequence[Line], written: Sequence[int]) -> frozenset[int]:
    """The lines on either side of a form feed, which ends a page."""
    found: set[int] = set()
    for before, at in pairwise(written):
        if any(lines[n].begins_page for n in range(before + 1, at + 1)):
            found |= {before, at}
    return frozenset(found)


def _lone_numbers(lines: Sequence[Line], written: Sequence[int]) -> set[int]:
    """Lines of nothing but a number, apart from the rest, that rise over the text."""
    alone = [
        at
        for at in written
        if lines[at].text.isdecimal()
        and len(lines[at].text) <= _LONGEST_NUMBER
        and (at == 0 or not lines[at - 1].text)
        and (at + 1 == len(lines) or not lines[at + 1].text)
    ]
    numbers = [int(lines[at].text) for at in alone]
    steps = [after - before for before, after in pairwise(numbers)]
    rises = len(numbers) >= _TIMES and all(0 < step <= _TIMES for step in steps)
    return set(alone) if rises else set()


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def _breaks(lines: Sequence[Line], at: int, marks: frozenset[int]) -> bool:
    """Whether an empty line stands only between the pages that a sentence goes over."""
    if lines[at].text or not marks:
        return False
    before, saw_before = _neighbour(lines, at, -1, marks)
    after, saw_after = _neighbour(lines, at, 1, marks)
    if not (saw_before or saw_after) or not before or not after:
        return False
    return bool(_OPEN_ENDED.search(before)) and (after[0].islower() or before[-1] in ",-")


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
