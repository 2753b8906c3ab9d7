"""Lines that are a table -> its rows, each cell a span, with the head that names its columns.

Two written forms: Markdown's pipes, and columns set apart by tabs or by white space that runs
down through all lines.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from assistant.documents.lines import Line
from assistant.extracts import TableLines
from assistant.text.columns import FIGURES, MOST_NAME, has_figures, may_name
from assistant.text.marks import as_shown
from assistant.types import Span

LEAST_ROWS = 3
"""Lines from which white space that runs down through them makes columns: fewer may line up by
chance, as justified text does."""

MOST_ROWS = 500
"""Lines set apart by white space that are read as one table at most."""

FEW_ROWS = 8
"""Lines by which most text is told from a table."""

GAP = 2
LEAST_COLUMNS = 2
"""Characters of white space that part columns, and how many columns make a table."""

_RULER = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*\|?$")
_RULE = re.compile(r"[-=_+ \t|]{3,}$")
_APART = re.compile(rf"(?:(?!\t| {{{GAP}}}).)+")
_PARTED = re.compile(rf"\S(?:\t+| {{{GAP},}})\S")
_MARK = re.compile(r"(?:\(?[a-zA-Z0-9]{1,4}[.)]|[-*+•▪◦·]|\[[ xX]?\])\s+")
_LEADERS = re.compile(r"\.{4,}")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells by column, ``None`` where a column is empty."""

    cells: tuple[Span | None, ...]

    @property
    def start(self) -> int:
        """The offset of its first cell."""
        return min(cell.start for cell in self.cells if cell)

    @property
    def end(self) -> int:
        """The offset behind its last cell."""
        return max(cell.end for cell in self.cells if cell)

    @property
    def is_group(self) -> bool:
        """Whether it is one name over the rows below it."""
        return len(self.cells) > LEAST_COLUMNS and sum(cell is not None for cell in self.cells) == 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head, if it has one, its rows, and how many lines it takes."""

    head: Row | None
    rows: tuple[Row, ...]
    lines: int


def table_at(lines: Sequence[Line], at: int) -> Table | None:
    """The table that begins with a line, if one does."""
    mark = lines[at].mark
    if isinstance(mark, TableLines):
        return _marked(lines[at:], mark)
    return _piped(lines, at) or _aligned(lines, at)


def _marked(lines: Sequence[Line], mark: TableLines) -> Table:
    """The table of lines that a file says are one, from its first line on.

    What stands over several columns is put before the names of each of them.
    """
    rows: list[Row] = []
    for line in lines:
        if line.start >= mark.end:
            break
        rows.append(Row(tuple(_tabbed(line))))
    heads = [row for row in rows[: mark.heads] if any(row.cells)]
    body = tuple(row for row in rows[mark.heads :] if any(row.cells))
    return Table(_stacked(heads) if heads else None, body, len(rows))


def _stacked(heads: Sequence[Row]) -> Row:
    """Several rows of a head as one: each column with all that stands over it."""
    last = heads[-1].cells
    spread = [*(_spread(row.cells) for row in heads[:-1]), last]
    cells: list[Span | None] = []
    for column in zip(*spread, strict=True):
        over = [cell for cell in column if cell]
        said = " ".join(dict.fromkeys(cell.text for cell in over))
        cells.append(Span(min(c.start for c in over), over[-1].end, said) if over else None)
    return Row(tuple(cells))


def _spread(cells: Sequence[Span | None]) -> list[Span | None]:
    """Cells of a head with each put over the columns to its right that have none."""
    found: list[Span | None] = []
    for cell in cells:
        found.append(cell or (found[-1] if found else None))
    return found


def row_words(row: Row, head: Row | None) -> str:
    """A row as it reads: each cell behind the head of its column."""
    heads = head.cells if head else ()
    parts = []
    for cell, name in zip_longest(row.cells, heads[: len(row.cells)]):
        if cell:
            said = as_shown(cell.text)
            parts.append(f"{as_shown(name.text)}: {said}" if name else said)
    return "; ".join(filter(None, parts))


def _piped(lines: Sequence[Line], at: int) -> Table | None:
    """A table in the form of Markdown: a head, a ruler, rows.

    Rows behind an empty line go on with it, where no head of their own stands over them.
    """
    if "|" not in lines[at].text or at + 1 == len(lines):
        return None
    is_framed = all(map(_is_framed, lines[at : at + 2]))
    if not _is_ruler(lines[at + 1]) and not is_framed:
        return None
    rows: list[Row] = []
    end = at
    while end < len(lines):
        line = lines[end]
        following = lines[end + 1 : end + 3]
        if not line.text and not (_is_framed(lines[end - 1]) and _go_on(following)):
            break
        if line.text and "|" not in line.text:
            break
        if line.has_words and not _is_ruler(line):
            rows.append(_piped_row(line))
        end += 1
    return Table(rows[0], tuple(rows[1:]), end - at) if len(rows) > 1 else None


def _is_ruler(line: Line) -> bool:
    return "-" in line.text and bool(_RULER.match(line.text))


def _is_framed(line: Line) -> bool:
    return line.text.startswith("|") and line.text.endswith("|")


def _go_on(lines: Sequence[Line]) -> bool:
    """Whether rows without a head of their own begin here."""
    return bool(lines) and _is_framed(lines[0]) and not any(map(_is_ruler, lines))


def _piped_row(line: Line) -> Row:
    inner = line.text.removeprefix("|")
    shift = line.start + len(line.text) - len(inner)
    cells: list[Span | None] = []
    end = 0
    for part in re.split(r"(?<!\\)\|", inner.removesuffix("|")):
        cells.append(_span(shift + end, part))
        end += len(part) + 1
    return Row(tuple(cells))


def _span(start: int, text: str) -> Span | None:
    bare = text.strip()
    if not bare:
        return None
    begins = start + len(text) - len(text.lstrip())
    return Span(begins, begins + len(bare), bare)


def _aligned(lines: Sequence[Line], at: int) -> Table | None:
    """A table whose columns are set apart by white space."""
    taken = _parted(_run(lines, at))
    while len(taken) > 1 and _is_rule(taken[-1]):
        taken.pop()
    written = [line for line in taken if line.text and not _is_rule(line)]
    tabs = all("\t" in line.text for line in written)
    if len(written) < (LEAST_ROWS - 1 if tabs else LEAST_ROWS):
        return None
    rows = _by_tabs(written) if tabs else _by_columns(written)
    if not rows:
        return None
    is_ruled = len(taken) > 1 and _is_rule(taken[1])
    if is_ruled or _is_head(rows):
        return Table(rows[0], tuple(rows[1:]), len(taken))
    return Table(None, tuple(rows), len(taken))


def _parted(run: Iterator[Line]) -> list[Line]:
    """The lines of a run, none where columns can't part the first of them.

    More lines part no more columns, and most text is told from a table by a few.
    """
    taken: list[Line] = []
    for count in (FEW_ROWS * 2**n for n in range(MOST_ROWS)):
        more = list(islice(run, count))
        taken += more
        written = [line for line in taken if line.text and not _is_rule(line)]
        if len(more) < count or any("\t" in line.text for line in written):
            return [*taken, *run]
        if len(_columns(_intervals(written))) < LEAST_COLUMNS:
            return []
    return taken


def _intervals(lines: Iterable[Line]) -> list[tuple[int, int]]:
    """Where in their lines the cells begin and end."""
    zeros = ((line.start - line.indent, line) for line in lines)
    return [(a.start - zero, a.end - zero) for zero, line in zeros for a in _cells(line)]


def _run(lines: Sequence[Line], at: int) -> Iterator[Line]:
    """The lines from one on that may be rows: of several cells, or rules between them.

    A line of one cell between them goes on with the row before it.
    """
    end = at + MOST_ROWS
    before: Line | None = None
    for number in range(at, min(end, len(lines))):
        line = lines[number]
        below = lines[number + 1] if number + 1 < min(end, len(lines)) else Line(0, "")
        goes_on = before is not None and _has_cells(before) and _has_cells(below)
        if not line.text or not (_is_rule(line) or _has_cells(line) or goes_on):
            return
        yield line
        before = line


def _has_cells(line: Line) -> bool:
    """Whether white space parts a line, other than that behind the mark of an item."""
    mark = _MARK.match(line.text)
    begins = mark.end() if mark else 0
    return bool(_PARTED.search(line.text, begins)) and not _LEADERS.search(line.text)


def _is_rule(line: Line) -> bool:
    return bool(_RULE.match(line.text)) and not line.has_words


def _cells(line: Line) -> list[Span]:
    found = (_span(line.start + part.start(), part[0]) for part in _APART.finditer(line.text))
    return [cell for cell in found if cell]


def _by_tabs(lines: Sequence[Line]) -> list[Row]:
    """Rows whose cells are parted by tabs, of equal number."""
    rows = [Row(tuple(_tabbed(line))) for line in lines]
    widths = {len(row.cells) for row in rows}
    return rows if len(widths) == 1 else []


def _tabbed(line: Line) -> Iterator[Span | None]:
    """The cells of a line that tabs part."""
    end = 0
    for part in line.text.split("\t"):
        yield _span(line.start + end, part)
        end += len(part) + 1


def _by_columns(lines: Sequence[Line]) -> list[Row]:
    """Rows whose cells stand under each other, none where white space parts no columns."""
    found = [(line.start - line.indent, _cells(line)) for line in lines]
    columns = _columns(_intervals(lines))
    if len(columns) < LEAST_COLUMNS:
        return []
    rows: list[Row] = []
    for zero, cells in found:
        row = _placed(cells, zero, columns)
        if len(cells) > 1:
            rows.append(row)
        elif rows:
            rows[-1] = _continued(rows[-1], row)
    full = sum(sum(cell is not None for cell in row.cells) > 1 for row in rows)
    return rows if full == len(rows) else []


def _continued(row: Row, below: Row) -> Row:
    """A row with what stands under it in one of its columns."""
    return Row(
        tuple(
            _joined(one, more) if one and more else one or more
            for one, more in zip(row.cells, below.cells, strict=True)
        )
    )


def _columns(intervals: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The columns that cells occupy, where at least ``GAP`` characters part them in all lines."""
    columns: list[tuple[int, int]] = []
    for start, end in sorted(intervals):
        if columns and start < columns[-1][1] + GAP:
            columns[-1] = (columns[-1][0], max(end, columns[-1][1]))
        else:
            columns.append((start, end))
    return columns


def _placed(cells: Sequence[Span], zero: int, columns: Sequence[tuple[int, int]]) -> Row:
    placed: list[Span | None] = [None] * len(columns)
    for cell in cells:
        at = next(n for n, (start, end) in enumerate(columns) if start <= cell.start - zero < end)
        known = placed[at]
        # Two cells of one column are one: more white space stood between its words.
        placed[at] = cell if known is None else _joined(known, cell)
    return Row(tuple(placed))


def _joined(one: Span, other: Span) -> Span:
    """Two pieces of one cell; its words are those of both, whatever stands between them."""
    return Span(one.start, other.end, f"{one.text} {other.text}")


def _is_head(rows: Sequence[Row]) -> bool:
    """Whether the first row names the columns: short, without figures such as a column has."""
    first, *others = rows
    if first.cells[0] is None:
        return True
    names, *data = ([cell.text if cell else "" for cell in row.cells[1:]] for row in rows)
    columns = list(zip(*data, strict=True))
    if any(len(name) > MOST_NAME for name in names) or not may_name(names, columns):
        return False
    return any(sum(map(has_figures, column)) >= FIGURES * len(others) for column in columns)
