"""Lines whose pieces stand under each other -> tables: rows of cells, with the head over them.

Columns are where the cells of the rows with most of them stand; what is wider, as a head over
several columns is, names each that is nearer to it than to another.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from assistant.pdf.drawn import Rule
from assistant.pdf.lines import Piece, piece_of
from assistant.pdf.rowing import TableLine, grouped, heads_of, said_by
from assistant.pdf.spanning import Columns, named_heads
from assistant.pdf.turning import Box
from assistant.pdf.words import Word

LEAST_ROWS = 3
"""Lines of several cells from which they are a table; two are enough where dots lead through them
or each has a figure."""

_GAP = 0.45
"""White space between columns, at least, in sizes of their letters."""

_WORD_GAP = 0.6
"""White space between two words of one piece that may part two cells."""

_BESIDE = 4
"""How many sizes of its letters a head may reach over the last column."""

_FAR = 2.2
"""Heights between two lines of one table, at most."""

_CLEAR = 1.35
_LARGER = 1.08
"""By how much more than usual a heading between two tables stands below the first, and by how much
its letters are larger than theirs."""

_BETWEEN = 2
_MOST_WORDS = 12
"""Lines right across its columns that a table may go on behind, as heads of groups are, and how
many words these have at most."""

_MARK = re.compile(
    r"(?:[-–—•▪◦·*]|\(?[A-Za-z0-9]{1,4}[.)]|\([A-Za-z0-9]{1,4}\)|§+|\d{1,3}(?:\.\d{1,3})*\.?)"
)
_FIGURE = re.compile(r"\d")
_EMPTY = re.compile(r"[-–—.…]+|\(?[A-Z]{1,3}\)?|N/?A")
"""What stands before the text of an item; what makes a cell one of figures, with none or with
marks for none."""

Row = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, each of as many cells, how many head it, and from which lines it is.

    The lines that a cell wraps over are parted by line ends.
    """

    cells: tuple[tuple[str, ...], ...]
    boxes: tuple[Box, ...]
    heads: int
    start: int
    end: int


def grids(lines: Sequence[Row], level: Sequence[Rule] = ()) -> list[Grid]:
    """The tables among the lines of a region, in their order.

    Args:
        lines: those of the region.
        level: the rules of the page.
    """
    found: list[Grid] = []
    for start, end in _runs(lines):
        for first, last in _apart(lines, start, end):
            begin = found[-1].end if found else 0
            grid = _grid(lines, first, last, begin, level)
            if grid is not None:
                found.append(grid)
    return found


def cells(row: Row) -> list[Piece]:
    """The pieces of a line as cells: the mark of an item is none of its own.

    Before several cells it is one: the number of a row.
    """
    first, *others = row
    is_mark = bool(_MARK.fullmatch(first.text)) and not first.leads
    if len(others) == 1 and is_mark and any(map(str.isalpha, others[0].text)):
        return [piece_of((*first.words, *others[0].words), leads=others[0].leads), *others[1:]]
    return list(row)


