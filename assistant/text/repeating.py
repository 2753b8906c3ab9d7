"""A cell that several rows of a table share: which of the rows are to repeat what it says."""

import re
from collections.abc import Mapping

LONG_NAME = 120
"""Characters up to which a cell over several rows names them, as long ones do that tell of them."""

FIGURES = 2
"""Cells with figures of a row that is full without those of the rows above it."""

_FIGURE = re.compile(r"\d")


def needed(held: Mapping[int, str], own: Mapping[int, str]) -> set[int]:
    """The columns in which a row is to repeat cells of rows above: all, or only those of names.

    Between several figures of its own a figure that rows share would be one more: the row is as
    its author wrote it without. What stands before its own cells says of what it is.

    Args:
        held: what the cells say that began above, by column.
        own: what those of the row itself say.
    """
    if sum(bool(_FIGURE.search(text)) for text in own.values()) < FIGURES:
        return set(held)
    first = min(column for column, text in own.items() if text)
    return {column for column in held if column < first}
