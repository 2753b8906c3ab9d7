"""Lines of several cells that follow each other, and where the columns of these stand."""

import re
from collections.abc import Iterator, Sequence
from statistics import median

from assistant.pdf.lines import Piece, piece_of
from assistant.pdf.paragraphs import is_closed
from assistant.pdf.spanning import Columns

_GAP = 0.45
"""White space between columns, at least, in sizes of their letters."""

_FAR = 2.2
"""Heights between two lines of one table, at most."""

_TIGHT = 0.4
"""White space between two lines of a cell, at most, in sizes of their letters."""

_CLEAR = 1.35
_LARGER = 1.08
"""By how much more than usual a heading between two tables stands below the first, and by how much
its letters are larger than theirs."""

_NEXT = 4
_OVER = 2.0
"""Rows beside a gap that tell whether the columns are others, and points by which a cell stands
over a column, at least."""

_BETWEEN = 2
_MOST_WORDS = 12
"""Lines right across its columns that a table may go on behind, as heads of groups are, and how
many words these have at most."""

_MARK = re.compile(
    r"(?:[-–—•▪◦·*]|\(?[A-Za-z0-9]{1,4}[.)]|\([A-Za-z0-9]{1,4}\)|§+|\d{1,3}(?:\.\d{1,3})*\.?)"
)
"""What stands before the text of an item."""

Row = Sequence[Piece]


def cells(row: Row) -> list[Piece]:
    """The pieces of a line as cells: the mark of an item is none of its own.

    Before several cells it is one: the number of a row.
    """
    first, *others = row
    is_mark = bool(_MARK.fullmatch(first.text)) and not first.leads
    if len(others) == 1 and is_mark and any(map(str.isalpha, others[0].text)):
        return [piece_of((*first.words, *others[0].words), leads=others[0].leads), *others[1:]]
    return list(row)


def runs(lines: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Where lines of several cells follow each other, with single ones between them."""
    rows = [cells(row) for row in lines]
    at = 0
    while at < len(lines):
        if len(rows[at]) < 2:
            at += 1
            continue
        columns = _united([], rows[at])
        end = last = at + 1
        while end < len(lines) and is_near(lines[end - 1], lines[end]):
            if len(rows[end]) > 1:
                columns = _united(columns, rows[end])
                last = end + 1
            elif len(lines[end]) > 1 and all(_is_within(one, columns) for one in lines[end]):
                # What looks like the mark of an item stands in a column of its own.
                last = end + 1
            elif _is_within(rows[end][0], columns):
                # A cell behind the first one goes on; what stands in the first may be a text below.
                is_behind = rows[end][0].x0 >= columns[1][0]
                if is_behind or (end == last and _wraps(lines[end - 1], lines[end])):
                    last = end + 1
            elif end - last >= _BETWEEN or not _heads_group(rows[end][0]):
                break
            end += 1
        yield _without_text(lines, at, last)
        at = last


def _without_text(lines: Sequence[Row], start: int, end: int) -> tuple[int, int]:
    """A run of lines without those at its ends that are of a paragraph set to a width.

    The first goes on with a sentence, or the last runs over two columns.
    """
    while start + 1 < end and start and _goes_on(lines[start - 1], lines[start]):
        start += 1
    while end - start > 2 and _differ(lines[start : end - 1], lines[end - 1 : end]):
        end -= 1
    return start, end


def _goes_on(above: Row, row: Row) -> bool:
    is_open = not is_closed(above[-1].text) and is_near(above, row)
    return is_open and row[0].text[:1].islower() and abs(row[0].x0 - above[0].x0) < row[0].size


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


def _wraps(above: Row, below: Row) -> bool:
    """Whether a line goes on with the first cell of the one right above it."""
    size = below[0].size
    is_under = abs(above[0].x0 - below[0].x0) < size / 2 and _gap(above, below) < _TIGHT * size
    return is_under and not is_closed(above[0].text)


def _heads_group(piece: Piece) -> bool:
    return len(piece.words) <= _MOST_WORDS and not piece.text.endswith((".", ";"))


def is_near(above: Row, below: Row) -> bool:
    """Whether a line stands as near below another as those of a table do."""
    return _gap(above, below) < _FAR * below[0].height


def _gap(above: Row, below: Row) -> float:
    return min(piece.y0 for piece in below) - max(piece.y1 for piece in above)


def apart(lines: Sequence[Row], start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run of lines, parted where a heading or another head stands between two tables."""
    gaps = [_gap(lines[at - 1], lines[at]) for at in range(start + 1, end)]
    usual = median(gaps) if gaps else 0.0
    size = median(piece.size for row in lines[start:end] for piece in row)
    first = start
    for at in range(start + 1, end):
        row = lines[at]
        is_bold = all(piece.is_bold for piece in row)
        if gaps[at - start - 1] <= usual + (_CLEAR - 1) * size:
            continue
        if len(row) == 1 and (is_bold or row[0].size > _LARGER * size):
            yield first, at
            first = at + 1
        elif is_bold and len(row) > 1 and not all(piece.is_bold for piece in lines[at - 1]):
            yield first, at
            first = at
        elif _differ(lines[first:at], lines[at:end]):
            yield first, at
            first = at + (len(row) == 1)
    yield first, end


def _differ(above: Sequence[Row], below: Sequence[Row]) -> bool:
    """Whether cells of the rows below stand over two columns of those above."""
    rows = [row for row in above[-_NEXT:] if len(row) > 1]
    others = [row for row in below[: _NEXT + 1] if len(row) > 1]
    if not rows or not others:
        return False
    columns = columns_of(rows)
    return any(
        sum(min(cell.x1, x1) - max(cell.x0, x0) > _OVER for x0, x1 in columns) > 1
        for row in others
        for cell in row
    )


def widest(rows: Sequence[Row]) -> int:
    """How many cells the row with most of them has."""
    return max(map(len, rows), default=0)


def columns_of(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Where the cells of the widest rows stand, as left and right edges.

    Cells of other rows widen them where they reach into one only.
    """
    least = max(2, widest(rows) - 1)
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
