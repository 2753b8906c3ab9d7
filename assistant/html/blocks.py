"""Blocks of a document -> its text of record, with where its headings, tables and notes stand."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from assistant.extracts import TAB, HeadingLine, Layout, Note, TableLines

LOWEST = 6
"""The lowest level of a heading."""

BELOW = 0
"""Level of a heading that stands one below that before it, whatever that is."""

DEEPEST = 12
"""The deepest level of an item that is told."""

INDENT = "  "
BETWEEN = "\n\n"
"""What indents an item by a level, and what parts blocks: an item is one of its own."""

LONGEST_BOLD = 120
MOST_WORDS_CLOSED = 8
MOST_BOLD_IN_ROW = 4
MOST_BOLD = 0.5
"""Characters of a bold paragraph that is a heading, at most; words of one that ends in a full stop;
how many may stand over the same text; and which share of all paragraphs may be bold before bold
letters say nothing."""

LONGEST_HEADING = 300
LONGEST_CLOSED = 120
"""Characters of a heading, at most, and of one that ends as a sentence does: longer ones are text
that was given the look of a heading."""

_CONTENTS = re.compile(
    r"(?i)(?:table of )?contents$|(?:on|in) this (?:article|page|section)$|quick links$"
)
_MARK = re.compile("\x01([0-9]+)\x02")
_MARKER = re.compile("\x01[0-9]+\x02")
_BRACKETED = re.compile(
    r"[\[(] ?\x01[0-9]+\x02(?:[ ,;–-]*\x01[0-9]+\x02)* ?[\])]"
    r"|\x01[0-9]+\x02(?:[ ,;–-]+\x01[0-9]+\x02)+"
)
_NEXT = tuple(" ,.;:)]!?")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or an item of a list, whose mark is part of its text.

    Attributes:
        text: its words, on one line.
        depth: how many lists it stands within.
        is_item: whether it begins an item.
        is_bold: whether all of it is bold.
        linked: how many of its characters are links.
        links: how many links it holds.
        jumps: how many of its characters are links to other places of the same page.
    """

    text: str
    depth: int = 0
    is_item: bool = False
    is_bold: bool = False
    linked: int = 0
    links: int = 0
    jumps: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. ``BELOW`` as its level is one below the heading before it."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Rows:
    """A table. ``heads`` is how many of its rows, from the first on, name its columns."""

    rows: tuple[tuple[str, ...], ...]
    heads: int = 0


@dataclass(frozen=True, slots=True)
class Footnote:
    """The text of a note, and the number by which markers name it."""

    key: int
    text: str


@dataclass(frozen=True, slots=True)
class Gone:
    """What stood here is no text of the document: a heading over nothing else goes with it."""


Block: TypeAlias = Paragraph | Heading | Rows | Footnote | Gone


def marker(key: int) -> str:
    """What stands for the marker of a note within the text of a block."""
    return f"\x01{key}\x02"


def without_markers(text: str) -> str:
    """The text of a block without the markers of notes."""
    return _MARK.sub("", text) if "\x01" in text else text


def written(blocks: Iterable[Block]) -> tuple[str, Layout]:
    """Write blocks as a text of record, with its layout; empty where they hold no words."""
    writer = _Writer()
    for block in _levelled(without_empty_heads(_promoted(list(blocks)))):
        writer.add(block)
    return writer.text(), writer.layout()


def _promoted(blocks: Sequence[Block]) -> list[Block]:
    """Short paragraphs in bold letters over text become headings, long headings paragraphs."""
    settled = [_settled(block) for block in blocks]
    paragraphs = [block for block in settled if isinstance(block, Paragraph)]
    bold = sum(map(_may_head, paragraphs))
    if not bold or bold > MOST_BOLD * len(paragraphs):
        return settled
    row = 0
    stands_over = False
    for at in range(len(settled) - 1, -1, -1):
        block = settled[at]
        if isinstance(block, Paragraph) and _may_head(block):
            row += 1
            if stands_over and row <= MOST_BOLD_IN_ROW:
                settled[at] = Heading(block.text, LOWEST)
        elif not isinstance(block, Footnote):
            row = 0
            stands_over = isinstance(block, Paragraph | Rows) or (
                isinstance(block, Heading) and block.level in (BELOW, LOWEST)
            )
    return settled


def _settled(block: Block) -> Block:
    """A heading whose text is too long for one, as the paragraph that it is."""
    if not isinstance(block, Heading):
        return block
    is_closed = len(block.text) > LONGEST_CLOSED and block.text.endswith((".", ";", ",", ":"))
    return Paragraph(block.text) if is_closed or len(block.text) > LONGEST_HEADING else block


