"""Lines of text -> paragraphs.

What parts two paragraphs is what a reader sees: white space, a first line set in, letters of
another size, a line that ends short, the mark of an item.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from assistant.pdf.parts import TextLine

SET_IN = 0.6
"""How far a line is set in where that tells something, in sizes of its letters."""

_WIDE = 1.35
_EVEN = 1.1
_MOST_CLOSED = 0.6
"""By how much more than usual two lines of a region stand apart where a paragraph ends, but for
full lines that all stand as far apart, give or take so much; share of the lines that end a sentence
from which each is a paragraph."""

_WIDER = 1.12
"""By how much more where the one above ends a sentence and the one below begins one, but for lines
that a raised mark makes higher."""

_OTHER_SIZE = 0.07
"""By which share letters of another size differ."""

_LEAST_STEPS = 4
_CLOSE = 1.4
_FARTHEST = 3.0
"""How many steps between lines tell what is usual; how far lines stand apart at most where these
are too few, and how far full lines do that go on, in sizes of their letters."""

_USUAL = 1.2
"""How far two lines stand apart where nothing else tells, in sizes of their letters."""

_UNDER = 0.3
"""Sizes of their letters by which two marks under each other are apart, at most."""

_LEAST_LINES = 3
"""Lines together from which their right edge tells where lines end."""

_ITEM = re.compile(
    r"[“”\"‘’']{0,2}(?:[•▪◦·–—*☐☑☒]|-(?=\s)|\(?(?:\d{1,3}|[A-Za-z]|[ivxl]{1,5})[.)](?=\s|$)"
    r"|\((?:\d{1,3}|[A-Za-z]{1,2}|[ivxl]{1,5})\)|§+\s?\d|\d{1,3}(?:\.\d{1,3})+\.?(?=\s)"
    r"|(?:SEC\.|Sec\.|SECTION|ARTICLE)\s+\w+)"
)
_SECTION = re.compile(r"(?:Section|Article)\s+\d")
"""How an item begins, and what begins sections and sentences too."""

_GOES_ON = re.compile(r"(?:[,;]|\b(?:and|or))$")
"""What an item ends with that another follows."""

_CLOSED = re.compile(r"[.?!:;][\"”’')\]]*$")
_ABBREVIATED = re.compile(
    r"(?:\b(?:v|vs|Nos?|Stat|Secs?|Arts?|[Cc]f|e\.g|i\.e|M[rs]|Mrs|Dr|Hon|Pub|Fed|Reg|Ann|Vol|pp?"
    r"|[Pp]aras?|U\. ?S|F|Supp|St|Rev|Cir|[Cc]h)|§)\.$"
)
_OPEN = re.compile(
    r"(?:[,—–-]|\b(?:an?|the|of|to|and|or|in|by|for|with|on|at|from|that|which|as|is|are|be|before"
    r"))$"
)
"""What a line ends with that goes on: a comma, a dash, or a word that can't be the last."""

_REFERS = re.compile(
    r"\b(?:an?|the|of|to|in|by|for|with|under|(?:sub)?(?:section|paragraph)s?|clauses?|articles?"
    r"|parts?|points?|rules?)$"
)
"""What a line ends with behind which a number is none of an item."""

_LOW = re.compile(r"[(\[“‘]?[a-z]")
"""How a line begins that goes on with the one above."""


def is_item(text: str) -> bool:
    """Whether a line begins with the mark of an item."""
    return bool(_ITEM.match(text))


def is_closed(text: str) -> bool:
    """Whether a line ends a sentence or a part of one."""
    return bool(_CLOSED.search(text)) and not is_abbreviated(text)


def is_abbreviated(text: str) -> bool:
    """Whether a line ends in an abbreviation that no sentence ends in, as a rule."""
    return bool(_ABBREVIATED.search(text))


@dataclass(frozen=True, slots=True)
class _Style:
    """How the lines of a region are set.

    Attributes:
        usual: how far two of them stand apart as a rule, in sizes of their letters.
        right: where they end.
        sets_in: whether only first lines of paragraphs are set in.
        is_of_sentences: whether most of them end one: then each is a paragraph.
    """

    usual: float
    right: float
    sets_in: bool
    is_of_sentences: bool


