"""The blocks of a PDF -> its text of record, with pages, headings, tables, notes and boxes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.extracts import HeadingLine, Layout, Note, Page, TableLines
from assistant.pdf.headings import Titled
from assistant.pdf.hyphens import Hyphens, without_hyphens
from assistant.pdf.parts import Block, Kind, TextLine
from assistant.pdf.turning import Box
from assistant.text.characters import folded


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of a page stands in the text of record, and on the page."""

    start: int
    end: int
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Written:
    """The text of record, what stands where in it, and where each of its lines was on its page."""

    text: str
    layout: Layout
    places: tuple[Place, ...]


@dataclass(slots=True)
class _Writer:
    """Writes blocks one after the other."""

    hyphens: Hyphens
    parts: list[str] = field(default_factory=list)
    length: int = 0
    places: list[Place] = field(default_factory=list)
    headings: list[HeadingLine] = field(default_factory=list)
    tables: list[TableLines] = field(default_factory=list)
    marks: list[tuple[int, str, int]] = field(default_factory=list)
    notes: list[tuple[int, int, str, int]] = field(default_factory=list)

    def put(self, text: str) -> None:
        """Append text."""
        self.parts.append(text)
        self.length += len(text)

    def block(self, block: Block | Titled) -> None:
        """Append a block behind an empty line."""
        if self.length:
            self.put("\n\n")
        inner = block.block if isinstance(block, Titled) else block
        start = self.length
        if inner.kind in (Kind.TABLE, Kind.CONTENTS):
            self._rows(inner.lines)
        else:
            self._paragraph(inner.lines)
        if isinstance(block, Titled):
            self.headings.append(HeadingLine(start, self.length, block.level))
        elif inner.kind is Kind.TABLE:
            self.tables.append(TableLines(start, self.length, inner.heads))
        elif inner.kind is Kind.NOTE:
            self.notes.append((start, self.length, inner.mark, inner.lines[0].page))

    def _rows(self, lines: Sequence[TextLine]) -> None:
        for at, line in enumerate(lines):
            if at:
                self.put("\n")
            self._row(line, [self._cell(cell) for cell in line.text.split("\t")])

    def _row(self, line: TextLine, cells: Sequence[str]) -> None:
        """Write a row; cells that it shares with others have places of their own."""
        if not line.parts:
            self._line(line, "\t".join(cells))
            return
        first = line.parts[0][0]
        self.put("\t" * first)
        ends = [*(cell for cell, _ in line.parts[1:]), len(cells)]
        for at, ((cell, box), end) in enumerate(zip(line.parts, ends, strict=True)):
            if at:
                self.put("\t")
            self._line(replace(line, box=box), "\t".join(cells[cell:end]))

    def _cell(self, text: str) -> str:
        """What a cell says, over the lines that it wraps over."""
        lines = text.split("\n")
        made = [part for line, below in pairwise(lines) for part in self.hyphens.joint(line, below)]
        return _clean("".join([*made, lines[-1]]))

    def _paragraph(self, lines: Sequence[TextLine]) -> None:
        *others, last = lines
        for line, below in zip(others, lines[1:], strict=True):
            said, joint = self.hyphens.joint(line.text, below.text)
            self._line(line, _clean(said))
            self.put(joint)
        self._line(last, _clean(last.text))

    def _line(self, line: TextLine, said: str) -> None:
        start = self.length
        self.put(said)
        self.places.append(Place(start, self.length, line.page, line.box))
        for at, mark in line.marks:
            self.marks.append((start + min(at, len(said)), mark, line.page))


def _clean(text: str) -> str:
    return folded(without_hyphens(text))


def written(blocks: Iterable[Block | Titled], hyphens: Hyphens) -> Written:
    """Write blocks, in their order."""
    writer = _Writer(hyphens)
    for block in blocks:
        writer.block(block)
    places = tuple(writer.places)
    layout = Layout(
        _pages(places), tuple(writer.headings), tuple(writer.tables), tuple(_notes(writer))
    )
    return Written("".join(writer.parts), layout, places)


def _pages(places: Sequence[Place]) -> tuple[Page, ...]:
    """The text of each page: from its first line to its last."""
    pages: list[Page] = []
    for place in places:
        if pages and pages[-1].page == place.page:
            pages[-1] = Page(place.page, pages[-1].start, place.end)
        else:
            pages.append(Page(place.page, place.start, place.end))
    return tuple(pages)


def _notes(writer: _Writer) -> Iterable[Note]:
    """The notes, each at its mark: that of its number on its page, else the last one before it."""
    for start, end, mark, page in writer.notes:
        found = [at for at, text, on in writer.marks if text == mark and on == page]
        if found:
            yield Note(start, end, found[0])