def _may_head(paragraph: Paragraph) -> bool:
    text = without_markers(paragraph.text)
    return (
        paragraph.is_bold
        and not paragraph.is_item
        and 1 < len(text) <= LONGEST_BOLD
        and any(map(str.isalpha, text))
        and not text.endswith((",", ";"))
        and "=" not in text
        and not text[0].islower()
        and (not text.endswith(".") or len(text.split()) <= MOST_WORDS_CLOSED)
    )


def without_empty_heads(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without headings over nothing but what is gone, and without what tells so."""
    kept: list[Block] = []
    below: Block | None = None
    has_gone = False
    for block in reversed(blocks):
        if isinstance(block, Gone):
            has_gone = True
        elif isinstance(block, Heading) and has_gone and _is_empty(block, below):
            # What is over it has the same below it.
            continue
        else:
            kept.append(block)
            below, has_gone = block, False
    return kept[::-1]


def _is_empty(heading: Heading, below: Block | None) -> bool:
    """Whether nothing of its own stands under a heading whose text is gone."""
    if below is None:
        return True
    is_over = isinstance(below, Heading) and BELOW < below.level <= (heading.level or LOWEST)
    return is_over or (isinstance(below, Heading) and bool(_CONTENTS.match(heading.text)))


def _levelled(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the level of each heading, which is never below the lowest."""
    current = 1
    for block in blocks:
        if isinstance(block, Heading):
            level = block.level if block.level != BELOW else current + 1
            if block.level != BELOW:
                current = block.level
            yield replace(block, level=max(1, min(level, LOWEST)))
        else:
            yield block


class _Writer:
    """Writes blocks one behind the other."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[HeadingLine] = []
        self._tables: list[TableLines] = []
        self._markers: list[tuple[int, int]] = []
        self._footnotes: dict[int, tuple[int, int]] = {}

    def add(self, block: Block) -> None:
        """Write a block, if it has words."""
        if isinstance(block, Rows):
            self._add_rows(block)
        elif isinstance(block, Heading):
            if span := self._add_line(block.text, block):
                self._headings.append(HeadingLine(*span, block.level))
        elif isinstance(block, Footnote):
            if span := self._add_line(block.text, block):
                self._footnotes.setdefault(block.key, span)
        elif isinstance(block, Paragraph):
            self._add_line(block.text, block)

    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def layout(self) -> Layout:
        """Where things stand in it. A note belongs to the first marker that names it."""
        called: dict[int, int] = {}
        for key, at in self._markers:
            called.setdefault(key, at)
        notes = [Note(*span, called[key]) for key, span in self._footnotes.items() if key in called]
        return Layout(
            headings=tuple(self._headings),
            tables=tuple(self._tables),
            notes=tuple(sorted(notes, key=_start)),
        )

    def _add_line(self, text: str, block: Block) -> tuple[int, int] | None:
        bare, markers = _unmarked(text)
        if not bare.strip():
            return None
        self._part()
        if isinstance(block, Paragraph) and block.depth > 0:
            self._put(INDENT * block.depth)
        start = self._put(bare, markers)
        return start, self._length

    def _add_rows(self, block: Rows) -> None:
        if not any(cell for row in block.rows for cell in row):
            return
        self._part()
        begins = self._length
        for number, row in enumerate(block.rows):
            if number:
                self._put("\n")
            for column, cell in enumerate(row):
                if column:
                    self._put(TAB)
                self._put(*_unmarked(cell))
        self._tables.append(TableLines(begins, self._length, min(block.heads, len(block.rows))))

    def _part(self) -> None:
        """Part a block from that before it."""
        if self._parts:
            self._put(BETWEEN)

    def _put(self, text: str, markers: Sequence[tuple[int, int]] = ()) -> int:
        start = self._length
        self._markers += ((key, start + offset) for key, offset in markers)
        self._parts.append(text)
        self._length += len(text)
        return start


def _start(note: Note) -> int:
    return note.start


def _unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without the markers of notes, and at which offset each stood."""
    if "\x01" not in text:
        return text, []
    first, *pieces = _MARK.split(_BRACKETED.sub(_bare_markers, text))
    parts = [first]
    length = len(first)
    found: list[tuple[int, int]] = []
    for key, after in zip(pieces[::2], pieces[1::2], strict=True):
        # "of the Council (1)," reads "of the Council," without its marker.
        if parts[-1].endswith(" ") and (not after or after.startswith(_NEXT)):
            parts[-1] = parts[-1][:-1]
            length -= 1
        found.append((int(key), length))
        parts.append(after if length else after.lstrip(" "))
        length += len(parts[-1])
    bare = "".join(parts).rstrip(" ")
    return bare, [(key, min(offset, len(bare))) for key, offset in found]


def _bare_markers(found: re.Match[str]) -> str:
    """Markers without the brackets around them and the commas between them."""
    return "".join(_MARKER.findall(found[0]))
