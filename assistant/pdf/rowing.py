"""Lines of a table -> its rows: what wraps within cells is of one row.

Rules between the lines say it best, then white space that is wider between rows than within them,
then how the lines begin: a row has one figure in a column, and what goes on begins in small letters
or leaves the first column empty.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.pdf.drawn import Rule
from assistant.pdf.letters import HYPHEN
from assistant.pdf.lines import joined
from assistant.pdf.turning import Box
from assistant.pdf.words import Word
from assistant.text.columns import is_time, names_others

_WIDER = 1.2
_WIDER_SIZE = 0.2
"""By which factor, and by how many sizes of their letters, two rows stand wider apart than two
lines of one, at least."""

_GOING_ON = 0.3
"""Share of the lines within rows that begin in small letters where white space parts rows: text
that wraps begins so as often as not."""

_ACROSS = 0.9
"""Share of the width of a table that a rule between rows runs along: one under a head over some
columns or over a sum is shorter."""

_LEAST_RULES = 3
"""Rules within a table from which each row ends at one: two stand under the head and over a sum."""

_FIGURE = re.compile(r"\W*(?:[A-Z]{1,3}\s?(?=[$£€]))?\W*\d[\d,.\s/:–-]*[a-z]?\W*")
_NONE = re.compile(r"[-–—.…]+|\(?[A-Z]{1,3}\)?|N/?A|n/?a")
_LONGEST = 40
"""What a cell is made of that holds a figure, or a mark for none, and how many letters it has."""

_SHORT = 5
"""Words of a cell that names a column, at most."""

_LEAST_FULL = 3
"""Lines in each cell from which they may be rows of their own."""

Cell = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of a table: the words in each of its columns, and where it stands."""

    cells: tuple[Cell, ...]
    box: Box

    @property
    def filled(self) -> list[int]:
        """The columns that hold something."""
        return [at for at, cell in enumerate(self.cells) if cell]

    @property
    def size(self) -> float:
        """That of its letters."""
        return max(word.size for cell in self.cells for word in cell)

    @property
    def is_bold(self) -> bool:
        """Whether all of them are."""
        return all(word.is_bold for cell in self.cells for word in cell)


def is_figure(text: str) -> bool:
    """Whether a cell holds a number or a mark for none, and no words."""
    return _is_number(text) or bool(_NONE.fullmatch(text))


def _is_number(text: str) -> bool:
    """Whether a cell holds a number and no words."""
    return len(text) <= _LONGEST and bool(_FIGURE.fullmatch(text))


def grouped(lines: Sequence[TableLine], level: Sequence[Rule]) -> list[list[TableLine]]:
    """Lines by the row that they are of.

    Args:
        lines: those of a table, from the top down.
        level: the rules of the page.
    """
    bands = _bands(lines, level)
    is_ruled = len(bands) > _LEAST_RULES
    made: list[list[TableLine]] = []
    for band in bands:
        made += [band] if is_ruled and _is_row(band) else _rows(band)
    return made


def rows_of_band(lines: Sequence[TableLine]) -> list[list[TableLine]]:
    """The rows of lines between two rules: one, but where the cells say that they are several.

    That is by several figures in a column, or by as many lines in each that all begin anew.
    """
    if not _is_row(lines):
        return _rows(lines)
    full = all(len(line.filled) == len(line.cells) for line in lines)
    if full and len(lines) >= _LEAST_FULL and not any(map(_begins_low, lines)):
        return [[line] for line in lines]
    return [list(lines)]


def _cell_text(lines: Sequence[TableLine], column: int) -> str:
    """What a cell says, a line each for those that it wraps over."""
    said = (joined(line.cells[column]) for line in lines if line.cells[column])
    return "\n".join(filter(None, said))


def said_by(row: Sequence[TableLine]) -> tuple[str, ...]:
    """What the cells of a row say."""
    return tuple(_cell_text(row, at) for at in range(len(row[0].cells)))


def _bands(lines: Sequence[TableLine], level: Sequence[Rule]) -> list[list[TableLine]]:
    """The lines between rules that run along the whole table."""
    left = min(line.box[0] for line in lines)
    right = max(line.box[2] for line in lines)
    heights = [rule.at for rule in level if rule.covers(left, right) >= _ACROSS]
    made = [[lines[0]]]
    for above, line in pairwise(lines):
        between = _middle(above), _middle(line)
        if any(between[0] < height < between[1] for height in heights):
            made.append([line])
        else:
            made[-1].append(line)
    return made


def _middle(line: TableLine) -> float:
    return (line.box[1] + line.box[3]) / 2


def _is_row(lines: Sequence[TableLine]) -> bool:
    """Whether lines may be one row: no column has two figures, one under the other."""
    for column in range(len(lines[0].cells)):
        said = [joined(line.cells[column]) for line in lines if line.cells[column]]
        if sum(map(_is_number, said)) > 1 and all(map(is_figure, said)):
            return False
    return True


