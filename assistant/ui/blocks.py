"""An answer's text -> its blocks: headings, tables and lines, which it writes as Markdown does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_BOLD = re.compile(r"\*\*(.+)\*\*")
_RULE = re.compile(r"[|:\- ]+")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Heading:
    """What was asked, over what answers it."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text."""

    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A table, row by row; the first one is its head."""

    rows: tuple[tuple[str, ...], ...]


def blocks(text: str) -> Iterator[Heading | Line | Rows]:
    """The blocks of an answer's text, in its order."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for is_table, together in groupby(lines, lambda line: line.startswith("|")):
        if is_table:
            yield Rows(tuple(_cells(line) for line in together if not _RULE.fullmatch(line)))
            continue
        for line in together:
            heading = _BOLD.fullmatch(line)
            yield Heading(heading[1]) if heading else Line(line)


def _cells(line: str) -> tuple[str, ...]:
    cells = _BAR.split(line.strip().strip("|"))
    return tuple(cell.strip().replace("\\|", "|") for cell in cells)
