"""Which rows of cells name the columns of a table where nothing marks them: words over figures.

A name may hold figures itself: a year, a day, the number of a year or a tier. It is then of another
kind than the cells under it, and years and days follow each other, as those of data need not.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from assistant.text.dates import alone

LEAST_ROWS = 3
"""Rows from which what stands over the others shows."""

MOST_NAME = 40
FIGURES = 0.6
"""Characters of the name of a column, at most, and the share of a column's cells that have figures
where a row above them names it."""

_ALIKE = 0.5
"""Share of a column's cells of the kind of what stands over them from which that is one of them: an
amount without a comma may look like a year."""

_PAIR = 2
_CURRENCY = r"(?:\b(?:AUD|CAD|CHF|EUR|GBP|USD)\s?|[A-Z]{0,3}[$€£]\s?)"
_NUMBER = re.compile(rf"{_CURRENCY}?\d[\d.,]*")
_WORDS = re.compile(r"[^\W\d_]+(?:\W[^\W\d_]+)*")
_YEAR = re.compile(r"(?i)(?:FY\s?)?((?:19|20)\d\d)(?:[-–/]\d{2,4})?")
_SHORT_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")
_NAMED = re.compile(rf"(?!{_CURRENCY}\d)[^\W\d_]|\d+(?:st|nd|rd|th)\b")
"""How a name with figures begins, "Year 1", "1st year"; what begins with a number is an amount."""


def is_time(text: str) -> bool:
    """Whether a cell is a year, a month or a day and nothing else, as the name of a column is."""
    return bool(_YEAR.fullmatch(text) or _SHORT_DAY.fullmatch(text) or alone(text))


def names_others(rows: Sequence[Sequence[str]], heads: int = 1) -> bool:
    """Whether the first of some rows of texts name the columns of the others.

    Its corner may be empty where a table has several columns. What names a group of rows stands
    alone in its own and is none of its data.

    Args:
        rows: of as many texts each.
        heads: how many of them are asked about. One above others may stand over several columns.
    """
    *upper, last = rows[:heads]
    over = [_spread(row) for row in upper]
    names = [
        " ".join(dict.fromkeys(filter(None, column))) for column in zip(*over, last, strict=True)
    ]
    data = [row for row in rows[heads:] if sum(map(bool, row)) > 1]
    if len(data) < LEAST_ROWS - 1 or len({name.casefold() for name in names}) < len(names):
        return False
    if not all(names[1:]) or (len(names) == _PAIR and not names[0]) or has_figures(names[0]):
        return False
    if any(len(cell) > MOST_NAME for row in rows[:heads] for cell in row):
        return False
    columns = [[row[at] for row in data] for at in range(1, len(names))]
    if not _may_head(over, last, columns):
        return False
    if len(names) == _PAIR:
        # What a list of terms says of each is of many kinds; a column of figures is of one.
        return len({_NUMBER.sub("0", cell) for cell in columns[0]}) == 1 and _is_figured(columns[0])
    return any(map(_is_figured, columns))


def may_name(names: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Whether the figures in the cells of a row are those of names.

    Args:
        names: the cells of the row, but for its first.
        columns: the cells under each of them.
    """
    figured = [
        (name, cells) for name, cells in zip(names, columns, strict=True) if has_figures(name)
    ]
    days = [_place(name) for name, _ in figured if is_time(name)]
    is_steady = days in (sorted(set(days)), sorted(set(days), reverse=True))
    return is_steady and all(_is_apart(name, cells) for name, cells in figured)


def has_figures(text: str) -> bool:
    """Whether a cell holds a figure."""
    return any(character.isdigit() for character in text)


def _spread(row: Sequence[str]) -> list[str]:
    """The cells of a head with each put over the columns to its right that have none."""
    found: list[str] = []
    for cell in row:
        found.append(cell or (found[-1] if found else ""))
    return found


def _may_head(
    over: Sequence[Sequence[str]], last: Sequence[str], columns: Sequence[Sequence[str]]
) -> bool:
    """Whether the figures in the rows of a head are those of names; each group has its years."""
    groups = list(zip(*over, strict=True)) if over else [()] * len(last)
    told = zip(groups[1:], last[1:], columns, strict=True)
    for group, members in groupby(told, lambda one: one[0]):
        _, names, under = zip(*members, strict=True)
        above = [name for name in group if has_figures(name)]
        if not may_name(names, under) or not all(_is_apart(name, under[0]) for name in above):
            return False
    return True


def _is_apart(name: str, cells: Sequence[str]) -> bool:
    """Whether a cell with figures is of another kind than those under it, most of them figures."""
    if not (is_time(name) or _NAMED.match(name)) or not _is_figured(cells):
        return False
    kind = _kind(name)
    return sum(_kind(cell) == kind for cell in cells) < _ALIKE * len(cells)


def _kind(text: str) -> str:
    """What a cell is made of: a time, or numbers, words and the signs between them."""
    return "time" if is_time(text) else _WORDS.sub("a", _NUMBER.sub("0", text))


def _place(time: str) -> str:
    """What one time is compared with another by."""
    day, year = alone(time), _YEAR.fullmatch(time)
    return day.isoformat() if day else year[1] if year else time


def _is_figured(column: Sequence[str]) -> bool:
    """Whether most cells of a column are short and have figures."""
    found = sum(has_figures(cell) and len(cell) <= MOST_NAME for cell in column)
    return found >= FIGURES * len(column)
