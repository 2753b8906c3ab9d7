"""Which row names the columns of a table where nothing marks it: words over figures."""

import re
from collections.abc import Sequence

LEAST_ROWS = 3
"""Rows from which what stands over the others shows."""

MOST_NAME = 40
FIGURES = 0.6
"""Characters of the name of a column, at most, and the share of a column's cells that have figures
where a row above them without any names it."""

_PAIR = 2
_NUMBER = re.compile(r"\d[\d.,]*")


def names_others(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of some rows of texts names the columns of the others."""
    first, *others = rows
    if len(rows) < LEAST_ROWS or len({name.casefold() for name in first}) < len(first):
        return False
    if not all(0 < len(name) <= MOST_NAME and not _has_figures(name) for name in first):
        return False
    columns = [[row[at] for row in others] for at in range(1, len(first))]
    if len(first) == _PAIR:
        # What a list of terms says of each is of many kinds; a column of figures is of one.
        return len({_NUMBER.sub("0", cell) for cell in columns[0]}) == 1 and _is_figured(columns[0])
    return any(map(_is_figured, columns))


def _is_figured(column: Sequence[str]) -> bool:
    """Whether most cells of a column are short and have figures."""
    found = sum(_has_figures(cell) and len(cell) <= MOST_NAME for cell in column)
    return found >= FIGURES * len(column)


def _has_figures(text: str) -> bool:
    return any(character.isdigit() for character in text)