def _runs(lines: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Where lines of several cells follow each other, with single ones between them."""
    rows = [cells(row) for row in lines]
    at = 0
    while at < len(lines):
        if len(rows[at]) < 2:
            at += 1
            continue
        columns = _united([], rows[at])
        end = last = at + 1
        while end < len(lines) and _is_near(lines[end - 1], lines[end]):
            if len(rows[end]) > 1:
                columns = _united(columns, rows[end])
                last = end + 1
            elif len(lines[end]) > 1 and all(_is_within(one, columns) for one in lines[end]):
                # What looks like the mark of an item stands in a column of its own.
                last = end + 1
            elif _is_within(rows[end][0], columns):
                # A cell behind the first one goes on; what stands in the first may be a text below.
                last = end + 1 if rows[end][0].x0 >= columns[1][0] else last
            elif end - last >= _BETWEEN or not _heads_group(rows[end][0]):
                break
            end += 1
        yield at, last
        at = last


def _united(columns: Columns, row: Row) -> list[tuple[float, float]]:
    """Columns widened by the cells of one more line."""
    made: list[tuple[float, float]] = []
    for x0, x1 in sorted([*columns, *((cell.x0, cell.x1) for cell in row)]):
        if made and x0 < made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], x1))
        else:
            made.append((x0, x1))
    return made


def _is_within(piece: Piece, columns: Columns) -> bool:
    """Whether a piece stands in one column and reaches into no other."""
    return len(columns) > 1 and sum(x0 < piece.x1 and x1 > piece.x0 for x0, x1 in columns) == 1


def _heads_group(piece: Piece) -> bool:
    return len(piece.words) <= _MOST_WORDS and not piece.text.endswith((".", ";"))


def _is_near(above: Row, below: Row) -> bool:
    return _gap(above, below) < _FAR * below[0].height


def _gap(above: Row, below: Row) -> float:
    return min(piece.y0 for piece in below) - max(piece.y1 for piece in above)


def _apart(lines: Sequence[Row], start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run of lines, parted where a heading stands between two tables."""
    gaps = [_gap(lines[at - 1], lines[at]) for at in range(start + 1, end)]
    usual = median(gaps) if gaps else 0.0
    size = median(piece.size for row in lines[start:end] for piece in row)
    first = start
    for at in range(start + 1, end):
        row = lines[at]
        is_clear = gaps[at - start - 1] > usual + (_CLEAR - 1) * size
        if len(row) == 1 and is_clear and (row[0].is_bold or row[0].size > _LARGER * size):
            yield first, at
            first = at + 1
    yield first, end


def _grid(
    lines: Sequence[Row], start: int, end: int, begin: int, level: Sequence[Rule]
) -> Grid | None:
    """The table of a run of lines, ``None`` where it is none; none of it stands above ``begin``."""
    run = [cells(row) for row in lines[start:end]]
    wide = [row for row in run if len(row) > 1]
    figured = [row for row in wide if _is_figured(row)]
    is_led = sum(row[0].leads for row in wide) > len(wide) / 2
    if len(wide) < (2 if is_led or len(figured) > len(wide) / 2 else LEAST_ROWS):
        return None
    tells = len(figured) > 1 and _widest(figured) >= _widest(wide)
    columns = _columns(figured if tells else wide)
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


def _widest(rows: Sequence[Row]) -> int:
    return max(map(len, rows), default=0)


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Where the cells of the widest rows stand, as left and right edges.

    Cells of other rows widen them where they reach into one only.
    """
    least = max(2, _widest(rows) - 1)
    model = [row for row in rows if len(row) >= least]
    size = median(cell.size for row in model for cell in row)
    found: list[tuple[float, float]] = []
    for x0, x1 in sorted((cell.x0, cell.x1) for row in model for cell in row):
        if found and x0 < found[-1][1] + _GAP * size:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    for cell in (cell for row in rows if len(row) < least for cell in row):
        over = [at for at, (x0, x1) in enumerate(found) if cell.x0 < x1 and cell.x1 > x0]
        if len(over) == 1:
            x0, x1 = found[over[0]]
            found[over[0]] = (min(x0, cell.x0), max(x1, cell.x1))
    return found


def _with_heads(lines: Sequence[Row], start: int, columns: Columns) -> int:
    """Where the head begins: single cells above that stand over a column but the first."""
    left, right = columns[1][0], columns[-1][1]
    size = lines[start][0].size
    while start and _is_near(lines[start - 1], lines[start]):
        above = lines[start - 1]
        is_over = above[0].x0 > columns[0][1] + size and above[-1].x1 <= right + _BESIDE * size
        if not is_over or above[0].x1 < left:
            break
        start -= 1
    return start


def _with_rest(lines: Sequence[Row], end: int) -> int:
    """Where the last row ends: a line in brackets under it, or one in small letters, goes on."""
    if end < len(lines) and len(lines[end]) == 1 and _is_near(lines[end - 1], lines[end]):
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
