"""Places of a page at which a gutter between columns may be."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from assistant.pdf.lines import Piece

_GUTTER = 0.55
"""How wide a gutter is at least, in sizes of the letters beside it."""

_WIDER = 1.3
"""By how much wider than the spaces between words beside it."""

_LEAST_LINES = 3
"""Lines that begin or end beside a gutter, at least."""

_MOST_STRIPES = 12
"""Places of a page that are tried for a gutter: those at which most lines begin or end."""

Row = list[Piece]


def stripes(lines: Sequence[Row]) -> list[float]:
    """Where gutters may be: beside the left or the right edge of several pieces."""
    found = [piece for row in lines for piece in row]
    size = median(piece.size for piece in found)
    gap = size * max(_GUTTER, _WIDER * _usual_gap(lines))
    starts = _groups((_starts(piece, gap) for piece in found), size)
    ends = _groups((_ends(piece, gap) for piece in found), size)
    step = _GUTTER * size / 2
    left = min(piece.x0 for piece in found) + size
    counted = [(len(group), group[0] - step) for group in starts]
    counted += [(len(group), group[-1] + step) for group in ends]
    counted = [(count, x) for count, x in counted if count >= _LEAST_LINES and x > left]
    return [x for _, x in sorted(counted, reverse=True)[:_MOST_STRIPES]]


def crosses(piece: Piece, x: float) -> bool:
    """Whether a piece runs over a place: a gap in it that is as wide as a gutter is one."""
    if not piece.x0 < x < piece.x1:
        return False
    at = bisect_left(piece.words, x, key=lambda word: word.x0)
    if not 0 < at < len(piece.words) or max(word.x1 for word in piece.words[:at]) > x:
        return True
    gaps = [b.x0 - a.x1 for a, b in pairwise(piece.words)]
    return gaps[at - 1] < max(_GUTTER * piece.size, _WIDER * median(gaps))


def start_behind(row: Row, x: float) -> float | None:
    """Where a line begins behind a gutter, ``None`` where no gap as wide stands there."""
    words = [word for piece in row for word in piece.words]
    begun = min((word.x0 for word in words if word.x0 >= x), default=None)
    ended = max((word.x1 for word in words if word.x0 < x), default=None)
    is_wide = begun is None or ended is None or begun - ended >= _GUTTER * row[0].size
    return begun if is_wide else None


def _starts(piece: Piece, gap: float) -> Iterator[float]:
    """Where a piece begins, and begins again behind a wide space."""
    yield piece.x0
    for before, word in pairwise(piece.words):
        if word.x0 - before.x1 >= gap:
            yield word.x0


def _ends(piece: Piece, gap: float) -> Iterator[float]:
    for before, word in pairwise(piece.words):
        if word.x0 - before.x1 >= gap:
            yield before.x1
    yield piece.x1


def _usual_gap(lines: Iterable[Sequence[Piece]]) -> float:
    """The white space between two words of a piece that is usual, in sizes of their letters."""
    gaps = [
        (word.x0 - before.x1) / piece.size
        for row in lines
        for piece in row
        for before, word in pairwise(piece.words)
        if not word.is_glued
    ]
    return median(gaps) if gaps else 0.0


def _groups(places: Iterable[Iterator[float]], size: float) -> Iterator[list[float]]:
    """Places of several pieces, those together that stand next to each other."""
    group: list[float] = []
    for place in sorted(place for found in places for place in found):
        if group and place - group[-1] > size / 4:
            yield group
            group = []
        group.append(place)
    if group:
        yield group
