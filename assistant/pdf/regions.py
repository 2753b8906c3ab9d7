"""A page -> regions in the order in which they are read: columns, tables, boxes beside a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.pdf.columns import Columns
from assistant.pdf.drawn import NOTHING, Drawn
from assistant.pdf.lattice import lattices
from assistant.pdf.lines import Piece, rows
from assistant.pdf.ruled import ruled_grid
from assistant.pdf.siding import stand_level
from assistant.pdf.tables import Grid
from assistant.pdf.turning import Box

_LEAST_LINES = 2
"""Lines of a text in a box, at least: a line may be framed or shaded for itself."""

_CLEAR = 4.0
"""Points between two boxes side by side, at least: cells of a table touch."""

_MOST_BOXES = 40
"""Boxes of a page that are looked at, the largest: where they are many, they are a drawing or the
ground of cells."""

_FAR = 2.2
_CELL_WORDS = 4
"""Heights from a ruled head to the foot of the row below it, and words of a cell, at most."""

_WIDE = 0.6
"""Share of the width of a page that a table across it is wide, at least."""

_ACROSS = 0.5
"""Share of the narrower of two widths by which two regions stand one above the other."""


@dataclass(frozen=True, slots=True)
class Region:
    """Pieces that are read one after the other, and the table that they are by their rules."""

    pieces: list[Piece]
    grid: Grid | None = None


def regions(
    page: Sequence[Piece], drawn: Drawn = NOTHING, columns: Columns | None = None
) -> list[Region]:
    """The regions of a page, in reading order.

    Args:
        page: its pieces.
        drawn: what is drawn beside them.
        columns: what parts the pages of the document, in their order.
    """
    columns = columns or Columns()
    rest = list(page)
    apart: list[tuple[Box, list[Region]]] = []
    for lattice in lattices(drawn):
        inside, others = _within(rest, lattice.box)
        grid = ruled_grid(lattice, inside) if inside else None
        if grid is not None and not _goes_on(lattice.box, others):
            apart.append((lattice.box, [Region(inside, grid)]))
            rest = others
    # Smaller boxes come first: what stands in a box within another is of the inner one.
    for box in reversed(drawn.boxes[:_MOST_BOXES]):
        inside, others = _within(rest, box)
        if _is_beside(inside, others, box, drawn.boxes):
            apart.append((box, [Region(found) for found in Columns().parts(inside)]))
            rest = others
    apart.sort(key=lambda one: (one[0][1], one[0][0]))
    across = [one for one in apart if _is_across(one[0], rest)]
    made: list[Region] = []
    for box, found in across:
        above = [piece for piece in rest if piece.y1 <= box[1] + piece.height / 2]
        rest = [piece for piece in rest if piece.y1 > box[1] + piece.height / 2]
        made += [*map(Region, columns.parts(above, drawn.level)), *found]
    made += map(Region, columns.parts(rest, drawn.level))
    for box, found in apart:
        if (box, found) not in across:
            made = _inserted(made, box, found)
    return made


def _is_across(box: Box, rest: Sequence[Piece]) -> bool:
    """Whether a table runs across the page: the columns above it are read before those below."""
    if not rest:
        return True
    x0, y0, x1, y1 = box
    left, right = min(piece.x0 for piece in rest), max(piece.x1 for piece in rest)
    beside = any(y0 < (piece.y0 + piece.y1) / 2 < y1 for piece in rest)
    return not beside and x1 - x0 >= _WIDE * (right - left)


def _within(pieces: Iterable[Piece], box: Box) -> tuple[list[Piece], list[Piece]]:
    """The pieces in a box, and the others."""
    x0, y0, x1, y1 = box
    inside: list[Piece] = []
    others: list[Piece] = []
    for piece in pieces:
        x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
        (inside if x0 < x < x1 and y0 < y < y1 else others).append(piece)
    return inside, others


def _goes_on(box: Box, others: Iterable[Piece]) -> bool:
    """Whether rows of cells stand right below: only the head of the table is ruled."""
    x0, _, x1, y1 = box
    below = [
        piece
        for piece in others
        if x0 < (piece.x0 + piece.x1) / 2 < x1 and y1 <= piece.y1 < y1 + _FAR * piece.height
    ]
    first = next(iter(rows(below)), [])
    return len(first) > 1 and median(len(piece.words) for piece in first) <= _CELL_WORDS


def _is_beside(
    inside: Sequence[Piece], others: Iterable[Piece], box: Box, boxes: Iterable[Box]
) -> bool:
    """Whether the text in a box is one for itself, beside another."""
    x0, y0, x1, y1 = box
    beside = [
        piece
        for piece in others
        if y0 < (piece.y0 + piece.y1) / 2 < y1 and (piece.x1 <= x0 + 1 or piece.x0 >= x1 - 1)
    ]
    if not inside or not beside:
        return False
    lines = rows(inside)
    if len(lines) < _LEAST_LINES:
        return False
    gaps = [gap for other in boxes if (gap := _between(box, other)) is not None]
    if any(gap < _CLEAR for gap in gaps):
        # Shaded cells of a row touch.
        return False
    is_clear = any(_within(beside, other)[0] for other in boxes if _between(box, other) is not None)
    # Cells of a shaded column stand on the lines of those beside them.
    return is_clear or not stand_level(lines, rows(beside))


def _between(box: Box, other: Box) -> float | None:
    """The white space between two boxes side by side, ``None`` where they are not."""
    if min(box[3], other[3]) <= max(box[1], other[1]):
        return None
    gap = max(other[0] - box[2], box[0] - other[2])
    return gap if gap > -_CLEAR else None


def _inserted(made: Sequence[Region], box: Box, found: Sequence[Region]) -> list[Region]:
    """Regions with those of a box put in where it stands.

    That is between the parts of the column that goes on above and below it, or before a text that
    runs beside it, else at the end of its column.
    """
    last = len(made)
    for at, region in enumerate(made):
        if region.grid is not None or not _is_in_column(region.pieces, box):
            continue
        above = [piece for piece in region.pieces if piece.y1 <= box[1] + piece.height / 2]
        below = [piece for piece in region.pieces if piece.y1 > box[1] + piece.height / 2]
        if below:
            upper = [Region(above)] if above else []
            return [*made[:at], *upper, *found, Region(below), *made[at + 1 :]]
        last = at + 1
    return [*made[:last], *found, *made[last:]]


def _is_in_column(pieces: Sequence[Piece], box: Box) -> bool:
    """Whether a region stands over, under or around a box and not in a column beside it."""
    x0, x1 = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    across = min(x1, box[2]) - max(x0, box[0])
    return across >= _ACROSS * min(x1 - x0, box[2] - box[0])
