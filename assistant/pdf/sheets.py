"""A page of a PDF as a picture, with the boxes of what is marked on it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import InputError
from assistant.pdf.drawn import drawn_on
from assistant.pdf.sight import Sight
from assistant.pdf.turning import Box
from assistant.pdf.words import Word, read_words

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

WIDTH = 1000
"""Dots across a picture: letters of a page of paper can be read, and it stays small."""

MOST_DOTS = 4_000_000
"""Dots of a picture, at most: a very high page is made smaller."""

_LEAST_SIDE = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked of one line: its box in points, and which share of its letters, 0 to 1."""

    box: Box
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture of a page as PNG, its size in points, and the boxes of what is marked."""

    picture: bytes
    width: float
    height: float
    boxes: tuple[Box, ...]


def read_sheet(data: bytes, number: int, marks: Sequence[Mark]) -> Sheet:
    """Draw a page.

    Args:
        data: the file.
        number: that of the page, from 1.
        marks: what is marked on it.

    Raises:
        InputError: the file can't be opened, or has no such page.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
        try:
            return _drawn(document[number - 1], marks)
        finally:
            document.close()
    except (PdfiumError, IndexError, ValueError) as error:
        raise InputError("has no such page that can be shown") from error


def _drawn(page: "PdfPage", marks: Sequence[Mark]) -> Sheet:
    width, height = (max(side, _LEAST_SIDE) for side in page.get_size())
    scale = min(WIDTH / width, (MOST_DOTS / (width * height)) ** 0.5)
    text_page = page.get_textpage()
    sight = Sight(page, text_page, drawn_on(page).pictured)
    words = read_words(page, text_page, sight) if marks else []
    text_page.close()
    buffer = io.BytesIO()
    page.render(scale=scale).to_pil().convert("L").save(buffer, "PNG", optimize=True)
    boxes = tuple(_marked(mark, words) for mark in marks)
    return Sheet(buffer.getvalue(), width, height, boxes)


def _marked(mark: Mark, words: Sequence[Word]) -> Box:
    """The box of the part of a line that is marked, told by its letters."""
    x0, y0, x1, y1 = mark.box
    line = sorted((word for word in words if _is_in(word, mark.box)), key=lambda word: word.x0)
    letters = sum(len(word.text) for word in line)
    if not letters or (mark.start <= 0 and mark.end >= 1):
        return mark.box
    left = _edge(line, mark.start * letters, x0)
    right = _edge(line, mark.end * letters, x1)
    return (min(left, right), y0, max(left, right), y1)


def _edge(line: Sequence[Word], letters: float, otherwise: float) -> float:
    """Where so many letters of a line have been written."""
    passed = 0
    for word in line:
        if passed + len(word.text) > letters:
            return word.x0 + (word.x1 - word.x0) * (letters - passed) / len(word.text)
        passed += len(word.text)
    return line[-1].x1 if line else otherwise


def _is_in(word: Word, box: Box) -> bool:
    x0, y0, x1, y1 = box
    middle, centre = (word.y0 + word.y1) / 2, (word.x0 + word.x1) / 2
    return y0 <= middle <= y1 and x0 <= centre <= x1
