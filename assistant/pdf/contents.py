"""Tells tables of contents: their lines repeat what the headings say, and are read by nobody."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.pdf.lines import Piece

_LEAST = 3
"""Lines from which names with numbers of pages are contents, and how many without one may stand
between two of them, as the first lines of a name that wraps do."""

_RISING = 0.9
"""Share of the steps between the numbers that go up or stay."""

_PAGE = re.compile(r"\d{1,4}|[ivxl]{1,6}")
_HEAD = re.compile(r"(?i)(?:table of )?contents|page(?: no\.?)?")

Row = Sequence[Piece]


def contents(lines: Sequence[Row]) -> dict[int, int]:
    """Where contents begin among the lines of a region, and how many lines they are.

    Each line is a name and, set apart from it, the number of a page, or stands between two such.
    """
    pages = [_page(row) for row in lines]
    return {
        start: end - start for start, end in _runs(pages) if _are_contents(lines, pages, start, end)
    }


def _runs(pages: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Where lines with numbers follow each other."""
    found = [at for at, page in enumerate(pages) if page is not None]
    if not found:
        return
    start = found[0]
    for at, following in pairwise([*found, len(pages) + 2 * _LEAST]):
        if following - at > _LEAST + 1:
            yield start, at + 1
            start = following


def _are_contents(lines: Sequence[Row], pages: Sequence[int | None], start: int, end: int) -> bool:
    """Whether lines are contents: their numbers go up, and dots lead to them or a head says so."""
    numbers = [page for page in pages[start:end] if page is not None]
    rising = sum(a <= b for a, b in pairwise(numbers))
    if len(numbers) < _LEAST or rising < _RISING * (len(numbers) - 1):
        return False
    is_led = any(piece.leads for row in lines[start:end] for piece in row)
    around = lines[max(start - _LEAST, 0) : end]
    return is_led or any(_HEAD.fullmatch(piece.text) for row in around for piece in row)


def _page(row: Row) -> int | None:
    """The page that a line gives, -1 where it counts in Roman numerals."""
    if len(row) < 2:
        return None
    said = row[-1].text
    if not _PAGE.fullmatch(said) or sum(piece.text.isdecimal() for piece in row[1:]) > 1:
        return None
    return int(said) if said.isdecimal() else -1
