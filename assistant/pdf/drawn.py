"""What is drawn on a page beside its letters: rules between lines and cells, boxes, pictures."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.pdf.turning import Box, Turn, turn_of

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_THIN = 3.0
"""Points up to which what is drawn is a rule and not a box: bars of a chart are thicker."""

_SHORTEST = 8.0
"""Points from which it is one: marks on letters are shorter."""

_SMALLEST = 24.0
"""Points of a side of a box around text, at least: boxes to tick are smaller."""

_MOST_OBJECTS = 20_000
_MOST_RULES = 3_000
"""Objects of a page that are looked at, and rules on it from which they are a drawing or a map."""

_MOST_SEGMENTS = 400
"""Segments of a path from which it is a drawing."""

_DEEPEST = 3
"""Forms within forms that are looked into."""

_LEVEL = 2.0
_TOUCH = 3.0
"""Points by which parts of one rule differ in height, and by which they stand apart, at most."""

_PICTURE = 0.75
"""Share of the page that a picture covers where the page is a scan."""

_PLACES = 16
_MOST_PICTURES = 1_000
"""Places across a page and down it of which it is told whether they lie in a picture, and pictures
that are looked at."""

_Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at which height or, where it is upright, how far right; from where to where.

    ``at`` is its middle.
    """

    at: float
    start: float
    end: float

    def covers(self, start: float, end: float) -> float:
        """Which share of a stretch it runs along."""
        return (min(self.end, end) - max(self.start, start)) / max(end - start, 1.0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page.

    Attributes:
        level: its rules from left to right, from the top down.
        upright: those from top to bottom, from the left.
        boxes: framed or shaded, larger ones first.
        is_scan: whether a picture covers the page.
        pictured: which share of the page pictures cover together.
    """

    level: tuple[Rule, ...] = ()
    upright: tuple[Rule, ...] = ()
    boxes: tuple[Box, ...] = ()
    is_scan: bool = False
    pictured: float = 0.0


NOTHING = Drawn()
"""Of a page of letters only."""


def drawn_on(page: "PdfPage") -> Drawn:
    """What is drawn on a page."""
    reader = _Reader(turn_of(page))
    reader.read(page)
    if len(reader.boxes) > _MOST_RULES:
        return Drawn(is_scan=reader.is_scan, pictured=reader.pictured)
    level = [Rule((y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in reader.boxes if y1 - y0 <= _THIN]
    upright = [Rule((x0 + x1) / 2, y0, y1) for x0, y0, x1, y1 in reader.boxes if x1 - x0 <= _THIN]
    wide = [
        box
        for box in reader.boxes
        if min(box[2] - box[0], box[3] - box[1]) >= _SMALLEST and not reader.is_page(box)
    ]
    wide.sort(key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))
    shaded = tuple(dict.fromkeys(wide))
    return Drawn(_joined(level), _joined(upright), shaded, reader.is_scan, reader.pictured)


class _Reader:
    """Collects the boxes of the paths and pictures of a page, as they are shown."""

    def __init__(self, turn: Turn) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._turn = turn
        self._left = _MOST_OBJECTS
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._pictures: set[Box] = set()
        self.boxes: list[Box] = []

    def read(self, page: "PdfPage") -> None:
        """Take all that a page holds."""
        count = self._raw.FPDFPage_CountObjects(page)
        for at in range(min(count, self._left)):
            self._take(self._raw.FPDFPage_GetObject(page, at), _PLAIN, 0)

    @property
    def is_scan(self) -> bool:
        """Whether a picture covers the page."""
        return any(map(self.is_page, self._pictures))

    @property
    def pictured(self) -> float:
        """Which share of places all over the page lie in a picture."""
        steps = [(at + 0.5) / _PLACES for at in range(_PLACES)]
        width, height = self._turn.width, self._turn.height
        places = {(x * width, y * height) for x in steps for y in steps}
        left = set(places)
        for x0, y0, x1, y1 in self._pictures:
            left -= {(x, y) for x, y in left if x0 <= x <= x1 and y0 <= y <= y1}
        return 1 - len(left) / len(places)

    def is_page(self, box: Box) -> bool:
        """Whether a box is about as large as the page, as its ground is."""
        width, height = self._turn.width, self._turn.height
        return (box[2] - box[0]) * (box[3] - box[1]) > _PICTURE * width * height

    def _take(self, found: Any, matrix: _Matrix, depth: int) -> None:
        raw = self._raw
        self._left -= 1
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _times(self._matrix(found), matrix)
            for at in range(min(raw.FPDFFormObj_CountObjects(found), max(self._left, 0))):
                self._take(raw.FPDFFormObj_GetObject(found, at), inner, depth + 1)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(found, matrix)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = self._bounds(found, matrix)
            if box is not None and len(self._pictures) < _MOST_PICTURES:
                self._pictures.add(box)

    def _path(self, found: Any, matrix: _Matrix) -> None:
        box = self._bounds(found, matrix)
        if box is None:
            return
        width, height = box[2] - box[0], box[3] - box[1]
        if max(width, height) < _SHORTEST:
            return
        if min(width, height) > _THIN:
            self.boxes += self._lines(found, matrix)
        self.boxes.append(box)

    def _lines(self, found: Any, matrix: _Matrix) -> Iterator[Box]:
        """The straight lines of a path of several that are level or upright."""
        raw = self._raw
        count = raw.FPDFPath_CountSegments(found)
        if not 2 <= count <= _MOST_SEGMENTS or not self._is_stroked(found):
            return
        matrix = _times(self._matrix(found), matrix)
        x, y = ctypes.c_float(), ctypes.c_float()
        begun = before = (0.0, 0.0)
        for at in range(count):
            segment = raw.FPDFPath_GetPathSegment(found, at)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = _moved(matrix, x.value, y.value)
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
                begun = point
            else:
                yield from self._line(before, point)
            if raw.FPDFPathSegment_GetClose(segment):
                yield from self._line(point, begun)
            before = point

    def _line(self, one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
        box = self._turn.box(*one, *other)
        sides = (box[2] - box[0], box[3] - box[1])
        if min(sides) <= 1.0 and max(sides) >= _SHORTEST:
            yield box

    def _is_stroked(self, found: Any) -> bool:
        mode, is_stroked = ctypes.c_int(), ctypes.c_int()
        return bool(self._raw.FPDFPath_GetDrawMode(found, mode, is_stroked) and is_stroked.value)

    def _matrix(self, found: Any) -> _Matrix:
        matrix = self._raw.FS_MATRIX()
        if not self._raw.FPDFPageObj_GetMatrix(found, matrix):
            return _PLAIN
        return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)

    def _bounds(self, found: Any, matrix: _Matrix) -> Box | None:
        left, bottom, right, top = self._edges
        if not self._raw.FPDFPageObj_GetBounds(found, left, bottom, right, top):
            return None
        one = _moved(matrix, left.value, bottom.value)
        return self._turn.box(*one, *_moved(matrix, right.value, top.value))


def _moved(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """What moves a point as one matrix and then another do."""
    a, b = _moved((*outer[:4], 0, 0), inner[0], inner[1])
    c, d = _moved((*outer[:4], 0, 0), inner[2], inner[3])
    return (a, b, c, d, *_moved(outer, inner[4], inner[5]))


def _joined(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Rules with those made one that go on from each other, as borders of cells do."""
    made: list[Rule] = []
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if rows and rule.at - rows[-1][0].at <= _LEVEL:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    for row in rows:
        middle = sum(rule.at for rule in row) / len(row)
        first = len(made)
        for rule in sorted(row, key=lambda one: one.start):
            if len(made) > first and rule.start <= made[-1].end + _TOUCH:
                made[-1] = Rule(middle, made[-1].start, max(made[-1].end, rule.end))
            else:
                made.append(Rule(middle, rule.start, rule.end))
    return tuple(rule for rule in made if rule.end - rule.start >= _SHORTEST)
