"""A comparison as a table: which verified citation fills which cell, and which thing is larger."""

from collections.abc import Mapping, Sequence

from assistant.answers.comparing import Filled
from assistant.questions.comparison import Comparison
from assistant.results import Cell, Row, Table
from assistant.text.figures import Figure
from assistant.text.patterns import any_of
from assistant.text.readings import reading
from assistant.types import MISSING, OPEN, Citation

_WORDS = {
    "%": ("Higher", "Lower"),
    "days": ("Longer", "Shorter"),
    "date": ("Later", "Earlier"),
}
_OF_MONEY = ("Larger", "Smaller")
_AMOUNTS = ("%", "$", "€", "£", "C$", "A$")
"""Kinds of figure that are no time, in the order in which they are compared."""

_ASKS_AMOUNT = any_of(
    r"""
    how much
    minimums?   # what a guild's contract calls its least pay
    money
    """
)
_ASKS_TIME = any_of(
    r"""
    when
    dates?
    how long
    """
)
_ASKS_LENGTH = any_of("how long")
_ASKS_END = any_of(
    r"""
    how long   # a thing runs until its last date
    expir\w+
    ends?
    """
)


def tabulate(
    comparison: Comparison, filled: Sequence[Filled], citations: Sequence[Citation]
) -> Table:
    """The table of a comparison: which verified citations fill which cell.

    Args:
        comparison: what was asked.
        filled: what was found for each cell, row by row.
        citations: what survived re-reading; a cell none of whose citations did is missing.
    """
    width = len(comparison.aspects)
    cells = [_cell(item, citations) for item in filled]
    held = [item.statement.figures if item.statement else () for item in filled]
    rows = tuple(
        Row(thing, tuple(cells[at * width : (at + 1) * width]))
        for at, thing in enumerate(comparison.things)
    )
    verdicts = (
        _verdict(comparison, aspect.question, cells[at::width], held[at::width])
        for at, aspect in enumerate(comparison.aspects)
    )
    return Table(
        tuple(aspect.name for aspect in comparison.aspects), rows, tuple(filter(None, verdicts))
    )


def _cell(item: Filled, citations: Sequence[Citation]) -> Cell:
    if item.statement is None:
        return Cell((), item.confidence)
    return Cell(item.statement.numbers(citations), item.confidence, item.statement.is_open)


def compose(table: Table, citations: Sequence[Citation]) -> str:
    """A table as Markdown, the larger of comparable figures named below it."""
    quotes = {item.n: f"{reading(item)} [{item.n}]" for item in citations}
    lines = [_line(["", *table.aspects]), _line(["---"] * (len(table.aspects) + 1))]
    for row in table.rows:
        shown = (_shown(cell, quotes) for cell in row.cells)
        lines.append(_line([row.thing, *shown]))
    return "\n\n".join(["\n".join(lines), *table.verdicts])


def _shown(cell: Cell, quotes: Mapping[int, str]) -> str:
    quoted = " ".join(quotes[n] for n in cell.citations) or MISSING
    return f"{OPEN}: {quoted}" if cell.open else quoted


def _verdict(
    comparison: Comparison,
    question: str,
    column: Sequence[Cell],
    held: Sequence[Sequence[Figure]],
) -> str:
    """A sentence that names the larger thing, where all cells hold comparable figures.

    Figures compare when they are of one kind and the question asks for that kind. Where a cell
    has several of a kind, all of the first thing's must lie beyond all of the next one's; else
    nothing is said. ``held`` are the figures of the column's cells.
    """
    if not all(cell.found for cell in column):
        return ""
    asked = _kinds_asked(question)
    shared = (kind for kind in asked if all(_has(row, kind) for row in held))
    kind = next(shared, "")
    if not kind:
        return ""
    sign = -1 if comparison.wants_least else 1
    rows = [[figure for figure in row if figure.kind == kind] for row in held]
    if kind == "date":
        # Of several dates the last tells an end, the first a beginning.
        rows = [[_edge(row, 1 if _ASKS_END.search(question) else -1)] for row in rows]
    order = sorted(range(len(rows)), key=lambda at: -sign * _edge(rows[at], sign).value)
    first, second = rows[order[0]], rows[order[1]]
    if sign * (_edge(first, -sign).value - _edge(second, sign).value) <= 0:
        return ""
    word = _WORDS.get(kind, _OF_MONEY)[comparison.wants_least]
    named = [
        f"{comparison.things[at]}, {_edge(rows[at], sign).text} [{column[at].citations[0]}]"
        for at in order
    ]
    return f"{word}: {named[0]}; then {'; '.join(named[1:])}."


def _kinds_asked(question: str) -> tuple[str, ...]:
    """The kinds of figure that a question asks for, those of time first."""
    dates = ("date",) if _ASKS_TIME.search(question) else ()
    lengths = ("days",) if _ASKS_LENGTH.search(question) else ()
    return (*dates, *lengths, *(_AMOUNTS if _ASKS_AMOUNT.search(question) else ()))


def _has(row: Sequence[Figure], kind: str) -> bool:
    return any(figure.kind == kind for figure in row)


def _edge(row: Sequence[Figure], sign: int) -> Figure:
    """The largest figure of a row, or the smallest where ``sign`` is -1."""
    return max(row, key=lambda figure: sign * figure.value)


def _line(fields: Sequence[str]) -> str:
    return "| " + " | ".join(field.replace("|", "\\|") for field in fields) + " |"
