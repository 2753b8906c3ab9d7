"""Headings over both columns of a page that end before the gutter between them.

What crosses a gutter parts the columns above from those below; a short heading over both doesn't
reach it. Where it is one, the columns end above it side by side and begin anew below it: columns
that run on beside a heading of one of them don't.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from statistics import median

from assistant.pdf.lines import Piece
from assistant.pdf.words import Word

_LARGER = 1.1
"""By how much its letters are larger than those of the text, where bold ones don't tell."""

_EVEN = 3.2
"""Sizes of letters by which the feet and the heads of columns that are set evenly differ, at most:
two lines, as one may have one more and begin lower."""

Row = list[Piece]


def heads_across(lines: Sequence[Row], crossing: Sequence[bool], x: float) -> Iterator[int]:
    """The lines to the left of a gutter that head both columns.

    Args:
        lines: those beside the gutter, from the top down.
        crossing: which of them run over it.
        x: where it is.
    """
    found = [piece for row in lines for piece in row]
    if not found:
        return
    size = median(piece.size for piece in found)
    tells = sum(piece.is_bold for piece in found) < len(found) / 2
    is_head = [
        not crosses and row[-1].x1 <= x and _stands_out(row, size, by_weight=tells)
        for row, crosses in zip(lines, crossing, strict=True)
    ]
    for heads, run in groupby(range(len(lines)), key=lambda at: is_head[at]):
        head = list(run)
        if heads and _parts(lines, crossing, (head[0], head[-1] + 1), x, _EVEN * size):
            yield from head


def _stands_out(row: Row, size: float, *, by_weight: bool) -> bool:
    return all((by_weight and piece.is_bold) or piece.size > _LARGER * size for piece in row)


def _parts(
    lines: Sequence[Row], crossing: Sequence[bool], head: tuple[int, int], x: float, even: float
) -> bool:
    """Whether columns end side by side above a head and below it begin so, or one across does."""
    start, end = head
    top, bottom = lines[start][0].y0, lines[end - 1][0].y1
    above = _sides(lines, crossing, range(start - 1, -1, -1), x)
    if not all(above) or end == len(lines):
        return False
    feet = [max(word.y1 for word in side) for side in above]
    if abs(feet[0] - feet[1]) > even or max(feet) > top:
        return False
    if crossing[end]:
        return True
    below = _sides(lines, crossing, range(end, len(lines)), x)
    tops = [min((word.y0 for word in side), default=0.0) for side in below]
    return abs(tops[0] - tops[1]) <= even and min(tops) >= bottom


def _sides(
    lines: Sequence[Row], crossing: Sequence[bool], order: range, x: float
) -> tuple[list[Word], list[Word]]:
    """The words on both sides of a gutter up to the next line across."""
    beside = takewhile(lambda at: not crossing[at], order)
    words = [word for at in beside for piece in lines[at] for word in piece.words]
    return [word for word in words if word.x0 < x], [word for word in words if word.x0 >= x]
