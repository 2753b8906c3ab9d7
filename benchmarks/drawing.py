"""Lines on two logarithmic axes, as SVG."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _UPPER, _LOWER = 64, 430, 16, 310
"""Pixels of the picture, and of the frame in it; the names of lines stand to its right."""

_COLOURS = ("#1f5fa8", "#b3452c", "#2f7d4f", "#7a4fa3", "#8a6d1d", "#555555")
_APART = 15.0
"""Pixels between the names of two lines, at least."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its name and its values, all above 0."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class _Axis:
    """A logarithmic axis of whole powers of ten, and its ends in pixels."""

    least: int
    most: int
    start: int
    end: int

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.least) / (self.most - self.least)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> Iterator[float]:
        return (10.0**power for power in range(self.least, self.most + 1))


def log_plot(places: Sequence[float], lines: Sequence[Line], across: str, up: str) -> str:
    """Lines over places, both on logarithmic axes; ``across`` and ``up`` say what they count."""
    x = _axis(places, _LEFT, _RIGHT)
    y = _axis([value for line in lines for value in line.values], _LOWER, _UPPER)
    middle, height = (_LEFT + _RIGHT) / 2, (_UPPER + _LOWER) / 2
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
            'font-family="sans-serif" font-size="12" fill="#333333">',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
            *_grid(x, y),
            f'<text x="{middle}" y="{_LOWER + 40}" text-anchor="middle">{across}</text>',
            f'<text x="16" y="{height}" text-anchor="middle" '
            f'transform="rotate(-90 16 {height})">{up}</text>',
            *_drawn(places, lines, x, y),
            "</svg>\n",
        ]
    )


def _axis(values: Sequence[float], start: int, end: int) -> _Axis:
    least = math.floor(math.log10(min(values)))
    return _Axis(least, max(least + 1, math.ceil(math.log10(max(values)))), start, end)


def _grid(x: _Axis, y: _Axis) -> Iterator[str]:
    for value in x.ticks():
        at = x.at(value)
        yield f'<path d="M{at} {_UPPER}V{_LOWER}" stroke="#dddddd"/>'
        yield f'<text x="{at}" y="{_LOWER + 18}" text-anchor="middle">{value:,.0f}</text>'
    for value in y.ticks():
        at = y.at(value)
        yield f'<path d="M{_LEFT} {at}H{_RIGHT}" stroke="#dddddd"/>'
        yield f'<text x="{_LEFT - 8}" y="{at + 4}" text-anchor="end">{value:g}</text>'


def _drawn(places: Sequence[float], lines: Sequence[Line], x: _Axis, y: _Axis) -> Iterator[str]:
    below = 0.0
    ordered = sorted(zip(lines, _COLOURS, strict=False), key=lambda item: y.at(item[0].values[-1]))
    for line, colour in ordered:
        points = [
            (x.at(place), y.at(value)) for place, value in zip(places, line.values, strict=True)
        ]
        drawn = " ".join(f"{across},{up}" for across, up in points)
        yield f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for across, up in points:
            yield f'<circle cx="{across}" cy="{up}" r="3" fill="{colour}"/>'
        below = max(points[-1][1] + 4, below + _APART)
        yield f'<text x="{_RIGHT + 10}" y="{below}" fill="{colour}">{line.name}</text>'
