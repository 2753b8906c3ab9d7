"""A page of a PDF -> its words, each with the box it stands in.

Boxes are in points (1/72 inch) from the top left corner of the page as it is shown: turned and cut
as its reader sees it.
"""

import ctypes
import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.pdf.letters import LINE_END, SPACE, letters
from assistant.pdf.sight import Sight
from assistant.pdf.turning import Turn, turn_of

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_GAP = 0.25
_BROKEN_GAP = 0.12
"""Share of the height of its letters that parts two words where the file has no space, and where
PDFium found the end of a line."""

_SHORT = 2
"""Letters of a word behind which it matters whether the file has a space."""

_BACK = 2.0
"""By how many heights a letter may stand behind the one before it and go on with its word."""

_OVERLAP = 0.35
"""Share of the lower of two boxes by which they overlap, at least, where they are of one line."""

_SMALL = 0.86
_RAISED = 0.04
"""How high the mark of a note is at most, as a share of the letters before it, and by which share
of their height its foot stands above theirs at least."""

_LOWEST = 0.4
"""How high a mark is at least, as a share of the letters before it: beside an initial that goes
over several lines all words stand high."""

_MARK = re.compile(r"[(\[]?(?:\d{1,3}(?:[,–-]\d{1,3})*,?|[*†‡§¶#]{1,3}|[a-z])[)\]]?")
"""What the mark of a note is made of."""

_GLUED_MARK = re.compile(r"[^\W\d_.,][.,;:)”\"’]?(\d{1,3})([.,;:)”\"’]*)$")
_HIGH = 0.25
"""A number glued to a word, and by which share of their height its foot stands above that of the
letters before it where it is the mark of a note."""

_UPRIGHT = 0.02
"""Radians by which a word may lean and still be text to read: a stamp across a page is none."""

_SMALLEST = 1.5
"""Points of the height of letters from which they can be read: a credit on a map has 4."""

_BULLETS = {"\x88": "•", "\x95": "•"}
"""Marks of items, by their places in the fonts of TeX and of Windows, where they stand alone."""

