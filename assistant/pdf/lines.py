"""Words -> pieces of lines: what stands together on one line, with nothing wide between."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from assistant.pdf.drawn import Rule
from assistant.pdf.words import Word

_APART = 1.0
"""Share of the size of letters by which two pieces stand apart: cells of a table, columns."""

_CLOSE = 1.0
"""Points by which a letter may reach over a rule."""

_GLUED = 0.1
"""White space up to which nothing stands between two words, in sizes of their letters."""

_STRETCHED = 1.35
"""By how much the white space between two pieces may be wider than that between the words of the
first where it is a line set to a width, whose spaces are all about as wide."""

_LEAST_WORDS = 3
_WIDEST = 2.5
"""Words with the same white space between that are a line set to a width, at least, and how wide
that is, at most, in sizes of their letters."""

_SAME_LINE = 0.5
"""Share of the lower of two heights by which two pieces of one line overlap."""

_CLOSING = ".,;:!?)]”’\"'"
"""What stands behind a mark of a note and belongs to the word before it."""

_DOTS = re.compile(r"[.·_]{5,}|…{2,}")
_DOT = re.compile(r"[.·…_]+")
_LEAST_DOTS = 5
"""What leads the eye over a gap: dots or a rule. Four dots with spaces between stand for
words left out of a text of law."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line with nothing wide between them.

    Attributes:
        words: from left to right.
        x0: its left edge, as those of its words are.
        y0: its upper edge: that of most of its letters, not of an initial.
        x1: its right edge.
        y1: its lower edge.
        size: that of most of its letters.
        is_bold: whether all of its letters are.
        leads: whether dots lead the eye from it to the next.
    """

    words: tuple[Word, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    is_bold: bool
    leads: bool = False

    @property
    def text(self) -> str:
        """Its words as they are written, without the marks of notes."""
        return joined(self.words)

    @property
    def height(self) -> float:
        """That of its letters."""
        return self.y1 - self.y0


def joined(words: Iterable[Word]) -> str:
    """Words as they are written, without the marks of notes."""
    parts: list[str] = []
    behind_mark = False
    for word in words:
        if word.is_raised:
            behind_mark = True
            continue
        is_glued = word.is_glued or (behind_mark and word.text[0] in _CLOSING)
        parts += [word.text] if is_glued else [" ", word.text]
        behind_mark = False
    return "".join(parts).strip()


def pieces(words: Sequence[Word], upright: Sequence[Rule] = ()) -> list[Piece]:
    """The pieces of a page's words, in the order in which the file has them.

    Args:
        words: those of the page.
        upright: the rules on it from top to bottom, from the left: none stands within a piece.
    """
    runs: list[list[Word]] = []
    for word in _without_rules(words):
        if runs and _is_next(runs[-1][-1], word) and not _is_parted(runs[-1][-1], word, upright):
            runs[-1].append(word)
        else:
            runs.append([word])
    made = [piece for run in runs for piece in _parted(run)]
    return _joined(made, upright)


def piece_of(words: Sequence[Word], *, leads: bool = False) -> Piece:
    """One piece of words that stand side by side."""
    plain = [word for word in words if not word.is_raised] or list(words)
    size = median(word.size for word in plain)
    most = [word for word in plain if abs(word.size - size) < 1] or plain
    return Piece(
        tuple(words),
        min(word.x0 for word in words),
        median(word.y0 for word in most),
        max(word.x1 for word in words),
        median(word.y1 for word in most),
        size,
        all(word.is_bold for word in plain),
        leads,
    )


def _on_one_line(one: Piece | Word, other: Piece | Word) -> bool:
    """Whether two pieces stand on one line."""
    overlap = min(one.y1, other.y1) - max(one.y0, other.y0)
    return overlap >= _SAME_LINE * min(one.y1 - one.y0, other.y1 - other.y0)


def rows(found: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces by line, from the top down, each line from left to right."""
    made: list[list[Piece]] = []
    for piece in sorted(found, key=lambda one: (one.y0 + one.y1, one.x0)):
        # A line may begin a little lower than one beside it ended.
        fitting = next((row for row in made[-3:] if _on_one_line(row[-1], piece)), None)
        if fitting is None:
            made.append([piece])
        else:
            fitting.append(piece)
    return [sorted(row, key=lambda one: one.x0) for row in made]


def _is_next(before: Word, word: Word) -> bool:
    gap = word.x0 - before.x1
    near = -0.5 * before.size < gap < _APART * min(before.size, word.size)
    return near and _on_one_line(before, word)


def _is_parted(before: Word | Piece, word: Word | Piece, upright: Sequence[Rule]) -> bool:
    """Whether a rule stands between two words."""
    middle = (word.y0 + word.y1) / 2
    at = bisect_left(upright, before.x1 - _CLOSE, key=lambda rule: rule.at)
    while at < len(upright) and upright[at].at <= word.x0 + _CLOSE:
        if upright[at].start <= middle <= upright[at].end:
            return True
        at += 1
    return False


