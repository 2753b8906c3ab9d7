"""Notes at the foot of a page or of a column, and the marks in the text that call for them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from assistant.pdf.lines import Piece
from assistant.pdf.words import Word

_SMALLER = 0.95
_SMALLEST = 0.6
"""How large the letters of notes are, as a share of those of the text above: at most, and at least,
for a text is smaller than its title too."""

_ALIKE = 1.05
"""By how much letters of one size differ, as those of small capitals beside others do."""

_LEAST_WORDS = 6
_LEAST_LINES = 2
"""Words of a line of text, and how many there are: a title is one."""

_NOTE = re.compile(r"(\d{1,3}|[*†‡§]{1,3})(?:[.)]?$|(?=[A-Z“\"(]))")
_MARK = re.compile(r"\d{1,3}|[*†‡§]{1,3}")

Row = Sequence[Piece]


def mark_of(word: Word) -> str:
    """The mark that a raised word is, empty where it is none."""
    bare = word.text.strip("()[],")
    return bare if word.is_raised and _MARK.fullmatch(bare) else ""


def marks(page: Iterable[Piece]) -> frozenset[str]:
    """The marks of notes that stand in the text of a page."""
    found = (mark_of(word) for piece in page for word in piece.words[1:])
    return frozenset(filter(None, found))


def text_size(page: Iterable[Piece]) -> float:
    """The size of most letters of a page, in points."""
    letters: Counter[float] = Counter()
    for piece in page:
        letters[round(piece.size, 1)] += len(piece.text)
    return max(letters, key=lambda size: letters[size], default=0.0)


def first_note(lines: Sequence[Row], called: Iterable[str], usual: float = 0.0) -> int | None:
    """Where the notes at the foot of a region begin, ``None`` where it has none.

    A note begins with a mark that the text above calls for, in letters that are smaller than those
    of the text or behind a mark that is raised; or it stands first below larger letters. The rest
    of a note from the column or page before may stand above it.

    Args:
        lines: those of the region.
        called: the marks in the text of the page.
        usual: the size of its letters: under a table or a heading across no text stands above.
    """
    known = frozenset(called)
    largest = [*accumulate(map(_size, reversed(lines)), max)][::-1]
    text = 0.0
    sizes: Counter[float] = Counter()
    for at, row in enumerate(lines):
        is_smaller = not text and _SMALLEST * usual <= _size(row) <= _SMALLER * usual
        mark = _begins_with(row)
        if not at and not (is_smaller and mark in known):
            mark = ""
        if not mark:
            if _is_text(row):
                sizes[round(_size(row), 1)] += 1
                text = max((size for size in sizes if sizes[size] >= _LEAST_LINES), default=0.0)
            continue
        is_small = _SMALLEST * text <= _size(row) <= _SMALLER * text
        goes_small = largest[at] <= _size(row) * _ALIKE
        is_first = is_small and _size(row) <= _SMALLER * _size(lines[at - 1])
        is_called = mark in known and (
            is_small or is_smaller or row[0].words[0].size < _SMALLER * _size(row)
        )
        if goes_small and (is_called or is_first):
            return _with_rest(lines, at) if is_small else at
    return None


def _is_text(row: Row) -> bool:
    """Whether a line is of a text and not of a heading: in plain letters, and long."""
    words = sum(len(piece.words) for piece in row)
    return words >= _LEAST_WORDS and not all(piece.is_bold for piece in row)


def _with_rest(lines: Sequence[Row], at: int) -> int:
    """Where the notes begin with the rest of one from before: in the same small letters."""
    size = _size(lines[at])
    first = at
    while first > 1 and size / _ALIKE <= _size(lines[first - 1]) <= size * _ALIKE:
        first -= 1
    return first


def notes(lines: Iterable[Row]) -> Iterator[tuple[str, list[Sequence[Word]]]]:
    """The notes of lines at the foot of a page: the mark of each, and the words of its lines."""
    mark = ""
    taken: list[Sequence[Word]] = []
    for row in lines:
        words: Sequence[Word] = [word for piece in row for word in piece.words]
        found = _begins_with(row)
        if found and (not mark or _follows(found, mark)):
            if taken:
                yield mark, taken
            mark, taken = found, []
            rest = words[0].text[len(found) :].lstrip(".)")
            first = [replace(words[0], text=rest, is_raised=False)] if rest else []
            words = [*first, *words[1:]]
        if words:
            taken.append(words)
    if taken:
        yield mark, taken


def _size(row: Row) -> float:
    return max(piece.size for piece in row)


def _begins_with(row: Row) -> str:
    """The mark that a line begins with, empty where it begins with none."""
    first = row[0].words[0]
    is_alone = len(row) == 1 and len(row[0].words) == 1
    found = None if is_alone else _NOTE.match(first.text)
    return found[1] if found else ""


def _follows(mark: str, before: str) -> bool:
    """Whether a mark of a note is the next one after another."""
    if mark.isdecimal() and before.isdecimal():
        return int(mark) == int(before) + 1
    return not (mark.isdecimal() or before.isdecimal())
