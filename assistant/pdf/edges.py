"""What stands at the edges of pages and is not of their text: running heads, numbers.

A line is a running head or foot by coming again on other pages at the same height, or by bearing
the number of its page.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from assistant.pdf.counting import uncounted
from assistant.pdf.letters import HYPHEN
from assistant.pdf.lines import Piece, rows

_DEEPEST = 4
"""Lines at the head and at the foot of a page that may be none of its text."""

_AGAIN = 3
"""Pages on which a line stands to be a running head; two where there are no more."""

_LEVEL = 3.0
"""Points by which the heights of running heads differ, at most."""

_LONE = re.compile(
    r"(?i)\W*(?:page\s*)?(?:[a-z]{1,3}[-–.])?"
    r"(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\W*"
)
_NUMBER = r"(?:\d{1,4}|[ivxl]{1,6})"
_NUMBERED = re.compile(rf"^\W{{0,3}}{_NUMBER}\b|\b{_NUMBER}\W{{0,3}}$")
_MOST_WORDS = 14
_CLEAR = 1.2
"""A line with the number of its page: how many words it has at most, and how far it stands from the
text, in heights."""

_MOST_HEADED = 0.3
"""Share of the pages that have a running head at one height, from which what stands there on others
is one too."""

_EVEN = 1.3
"""By how much wider the white space below a line is than that below the next one where both are
rows of a table, at most."""

_OUTER = 2
_MOST_PIECES = 2
"""Lines at an edge of which one may bear the number of the page among other words, and the pieces
of it, at most: a row of a table has more."""

_LARGER = 1.1
"""By how much the letters of a heading are larger than those of the lines around it."""

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def without_edges(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The pieces of each page without running heads, page numbers and numbers of lines."""
    edges = [_edges(page) for page in pages]
    again, paged = _coming_again(edges), _paged(edges)
    levels = _levels(edges, again)
    kept: list[list[Piece]] = []
    is_short = len(pages) < _AGAIN
    for at, (page, (top, bottom)) in enumerate(zip(pages, edges, strict=True)):
        # The head of the first page is the title; where pages are many, heads come again.
        dropped = _dropped(top, again, paged, by_number=is_short and at > 0)
        dropped |= _dropped(bottom, again, paged, by_number=is_short)
        if not dropped & {id(piece) for row in top[:1] for piece in row}:
            dropped |= _placed(top, levels)
        if _is_printed(page, top, bottom, f"{at + 1}/{len(pages)}"):
            dropped |= {id(piece) for row in (top[0], bottom[0]) for piece in row}
        kept.append([piece for piece in page if id(piece) not in dropped])
    return uncounted(kept)


Row = list[Piece]


def _edges(page: Sequence[Piece]) -> tuple[list[Row], list[Row]]:
    """The outermost lines at the head and at the foot of a page, the outermost first."""
    lines = rows(page)
    return lines[: _DEEPEST + 1], lines[: -_DEEPEST - 2 : -1]


def _is_printed(page: Sequence[Piece], top: list[Row], bottom: list[Row], number: str) -> bool:
    """Whether a browser printed the outermost lines: at one edge, in letters of one size.

    They are smaller than those of the text, of several parts each, and the foot says which page of
    how many it is. A page alone has nothing that comes again.
    """
    if len(page) <= len([*top[:1], *bottom[:1]]) or top[0] is bottom[0]:
        return False
    head, foot = top[0], bottom[0]
    says = {re.sub(r"\s*(?:/|of)\s*", "/", piece.text) for piece in (foot[0], foot[-1])}
    sizes = [piece.size for piece in (*head, *foot)]
    return (
        number in says
        and min(len(head), len(foot)) > 1
        and abs(head[0].x0 - foot[0].x0) < _LEVEL
        and max(sizes) - min(sizes) < 1
        and _LARGER * max(sizes) < median(piece.size for piece in page)
        and len(top) > 1
        and _is_clear(top, 0)
    )


def _look(row: Row) -> str:
    said = " ".join(piece.text for piece in row)
    said = re.sub(rf"^{_NUMBER}(?=\s)|(?<=\s){_NUMBER}$", "#", said.replace(HYPHEN, "-"))
    return re.sub(r"\d+", "#", said)


def _coming_again(edges: Sequence[tuple[list[Row], list[Row]]]) -> set[tuple[str, int]]:
    """The looks of lines that come again at one height; each with that height, rounded."""
    places: dict[str, Counter[int]] = defaultdict(Counter)
    for top, bottom in edges:
        found = {(_look(row), round(row[0].y0 / _LEVEL)) for row in (*top, *bottom)}
        for look, level in found:
            places[look][level] += 1
    least = _AGAIN if len(edges) >= _AGAIN else 2
    return {
        (look, level)
        for look, levels in places.items()
        for level in levels
        # A height between two steps is rounded to either.
        if sum(levels[level + step] for step in (-1, 0, 1)) >= least
    }


def _levels(edges: Sequence[tuple[list[Row], list[Row]]], again: set[tuple[str, int]]) -> set[int]:
    """The heights at which running heads stand on many pages, rounded."""
    found = Counter(
        level
        for top, _ in edges
        if top and (_look(top[0]), level := round(top[0][0].y0 / _LEVEL)) in again
    )
    least = max(_AGAIN, _MOST_HEADED * len(edges))
    return {level for level, count in found.items() if count >= least}