def paragraphs(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """The paragraphs of lines of a region, each with the room that is left behind its lines."""
    if not lines:
        return
    left = min(line.box[0] for line in lines)
    at_edge = sum(line.box[0] - left <= SET_IN * line.size for line in lines)
    closed = sum(is_closed(line.text) for line in lines)
    style = _Style(
        _usual_step(lines),
        max(line.box[2] for line in lines),
        sets_in=at_edge > len(lines) / 2,
        is_of_sentences=closed > max(_MOST_CLOSED * len(lines), _LEAST_STEPS - 1),
    )
    for group in _groups(lines, style):
        # A quotation may be set in from the right as well.
        edge = max(one.box[2] for one in group) if len(group) >= _LEAST_LINES else style.right
        placed = [
            replace(
                line, indent=line.box[0] - left, room=edge - line.box[2], width=edge - line.box[0]
            )
            for line in group
        ]
        yield from _parted(placed, style)


def _groups(lines: Sequence[TextLine], style: _Style) -> Iterator[list[TextLine]]:
    """Lines of one size that stand together."""
    steps = [_step(above, below) for above, below in pairwise(lines)]
    group = [lines[0]]
    for at, line in enumerate(lines[1:]):
        last = replace(group[-1], room=style.right - group[-1].box[2])
        around = steps[max(at - 1, 0) : at + 2]
        is_even = len(around) > 2 and 0 < max(around) <= _EVEN * min(around)
        closed = [is_closed(one.text) for one in lines[max(at - 1, 0) : at + 3]]
        is_even = is_even and sum(closed) <= _MOST_CLOSED * len(closed)
        is_begun = is_even or (len(steps) < _LEAST_STEPS and not is_closed(last.text))
        is_full = not last.has_room_for(line) and not is_item(line.text)
        goes_on = 0 < steps[at] <= (_FARTHEST if is_begun and is_full else _WIDE * style.usual)
        if not goes_on or line.is_ruled_off or not _are_alike(group[-1], line):
            yield group
            group = []
        group.append(line)
    yield group


def _step(above: TextLine, below: TextLine) -> float:
    """How far two lines stand apart, from foot to foot, in sizes of their letters."""
    return (below.box[3] - above.box[3]) / max(above.size, below.size)


def _usual_step(lines: Sequence[TextLine]) -> float:
    """How far two lines stand apart as a rule."""
    steps = [step for above, below in pairwise(lines) if (step := _step(above, below)) > 0]
    if len(steps) < _LEAST_STEPS:
        # Two lines with white space between are two paragraphs as soon as not.
        return min([*steps, _CLOSE])
    return median(steps)


def _are_alike(above: TextLine, below: TextLine) -> bool:
    size = max(above.size, below.size)
    differ = abs(above.size - below.size) > _OTHER_SIZE * size
    # What ends far before the line above begins is beside it, as the two sides of a letterhead are.
    is_beside = above.box[0] - below.box[2] > _FARTHEST * size
    return not differ and not is_beside and above.is_bold == below.is_bold


def _parted(lines: Sequence[TextLine], style: _Style) -> Iterator[list[TextLine]]:
    """The paragraphs of lines that stand together."""
    steps = sorted(step for a, b in pairwise(lines) if (step := _step(a, b)) > 0)
    # Most lines of a paragraph are close: the white space between paragraphs is wider.
    usual = steps[len(steps) // 4] if steps else _USUAL
    taken = [lines[0]]
    for line in lines[1:]:
        is_first = style.sets_in and _are_first(taken, line)
        is_next = style.is_of_sentences and is_closed(taken[-1].text) and not _LOW.match(line.text)
        if is_first or is_next or _begins(taken, line, usual):
            yield taken
            taken = []
        taken.append(line)
    yield taken


def _are_items(before: Sequence[TextLine], line: TextLine) -> bool:
    """Whether lines begin with marks of one kind under each other, and nothing else does there."""
    first = before[0]
    if (
        not is_item(first.text)
        or not _GOES_ON.search(before[-1].text)
        or first.text[0].isalnum() != line.text[0].isalnum()
    ):
        return False
    stands_under = abs(first.box[0] - line.box[0]) < _UNDER * line.size
    return stands_under and all(
        below.box[0] > first.box[0] + _UNDER * line.size for below in before[1:]
    )


def _are_first(before: Sequence[TextLine], line: TextLine) -> bool:
    """Whether a line is set in as the only one before it is: the first of a paragraph too."""
    last = before[-1]
    is_first = len(before) == 1 and last.indent > SET_IN * last.size and is_closed(last.text)
    return is_first and abs(line.indent - last.indent) < _UNDER * line.size


def _begins(before: Sequence[TextLine], line: TextLine, usual: float) -> bool:
    """Whether a line begins another paragraph than the lines before it."""
    last = before[-1]
    if line.is_marked:
        return True
    is_ended = is_closed(last.text)
    is_short = last.has_room_for(line)
    if _SECTION.match(line.text) and is_ended and is_short:
        return True
    is_free = is_ended or (is_short and not _REFERS.search(last.text))
    if is_item(line.text) and (is_free or _are_items(before, line)):
        return True
    starts_low = bool(_LOW.match(line.text))
    is_raised = last.marks or line.marks
    if is_ended and not starts_low and not is_raised and _step(last, line) > _WIDER * usual:
        return True
    shift = (line.box[0] - last.box[0]) / max(last.size, line.size)
    if shift > SET_IN:
        # Behind the first line of an item, or a mark that stands alone, the rest of it is set in.
        if len(before) == 1 and is_item(last.text):
            return is_ended and is_short and " " in last.text
        if not is_short:
            return is_ended
    if shift < -SET_IN and len(before) > 1 and line.indent < line.size:
        return is_ended
    return is_short and not starts_low and (is_ended or not _OPEN.search(last.text))
