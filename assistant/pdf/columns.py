"""Pieces of a page -> regions in the order in which they are read: columns, one after the other.

A gutter is an upright stripe without text that parts two columns of prose over several lines. What
crosses it, as a title over both columns does, parts the page above from what is below. A table is
no pair of columns: its cells are short, or its rows begin on one line. Found from the middle out,
as recursive X-Y cuts do (Nagy and Seth, 1984), with the cut chosen by what it parts and not by its
width.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise
from statistics import median

from assistant.pdf.across import heads_across
from assistant.pdf.drawn import Rule
from assistant.pdf.lines import Piece, piece_of, rows
from assistant.pdf.rowing import is_figure
from assistant.pdf.siding import are_rows, is_side, stand_level, with_sides
from assistant.pdf.stripes import crosses, start_behind, stripes

_LEAST_LINES = 3
_MANY = 6
"""Lines of prose on each side of a gutter, and of what need be none where the feet of its lines are
others."""

_PROSE_WORDS = 2.5
_PROSE_LETTERS = 0.6
_FILLED = 0.5
"""What tells prose from cells: words to a line in the middle, the share of letters among all
characters, and how much of its column a line fills."""

_ALIKE = 0.07
_STEP = 1.6
"""By which share letters of one size differ, and how many sizes of them two lines of a paragraph
stand apart, at most."""

_LEAST_ROWS = 2
_CELL_WORDS = 4
"""Rows of a table across both columns, at least, and words of one of its cells, at most."""

_NEAR = 12
"""Sizes of letters within which a place is no gutter beside one between the cells of a table."""

_ACROSS = 0.9
_CLOSE = 60.0
_MOST_RULES = 3
"""Share of the width of all lines that a rule across the page runs along; points to the next one,
at least, and how many there are, at most."""

_MOST_FEW = 4
"""Lines of a column on a page that is parted as the one before it, at most."""

_DEEPEST = 6
_MOST_PIECES = 5_000
"""Columns within columns are not looked for any further, nor those of a page with more pieces: the
fullest pages of print have a thousand."""

Row = list[Piece]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A gutter at ``x``, and how many lines of prose it parts."""

    x: float
    lines: int


class _How(Enum):
    """How what stands on one side of a gutter stands to what is on the other."""

    ELSE = 0
    COLUMNS = 1
    NOTES = 2
    ROWS = 3


class Columns:
    """Parts the pages of a document into columns; a page with a few lines as the one before it."""

    def __init__(self) -> None:
        self._gutters: list[float] = []

    def parts(self, page: Sequence[Piece], level: Sequence[Rule] = ()) -> list[list[Piece]]:
        """The pieces of a page by column, in reading order.

        Args:
            page: its pieces.
            level: its rules from left to right: one across the page parts it.
        """
        lines = rows(page)
        gutters: list[float] = []
        found: list[list[Piece]] = []
        whole: list[Piece] = []
        for band in _bands(lines, level):
            first, *others = [part for part in _regions(band, _DEEPEST, gutters) if part]
            if others:
                found += [whole, first, *others]
                whole = []
            else:
                whole += first
        found = [part for part in (*found, whole) if part]
        if gutters:
            self._gutters = gutters
        elif len(lines) < 2 * _MOST_FEW:
            for x in self._gutters:
                parted = [part for part in _few(lines, x) if part]
                if len(parted) > 1:
                    return parted
        return found


def _bands(lines: Sequence[Row], level: Sequence[Rule]) -> Iterator[list[Row]]:
    """Lines from the top down, apart where a rule runs across all of them."""
    if not lines:
        return
    left, right = -_most(lines, lambda one: -one.x0), _most(lines, lambda one: one.x1)
    across = [rule.at for rule in level if rule.covers(left, right) >= _ACROSS]
    # Those of a table are many, or follow each other closely.
    is_table = len(across) > _MOST_RULES or any(b - a < _CLOSE for a, b in pairwise(across))
    heights = [] if is_table else across
    band = [lines[0]]
    for above, row in pairwise(lines):
        between = bisect_left(heights, above[0].y1 - above[0].height / 4)
        if between < len(heights) and heights[between] < row[0].y0 + row[0].height / 4:
            yield band
            band = []
        band.append(row)
    yield band


