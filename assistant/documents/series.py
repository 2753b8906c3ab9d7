"""Numbered headings that only their series tells from items: "3. Consent of the performer".

A title with a small letter at the beginning of a word may be an item of a list as well. Where short
numbered lines count from one on, each of them alone in its paragraph and over text of its own, all
of them are headings, whatever their words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.documents.lines import LONG_LINE, Line
from assistant.documents.lists import leads_in
from assistant.text.marks import BULLET, MARKER

LEAST = 3
"""Lines of a series: two may be any two items."""

_MOST_WORDS = 12
_MOST_CHARACTERS = 90

_FAR = 5
"""Lines within which the text before and after a heading stands, empty ones among them."""

_NUMBER = re.compile(r"(?:\*\*|__)?(\d{1,3})\.[ \t]+(?=[*_“\"(]*[^\W\d_])")
_ENDS_TEXT = re.compile(r"[.:;,?!|—–-][*_\"”’)]*$")
_PROSE = re.compile(r"[.:!?][*_\"”’)\]]*$")
_PART = re.compile(
    rf"(?:\d{{1,3}}\.\d{{1,3}}\.?|\([a-z1]\)|[a-z][.)]|{BULLET})[ \t]+\S|\|.+\||[^\t]+\t"
)
"""What else begins under a heading: a part of it, an item, a row of a table."""


@dataclass(slots=True)
class _Series:
    """Lines that count on, the number of the last of them, and how far they are indented."""

    lines: list[int] = field(default_factory=list)
    number: int = 0
    indent: int = 0
    is_list: bool = False


def with_series(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines of which those that head parts of the text by their series know it."""
    counted = {at for series in _series(lines) for at in series}
    if not counted:
        return tuple(lines)
    return tuple(
        replace(line, is_counted=True) if at in counted else line for at, line in enumerate(lines)
    )


def _series(lines: Sequence[Line]) -> Iterator[list[int]]:
    """The lines of each series of headings."""
    open_one = _Series()
    for at, line in enumerate(lines):
        found = _NUMBER.match(line.text) if line.after_gap and line.mark is None else None
        if not found:
            continue
        number, heads = int(found[1]), _may_head(lines, at, found.end())
        if number == 1 and heads and not _is_led_in(lines, at):
            yield from _ended(open_one)
            open_one = _Series([at], number, line.indent)
        elif open_one.lines and number == open_one.number + 1:
            # One item that is none makes a list of all.
            open_one.is_list |= not heads or line.indent != open_one.indent
            open_one.number = number
            open_one.lines.append(at)
    yield from _ended(open_one)


def _ended(series: _Series) -> Iterator[list[int]]:
    if len(series.lines) >= LEAST and not series.is_list:
        yield series.lines


def _may_head(lines: Sequence[Line], at: int, begins: int) -> bool:
    """Whether a numbered line is short, stands alone, and has text under it."""
    line = lines[at]
    title = line.text[begins:]
    if not line.before_gap or _ENDS_TEXT.search(title):
        return False
    if len(title) > _MOST_CHARACTERS or len(title.split()) > _MOST_WORDS:
        return False
    below = next((item for item in lines[at + 1 : at + 1 + _FAR] if item.text), None)
    # What stands deeper goes on with an item.
    return below is not None and below.indent <= line.indent and _is_text(below)


def _is_text(line: Line) -> bool:
    """Whether a line begins a paragraph, or a part with a mark of its own."""
    if _NUMBER.match(line.text):
        return False
    is_long = len(line.text) >= LONG_LINE
    return is_long or bool(_PROSE.search(line.text) or _PART.match(line.text))


def _is_led_in(lines: Sequence[Line], at: int) -> bool:
    """Whether the text before a line says that items follow."""
    above = next((item.text for item in lines[max(0, at - _FAR) : at][::-1] if item.text), "")
    return leads_in(MARKER.sub("", above))
