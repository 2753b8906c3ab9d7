"""A table of HTML -> rows of cells, or the blocks that it only lays out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.html.blocks import (
    DEEPEST,
    Block,
    Footnote,
    Gone,
    Heading,
    Paragraph,
    Rows,
    without_markers,
)
from assistant.text.columns import names_others
from assistant.text.repeating import LONG_NAME, needed

WIDEST = 200
"""The column up to which cells may reach over several."""

MOST_CELLS = 2_000_000
"""Cells of a table, empty ones among them; what is larger is read as blocks."""

LONG_CELL = 600
MOST_BLOCKS = 3
"""Characters and blocks of a cell from which it is no cell of data, where no row names columns."""

MOST_HEADS = 3
"""Rows that a head has where nothing marks them, at most."""

LINKED = 2 / 3

_MARK = re.compile(
    r"\(?(?:\d{1,4}|[a-zA-Z]{1,3}|[ivxlcdmIVXLCDM]{1,7}|\d{1,3}(?:\.\d{1,3}){1,3})[.)\]]|[\[(][*†‡][\])]"
    r"|[•▪◦·‣⁃●○■□➢✓*–—-]"
)


@dataclass(slots=True)
class Cell:
    """A cell: what stands in it, and how far it reaches."""

    blocks: list[Block] = field(default_factory=list)
    across: int = 1
    down: int = 1
    is_head: bool = False

    @property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join(filter(None, map(_text, self.blocks)))


@dataclass(slots=True)
class Row:
    """A row of cells. ``is_head`` tells that it stands in the head of its table."""

    cells: list[Cell] = field(default_factory=list)
    is_head: bool = False


def table_blocks(rows: Sequence[Row], *, is_layout: bool) -> list[Block]:
    """The blocks of a table: its rows of data, and what the others only lay out.

    Args:
        rows: its rows as they were written.
        is_layout: whether its page says that it only lays out.
    """
    rows = [row for row in rows if any(cell.blocks for cell in row.cells)]
    if not rows:
        return []
    if is_layout or max(map(_width, rows)) == 1:
        return _laid_out(rows)
    marked = _marked(rows)
    if marked:
        return marked
    if _is_menu(rows):
        return [Gone()]
    named = len(rows) > 1 and _names_columns(rows[0], max(map(_width, rows)))
    has_heads = named or any(row.is_head for row in rows)
    found: list[Block] = []
    run: list[Row] = []
    for row in rows:
        if _lays_out(row, has_heads=has_heads, is_head=named and row is rows[0]):
            found += [*_data(run), *_laid_out([row])]
            run = []
        else:
            run.append(row)
    return [*found, *_data(run)]


def _laid_out(rows: Sequence[Row]) -> list[Block]:
    return [block for row in rows for cell in row.cells for block in cell.blocks]


def _text(block: Block) -> str:
    if isinstance(block, Paragraph | Heading):
        return block.text
    if isinstance(block, Rows):
        return " ".join(cell for row in block.rows for cell in row if cell)
    return ""


def _marked(rows: Sequence[Row]) -> list[Block]:
    """The items of a table whose first column has nothing but their marks; else nothing.

    Empty cells before the mark indent an item.
    """
    found: list[Block] = []
    for row in rows:
        cells = [cell for cell in row.cells if cell.blocks]
        if row.is_head or len(cells) != len("ab"):
            return []
        mark = without_markers(cells[0].text)
        if not _MARK.fullmatch(mark.lstrip("‘“\"'„«")):
            return []
        indent = min(row.cells.index(cells[0]), DEEPEST)
        found += _item(cells[0].text, cells[1].blocks, indent)
    return found


def _item(mark: str, blocks: Sequence[Block], indent: int) -> Iterator[Block]:
    first, *others = blocks
    if isinstance(first, Paragraph) and not first.is_item:
        text = f"{mark} {first.text}"
        yield Paragraph(text, min(first.depth + indent, DEEPEST), is_item=True, linked=first.linked)
    else:
        yield Paragraph(mark, indent, is_item=True)
        others = [first, *others]
    for block in others:
        if isinstance(block, Paragraph) and block.depth < DEEPEST:
            yield replace(block, depth=min(block.depth + indent + 1, DEEPEST))
        else:
            yield block


def _lays_out(row: Row, *, has_heads: bool, is_head: bool) -> bool:
    """Whether a row only lays out what stands in it. Under heads a cell may hold more."""
    if row.is_head or is_head:
        return False
    if any(isinstance(block, Heading) for cell in row.cells for block in cell.blocks):
        return True
    return not has_heads and any(map(_is_large, row.cells))


def _names_columns(row: Row, width: int) -> bool:
    """Whether a row looks like the head of a table: a name over each of several columns."""
    worded = [cell for cell in row.cells if cell.blocks]
    is_wide = len(worded) > 1 and len(worded) >= min(width, len(row.cells))
    return is_wide and all(cell.is_head or _is_name(cell) for cell in worded)


def _is_name(cell: Cell) -> bool:
    if len(cell.blocks) != 1:
        return False
    block = cell.blocks[0]
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and block.is_bold)


def _width(row: Row) -> int:
    return sum(bool(cell.blocks) for cell in row.cells)


def _is_large(cell: Cell) -> bool:
    """Whether a cell holds more than a cell of data does."""
    blocks = [block for block in cell.blocks if not isinstance(block, Footnote)]
    if any(isinstance(block, Rows) for block in blocks):
        return True
    if len(blocks) <= 1:
        return False
    items = sum(isinstance(block, Paragraph) and block.is_item for block in blocks)
    return items > 1 or len(blocks) > MOST_BLOCKS or len(cell.text) > LONG_CELL


def _is_menu(rows: Sequence[Row]) -> bool:
    """Whether a table holds nothing but links side by side."""
    if len(rows) > 1 or any(cell.is_head for cell in rows[0].cells):
        return False
    blocks = [block for cell in rows[0].cells for block in cell.blocks]
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    length = sum(len(block.text) for block in paragraphs)
    linked = sum(block.linked for block in paragraphs)
    return len(blocks) == len(paragraphs) > 1 and linked > LINKED * length


def _data(rows: Sequence[Row]) -> list[Block]:
    """A table of data, with its title before it and the notes in its cells behind it."""
    if not rows or max(map(_width, rows)) == 1:
        return _laid_out(rows)
    if len(rows[0].cells) == 1:
        return [*_laid_out(rows[:1]), *_data(rows[1:])]
    notes: list[Block] = [
        block
        for row in rows
        for cell in row.cells
        for block in cell.blocks
        if isinstance(block, Footnote)
    ]
    lines = _lines(rows)
    if not lines:
        return _laid_out(rows)
    if len(lines[0]) == 1:
        return [*(Paragraph(line[0]) for line in lines), *notes]
    heads = _heads(rows, len(lines)) or _unmarked(rows[0], lines)
    if any(cell.down > 1 for row in rows[:heads] for cell in row.cells):
        lines = _lines([*(replace(row, is_head=True) for row in rows[:heads]), *rows[heads:]])
    return [Rows(lines, heads), *notes]


def _lines(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    """What the cells say by row and column, without those that are empty throughout."""
    texts = [[cell.text if cell else "" for cell in line] for line in _grid(rows)]
    kept = [at for at, column in enumerate(zip(*texts, strict=True)) if any(column)]
    return tuple(tuple(line[at] for at in kept) for line in texts if any(line))


def _unmarked(first: Row, lines: Sequence[Sequence[str]]) -> int:
    """How many of the first rows name the columns though nothing marks them."""
    return next((count for count in range(1, _reach(first) + 1) if names_others(lines, count)), 0)


def _reach(first: Row) -> int:
    """How many rows a head may have whose first is this: two where a cell is over several."""
    spans = any(cell.across > 1 for cell in first.cells)
    return min(max(1 + spans, *(cell.down for cell in first.cells)), MOST_HEADS)


def _heads(rows: Sequence[Row], lines: int) -> int:
    """How many of the first rows name the columns, as they are marked or written."""
    count = 0
    for row in rows:
        worded = [cell for cell in row.cells if cell.text]
        if not (row.is_head or (worded and all(cell.is_head for cell in worded))):
            break
        count += 1
    width = max(map(_width, rows))
    if not count and len(rows) > 1 and _names_columns(rows[0], width):
        named = [_names_columns(row, width) for row in rows]
        # The last of these is none of the first row's, and ends the count.
        count = 0 if all(named) else [*named[: _reach(rows[0])], False].index(False)
    return min(count, lines)


def _grid(rows: Sequence[Row]) -> list[list[Cell | None]]:
    """The cells by row and column.

    A cell over several columns has its text in the first of them. One over several rows has it in
    each that needs it (``_needed``), so that a row that is quoted says of what it is; heads of
    columns and what is too long for a name have it once. Nothing where that would be more cells
    than can be told.
    """
    taken: dict[int, tuple[Cell | None, int]] = {}
    placed: list[dict[int, Cell]] = []
    width = 0
    for row in rows:
        taken = {at: (cell, left - 1) for at, (cell, left) in taken.items() if left > 1}
        held = {at: cell for at, (cell, _) in taken.items() if cell}
        line: dict[int, Cell] = {}
        names_columns = row.is_head or all(cell.is_head for cell in row.cells)
        column = 0
        for cell in row.cells:
            while column in taken:
                column += 1
            line[column] = cell
            across = min(cell.across, max(1, WIDEST - column))
            if cell.down > 1 and column < WIDEST:
                taken.update(dict.fromkeys(range(column, column + across), (None, cell.down)))
                is_said_once = names_columns or len(cell.text) > LONG_NAME
                taken[column] = (None if is_said_once else cell, cell.down)
            column += across
        placed.append({**_needed(held, line), **line})
        width = max(width, column, *(at + 1 for at in taken), 1)
    if width * len(placed) > MOST_CELLS:
        return []
    return [[line.get(column) for column in range(width)] for line in placed]


def _needed(held: Mapping[int, Cell], own: Mapping[int, Cell]) -> Mapping[int, Cell]:
    """The cells of rows above that a row is to repeat."""
    above = {column: cell.text for column, cell in held.items()}
    columns = needed(above, {column: cell.text for column, cell in own.items()})
    return {column: cell for column, cell in held.items() if column in columns}
