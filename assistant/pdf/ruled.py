"""The pieces within a lattice of rules -> a table."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from assistant.pdf.lattice import Lattice
from assistant.pdf.lines import Piece, piece_of, rows
from assistant.pdf.rowing import Cell, TableLine, heads_of, rows_of_band, said_by
from assistant.pdf.tables import Grid
from assistant.pdf.words import Word

_LEAST = 2
"""Rows and columns with words of a table, at least: less is a text with rules around it."""


def ruled_grid(lattice: Lattice, page: Sequence[Piece]) -> Grid | None:
    """The table that a lattice makes of the pieces within it, ``None`` where that is none.

    Args:
        lattice: the cells.
        page: the pieces that stand in them.
    """
    columns, bands = _bands(lattice, page)
    if len(columns) < _LEAST or sum(len(band) >= _LEAST for band in bands.values()) < _LEAST:
        return None
    made = [
        row
        for _, band in sorted(bands.items())
        for row in _rows([band.get(column, []) for column in columns])
    ]
    heads = heads_of(made)
    return Grid(
        tuple(said_by(row) for row in made),
        tuple(_around(row) for row in made),
        heads,
        0,
        0,
    )


def _bands(
    lattice: Lattice, page: Sequence[Piece]
) -> tuple[list[int], dict[int, dict[int, list[Word]]]]:
    """The columns that hold words, and the words of each row by column."""
    bands: dict[int, dict[int, list[Word]]] = {}
    for piece in page:
        for word in piece.words:
            row, column = lattice.cell((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2)
            bands.setdefault(row, {}).setdefault(column, []).append(word)
    return sorted({column for band in bands.values() for column in band}), bands


def _rows(band: Sequence[Sequence[Word]]) -> Iterator[list[TableLine]]:
    """The rows of what stands between two rules: one, but where figures stand under each other."""
    by_cell = [[_words(row) for row in _lines(words)] for words in band]
    lines = [
        TableLine(tuple(cell or () for cell in cells), _box(cells))
        for cells in zip_longest(*by_cell)
    ]
    found = rows_of_band(lines)
    if len(found) == 1:
        yield lines
        return
    # Several rows without rules between them: their cells stand side by side.
    columns = {id(word): at for at, words in enumerate(band) for word in words}
    level = [_words(row) for row in _lines([word for words in band for word in words])]
    placed = [
        tuple(tuple(w for w in row if columns[id(w)] == at) for at in range(len(band)))
        for row in level
    ]
    yield from rows_of_band([TableLine(cells, _box(cells)) for cells in placed])


def _lines(words: Sequence[Word]) -> list[list[Piece]]:
    return rows([piece_of([word]) for word in words])


def _words(row: Sequence[Piece]) -> Cell:
    return tuple(word for piece in row for word in piece.words)


def _box(cells: Sequence[Cell | None]) -> tuple[float, float, float, float]:
    words = [word for cell in cells for word in cell or ()]
    return (
        min(word.x0 for word in words),
        min(word.y0 for word in words),
        max(word.x1 for word in words),
        max(word.y1 for word in words),
    )


def _around(row: Sequence[TableLine]) -> tuple[float, float, float, float]:
    lefts, tops, rights, bottoms = zip(*(line.box for line in row), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
