"""Cells of a ruled table that reach over several rows: what each of the rows says with them.

Such a cell stands once on the page, in the middle of its rows or at their top. A row that is read
alone needs what it says, and keeps the place of each: its own cells stand on its lines, the shared
one where it is printed.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from assistant.pdf.lattice import Lattice
from assistant.pdf.lines import joined, piece_of, rows
from assistant.pdf.parts import Part
from assistant.pdf.rowing import TableLine, said_by
from assistant.pdf.turning import Box
from assistant.pdf.words import Word
from assistant.text.repeating import LONG_NAME, needed

Bands = dict[int, dict[int, list[Word]]]
"""The words between two rules, by row of the lattice and then by column."""

_LEVEL = 0.6
"""Points by which the feet of two lines differ, at most, that are printed as one."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell over several rows: the first and the last of them, what it says, and where."""

    first: int
    last: int
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says by cell, where its own cells stand, and where each run of its cells does."""

    cells: tuple[str, ...]
    box: Box
    parts: tuple[Part, ...]


def with_labels_apart(lattice: Lattice, bands: Bands) -> Bands:
    """The words by row, those of a cell over several rows apart where they are names of rows.

    A rule over a sum need not run below the names of rows. They are more than there are rules
    between, each stands on the line of its figures, and none goes on from the one above.
    """
    made: Bands = {row: dict(band) for row, band in bands.items()}
    for row, band in bands.items():
        for column, words in band.items():
            reach = range(row, _last(lattice, row, column) + 1)
            if len(reach) == 1 or not _are_labels(words, column, [bands.get(at) for at in reach]):
                continue
            del made[row][column]
            for word in words:
                own = lattice.row(_middle(word))
                made.setdefault(own, {}).setdefault(column, []).append(word)
    return {row: band for row, band in made.items() if band}


def merged_cells(lattice: Lattice, bands: Bands) -> list[tuple[int, Merged]]:
    """The cells with words that reach over several rows, each with its column."""
    return [
        (column, Merged(row, last, _said(words), box_of(words)))
        for row, band in sorted(bands.items())
        for column, words in band.items()
        if (last := _last(lattice, row, column)) > row
        and not any(column in bands.get(at, {}) for at in range(row + 1, last + 1))
    ]


def told(row: Sequence[TableLine], at: int, merged: Mapping[int, Merged], begins: int) -> Told:
    """What a row says, with the names that it shares.

    Args:
        row: its lines.
        at: the row of the lattice that it stands in.
        merged: the cells over this row and others, by cell of the row.
        begins: the first row of the lattice below the head: what stands in the head is said once.
    """
    said = list(said_by(row))
    begun = {cell for cell, one in merged.items() if one.first == at and said[cell]}
    held = {
        cell: one.text
        for cell, one in merged.items()
        if cell not in begun and one.first >= begins and len(one.text) <= LONG_NAME
    }
    own = {cell: text for cell, text in enumerate(said) if text}
    repeated = needed(held, own) if own else set()
    for cell in repeated:
        said[cell] = held[cell]
    shared = {cell: _box_of_cells(row, [cell]) for cell in begun}
    shared |= {cell: merged[cell].box for cell in repeated}
    return Told(tuple(said), _box(row, merged), _parts(row, said, shared))


def box_of(words: Sequence[Word]) -> Box:
    """Where words stand."""
    return (
        min(word.x0 for word in words),
        min(word.y0 for word in words),
        max(word.x1 for word in words),
        max(word.y1 for word in words),
    )


def _box(row: Sequence[TableLine], merged: Container[int]) -> Box:
    """Where the cells stand that are of a row alone, or all where none is."""
    every = [(at, cell) for line in row for at, cell in enumerate(line.cells)]
    own = [word for at, cell in every if at not in merged for word in cell]
    return box_of(own or [word for _, cell in every for word in cell])


def _parts(
    row: Sequence[TableLine], said: Sequence[str], shared: Mapping[int, Box]
) -> tuple[Part, ...]:
    """Where each run of cells stands: a shared one elsewhere; nothing where none is shared."""
    if not shared:
        return ()
    runs: list[list[int]] = []
    for at in (at for at, text in enumerate(said) if text):
        if not runs or at in shared or runs[-1][-1] in shared:
            runs.append([at])
        else:
            runs[-1].append(at)
    return tuple(
        (run[0], shared[run[0]] if run[0] in shared else _box_of_cells(row, run)) for run in runs
    )


def _box_of_cells(row: Sequence[TableLine], run: Sequence[int]) -> Box:
    return box_of([word for line in row for at in run for word in line.cells[at]])


def _said(words: Sequence[Word]) -> str:
    """What a cell says, a line each for those that it wraps over."""
    return "\n".join(filter(None, map(joined, _lines(words))))


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    made = rows([piece_of([word]) for word in words])
    return [[word for piece in line for word in piece.words] for line in made]


def _last(lattice: Lattice, row: int, column: int) -> int:
    """The last row that a cell reaches over."""
    reach = range(row, len(lattice.first))
    return max((at for at in reach if lattice.first[at][column] == (row, column)), default=row)


def _middle(word: Word) -> float:
    return (word.y0 + word.y1) / 2


def _are_labels(
    words: Sequence[Word], column: int, bands: Sequence[Mapping[int, list[Word]] | None]
) -> bool:
    """Whether the lines of a cell are names of what stands between the rules that end at it."""
    lines = _lines(words)
    if len(lines) <= len(bands) or any(line[0].text[0].islower() for line in lines):
        return False
    feet = [line[0].y1 for line in lines]
    own = [
        [word.y1 for at, cell in (band or {}).items() if at != column for word in cell]
        for band in bands
    ]
    return all(
        any(abs(foot - other) <= _LEVEL for foot in feet for other in others) for others in own
    )
