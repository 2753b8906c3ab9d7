"""Lines of cells that stand close together -> their pieces, parted where their cells begin.

The gap between two cells may be no wider than those between words elsewhere. It is one where words
of several lines in a row begin behind a gap at one place and no word runs over it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from assistant.pdf.lines import Piece, piece_of, usual_gap

_GAP = 0.5
_WIDER = 1.5
"""White space before a cell, at least, in sizes of its letters, and by how much wider it is than
that between words."""

_BESIDE = 0.15
"""By how many sizes of its letters the left edges of the cells of a column differ, at most."""

_LEAST = 3
"""Lines that have a cell there, at least."""

_MOST = 24
"""Places of a region that are tried, those first at which most words begin."""

Row = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where a cell begins, and on which lines words begin there behind a gap."""

    x: float
    lines: frozenset[int]


def aligned(lines: Sequence[Row]) -> list[Row]:
    """Lines with their pieces parted where cells begin under each other."""
    made = list(lines)
    gap = max(_GAP, _WIDER * usual_gap(lines))
    for edge in _edges(lines, gap):
        for start, end in _stretches(made, edge, gap):
            for at in range(start, end):
                made[at] = [part for piece in made[at] for part in _parted(piece, edge.x)]
    return made


def _edges(lines: Sequence[Row], gap: float) -> list[_Edge]:
    """Where words of several lines begin behind a gap, those with most lines first."""
    begun = sorted(
        (x, at, piece.size)
        for at, row in enumerate(lines)
        for piece in row
        for x in _starts(piece, gap, is_first=piece is row[0])
    )
    found: list[_Edge] = []
    group: list[tuple[float, int, float]] = []
    for one in [*begun, (float("inf"), -1, 0.0)]:
        if group and one[0] - group[0][0] > _BESIDE * group[0][2]:
            on = frozenset(at for _, at, _ in group)
            if len(on) >= _LEAST:
                found.append(_Edge(group[0][0], on))
            group = []
        group.append(one)
    return sorted(found, key=lambda edge: -len(edge.lines))[:_MOST]


def _starts(piece: Piece, gap: float, *, is_first: bool) -> Iterator[float]:
    """Where words begin behind a gap; the first piece of a line begins behind none."""
    if not is_first:
        yield piece.x0
    gaps = [word.x0 - before.x1 for before, word in pairwise(piece.words)]
    # All gaps of a line that is set to a width are wide.
    least = max(gap * piece.size, _WIDER * median(gaps) if len(gaps) > 1 else 0.0)
    for word, found in zip(piece.words[1:], gaps, strict=True):
        if found >= least and not word.is_raised:
            yield word.x0


def _stretches(lines: Sequence[Row], edge: _Edge, gap: float) -> Iterator[tuple[int, int]]:
    """Lines in a row over which no word runs at a place, and several of which have a cell there."""
    start = 0
    for at in range(len(lines) + 1):
        if at == len(lines) or any(_runs_over(piece, edge.x, gap) for piece in lines[at]):
            if sum(one in edge.lines for one in range(start, at)) >= _LEAST:
                yield start, at
            start = at + 1


def _runs_over(piece: Piece, x: float, gap: float) -> bool:
    """Whether a word stands on a place or closely before it."""
    if not piece.x0 < x < piece.x1:
        return False
    near = x - gap * piece.size
    return any(word.x0 < x - _BESIDE * piece.size and word.x1 > near for word in piece.words)


def _parted(piece: Piece, x: float) -> Iterator[Piece]:
    x -= _BESIDE * piece.size
    before = [word for word in piece.words if word.x0 < x]
    behind = [word for word in piece.words if word.x0 >= x]
    if not before or not behind:
        yield piece
        return
    yield piece_of(before)
    yield piece_of([replace(behind[0], is_glued=False), *behind[1:]], leads=piece.leads)
