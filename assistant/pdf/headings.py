"""Blocks that head a part of the text, told from the others by how they look."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.pdf.parts import Block, Kind, TextLine

_LARGER = 1.1
_SMALLEST = 0.8
"""By how much the letters of a heading that is not bold are larger than those of the text, and how
small those of one that is may be."""

_MOST_WORDS = 22
_MOST_CAPITALS = 12
_MOST_LINES = 4
"""Words of a heading, and of one that only its capitals tell, and its lines, at most."""

_MOST_ALIKE = 0.4
"""Share of the letters of a text that are bold, underlined or of lines in capitals, from which that
tells no heading."""

_CLOSEST = 0.8
_NEXT = 1.45
"""How far two lines of one stand apart, in sizes of their letters: lines stand on lines, those of
the two sides of a letterhead needn't."""

_LEAST_LETTERS = 4

_NO_HEADING = re.compile(r"[.,;][\"”’')\]]*$")
_NUMBERED = re.compile(r"(?i)(?:§|sec(?:tion|\.)|article|part|title|chapter|\d+[.)])\s*\S")
_LABEL = re.compile(
    r"(?i)(?:article|section|chapter|part|title|annex|schedule|appendix|exhibit|attachment)"
    r"\s+(?:\d{1,3}[A-Z]?|[IVXLC]{1,6}|[A-Z])\.?"
)

SIZE_STEP = 0.25
"""Points between sizes of letters that are told apart."""

_BOLD_LEVEL = 6
_LOWEST = 5


@dataclass(frozen=True, slots=True)
class Titled:
    """A heading with its level, 1 to 6."""

    block: Block
    level: int


def _body_size(pages: Iterable[Iterable[Block]]) -> float:
    """The size of most letters of the text, in points."""
    letters = _letters(pages)
    return max(letters, key=lambda size: letters[size], default=10.0)


def _letters(pages: Iterable[Iterable[Block]]) -> Counter[float]:
    letters: Counter[float] = Counter()
    for page in pages:
        for block in page:
            for line in block.lines:
                letters[_rounded(line.size)] += len(line.text)
    return letters


def _rounded(size: float) -> float:
    return round(size / SIZE_STEP) * SIZE_STEP


def headings(pages: Sequence[Sequence[Block]]) -> list[list[Block | Titled]]:
    """The blocks of each page with those that are headings told, and their levels."""
    tells = _Tells(pages)
    sizes = sorted(
        {
            _rounded(block.size)
            for page in pages
            for block in page
            if tells.is_heading(block) and tells.is_large(block)
        },
        reverse=True,
    )
    levels = {size: min(at, _LOWEST) for at, size in enumerate(sizes, 1)}
    told = [
        [
            Titled(replace(block, kind=Kind.HEADING), levels.get(_rounded(block.size), _BOLD_LEVEL))
            if tells.is_heading(block)
            else block
            for block in page
        ]
        for page in pages
    ]
    return [_whole_headings(page) for page in told]


class _Tells:
    """What tells headings in a document: what most of its text isn't."""

    def __init__(self, pages: Sequence[Sequence[Block]]) -> None:
        lines = [line for page in pages for block in page for line in block.lines]
        most = _MOST_ALIKE * max(sum(len(line.text) for line in lines), 1)
        self._body = _body_size(pages)
        self._bold = _letters_of(lines, lambda line: line.is_bold) <= most
        self._underlined = _letters_of(lines, lambda line: line.is_underlined) <= most
        self._capitals = _letters_of(lines, lambda line: line.text.isupper()) <= most

    def is_large(self, block: Block) -> bool:
        """Whether the letters of a block are larger than those of the text."""
        return block.size > _LARGER * self._body

    def is_heading(self, block: Block) -> bool:
        """Whether a block looks like a heading: short, and in letters unlike those of the text."""
        text = block.text
        if block.kind is not Kind.TEXT or len(block.lines) > _MOST_LINES:
            return False
        if len(text.split()) > _MOST_WORDS or not any(map(str.isalpha, text)):
            return False
        if _NO_HEADING.search(text) and not _NUMBERED.match(text):
            return False
        return self.is_large(block) or _LABEL.fullmatch(text) is not None or self._stands_out(block)

    def _stands_out(self, block: Block) -> bool:
        if self._bold and block.is_bold and block.size >= _SMALLEST * self._body:
            return True
        if self._underlined and all(line.is_underlined for line in block.lines):
            return True
        text = block.text
        letters = sum(map(str.isalpha, text))
        is_name = letters >= _LEAST_LETTERS and 2 * letters > len(text) and text[-1] != ":"
        return (
            self._capitals and text.isupper() and is_name and (len(text.split()) <= _MOST_CAPITALS)
        )


def _letters_of(lines: Iterable[TextLine], tells: Callable[[TextLine], bool]) -> int:
    return sum(len(line.text) for line in lines if tells(line))


def _whole_headings(page: Sequence[Block | Titled]) -> list[Block | Titled]:
    """The blocks of a page, with headings made one that go over several lines."""
    made: list[Block | Titled] = []
    for block in page:
        before = made[-1] if made else None
        if isinstance(before, Titled) and isinstance(block, Titled) and _are_one(before, block):
            lines = (*before.block.lines, *block.block.lines)
            made[-1] = replace(before, block=replace(before.block, lines=lines))
        else:
            made.append(block)
    return made


def _are_one(before: Titled, block: Titled) -> bool:
    """Whether a heading goes on with the one right above it."""
    last, first = before.block.lines[-1], block.block.lines[0]
    step = first.box[3] - last.box[3]
    is_below = _CLOSEST * last.size < step < _NEXT * last.size
    is_alike = abs(first.size - last.size) < SIZE_STEP
    words = len(f"{before.block.text} {block.block.text}".split())
    is_new = _NUMBERED.match(first.text) or first.is_bold != last.is_bold
    goes_on = is_below and is_alike and not is_new
    return before.level == block.level and goes_on and words <= _MOST_WORDS