def _placed(top: list[Row], levels: set[int]) -> set[int]:
    """The pieces of a line where running heads stand on other pages, by identity.

    It names a part of the text that has few pages.
    """
    if not top or round(top[0][0].y0 / _LEVEL) not in levels:
        return set()
    is_head = _is_short(top[0]) and _is_clear(top, 0)
    return {id(piece) for piece in top[0]} if is_head else set()


def _paged(edges: Sequence[tuple[list[Row], list[Row]]]) -> set[int]:
    """The lines, by identity, whose numbers go up with the pages at one height of them.

    A title of a chapter beside the number differs from page to page.
    """
    places: dict[tuple[bool, int, int], list[Row]] = defaultdict(list)
    for page, sides in enumerate(edges):
        for is_top, lines in zip((True, False), sides, strict=True):
            for row in (row for row in lines[:_OUTER] if not _heads(row, lines)):
                for number in _page_numbers(row):
                    level = round(row[0].y0 / _LEVEL)
                    for near in (level - 1, level, level + 1):
                        places[is_top, near, number - page].append(row)
    return {id(row) for found in places.values() if len(found) >= _AGAIN for row in found}


def _heads(row: Row, lines: Sequence[Row]) -> bool:
    """Whether a line with a number looks like a numbered heading at the head of a page."""
    size = median(piece.size for line in lines for piece in line)
    return len(row) == 1 and (row[0].is_bold or row[0].size > _LARGER * size)


def _page_numbers(row: Row) -> Iterator[int]:
    """The numbers at the outer ends of a line."""
    for said in {row[0].words[0].text, row[-1].words[-1].text}:
        bare = said.strip("-–—[]()|").lower()
        if bare.isdecimal():
            yield int(bare)
        elif bare and set(bare) <= set(_ROMAN):
            values = [_ROMAN[letter] for letter in bare]
            yield sum(
                -value if value < following else value
                for value, following in zip(values, [*values[1:], 0], strict=True)
            )


def _dropped(
    rows_inward: list[Row], again: set[tuple[str, int]], paged: set[int], *, by_number: bool
) -> set[int]:
    """The pieces of the lines at one edge that are none of the text, by identity.

    ``by_number`` tells that a line with words in it is one of them for its number alone.
    """
    deepest = 0
    for at, row in enumerate(rows_inward):
        is_again = (_look(row), round(row[0].y0 / _LEVEL)) in again
        is_paged = id(row) in paged and _is_short(row) and _is_clear(rows_inward, at)
        if is_again or is_paged or _is_numbered(rows_inward, at, by_number=by_number):
            deepest = at + 1
        elif not (by_number and _is_short(row)):
            # A short line between the edge and the one with the number goes with it.
            break
    if deepest > _DEEPEST:
        # Pages that say the same have no heads of so many lines.
        return set()
    while deepest and _is_of_table(rows_inward, deepest - 1):
        deepest -= 1
    return {id(piece) for row in rows_inward[:deepest] for piece in row}


def _is_of_table(rows_inward: list[Row], at: int) -> bool:
    """Whether a line of several pieces stands as far from the next one as that from the next.

    The head of a table comes again on each of its pages.
    """
    if at + 2 >= len(rows_inward) or len(rows_inward[at]) < 2:
        return False
    row, inward, further = rows_inward[at : at + 3]
    return len(inward) >= len(row) and _gap(row, inward) < _EVEN * _gap(inward, further)


def _is_short(row: Row) -> bool:
    said = " ".join(piece.text for piece in row)
    return len(said.split()) <= _MOST_WORDS and not said.endswith((".", ";", ","))


def _is_numbered(rows_inward: list[Row], at: int, *, by_number: bool) -> bool:
    """Whether a line at the edge bears the number of its page and stands clear of the text."""
    row = rows_inward[at]
    inward = rows_inward[at + 1] if at + 1 < len(rows_inward) else None
    said = " ".join(piece.text for piece in row)
    if _LONE.fullmatch(said) and any(character.isalnum() for character in said):
        return _is_clear(rows_inward, at)
    is_outer = at <= _OUTER and len(row) <= _MOST_PIECES
    bears = by_number and is_outer and bool(_NUMBERED.search(said))
    return (
        _is_short(row)
        and bears
        and inward is not None
        and _gap(row, inward) > _CLEAR * row[0].height
    )


def _is_clear(rows_inward: list[Row], at: int) -> bool:
    """Whether a line at the edge stands clear of the next one."""
    row = rows_inward[at]
    inward = rows_inward[at + 1] if at + 1 < len(rows_inward) else None
    return inward is None or _gap(row, inward) > 0.3 * row[0].height


def _gap(row: Row, inward: Row) -> float:
    """The white space between two lines."""
    if row[0].y0 < inward[0].y0:
        return min(piece.y0 for piece in inward) - max(piece.y1 for piece in row)
    return min(piece.y0 for piece in row) - max(piece.y1 for piece in inward)
