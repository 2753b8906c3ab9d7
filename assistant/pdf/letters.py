"""The letters of a page as PDFium gives them, each with the box that it stands in."""

import ctypes
import math
from collections.abc import Callable, Iterator
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.pdf.turning import Box, Turn

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

HYPHEN = "\ufffe"
"""What PDFium gives for a hyphen at the end of a line that a word goes on behind."""

SPACE = " "
LINE_END = "\n"
"""What stands for all white space, and for what PDFium adds where it takes a line to end: where
each letter is drawn for itself, that is within words too."""

_HYPHEN_CODE = 2
_LINE_ENDS = (0x0A, 0x0D)
_SURROGATES = range(0xD800, 0xE000)
"""Codes of PDFium that are no letters: its other form of that hyphen, what ends a line, halves of a
letter."""

_LOW = frozenset("aceimnorsuvwxz")
_SAMPLE = 40
_TIGHT = 0.75
"""Letters that are low in all fonts, how many of them are looked at, and how high their boxes are
where they hold no more than the ink, in sizes of their letters: those of a line are as high as its
highest letter else, and that is what lines are told by."""

_RISE = 0.9
_FALL = 0.21
"""How far letters reach over and under the line that they stand on, in sizes, in most fonts."""

Letter: TypeAlias = tuple[int, str, float, float, float, float]
"""The index of a letter, the letter, and its box."""

_NONE = (0.0, 0.0, 0.0, 0.0)


def letters(text_page: "PdfTextPage", turn: Turn) -> Iterator[Letter]:
    """The letters of a page; white space and the ends of lines have no box."""
    from pypdfium2 import raw

    handle = text_page.raw
    count = raw.FPDFText_CountChars(handle)
    code, found = raw.FPDFText_GetUnicode, _boxes(handle, count, turn)
    for at in range(count):
        letter = _letter(code(handle, at))
        if letter in (SPACE, LINE_END):
            yield at, letter, *_NONE
            continue
        box = found(at)
        yield (at, SPACE, *_NONE) if box is None else (at, letter, *box)


@cache
def _letter(code: int) -> str:
    if code == _HYPHEN_CODE:
        return HYPHEN
    if code in _LINE_ENDS:
        return LINE_END
    if code <= ord(SPACE) or code in _SURROGATES:
        return SPACE
    letter = chr(code)
    return SPACE if letter.isspace() else letter


def _boxes(handle: Any, count: int, turn: Turn) -> Callable[[int], Box | None]:
    """What gives the boxes of the letters of a page."""
    from pypdfium2 import raw

    found = raw.FS_RECTF()
    given = raw.FPDFText_GetLooseCharBox
    if _are_tight(handle, count):
        lines = _Lines(handle)
        return lambda at: turn.box(*box) if (box := lines.box(at)) else None
    if not turn.is_plain:
        return lambda at: (
            turn.box(found.left, found.top, found.right, found.bottom)
            if given(handle, at, found)
            else None
        )
    right, down = turn.e, turn.f

    def plain(at: int) -> Box | None:
        if not given(handle, at, found):
            return None
        return found.left + right, down - found.top, found.right + right, down - found.bottom

    return plain


def _are_tight(handle: Any, count: int) -> bool:
    """Whether the boxes of letters hold no more than their ink: the font doesn't say how high."""
    from pypdfium2 import raw

    found = raw.FS_RECTF()
    lines = _Lines(handle)
    shares: list[float] = []
    for at in range(count):
        if _letter(raw.FPDFText_GetUnicode(handle, at)) in _LOW and (size := lines.size(at)):
            raw.FPDFText_GetLooseCharBox(handle, at, found)
            # A letter that stands on its side is as wide as others are high.
            sides = found.top - found.bottom, found.right - found.left
            shares.append(max(sides) / size)
            if len(shares) == _SAMPLE:
                break
    return bool(shares) and median(shares) < _TIGHT


class _Lines:
    """Boxes of letters by the line that they stand on and their size."""

    def __init__(self, handle: Any) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._handle = handle
        self._matrix = raw.FS_MATRIX()
        self._found = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def size(self, at: int) -> float:
        """How large a letter is, 0 where that isn't known."""
        if not self._raw.FPDFText_GetMatrix(self._handle, at, self._matrix):
            return 0.0
        size = self._raw.FPDFText_GetFontSize(self._handle, at)
        return float(size * math.hypot(self._matrix.c, self._matrix.d))

    def box(self, at: int) -> Box | None:
        """The box of a letter, as high as its font is."""
        found = self._found
        if not self._raw.FPDFText_GetLooseCharBox(self._handle, at, found):
            return None
        size = self.size(at)
        if not size or not self._raw.FPDFText_GetCharOrigin(self._handle, at, self._x, self._y):
            return found.left, found.top, found.right, found.bottom
        scale = size / math.hypot(self._matrix.c, self._matrix.d)
        up, over = self._matrix.d * scale, self._matrix.c * scale
        x, y = self._x.value, self._y.value
        xs = (found.left, found.right, x - _FALL * over, x + _RISE * over)
        ys = (y - _FALL * up, y + _RISE * up, *((found.top, found.bottom) if over else ()))
        return min(xs), max(ys), max(xs), min(ys)