def _without_rules(words: Sequence[Word]) -> list[Word]:
    """The words without dots glued to them: these stand alone."""
    kept: list[Word] = []
    for word in words:
        found = _DOTS.search(word.text)
        if found is None or found.span() == (0, len(word.text)):
            kept.append(word)
            continue
        step = (word.x1 - word.x0) / len(word.text)
        for start, end in ((0, found.start()), found.span(), (found.end(), len(word.text))):
            if start < end:
                part = replace(word, text=word.text[start:end], is_glued=start > 0)
                kept.append(replace(part, x0=word.x0 + start * step, x1=word.x0 + end * step))
    return kept


def _parted(run: Sequence[Word]) -> list[Piece]:
    """The pieces of words side by side: dots that lead over a gap part them and go."""
    made: list[Piece] = []
    open_words: list[Word] = []
    dots: list[Word] = []
    for word in [*run, None]:
        if word is not None and _leads(word, goes_on=bool(dots)):
            dots.append(word)
            continue
        if dots and _is_leader(dots):
            if open_words:
                made.append(piece_of(_undotted(open_words), leads=True))
            open_words = []
        else:
            open_words += dots
        dots = []
        if word is not None:
            open_words.append(replace(word, is_glued=word.is_glued and bool(open_words)))
    return [*made, piece_of(open_words)] if open_words else made


def _leads(word: Word, *, goes_on: bool) -> bool:
    """Whether a word is of dots that lead over a gap: a full stop is glued to its word."""
    is_free = goes_on or not word.is_glued or bool(_DOTS.fullmatch(word.text))
    return is_free and bool(_DOT.fullmatch(word.text))


def _undotted(words: Sequence[Word]) -> Sequence[Word]:
    """The words before dots, without the first of the dots where it is glued to them."""
    bare = words[-1].text.rstrip(".")
    return [*words[:-1], replace(words[-1], text=bare)] if bare else words[:-1] or words


def _is_leader(dots: Sequence[Word]) -> bool:
    return len(dots) >= _LEAST_DOTS or any(_DOTS.fullmatch(word.text) for word in dots)


def _joined(found: Sequence[Piece], upright: Sequence[Rule]) -> list[Piece]:
    """The pieces, with those made one that stand side by side and were drawn apart."""
    made: list[Piece] = []
    for row in rows(found):
        joined_row: list[Piece] = []
        group = [row[0]]
        space = _space(row[0])
        for piece in row[1:]:
            before = group[-1]
            if _go_together(before, piece, space) and not _is_parted(before, piece, upright):
                group.append(piece)
                space = space or _space(piece)
            else:
                joined_row.append(_one(group))
                group, space = [piece], _space(piece)
        made += _evened([*joined_row, _one(group)], upright)
    return made


def _evened(row: Sequence[Piece], upright: Sequence[Rule]) -> list[Piece]:
    """The pieces of a line, those made one that are words with the same white space between.

    A line of few words that is set to a width has wide spaces, all of one width.
    """
    gaps = [piece.x0 - before.x1 for before, piece in pairwise(row)]
    made: list[Piece] = []
    start = 0
    for at in range(1, len(row) + 1):
        goes_on = (
            at < len(row)
            and abs(gaps[at - 1] - gaps[start]) < _GLUED * row[at].size
            and gaps[at - 1] < _WIDEST * row[at].size
            and not row[at - 1].leads
            and not _is_parted(row[at - 1], row[at], upright)
        )
        if goes_on:
            continue
        part = row[start:at]
        low = sum(piece.text[:1].islower() for piece in part)
        is_single = sum(len(piece.words) for piece in part) <= 1.5 * len(part)
        is_text = len(part) >= _LEAST_WORDS and is_single and low >= len(part) / 2
        made += [_one(part)] if is_text else part
        start = at
    return made


def _one(group: Sequence[Piece]) -> Piece:
    """One piece of those that stand side by side."""
    if len(group) == 1:
        return group[0]
    words = list(group[0].words)
    for before, piece in pairwise(group):
        is_glued = piece.x0 - before.x1 < _GLUED * piece.size
        words += [replace(piece.words[0], is_glued=is_glued), *piece.words[1:]]
    return piece_of(words, leads=group[-1].leads)


def _go_together(before: Piece, piece: Piece, space: float) -> bool:
    """Whether two pieces of a line are one."""
    gap = piece.x0 - before.x1
    if before.leads or gap <= -0.5 * piece.size:
        return False
    return gap < max(_APART * piece.size, _STRETCHED * space)


def _space(piece: Piece) -> float:
    """The white space between the words of a piece, 0 where they are too few to tell."""
    gaps = [word.x0 - before.x1 for before, word in pairwise(piece.words) if not word.is_glued]
    return median(gaps) if len(gaps) > 1 else 0.0
