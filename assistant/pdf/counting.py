"""Numbers that count the lines of a page down a margin, as those of bills do."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from assistant.pdf.lines import Piece, piece_of, rows
from assistant.pdf.words import Word

_LEAST = 6
_HIGHEST = 80
_STEPS = (1, 2, 5, 10)
"""Numbers of lines on a page, at least; how far they count, and by which steps they go up."""

_STEADY = 0.8
_COVERED = 0.5
"""Share of the steps between them that are one step, and of the lines that have a number where each
is to."""

_COLUMN = 12.0
_NEAR = 3.0
"""Points by which numbers under each other differ: those of one figure and of two may begin or end
under each other; and how near ends are on another page."""

_MOST_BESIDE = 0.2
"""Share of the lines without a number that may begin where the numbers stand: in a table that is
numbered, headings and texts do."""

_MOST_STAMPS = 2
_PIECES = 2
"""How many lines may where the numbered lines are of no more pieces than a number and a text."""

Row = list[Piece]


@dataclass(frozen=True, slots=True)
class _Margin:
    """The side of the page at which numbers stand, and between which places they end."""

    is_left: bool
    low: float
    high: float


def uncounted(pages: Sequence[list[Piece]]) -> list[list[Piece]]:
    """The pieces of each page without the numbers of its lines.

    A page with few lines is taken to be counted where others are.
    """
    lines = [rows(page) for page in pages]
    counted = [_counted(page) for page in lines]
    margins = Counter(margin for margin, _ in filter(None, counted))
    usual = margins.most_common(1)[0][0] if margins else None
    made: list[list[Piece]] = []
    for page, found, own in zip(pages, lines, counted, strict=True):
        if own is not None:
            made.append(_without(found, own[0], own[1]))
        elif usual is not None and (numbers := _few(found, usual)):
            made.append(_without(found, usual, numbers))
        else:
            made.append(page)
    return made


def _counted(lines: Sequence[Row]) -> tuple[_Margin, set[int]] | None:
    """The margin at which numbers count the lines, and these words by identity."""
    for is_left in (True, False):
        numbers = _numbers(lines, is_left=is_left)
        columns: dict[int, list[Word]] = defaultdict(list)
        for word in numbers:
            # Numbers of one and of two figures end under each other, or begin so.
            columns[round(word.x1 / _NEAR)].append(word)
        best = max(columns.values(), key=len, default=[])
        near = [word for word in numbers if best and abs(word.x1 - best[0].x1) < _COLUMN]
        if _count(near, lines) and _stand_apart(near, lines, is_left=is_left):
            ends = sorted(round(word.x1 / _NEAR) * _NEAR for word in near)
            return _Margin(is_left, ends[0], ends[-1]), {id(word) for word in near}
    return None


def _numbers(lines: Sequence[Row], *, is_left: bool) -> list[Word]:
    """The words at one side of lines that are numbers, from the top down."""
    outer = (row[0].words[0] if is_left else row[-1].words[-1] for row in lines)
    return [word for word in outer if word.text.isdecimal() and int(word.text) <= _HIGHEST]


def _count(numbers: Sequence[Word], lines: Sequence[Row]) -> bool:
    """Whether numbers go up by one step, and cover the lines."""
    steps = Counter(int(b.text) - int(a.text) for a, b in pairwise(numbers))
    if len(numbers) < _LEAST:
        return False
    step, times = max(
        ((step, steps[step]) for step in _STEPS), key=lambda counted: counted[1], default=(1, 0)
    )
    is_steady = times >= _STEADY * (len(numbers) - 1)
    return is_steady and len(numbers) * step >= _COVERED * len(lines)


def _stand_apart(numbers: Sequence[Word], lines: Sequence[Row], *, is_left: bool) -> bool:
    """Whether numbers stand outside of the text, and the text is none of the cells of a table."""
    known = {id(word) for word in numbers}
    inner = max(word.x1 for word in numbers) if is_left else min(word.x0 for word in numbers)
    numbered = [row for row in lines if known & {id(row[0].words[0]), id(row[-1].words[-1])}]
    others = [row for row in lines if not known & {id(row[0].words[0]), id(row[-1].words[-1])}]
    beside = sum(row[0].x0 < inner if is_left else row[-1].x1 > inner for row in others)
    if beside <= _MOST_BESIDE * len(others):
        return True
    # A stamp or a line at the foot may begin anywhere.
    return beside <= _MOST_STAMPS and median(map(len, numbered)) <= _PIECES


def _few(lines: Sequence[Row], margin: _Margin) -> set[int]:
    """Numbers that stand where those of other pages do, by identity."""
    numbers = [
        word
        for word in _numbers(lines, is_left=margin.is_left)
        if margin.low - _NEAR <= word.x1 <= margin.high + _NEAR
    ]
    is_rising = all(int(a.text) < int(b.text) for a, b in pairwise(numbers))
    return {id(word) for word in numbers} if is_rising else set()


def _without(lines: Sequence[Row], margin: _Margin, numbers: set[int]) -> list[Piece]:
    return [
        left
        for row in lines
        for piece in row
        if (left := _without_number(piece, numbers, is_left=margin.is_left))
    ]


def _without_number(piece: Piece, numbers: set[int], *, is_left: bool) -> Piece | None:
    outer = piece.words[0] if is_left else piece.words[-1]
    if id(outer) not in numbers:
        return piece
    rest = piece.words[1:] if is_left else piece.words[:-1]
    if not rest:
        return None
    return piece_of([replace(rest[0], is_glued=False), *rest[1:]], leads=piece.leads)
