"""Regions of a page -> blocks: paragraphs, headings, tables, notes, each of whole lines."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.pdf.aligning import aligned
from assistant.pdf.contents import contents
from assistant.pdf.drawn import Rule
from assistant.pdf.lines import Piece, joined, piece_of, rows
from assistant.pdf.notes import first_note, mark_of, notes
from assistant.pdf.paragraphs import is_closed, is_item, paragraphs
from assistant.pdf.parts import Block, Kind, TextLine
from assistant.pdf.regions import Region
from assistant.pdf.runs import cells
from assistant.pdf.tables import Grid, grids
from assistant.pdf.turning import Box

_FAR = 4
_NEAR = 1
_OTHER = 1.3
"""White space between two texts on one line, at least, in sizes of their letters: the words of a
line that is set to a width stand closer; and where their letters differ so much in size."""

_ALONG = 0.5
"""Share of their width that a rule between two lines runs along."""

_UNDER = 0.3
"""By how much of its height a rule stands over or under the foot of a line that it underlines."""


def blocks(
    region: Region,
    page: int,
    marks: Iterable[str],
    level: Sequence[Rule] = (),
    usual: float = 0.0,
) -> Iterator[Block]:
    """The blocks of a region, in reading order.

    Args:
        region: its pieces.
        page: the number of its page, from 1.
        marks: those of notes on the page.
        level: the rules on the page from left to right.
        usual: the size of the letters of its text.
    """
    if region.grid is not None:
        yield _table(region.grid, page, region.pieces[0].size)
        return
    for at, block in enumerate(_blocks(region, page, marks, level, usual)):
        yield replace(block, is_first=True) if not at else block


def _blocks(
    region: Region, page: int, marks: Iterable[str], level: Sequence[Rule], usual: float
) -> Iterator[Block]:
    lines = aligned([row for row in rows(region.pieces) if any(map(_has_words, row))])
    tables = {grid.start: grid for grid in grids(lines, level)}
    listed = contents(lines)
    note = first_note(lines, marks, usual)
    at = 0
    open_lines: list[Sequence[Piece]] = []
    while at < len(lines):
        count = listed.get(at, 0)
        if count or at in tables or at == note:
            yield from _paragraphs(open_lines, page, level)
            open_lines = []
        if at == note:
            yield from _notes(lines[at:], page)
            return
        if count:
            yield Block(Kind.CONTENTS, tuple(_entry(row, page) for row in lines[at : at + count]))
            at += count
        elif at in tables:
            yield _table(tables[at], page, lines[at][0].size)
            at = tables[at].end
        else:
            above = lines[at - 1] if at else None
            first, *others = _apart(cells(lines[at]), above)
            open_lines.append(first)
            at += 1
            if others:
                # What stands far apart on a line is read one after the other.
                for part in others:
                    yield from _paragraphs(open_lines, page, level)
                    open_lines = [part]
                yield from _paragraphs(open_lines, page, level)
                open_lines = []
    yield from _paragraphs(open_lines, page, level)


def _apart(row: Sequence[Piece], above: Sequence[Piece] | None) -> list[list[Piece]]:
    """The pieces of a line, those apart between which the white space is wide."""
    made = [[row[0]]]
    if above is not None and _is_set_as(row, above) and not is_closed(above[-1].text):
        # Two words before a long one may be set to the width of the lines above.
        return [list(row)]
    for before, piece in pairwise(row):
        sizes = sorted((before.size, piece.size))
        far = _FAR if sizes[1] < _OTHER * sizes[0] else _NEAR
        is_far = piece.x0 - before.x1 >= far * sizes[0]
        if is_far and not before.leads and not before.text.endswith(":"):
            made.append([piece])
        else:
            made[-1].append(piece)
    return made


def _is_set_as(row: Sequence[Piece], above: Sequence[Piece]) -> bool:
    """Whether a line begins and ends where the one above does."""
    size = row[0].size
    return abs(row[0].x0 - above[0].x0) < size and abs(row[-1].x1 - above[-1].x1) < size / 2


def _entry(row: Sequence[Piece], page: int) -> TextLine:
    """A line of a table of contents, in one form: a name, dots, the page."""
    *names, number = row
    if not names:
        return _line(row, page)
    said = f"{' '.join(piece.text for piece in names)} ..... {number.text}"
    return replace(_line(row, page), text=said, marks=())


def _table(grid: Grid, page: int, size: float) -> Block:
    parts = grid.parts or ((),) * len(grid.cells)
    made = [
        TextLine("\t".join(said), page, box, size, is_bold=False, parts=standing)
        for said, box, standing in zip(grid.cells, grid.boxes, parts, strict=True)
    ]
    return Block(Kind.TABLE, tuple(made), grid.heads)


def _line(row: Sequence[Piece], page: int) -> TextLine:
    piece = piece_of([word for part in row for word in part.words])
    box = (piece.x0, piece.y0, piece.x1, piece.y1)
    text = joined(piece.words)
    marks: list[tuple[int, str]] = []
    for at, word in enumerate(piece.words):
        if mark := mark_of(word):
            marks.append((len(joined(piece.words[:at])), mark))
    first = piece.words[0].x1 - piece.words[0].x0
    return TextLine(
        text,
        page,
        box,
        piece.size,
        piece.is_bold,
        is_marked=piece.words[0].is_raised,
        marks=tuple(marks),
        first=first,
    )


def _paragraphs(
    lines: Sequence[Sequence[Piece]], page: int, level: Sequence[Rule]
) -> Iterator[Block]:
    """Lines of text as paragraphs."""
    made = [line for row in lines if (line := _line(row, page)).text]
    drawn = [
        replace(
            line,
            is_underlined=_is_underlined(line.box, level),
            is_ruled_off=above is not None and _is_ruled_off(above.box, line.box, level),
        )
        for above, line in zip([None, *made], made, strict=False)
    ]
    for found in paragraphs(drawn):
        yield Block(Kind.TEXT, tuple(found), is_item=is_item(found[0].text))


def _is_ruled_off(above: Box, box: Box, level: Sequence[Rule]) -> bool:
    """Whether a rule runs between two lines: one that underlines a line stands in its box."""
    start, end = min(above[0], box[0]), max(above[2], box[2])
    at = bisect_right(level, above[3], key=lambda rule: rule.at)
    while at < len(level) and level[at].at < box[1]:
        if level[at].covers(start, end) >= _ALONG:
            return True
        at += 1
    return False


def _is_underlined(box: Box, level: Sequence[Rule]) -> bool:
    """Whether a rule runs closely below a line, from its beginning to its end."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    at = bisect_left(level, y1 - _UNDER * height, key=lambda rule: rule.at)
    while at < len(level) and level[at].at < y1 + _UNDER * height:
        rule = level[at]
        if abs(rule.start - x0) < height and abs(rule.end - x1) < height:
            return True
        at += 1
    return False


def _has_words(piece: Piece) -> bool:
    return any(map(str.isalnum, piece.text)) or any(word.is_raised for word in piece.words)


def _notes(lines: Sequence[Sequence[Piece]], page: int) -> Iterator[Block]:
    """The notes of lines at the foot of a page, each from one mark to the next."""
    for mark, rows_of_note in notes(lines):
        taken = [line for words in rows_of_note if (line := _line([piece_of(words)], page)).text]
        if taken:
            yield Block(Kind.NOTE, tuple(taken), mark=mark)
