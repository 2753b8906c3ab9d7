"""Lines of cells that stand close together -> their pieces, parted where their cells begin or end.

The gap between two cells may be no wider than those between words elsewhere. It is one where words
of several lines in a row begin behind a gap at one place, or end before one, and none runs over it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from assistant.pdf.lines import Piece, piece_of
from assistant.pdf.rowing import is_figure

_GAP = 0.5
_WIDER = 1.5
"""White space before a cell, at least, in sizes of its letters, and by how much wider it is than
that between words."""

_BESIDE = 0.15
"""By how many sizes of its letters the left edges of the cells of a column differ, at most."""

_LEAST_DIGITS = 3
"""Digits of a figure that is no number of an item."""

_LEAST = 3
"""Lines that have a cell there, at least."""

_MOST = 24
"""Places of a region that are tried, those first at which most words begin."""

Row = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class _Stripe:
    """White space between cells, and on which lines words begin behind it or end before it."""

    start: float
    end: float
    lines: frozenset[int]


def aligned(lines: Sequence[Row]) -> list[Row]:
    """Lines with their pieces parted where cells begin or end under each other."""
    gap = max(_GAP, _WIDER * _usual_gap(lines))
    made: list[Row] = [[part for one in row for part in _figures(one, gap)] for row in lines]
    for stripe in _stripes(lines, gap):
        for start, end in _stretches(made, stripe):
            for at in range(start, end):
                made[at] = [part for piece in made[at] for part in _parted(piece, stripe)]
    return made


def _usual_gap(lines: Sequence[Row]) -> float:
    """The white space between two words that is usual: what is beside a figure may part cells."""
    gaps = [
        (word.x0 - before.x1) / piece.size
        for row in lines
        for piece in row
        for before, word in pairwise(piece.words)
        if not word.is_glued and not is_figure(before.text) and not is_figure(word.text)
    ]
    return median(gaps) if gaps else 0.0


def _figures(piece: Piece, gap: float) -> Iterator[Piece]:
    """The parts of a piece between which a wide gap stands amid figures: nobody writes these so."""
    start = 0
    for at, (before, word) in enumerate(pairwise(piece.words), 1):
        is_wide = word.x0 - before.x1 >= gap * piece.size and not word.is_raised
        if is_wide and _is_long_figure(before.text) and _is_long_figure(word.text):
            yield piece_of(piece.words[start:at])
            start = at
    yield piece_of(piece.words[start:], leads=piece.leads) if start else piece


def _is_long_figure(text: str) -> bool:
    return sum(map(str.isdecimal, text)) >= _LEAST_DIGITS and is_figure(text)


def _stripes(lines: Sequence[Row], gap: float) -> list[_Stripe]:
    """Where words of several lines begin behind a gap or end before one, most lines first."""
    begun: list[tuple[float, int, float]] = []
    ended: list[tuple[float, int, float]] = []
    for at, row in enumerate(lines):
        for left, right, size in _gaps(row, gap):
            ended.append((left, at, size))
            begun.append((right, at, size))
    found = [_Stripe(x - gap * size, x, on) for x, size, on in _groups(begun)]
    found += [_Stripe(x, x + gap * size, on) for x, size, on in _groups(ended)]
    return sorted(found, key=lambda stripe: -len(stripe.lines))[:_MOST]


def _gaps(row: Row, gap: float) -> Iterator[tuple[float, float, float]]:
    """The wide gaps of a line: from where to where, and how large the letters beside them are."""
    for before, piece in pairwise(row):
        yield before.x1, piece.x0, piece.size
    for piece in row:
        widths = [word.x0 - before.x1 for before, word in pairwise(piece.words)]
        least = gap * piece.size
        if len(widths) > 1 and 2 * sum(is_figure(word.text) for word in piece.words) < len(widths):
            # All gaps of a line that is set to a width are wide.
            least = max(least, _WIDER * median(widths))
        for (left, right), wide in zip(pairwise(piece.words), widths, strict=True):
            if wide >= least and not right.is_raised:
                yield left.x1, right.x0, piece.size


def _groups(
    places: Sequence[tuple[float, int, float]],
) -> Iterator[tuple[float, float, frozenset[int]]]:
    """Places of several lines under each other, each with the size of its letters and the lines."""
    group: list[tuple[float, int, float]] = []
    for one in [*sorted(places), (float("inf"), -1, 0.0)]:
        if group and one[0] - group[0][0] > _BESIDE * group[0][2]:
            on = frozenset(at for _, at, _ in group)
            if len(on) >= _LEAST:
                yield median(x for x, _, _ in group), group[0][2], on
            group = []
        group.append(one)


def _stretches(lines: Sequence[Row], stripe: _Stripe) -> Iterator[tuple[int, int]]:
    """Lines in a row in which no word stands on white space, several of them with a cell beside."""
    start = 0
    for at in range(len(lines) + 1):
        if at == len(lines) or any(_runs_over(piece, stripe) for piece in lines[at]):
            if sum(one in stripe.lines for one in range(start, at)) >= _LEAST:
                yield start, at
            start = at + 1


def _runs_over(piece: Piece, stripe: _Stripe) -> bool:
    """Whether a word of a piece stands on white space."""
    if piece.x1 <= stripe.start or piece.x0 >= stripe.end:
        return False
    near = _BESIDE * piece.size
    return any(
        word.x0 < stripe.end - near and word.x1 > stripe.start + near for word in piece.words
    )


def _parted(piece: Piece, stripe: _Stripe) -> Iterator[Piece]:
    middle = (stripe.start + stripe.end) / 2
    before = [word for word in piece.words if word.x0 < middle]
    behind = [word for word in piece.words if word.x0 >= middle]
    if not before or not behind:
        yield piece
        return
    yield piece_of(before)
    yield piece_of([replace(behind[0], is_glued=False), *behind[1:]], leads=piece.leads)
