"""The head of a table: what stands over several columns, and under it a name for each."""

from collections.abc import Sequence
from itertools import groupby

from assistant.pdf.lines import Piece
from assistant.pdf.rowing import TableLine, said_by

Row = Sequence[Piece]
Columns = Sequence[tuple[float, float]]
"""Where the columns of a table stand: their left and right edges."""


def named_heads(
    placed: Sequence[TableLine], lines: Sequence[Row], columns: Columns
) -> list[list[str]]:
    """The head, row by row."""
    if not placed:
        return []
    over = [
        at
        for at, line in enumerate(lines[:-1])
        if _is_over_several(line, columns) and len(placed[at].filled) <= len(line)
    ]
    spanning = [_spanning(lines[at], columns) for at in over]
    names = [line for at, line in enumerate(placed) if at not in over]
    return [*spanning, list(said_by(names))]


def _is_over_several(line: Row, columns: Columns) -> bool:
    """Whether the pieces of a line of the head stand each over several columns."""
    figures = len(columns) - 1
    return len(line) > 1 and 2 * len(line) <= figures


def _spanning(line: Row, columns: Columns) -> list[str]:
    """What stands over several columns, at the first of them."""
    middles = [(piece.x0 + piece.x1) / 2 for piece in line]
    over = [
        min(range(len(line)), key=lambda n: abs(middles[n] - (x0 + x1) / 2))
        for x0, x1 in columns[1:]
    ]
    found = [""]
    for piece, group in groupby(over):
        found += [line[piece].text, *[""] * (len(list(group)) - 1)]
    return found
