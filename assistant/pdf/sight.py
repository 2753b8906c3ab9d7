"""What of the letters of a page its reader sees: a page is drawn with its letters and without.

Letters can be in a file and not on its page: drawn in no ink or in that of the paper, covered, cut
away, on a layer that is switched off, too small for any eye. They are no part of what a page says.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.pdf.turning import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_COARSE = 1.0
_FINE = 2.0
_MOST_DOTS = 16_000_000
"""Dots to a point at first and for what is not seen so, and dots of a page, at most."""

_LEAST_INK = 20
_LEAST_PRINT = 32
"""By how much of 255 a letter differs from what it stands on, at least, and a picture of letters
within itself: white on white is 0, the palest grey that is read on paper 40."""

_NARROW = 4
"""Dots across a letter up to which it is looked at from edge to edge: of wider ones the outermost
dots are left out, which may be of the letters beside it."""

_PICTURES = 0.75
"""Share of a page that pictures cover where its letters may be those that a program recognised in
them: they are drawn in no ink."""

_MOST_OBJECTS = 100_000
_MOST_DEEP = 8
"""Objects of a page that are looked through, and forms within forms."""

_MOST_REMARKS = 2_000
"""Remarks on a page that are looked at."""

_MOST_PICTURE = 100_000_000
"""Dots of a picture that are drawn, at most: a scan of a large plan has fewer."""

_Dots = NDArray[np.uint8]


class Sight:
    """Tells of places on a page whether letters are seen there.

    Whoever leaves out letters because they are not sets ``has_hidden``, and counts as ``sideways``
    those that are left out because they stand on their side.
    """

    def __init__(self, page: "PdfPage", text_page: "PdfTextPage", pictured: float) -> None:
        """Look at a page.

        Args:
            page: the page.
            text_page: its letters.
            pictured: which share of it pictures cover.
        """
        from pypdfium2 import raw

        self._raw = raw
        self._page = page
        self._letters = text_page
        self._is_pictured = pictured >= _PICTURES
        self._texts, pictures = _objects(page)
        _hide_remarks(page)
        for picture in pictures:
            if _dots(picture) > _MOST_PICTURE:
                raw.FPDFPageObj_SetIsActive(picture, False)
        self._has_inkless = any(map(_is_inkless, self._texts))
        self.has_hidden = False
        self.sideways = 0

    def sees(self, at: int, box: Box) -> bool:
        """Whether a letter is seen.

        Args:
            at: its index.
            box: where it stands, as the page is shown.
        """
        if self._has_inkless and _is_inkless(self._text(at)):
            return self._is_recognised(box)
        return self._coarse.has(box) or self._fine.has(box) or self._is_recognised(box)

    def drawing(self, at: int) -> int | None:
        """What tells apart letters that were not drawn together."""
        return ctypes.cast(self._text(at), ctypes.c_void_p).value

    def _text(self, at: int) -> Any:
        return self._raw.FPDFText_GetTextObject(self._letters, at)

    def _is_recognised(self, box: Box) -> bool:
        """Whether a picture that covers the page shows something where a letter stands."""
        return self._is_pictured and self._pictures.has(box)

    @cached_property
    def _coarse(self) -> "_Ink":
        scale = self._scale(_COARSE)
        return _Ink(*self._drawn(scale, is_grey=True), scale)

    @cached_property
    def _fine(self) -> "_Ink":
        """In colours, for letters may be as light as what they stand on."""
        scale = self._scale(_FINE)
        return _Ink(*self._drawn(scale, is_grey=False), scale)

    @cached_property
    def _pictures(self) -> "_Print":
        scale = self._scale(_COARSE)
        return _Print(self._drawn(scale, is_grey=True)[1], scale)

    def _scale(self, wanted: float) -> float:
        width, height = self._page.get_size()
        return float(min(wanted, (_MOST_DOTS / max(width * height, 1.0)) ** 0.5))

    def _drawn(self, scale: float, *, is_grey: bool) -> tuple[_Dots, _Dots]:
        """The page with its letters and without."""

        def draw() -> _Dots:
            drawn: _Dots = self._page.render(scale=scale, grayscale=is_grey).to_numpy()
            return drawn.reshape(*drawn.shape[:2], -1)

        whole = draw()
        with self._without_letters():
            return whole, draw()

    @contextmanager
    def _without_letters(self) -> Iterator[None]:
        for text in self._texts:
            self._raw.FPDFPageObj_SetIsActive(text, False)
        try:
            yield
        finally:
            for text in self._texts:
                self._raw.FPDFPageObj_SetIsActive(text, True)


class _Ink:
    """Where two pictures of a page differ."""

    def __init__(self, one: _Dots, other: _Dots, scale: float) -> None:
        differ = np.maximum(one, other) - np.minimum(one, other) >= _LEAST_INK
        self._inked = np.logical_or.reduce([differ[:, :, at] for at in range(differ.shape[2])])
        self._scale = scale

    def has(self, box: Box) -> bool:
        """Whether there is ink within a box."""
        x0, y0, x1, y1 = _dotted(box, self._scale)
        if x1 - x0 > _NARROW:
            x0, x1 = x0 + 1, x1 - 1
        return bool(self._inked[y0:y1, x0:x1].any())


class _Print:
    """Where a picture is not of one shade."""

    def __init__(self, picture: _Dots, scale: float) -> None:
        self._picture = picture
        self._scale = scale

    def has(self, box: Box) -> bool:
        """Whether something is to be seen in a box, or by its side: places are rough."""
        x0, y0, x1, y1 = _dotted(box, self._scale)
        shown = self._picture[max(y0 - 1, 0) : y1 + 1, max(x0 - 1, 0) : x1 + 1]
        return bool(shown.size) and int(shown.max()) - int(shown.min()) >= _LEAST_PRINT


def _dotted(box: Box, scale: float) -> tuple[int, int, int, int]:
    """A box in dots, one across at least; what is left of or above the page is cut off."""
    x0, y0 = int(box[0] * scale), int(box[1] * scale)
    return (
        x0 if x0 > 0 else 0,
        y0 if y0 > 0 else 0,
        max(int(box[2] * scale), 0) + 1,
        max(int(box[3] * scale), 0) + 1,
    )


def _objects(page: "PdfPage") -> tuple[list[Any], list[Any]]:
    """What draws the letters of a page, and its pictures, those within forms too."""
    from pypdfium2 import raw

    texts: list[Any] = []
    pictures: list[Any] = []
    forms: list[tuple[Any, int]] = []

    def take(found: Any, depth: int) -> None:
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(found)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(found)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MOST_DEEP:
            forms.append((found, depth + 1))

    left = _MOST_OBJECTS
    count = min(raw.FPDFPage_CountObjects(page), left)
    for at in range(count):
        take(raw.FPDFPage_GetObject(page, at), 0)
    left -= count
    while forms and left > 0:
        form, depth = forms.pop()
        count = min(raw.FPDFFormObj_CountObjects(form), left)
        for at in range(count):
            take(raw.FPDFFormObj_GetObject(form, at), depth)
        left -= count
    return texts, pictures


def _hide_remarks(page: "PdfPage") -> None:
    """Take the slips off a page that readers stuck on it: they can be moved away."""
    from pypdfium2 import raw

    slips = (raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_FILEATTACHMENT)
    for at in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_REMARKS)):
        remark = raw.FPDFPage_GetAnnot(page, at)
        if remark and raw.FPDFAnnot_GetSubtype(remark) in slips:
            raw.FPDFAnnot_SetFlags(remark, raw.FPDF_ANNOT_FLAG_HIDDEN)
        if remark:
            raw.FPDFPage_CloseAnnot(remark)


def _is_inkless(text: Any) -> bool:
    """Whether letters are drawn in no ink, or only as what cuts other drawings."""
    from pypdfium2 import raw

    mode = raw.FPDFTextObj_GetTextRenderMode(text) if text else raw.FPDF_TEXTRENDERMODE_FILL
    return mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)


def _dots(picture: Any) -> int:
    """How many dots a picture says that it has."""
    from pypdfium2 import raw

    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not raw.FPDFImageObj_GetImagePixelSize(picture, width, height):
        return 0
    return width.value * height.value