def _few(lines: list[Row], x: float) -> Iterator[list[Piece]]:
    """The pieces of a few lines, apart where they stand beside a gutter of other pages."""
    for is_crossing, zone in _zones(lines, x):
        left, right = ([], []) if is_crossing else _sides(zone, x)
        if left and right and all(map(_is_text, (left, right))):
            yield [piece for row in left for piece in row]
            yield [piece for row in right for piece in row]
        else:
            yield [piece for row in zone for piece in row]


def _regions(lines: list[Row], depth: int, gutters: list[float]) -> Iterator[list[Piece]]:
    """The regions of lines; the gutters between them are noted."""
    count = sum(map(len, lines))
    may_part = depth and len(lines) >= _LEAST_LINES and count <= _MOST_PIECES
    cut = _best_cut(lines) if may_part else None
    if cut is None:
        yield [piece for row in lines for piece in row]
        return
    gutters.append(cut.x)
    whole: list[Row] = []
    for is_crossing, zone in _zones(lines, cut.x):
        left, right = _sides(zone, cut.x)
        if is_crossing or not _go_with(left, right):
            whole += zone
            continue
        yield from _regions(whole, depth - 1, gutters)
        whole = []
        if is_side(left, right):
            yield from with_sides(left, right)
        elif is_side(right, left):
            yield from with_sides(right, left)
        else:
            yield from _regions(left, depth - 1, gutters)
            yield from _regions(right, depth - 1, gutters)
    yield from _regions(whole, depth - 1, gutters)


def _zones(lines: Sequence[Row], x: float) -> Iterator[tuple[bool, list[Row]]]:
    """The lines from the top down, those that cross a gutter apart from those beside it.

    The last line of a paragraph across goes with it, though it ends before the gutter.
    """
    crossing = [any(crosses(piece, x) for piece in row) for row in lines]
    starts = [start_behind(row, x) for row in lines]
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        step = order.step
        for at in order:
            goes_with = not crossing[at - step] and _are_near(
                starts[at], starts[at - step], lines[at]
            )
            crossing[at] = crossing[at] and not goes_with
    for start, end in _tables(lines, x):
        crossing[start:end] = [True] * (end - start)
    for at, (above, row) in enumerate(pairwise(lines), 1):
        crossing[at] = crossing[at] or (crossing[at - 1] and _ends_paragraph(above, row, x))
    for at in [*heads_across(lines, crossing, x)]:
        crossing[at] = True
    for is_crossing, zone in groupby(zip(crossing, lines, strict=True), lambda one: one[0]):
        yield is_crossing, [row for _, row in zone]


def _tables(lines: Sequence[Row], x: float) -> Iterator[tuple[int, int]]:
    """Where rows of cells stand on both sides of a gutter: a table across both columns."""
    start = 0
    for at in range(len(lines) + 1):
        if at == len(lines) or not _is_of_cells(lines[at], x):
            rows_of_figures = sum(map(_has_figures, lines[start:at]))
            if rows_of_figures >= _LEAST_ROWS:
                yield start, at
            start = at + 1


def _is_of_cells(row: Row, x: float) -> bool:
    """Whether a line is of several short pieces that stand on both sides of a place."""
    is_around = row[0].x1 <= x <= row[-1].x0
    return len(row) > 2 and is_around and all(len(piece.words) <= _CELL_WORDS for piece in row)


def _has_figures(row: Row) -> bool:
    return any(is_figure(piece.text) for piece in row)


def _ends_paragraph(above: Row, row: Row, x: float) -> bool:
    """Whether a line to the left of a gutter goes on with one that runs over it."""
    size = above[0].size
    return (
        row[-1].x1 <= x
        and abs(row[0].size - size) < _ALIKE * size
        and abs(row[0].x0 - above[0].x0) < size
        and row[0].y1 - above[0].y1 < _STEP * size
    )


def _are_near(one: float | None, other: float | None, row: Row) -> bool:
    """Whether a line begins behind a gutter where the next one does.

    The spaces of a line that is set to a width may be as wide as the gutter.
    """
    return one is not None and other is not None and abs(one - other) < row[0].size / 4


