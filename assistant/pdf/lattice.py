"""Rules that cross each other -> the cells between them.

A table that is ruled says by its rules which words are of one cell, however they wrap; rules that
part only two columns of prose, or frame a text, do not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.pdf.drawn import Drawn, Rule
from assistant.pdf.turning import Box

_TOUCH = 3.0
"""Points by which two rules that meet may miss each other."""

_ALONG = 0.7
"""Share of the side of a cell that a rule runs along where it parts two cells."""

_MOST = 400
"""Rules that run one way from which a page is no page of tables: each is compared with each that
crosses it."""

_NARROWEST = 5.0
"""Points between the two sides of a cell, at least: double rules are one."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """The cells of a ruled table.

    Attributes:
        xs: the borders of its columns.
        ys: those of its rows.
        first: of each cell, row by row, the row and column of the first with which it is one.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    first: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """The row and column of a place within."""
        column = sum(x >= border for border in self.xs[1:-1])
        return self.first[self.row(y)][column]

    def row(self, y: float) -> int:
        """The row of a height within."""
        return sum(y >= border for border in self.ys[1:-1])


def lattices(drawn: Drawn) -> list[Lattice]:
    """The ruled tables of a page, from the top down."""
    if len(drawn.level) > _MOST or len(drawn.upright) > _MOST:
        return []
    found = [made for level, upright in _crossing(drawn) if (made := _lattice(level, upright))]
    return sorted(found, key=lambda one: one.ys[0])


def _crossing(drawn: Drawn) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Groups of rules of which each meets another one of its group."""
    left_level, left_upright = list(drawn.level), list(drawn.upright)
    while left_upright:
        level: list[Rule] = []
        upright = [left_upright.pop()]
        is_grown = True
        while is_grown:
            met = [one for one in left_level if any(_meet(one, other) for other in upright)]
            left_level = [one for one in left_level if one not in met]
            level += met
            crossed = [one for one in left_upright if any(_meet(other, one) for other in met)]
            left_upright = [one for one in left_upright if one not in crossed]
            upright += crossed
            is_grown = bool(crossed)
        yield level, upright


def _meet(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _TOUCH <= upright.at <= level.end + _TOUCH
        and upright.start - _TOUCH <= level.at <= upright.end + _TOUCH
    )


def _lattice(level: Sequence[Rule], upright: Sequence[Rule]) -> Lattice | None:
    """The cells between rules, ``None`` where there are not several rows of several."""
    if not level:
        return None
    xs = _borders([*(one.at for one in upright), *_ends(level)])
    ys = _borders([*(one.at for one in level), *_ends(upright)])
    if len(xs) <= 2 or len(ys) <= 2:
        return None
    return Lattice(xs, ys, _united(xs, ys, level, upright))


def _ends(rules: Iterable[Rule]) -> tuple[float, float]:
    """Where rules begin and end: a table may be open at its sides."""
    ends = [(one.start, one.end) for one in rules]
    return min(start for start, _ in ends), max(end for _, end in ends)


def _borders(places: Iterable[float]) -> tuple[float, ...]:
    made: list[float] = []
    for place in sorted(places):
        if not made or place - made[-1] >= _NARROWEST:
            made.append(place)
    return tuple(made)


def _united(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[Rule], upright: Sequence[Rule]
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Of each cell the first one from which no rule parts it."""
    first: list[list[tuple[int, int]]] = []
    for row in range(len(ys) - 1):
        cells: list[tuple[int, int]] = []
        for column in range(len(xs) - 1):
            across, down = (xs[column], xs[column + 1]), (ys[row], ys[row + 1])
            if column and not _is_ruled(upright, xs[column], *down):
                cells.append(cells[-1])
            elif row and not _is_ruled(level, ys[row], *across):
                cells.append(first[row - 1][column])
            else:
                cells.append((row, column))
        first.append(cells)
    return tuple(map(tuple, first))


def _is_ruled(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    along = sum(max(0.0, one.covers(start, end)) for one in rules if abs(one.at - at) < _NARROWEST)
    return along >= _ALONG
