"""The pieces within a lattice of rules -> a table."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from assistant.pdf.lattice import Lattice
from assistant.pdf.lines import Piece, piece_of, rows
from assistant.pdf.merged import Bands, box_of, merged_cells, told, with_labels_apart
from assistant.pdf.rowing import Cell, TableLine, heads_of, rows_of_band
from assistant.pdf.tables import Grid
from assistant.pdf.turning import Box
from assistant.pdf.words import Word

_LEAST = 2
"""Rows and columns with words of a table, at least: less is a text with rules around it."""


def ruled_grid(lattice: Lattice, page: Sequence[Piece]) -> Grid | None:
    """The table that a lattice makes of the pieces within it, ``None`` where that is none.

    Args:
        lattice: the cells.
        page: the pieces that stand in them.
    """
    bands = with_labels_apart(lattice, _bands(lattice, page))
    columns = sorted({column for band in bands.values() for column in band})
    if len(columns) < _LEAST or sum(len(band) >= _LEAST for band in bands.values()) < _LEAST:
        return None
    made = [
        (at, row)
        for at, band in sorted(bands.items())
        for row in _rows([band.get(column, []) for column in columns])
    ]
    heads = heads_of([row for _, row in made])
    begins = made[heads - 1][0] + 1 if heads else 0
    cells = [(columns.index(column), one) for column, one in merged_cells(lattice, bands)]
    said = [
        told(row, at, {cell: one for cell, one in cells if one.first <= at <= one.last}, begins)
        for at, row in made
    ]
    return Grid(
        tuple(row.cells for row in said),
        tuple(row.box for row in said),
        heads,
        0,
        0,
        tuple(row.parts for row in said),
    )


def _bands(lattice: Lattice, page: Sequence[Piece]) -> Bands:
    """The words of each row by column."""
    bands: Bands = {}
    for piece in page:
        for word in piece.words:
            row, column = lattice.cell((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2)
            bands.setdefault(row, {}).setdefault(column, []).append(word)
    return bands


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


def _box(cells: Iterable[Cell | None]) -> Box:
    return box_of([word for cell in cells for word in cell or ()])
