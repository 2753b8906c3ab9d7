"""How a page is shown: turned and cut, from its user space into points from its top left corner."""

import ctypes
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom in points from the top left corner of a page as it is shown."""

_DOTS = 1000
"""Dots to a point. PDFium tells places in whole dots: many of them make the step exact enough."""

_STEP = 100
_PLACES = 4
"""Points between the places that are asked for, and to how many places the turn is exact then."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How the user space of a page is turned and moved into what is shown of it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float

    @property
    def is_plain(self) -> bool:
        """Whether the page is shown as it is drawn."""
        return (self.a, self.b, self.c, self.d) == (1.0, 0.0, 0.0, -1.0)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box as it is shown: left, top, right, bottom."""
        xs = (self.a * x0 + self.c * y0 + self.e, self.a * x1 + self.c * y1 + self.e)
        ys = (self.b * x0 + self.d * y0 + self.f, self.b * x1 + self.d * y1 + self.f)
        return min(xs), min(ys), max(xs), max(ys)

    def shows(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether the middle of a box is on what is shown of the page."""
        return 0 <= x0 + x1 <= 2 * self.width and 0 <= y0 + y1 <= 2 * self.height

    def clipped(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """What is shown of a box."""
        xs = (min(max(x, 0.0), self.width) for x in (x0, x1))
        ys = (min(max(y, 0.0), self.height) for y in (y0, y1))
        (left, right), (top, bottom) = xs, ys
        return left, top, right, bottom

    def angle(self, x: float, y: float) -> float:
        """How far a direction leans from left to right, in radians."""
        return math.atan2(-(self.b * x + self.d * y), self.a * x + self.c * y)


def turn_of(page: "PdfPage") -> Turn:
    """How a page is shown, from where PDFium draws three of its points."""
    from pypdfium2 import raw

    width, height = page.get_size()
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(at_x: float, at_y: float) -> tuple[float, float]:
        dots = (round(width * _DOTS), round(height * _DOTS))
        raw.FPDF_PageToDevice(page, 0, 0, *dots, 0, at_x, at_y, x, y)
        return x.value / _DOTS, y.value / _DOTS

    (e, f), (ax, ay), (cx, cy) = shown(0, 0), shown(_STEP, 0), shown(0, _STEP)
    return Turn(
        round((ax - e) / _STEP, _PLACES),
        round((ay - f) / _STEP, _PLACES),
        round((cx - e) / _STEP, _PLACES),
        round((cy - f) / _STEP, _PLACES),
        e,
        f,
        width,
        height,
    )
