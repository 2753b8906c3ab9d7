"""What stands on either side of a stripe: columns, rows of a table, or a text with notes beside."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from statistics import median

from assistant.pdf.lines import Piece

_APART = 0.3
"""White space more than usual above a line that begins another part, in sizes of its letters."""

_LEVEL = 0.15
"""By how many sizes of their letters the feet of two lines differ that stand on one, at most."""

_ROWS = 0.7
_LEAST_ROWS = 2
"""Share of the parts on both sides that begin on one line where they are rows, and on how many
lines they do, the first one not counted."""

_SMALLER = 0.92
_NARROWER = 0.5
_FEWER = 0.75
_FEW = 0.25
_LEAST_LINES = 3
"""Notes beside a text: how large their letters are at most, how wide they are and how many lines
they have, as shares of those of the text, how few lines headings beside it have, and how many
lines a text has at least."""

_LEAST_LETTERS = 3
"""Letters to a line of words."""

_STEP = 1.6
"""Sizes of letters from the foot of one line of a note to that of the next, at most."""

_EVEN = 1.3
_ROW_STEP = 3.0
"""By how much more two lines stand apart than others do that stand evenly, at most, and how many
sizes of their letters rows of a table do."""

_MOST_LEVEL = 0.5
"""Share of the lines beside a text that stand on its lines where they are cells of its rows."""

_CLOSED = re.compile(r"[.?!:;][\"”’')\]]*$")
_NEW = re.compile(r"\W*(?:\d|[A-Z]|[ivx]{1,5}[.)]|[a-z][.)])")

Row = list[Piece]


def are_rows(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether lines side by side are rows of a table: its cells begin on one line.

    Columns of prose have their paragraphs where these fall.
    """
    top = max(left[0][0].y0, right[0][0].y0)
    bottom = min(left[-1][0].y1, right[-1][0].y1)
    begun = 0
    meeting: list[int] = []
    for some, others in ((left, right), (right, left)):
        gapped = {_foot(others[at]) for at in _gapped(others)}
        for at in _gapped(some):
            line = some[at]
            if top < _foot(line) <= bottom + line[0].size:
                begun += 1
                meeting += [round(_foot(line))] if _begins_beside(line, others, gapped) else []
    return len(set(meeting)) >= _LEAST_ROWS and len(meeting) >= _ROWS * begun


def _gapped(lines: Sequence[Row]) -> list[int]:
    """The lines that stand further below the one above than is usual."""
    steps = [_foot(below) - _foot(above) for above, below in pairwise(lines)]
    close = min((step for step in steps if step > lines[0][0].height / 2), default=0.0)
    return [at for at, step in enumerate(steps, 1) if step > close + _APART * lines[at][0].size]


def _begins_beside(line: Row, others: Sequence[Row], gapped: Container[float]) -> bool:
    """Whether a line on the other side stands on the same foot and begins anew."""
    for above, beside in pairwise(others):
        if _is_level(line, beside):
            is_apart = _foot(beside) in gapped
            is_ended = bool(_CLOSED.search(above[-1].text)) or _is_short(above, others)
            return bool(_NEW.match(beside[0].text)) and (is_apart or is_ended)
    return False


def _is_level(one: Row, other: Row) -> bool:
    return abs(_foot(one) - _foot(other)) <= _LEVEL * one[0].size


def _is_short(line: Row, lines: Sequence[Row]) -> bool:
    right = max(piece.x1 for row in lines for piece in row)
    return right - line[-1].x1 > 2 * line[0].size


def _foot(line: Row) -> float:
    return line[0].y1


def is_side(side: Sequence[Row], text: Sequence[Row]) -> bool:
    """Whether lines are notes or a box beside a text: fewer and narrower.

    Their letters are smaller, or they stand together and not on the lines of the text, as cells of
    a row would.
    """
    if not side or len(text) < _LEAST_LINES or _width(side) > _NARROWER * _width(text):
        return False
    if _are_words(side) and (
        _are_headings(side, text) or (_is_smaller(side, text) and len(side) <= _FEWER * len(text))
    ):
        return True
    is_together = len(side) >= _LEAST_LINES and len([*_notes(side)]) == 1
    return is_together and not stand_level(side, text)


def _are_words(lines: Sequence[Row]) -> bool:
    """Whether lines are of words and no mere numbers or marks."""
    said = "".join(piece.text for row in lines for piece in row)
    letters = sum(map(str.isalpha, said))
    return letters > max(len(said) / 2, _LEAST_LETTERS * len(lines))


def _are_headings(side: Sequence[Row], text: Sequence[Row]) -> bool:
    """Whether lines beside a text head its parts: larger or bold, and few beside long parts."""
    size = median(piece.size for row in text for piece in row)
    stands_out = all(piece.is_bold or piece.size * _SMALLER > size for row in side for piece in row)
    return (
        stands_out
        and len(side) <= _FEW * len(text)
        and not any(piece.is_bold for row in text for piece in row)
    )


def stand_level(some: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether lines stand on the feet of others, most of them: as cells of the same rows do."""
    feet = sorted(_foot(row) for row in others)
    level = 0
    for row in some:
        near = _LEVEL * row[0].size
        at = bisect_left(feet, _foot(row) - near)
        level += at < len(feet) and feet[at] <= _foot(row) + near
    return level > _MOST_LEVEL * len(some)


def _is_smaller(side: Sequence[Row], text: Sequence[Row]) -> bool:
    size = median(piece.size for row in text for piece in row)
    return all(piece.size <= _SMALLER * size for row in side for piece in row)


def _width(lines: Sequence[Row]) -> float:
    found = [piece for row in lines for piece in row]
    return max(piece.x1 for piece in found) - min(piece.x0 for piece in found)


def with_sides(side: Sequence[Row], text: Sequence[Row]) -> Iterator[list[Piece]]:
    """A text with the notes beside it: each before the part beside which it begins."""
    begun = [0, *_gapped(text), len(text)]
    at = 0
    for note in _notes(side):
        top = note[0][0].y0 - note[0][0].size
        begin = next(one for one in begun if one == len(text) or text[one][0].y0 >= top)
        if begin > at:
            yield [piece for row in text[at:begin] for piece in row]
            at = begin
        yield [piece for row in note for piece in row]
    yield [piece for row in text[at:] for piece in row]


def _notes(side: Sequence[Row]) -> Iterator[list[Row]]:
    """Notes beside a text, each of lines that stand next to each other.

    Lines that all stand as far apart, as the rows of a table do, are of one.
    """
    steps = [_foot(below) - _foot(above) for above, below in pairwise(side)]
    if steps and max(steps) < min(_EVEN * min(steps), _ROW_STEP * side[0][0].size):
        yield list(side)
        return
    note = [side[0]]
    for above, row in pairwise(side):
        if _foot(row) - _foot(above) > _STEP * row[0].size:
            yield note
            note = []
        note.append(row)
    yield note