def _sides(zone: Sequence[Row], x: float) -> tuple[list[Row], list[Row]]:
    """The lines to the left and to the right of a gutter, those that run over it parted."""
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in (piece for row in zone for piece in row):
        if piece.x1 <= x:
            left.append(piece)
        elif piece.x0 >= x:
            right.append(piece)
        else:
            left.append(piece_of([word for word in piece.words if word.x0 < x]))
            behind = [word for word in piece.words if word.x0 >= x]
            if behind:
                right.append(piece_of(behind, leads=piece.leads))
    return rows(left), rows(right)


def _best_cut(lines: Sequence[Row]) -> _Cut | None:
    """The gutter that parts most lines of prose, ``None`` where there is none."""
    found: list[_Cut] = []
    tables: list[_Cut] = []
    for x in stripes(lines):
        parted = beside = 0
        for is_crossing, zone in _zones(lines, x):
            left, right = ([], []) if is_crossing else _sides(zone, x)
            how = _how(left, right)
            if how is _How.ROWS:
                beside += min(len(left), len(right))
            elif how is not _How.ELSE:
                parted += min(len(left), len(right))
        found.append(_Cut(x, parted))
        tables.append(_Cut(x, beside))
    near = _NEAR * lines[0][0].size
    return max(
        (
            cut
            for cut in found
            if cut.lines
            and not any(abs(cut.x - one.x) < near and one.lines > cut.lines for one in tables)
        ),
        key=lambda cut: cut.lines,
        default=None,
    )


def _how(left: Sequence[Row], right: Sequence[Row]) -> _How:
    """How the lines on both sides of a gutter stand to each other."""
    if not left or not right or not _overlap(left, right):
        return _How.ELSE
    if is_side(left, right) or is_side(right, left):
        return _How.NOTES
    if are_rows(left, right):
        return _How.ROWS
    are_columns = (_is_prose(left) and _is_prose(right)) or _stand_apart(left, right)
    if min(len(left), len(right)) < _MANY:
        # The spaces of a few lines that are set to a width may stand under each other.
        gutter = -_most(right, lambda one: -one.x0) - _most(left, lambda one: one.x1)
        are_columns = are_columns and gutter >= left[0][0].size
    return _How.COLUMNS if are_columns else _How.ELSE


def _stand_apart(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether many lines on both sides stand on feet of their own: those of a table do not."""
    fewer, more = sorted((left, right), key=len)
    is_prose = _is_prose(left) or _is_prose(right)
    return len(fewer) >= _MANY and is_prose and not stand_level(fewer, more)


def _go_with(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether lines beside a gutter that parts others are columns, though they be few."""
    how = _how(left, right)
    few = min(len(left), len(right)) < _LEAST_LINES
    if how is _How.ELSE and few and (left or right):
        return all(map(_is_text, filter(None, (left, right))))
    return how in (_How.COLUMNS, _How.NOTES)


def _overlap(left: Sequence[Row], right: Sequence[Row]) -> bool:
    bottom = min(_most(left, lambda one: one.y1), _most(right, lambda one: one.y1))
    top = max(-_most(left, lambda one: -one.y0), -_most(right, lambda one: -one.y0))
    return bottom > top


def _most(lines: Sequence[Row], value: Callable[[Piece], float]) -> float:
    return max(value(piece) for row in lines for piece in row)


def _is_prose(lines: Sequence[Row]) -> bool:
    if len(lines) < _LEAST_LINES or not _is_text(lines):
        return False
    width = _most(lines, lambda one: one.x1) + _most(lines, lambda one: -one.x0)
    filled = median(row[-1].x1 - row[0].x0 for row in lines) / max(width, 1)
    return filled >= _FILLED


def _is_text(lines: Sequence[Row]) -> bool:
    """Whether lines are of words."""
    said = "".join(piece.text for row in lines for piece in row)
    letters = sum(character.isalpha() for character in said)
    words = median(sum(len(piece.words) for piece in row) for row in lines)
    return words >= _PROSE_WORDS and letters >= _PROSE_LETTERS * len(said)
