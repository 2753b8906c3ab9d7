"""Lines whose pieces stand under each other -> tables: rows of cells, with the head over them.

Columns are where the cells of the rows with most of them stand; what is wider, as a head over
several columns is, names each that is nearer to it than to another.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.pdf.drawn import Rule
from assistant.pdf.lines import Piece
from assistant.pdf.parts import Part
from assistant.pdf.rowing import TableLine, grouped, heads_of, said_by
from assistant.pdf.runs import apart, cells, columns_of, is_near, runs, widest
from assistant.pdf.spanning import Columns, named_heads
from assistant.pdf.turning import Box
from assistant.pdf.words import Word

_LEAST_ROWS = 3
"""Lines of several cells from which they are a table; two are enough where dots lead through them
or each has a figure."""

_WORD_GAP = 0.6
"""White space between two words of one piece that may part two cells."""

_BESIDE = 4
"""How many sizes of its letters a head may reach over the last column."""

_FIGURE = re.compile(r"\d")
_EMPTY = re.compile(r"[-–—.…]+|\(?[A-Z]{1,3}\)?|N/?A")
"""What makes a cell one of figures, and marks for none."""

Row = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, each of as many cells, how many head it, and from which lines it is.

    The lines that a cell wraps over are parted by line ends. ``parts`` tells of each row that
    shares a cell with others from which cell on what it says stands where.
    """

    cells: tuple[tuple[str, ...], ...]
    boxes: tuple[Box, ...]
    heads: int
    start: int
    end: int
    parts: tuple[tuple[Part, ...], ...] = ()


def grids(lines: Sequence[Row], level: Sequence[Rule] = ()) -> list[Grid]:
    """The tables among the lines of a region, in their order.

    Args:
        lines: those of the region.
        level: the rules of the page.
    """
    found: list[Grid] = []
    for start, end in runs(lines):
        for first, last in apart(lines, start, end):
            begin = found[-1].end if found else 0
            grid = _grid(lines, first, last, begin, level)
            if grid is not None:
                found.append(grid)
    return found


def _grid(
    lines: Sequence[Row], start: int, end: int, begin: int, level: Sequence[Rule]
) -> Grid | None:
    """The table of a run of lines, ``None`` where it is none; none of it stands above ``begin``."""
    run = [cells(row) for row in lines[start:end]]
    wide = [row for row in run if len(row) > 1]
    figured = [row for row in wide if _is_figured(row)]
    is_led = sum(row[0].leads for row in wide) > len(wide) / 2
    if len(wide) < (2 if is_led or len(figured) > len(wide) / 2 else _LEAST_ROWS):
        return None
    tells = len(figured) > 1 and widest(figured) >= widest(wide)
    columns = columns_of(figured if tells else wide)
    if len(columns) < 2:
        return None
    start, end = max(begin, _with_heads(lines, start, columns)), _with_rest(lines, end)
    placed = [
        TableLine(tuple(map(tuple, _placed(cells(row), columns))), _box(row))
        for row in lines[start:end]
    ]
    if not figured and not _is_aligned(placed):
        return None
    return _made(placed, lines[start:end], columns, level, (start, end))


def _is_figured(row: Row) -> bool:
    """Whether a row has figures behind its first cell."""
    return any(_FIGURE.search(cell.text) for cell in row[1:]) and all(
        _FIGURE.search(cell.text) or _EMPTY.fullmatch(cell.text) for cell in row[1:]
    )


def _with_heads(lines: Sequence[Row], start: int, columns: Columns) -> int:
    """Where the head begins: single cells above that stand over a column but the first."""
    left, right = columns[1][0], columns[-1][1]
    size = lines[start][0].size
    while start and is_near(lines[start - 1], lines[start]):
        above = lines[start - 1]
        is_over = above[0].x0 > columns[0][1] + size and above[-1].x1 <= right + _BESIDE * size
        if not is_over or above[0].x1 < left:
            break
        start -= 1
    return start


def _with_rest(lines: Sequence[Row], end: int) -> int:
    """Where the last row ends: a line in brackets under it, or one in small letters, goes on."""
    if end < len(lines) and len(lines[end]) == 1 and is_near(lines[end - 1], lines[end]):
        piece, first = lines[end][0], lines[end - 1][0]
        if piece.x0 > first.x0 and (piece.text[0] == "(" or piece.text[0].islower()):
            return end + 1
    return end


def _placed(row: Row, columns: Columns) -> list[list[Word]]:
    """The words of a line by column."""
    placed: list[list[Word]] = [[] for _ in columns]
    for cell in row:
        for part in _split(cell, columns):
            placed[_nearest(part, columns)] += part
    return placed


def _split(cell: Piece, columns: Columns) -> Iterator[list[Word]]:
    """The words of a cell, apart where a wide space falls between two columns."""
    part: list[Word] = [cell.words[0]]
    for before, word in pairwise(cell.words):
        is_apart = word.x0 - before.x1 >= _WORD_GAP * cell.size
        if is_apart and _nearest([before], columns) != _nearest([word], columns):
            yield part
            part = []
        part.append(word)
    yield part


def _nearest(words: Sequence[Word], columns: Columns) -> int:
    """The column that words overlap most, else the one that they are nearest to."""
    x0, x1 = words[0].x0, words[-1].x1

    def fit(column: tuple[float, float]) -> float:
        return min(x1, column[1]) - max(x0, column[0])

    return max(range(len(columns)), key=lambda at: fit(columns[at]))


def _is_aligned(lines: Sequence[TableLine]) -> bool:
    """Whether lines of words fill at least two columns, and these not by chance.

    Lines of one cell that wraps stand between them.
    """
    full = sum(len(line.filled) > 1 for line in lines)
    behind = sum(line.filled[0] > 0 for line in lines if line.filled)
    return full + behind > len(lines) / 2


def _made(
    placed: Sequence[TableLine],
    lines: Sequence[Row],
    columns: Columns,
    level: Sequence[Rule],
    place: tuple[int, int],
) -> Grid:
    """The table of placed lines: lines of one head, and of one row, are one."""
    rows = grouped(placed, level)
    heads = heads_of(rows)
    first = sum(len(row) for row in rows[:heads])
    named = named_heads(placed[:first], lines[:first], columns)
    boxes = [_around([line.box for line in placed[:first]])] * len(named) if named else []
    return Grid(
        (*map(tuple, named), *(said_by(row) for row in rows[heads:])),
        (*boxes, *(_around([line.box for line in row]) for row in rows[heads:])),
        len(named),
        *place,
    )


def _box(line: Row) -> Box:
    return _around([(piece.x0, piece.y0, piece.x1, piece.y1) for piece in line])


def _around(boxes: Sequence[Box]) -> Box:
    """The box around several."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