_WEIGHT = 600
_BOLD = ("bold", "black", "heavy", "demi")
_FORCED_BOLD = 1 << 18
_LONGEST_FONT = 128
"""What tells bold letters: their weight, the name of their font, a flag of it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters without white space.

    Attributes:
        text: its letters, ``letters.HYPHEN`` among them.
        x0: its left edge in points from that of the page.
        y0: its upper edge.
        x1: its right edge.
        y1: its lower edge.
        size: that of its letters, in points.
        is_bold: whether they are.
        is_raised: whether it is small and stands high behind another word, as marks of notes do.
        is_glued: whether nothing stands between it and the word before.
        is_spaced: whether the file has a space before it, where the word before is short.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    is_bold: bool = False
    is_raised: bool = False
    is_glued: bool = False
    is_spaced: bool = False


@dataclass(slots=True)
class _Draft:
    """A word while its letters are read.

    ``at`` is the index of the first of them, ``sides`` are the left and the right edge of each,
    ``unseen`` the places of those among them that don't seem to be seen.
    """

    at: int
    letters: list[str]
    x0: float
    y0: float
    x1: float
    y1: float
    is_glued: bool
    is_raised: bool = False
    is_spaced: bool = False
    sides: list[tuple[float, float]] = field(default_factory=list)
    unseen: list[int] = field(default_factory=list)

    @property
    def height(self) -> float:
        """That of its box."""
        return self.y1 - self.y0

    def is_beside(self, x0: float, y0: float, y1: float, gap: float) -> bool:
        """Whether a letter stands next to it, on its line, with no wider a gap between."""
        height = max(self.height, y1 - y0)
        if not -_BACK * height < x0 - self.x1 < gap * height:
            return False
        overlap = min(self.y1, y1) - max(self.y0, y0)
        return overlap >= _OVERLAP * min(self.height, y1 - y0)

    def is_as_high(self, y0: float, y1: float) -> bool:
        """Whether a letter is as high as its letters are."""
        height, other = self.y1 - self.y0, y1 - y0
        return other >= _SMALL * height and height >= _SMALL * other


def read_words(page: "PdfPage", text_page: "PdfTextPage", sight: Sight) -> list[Word]:
    """The words that a page shows upright, in the order in which the file has them."""
    turn = turn_of(page)
    drafts = [part for draft in _drafts(text_page, turn, sight) for part in _seen(draft, sight)]
    looks = _Looks(text_page, turn, sight)
    marks = _Marks(text_page, turn)
    words = [word for draft in drafts for part in marks.apart(draft) if (word := looks.word(part))]
    return _marked(words)


def _drafts(text_page: "PdfTextPage", turn: Turn, sight: Sight) -> list[_Draft]:
    """The letters of a page by word."""
    from pypdfium2 import raw

    drafts: list[_Draft] = []
    draft: _Draft | None = None
    gap, is_spaced = _GAP, False
    for at, letter, x0, y0, x1, y1 in letters(text_page, turn):
        if letter == SPACE:
            if drafts and len(drafts[-1].letters) <= _SHORT:
                # PDFium adds spaces between letters that are set apart.
                is_spaced = is_spaced or raw.FPDFText_IsGenerated(text_page.raw, at) != 1
            draft = None
        elif letter == LINE_END:
            # Where the next letter stands tells whether a line has ended.
            gap = _BROKEN_GAP
        else:
            is_glued = draft is not None and draft.is_beside(x0, y0, y1, gap)
            if draft is not None and is_glued and draft.is_as_high(y0, y1):
                draft.letters.append(letter)
                draft.x1 = max(draft.x1, x1)
            else:
                draft = _Draft(at, [letter], x0, y0, x1, y1, is_glued, is_spaced=is_spaced)
                drafts.append(draft)
            draft.sides.append((x0, x1))
            if turn.shows(x0, y0, x1, y1) and not sight.sees(at, (x0, y0, x1, y1)):
                draft.unseen.append(len(draft.letters) - 1)
            gap, is_spaced = _GAP, False
    return drafts


def _seen(draft: _Draft, sight: Sight) -> list[_Draft]:
    """What is seen of a word, in parts where there is nothing between them.

    A mark is seen where a letter of the word is that was drawn with it: there may be little of it,
    and that beside the place that its font gives it.
    """
    if not draft.unseen:
        return [draft]
    count = len(draft.letters)
    seen = {sight.drawing(draft.at + at) for at in set(range(count)) - set(draft.unseen)}
    gone = {
        at
        for at in draft.unseen
        if draft.letters[at].isalnum() or sight.drawing(draft.at + at) not in seen
    }
    if not gone:
        return [draft]
    sight.has_hidden = True
    parts: list[_Draft] = []
    for at, letter in enumerate(draft.letters):
        if at in gone:
            continue
        if parts and at - 1 not in gone:
            parts[-1].letters.append(letter)
        else:
            left = draft.sides[at][0]
            is_glued = bool(parts) and left - parts[-1].x1 < _BROKEN_GAP * draft.height
            part = replace(draft, at=draft.at + at, letters=[letter], x0=left)
            parts.append(replace(part, is_glued=is_glued or (draft.is_glued and not at)))
        parts[-1].x1 = draft.sides[at][1]
    return parts


class _Marks:
    """Finds marks of notes whose letters are raised by their drawing: their boxes are as high."""

    def __init__(self, text_page: "PdfTextPage", turn: Turn) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._handle = text_page.raw
        self._turn = turn
        self._edges = [ctypes.c_double() for _ in range(4)]

    def apart(self, draft: _Draft) -> list[_Draft]:
        """A word, with the mark behind it apart."""
        found = _GLUED_MARK.search("".join(draft.letters))
        if found is None or not self._is_high(draft, draft.at + found.start(1)):
            return [draft]
        count = found.start(1)
        border = self._box(draft.at + count)[0]
        word = replace(draft, letters=draft.letters[:count], x1=border)
        mark = draft.letters[count : found.end(1)]
        rest = draft.letters[found.end(1) :]
        at = draft.at + count
        made = [word, replace(draft, at=at, letters=mark, x0=border, is_glued=True, is_raised=True)]
        if rest:
            border = self._box(at + len(mark))[0]
            made[1].x1 = border
            made.append(replace(draft, at=at + len(mark), letters=rest, x0=border, is_glued=True))
        return made

    def _is_high(self, draft: _Draft, at: int) -> bool:
        """Whether a figure stands well above the foot of the letter before it."""
        before, figure = self._box(at - 1), self._box(at)
        height = before[3] - before[1]
        return figure[3] < before[3] - _HIGH * max(height, _HIGH * draft.height)

    def _box(self, at: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = self._edges
        self._raw.FPDFText_GetCharBox(self._handle, at, left, right, bottom, top)
        return self._turn.box(left.value, top.value, right.value, bottom.value)


class _Looks:
    """Tells of a word how large its letters are, whether they lean and whether they are bold."""

    def __init__(self, text_page: "PdfTextPage", turn: Turn, sight: Sight) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._handle = text_page.raw
        self._turn = turn
        self._sight = sight
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(_LONGEST_FONT)
        self._flags = ctypes.c_int()

    def word(self, draft: _Draft) -> Word | None:
        """The word of a draft, ``None`` where it leans, is cut off or too small to be read."""
        size = self._size(draft)
        box = (draft.x0, draft.y0, draft.x1, draft.y1)
        if size is None or not self._turn.shows(*box):
            return None
        if max(size, draft.height) < _SMALLEST:
            self._sight.has_hidden = True
            return None
        box = self._turn.clipped(*box)
        text = "".join(draft.letters)
        text = _BULLETS.get(text, text)
        is_bold = self._is_bold(draft.at)
        return Word(text, *box, size, is_bold, draft.is_raised, draft.is_glued, draft.is_spaced)

    def _size(self, draft: _Draft) -> float | None:
        if not self._raw.FPDFText_GetMatrix(self._handle, draft.at, self._matrix):
            return draft.height
        found = self._matrix
        size = self._raw.FPDFText_GetFontSize(self._handle, draft.at)
        # Letters of a size below 0 stand on their heads, or are turned back on their feet by that.
        side = -1 if size < 0 else 1
        angle = abs(self._turn.angle(side * found.a, side * found.b))
        if angle > _UPRIGHT:
            if abs(angle - math.pi / 2) <= _UPRIGHT:
                self._sight.sideways += len(draft.letters)
            return None
        return float(abs(size) * math.hypot(found.c, found.d)) or draft.height

    def _is_bold(self, at: int) -> bool:
        if self._raw.FPDFText_GetFontWeight(self._handle, at) >= _WEIGHT:
            return True
        length = self._raw.FPDFText_GetFontInfo(
            self._handle, at, self._name, _LONGEST_FONT, self._flags
        )
        name = self._name.raw[: min(length, _LONGEST_FONT)].decode("utf-8", "replace").lower()
        return any(word in name for word in _BOLD) or bool(self._flags.value & _FORCED_BOLD)


def _marked(words: list[Word]) -> list[Word]:
    """The words, with those told that are raised behind the one before them or begin a note."""
    marked: list[Word] = []
    for at, word in enumerate(words):
        before = marked[-1] if marked else None
        behind = words[at + 1] if at + 1 < len(words) else None
        is_raised = before is not None and _is_raised(word, before)
        begins = behind is not None and not (before and _stands_by(before, word))
        is_raised = is_raised or (begins and behind is not None and _begins_note(word, behind))
        marked.append(replace(word, is_raised=True) if is_raised else word)
    return marked


def _stands_by(before: Word, word: Word) -> bool:
    """Whether a word goes on on the line of the one before it."""
    height = before.y1 - before.y0
    is_level = min(word.y1, before.y1) > max(word.y0, before.y0)
    return is_level and -height < word.x0 - before.x1 < _BACK * height


def _begins_note(word: Word, behind: Word) -> bool:
    """Whether a word is the mark before a note."""
    if word.size > _SMALL * behind.size or not _MARK.fullmatch(word.text):
        return False
    height = behind.y1 - behind.y0
    is_beside = -_RAISED * height < behind.x0 - word.x1 < height
    is_level = min(word.y1, behind.y1) > max(word.y0, behind.y0)
    return is_beside and is_level and behind.y1 - word.y1 > _RAISED * height


def _is_raised(word: Word, before: Word) -> bool:
    """Whether a word is the mark of a note behind another one, or goes on with such a mark."""
    height = before.y1 - before.y0
    if not _MARK.fullmatch(word.text) or word.size < _LOWEST * before.size:
        return False
    beside = -height < word.x0 - before.x1 < height
    if not beside or min(word.y1, before.y1) - max(word.y0, before.y0) <= 0:
        return False
    if before.is_raised:
        return word.size <= before.size / _SMALL and abs(word.y1 - before.y1) < _RAISED * height
    return word.size <= _SMALL * before.size and before.y1 - word.y1 > _RAISED * height