def _rows(lines: Sequence[TableLine]) -> list[list[TableLine]]:
    """Lines by row, told by the white space between them or else by how they begin."""
    parted = _parted(lines)
    if parted is None:
        return _begun(lines)
    made: list[list[TableLine]] = []
    for group in parted:
        made += [group] if _is_row(group) else _begun(group)
    return made


def _parted(lines: Sequence[TableLine]) -> list[list[TableLine]] | None:
    """Lines by the white space between them, ``None`` where that does not tell rows."""
    steps = [below.box[3] - above.box[3] for above, below in pairwise(lines)]
    close = min((step for step in steps if step > 0), default=0.0)
    least = max(_WIDER * close, close + _WIDER_SIZE * lines[0].size)
    if not any(step > least for step in steps):
        return None
    made = [[lines[0]]]
    for step, line in zip(steps, lines[1:], strict=True):
        if step > least:
            made.append([line])
        else:
            made[-1].append(line)
    within = [pair for group in made for pair in pairwise(group)]
    going_on = sum(_begins_low(below) for _, below in within)
    if within and going_on < _GOING_ON * len(within):
        return None
    return made if all(map(_is_row, made)) or going_on else None


def _begun(lines: Sequence[TableLine]) -> list[list[TableLine]]:
    """Lines by row, told by how they begin."""
    made: list[_Row] = []
    for line in lines:
        if made and made[-1].takes(line):
            made[-1].add(line)
        else:
            made.append(_Row(line))
    return [row.lines for row in made]


class _Row:
    """A row while its lines are read."""

    def __init__(self, line: TableLine) -> None:
        self.lines: list[TableLine] = []
        self._last: dict[int, str] = {}
        self._numbers: set[int] = set()
        self._words: set[int] = set()
        self.add(line)

    def add(self, line: TableLine) -> None:
        """Take another line."""
        self.lines.append(line)
        for at in line.filled:
            said = joined(line.cells[at])
            self._last[at] = said
            if not is_figure(said):
                self._words.add(at)
            elif _is_number(said):
                self._numbers.add(at)

    def takes(self, line: TableLine) -> bool:
        """Whether a line goes on with it: with a label only, or with cells that have begun."""
        said = {at: joined(line.cells[at]) for at in line.filled}
        first = min(said)
        is_low = said[first][:1].islower()
        if set(self._last) == {0}:
            return is_low and first == 0
        if set(said) == {0}:
            return is_low or said[0].startswith("(") or self._is_open(0)
        numbers = {at for at, text in said.items() if _is_number(text)}
        if (numbers & self._numbers) - self._words:
            # A row has one figure in a column.
            return False
        if any(map(self._is_open, said)):
            return True
        return not numbers and (0 not in said or _begins_low(line))

    def _is_open(self, column: int) -> bool:
        """Whether the last line of a cell ends within a word."""
        said = self._last.get(column, "")
        return said.endswith((HYPHEN, "-")) and len(said) > 1 and said[-2].isalpha()


def _begins_low(line: TableLine) -> bool:
    """Whether the first of its cells that is no figure begins in small letters."""
    said = (joined(cell) for cell in line.cells if cell)
    return next((text[:1].islower() for text in said if not is_figure(text)), False)


def heads_of(rows: Sequence[Sequence[TableLine]]) -> int:
    """How many rows name the columns.

    Bold ones above others that are not; else those above the first with figures, or a row of short
    cells above long ones.
    """
    figured = [_has_figures(row) for row in rows]
    is_head = (all(_bold(row)) and not has for row, has in zip(rows, figured, strict=True))
    bold = next((at for at, is_one in enumerate(is_head) if not is_one), len(rows))
    if 0 < bold < len(rows) and any(len(line.filled) > 1 for row in rows[:bold] for line in row):
        return bold
    if any(figured):
        first = figured.index(True)
        if not first:
            return int(names_others(list(map(said_by, rows))))
        return first if first <= len(rows) / 2 else 0
    if len(rows) > 2 and all(_is_short(row) for row in rows[:1]) and len(rows[0][0].filled) > 1:
        return int(not any(_is_short(row) for row in rows[1:]))
    return 0


def _bold(row: Sequence[TableLine]) -> Iterator[bool]:
    return (line.is_bold for line in row)


def _has_figures(row: Sequence[TableLine]) -> bool:
    """Whether the last cell of a row is a figure, and the row does not name columns by years."""
    said = [text for at in range(1, len(row[0].cells)) if (text := _cell_text(row, at))]
    return bool(said) and is_figure(said[-1]) and not all(map(is_time, said))


def _is_short(row: Sequence[TableLine]) -> bool:
    said = (_cell_text(row, at) for at in row[0].filled)
    return all(len(text.split()) <= _SHORT and not text.endswith(".") for text in said)
