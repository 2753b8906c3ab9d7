"""What the words of RTF say of paragraphs -> blocks: headings, items, rows, notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.html.blocks import DEEPEST, LOWEST, Block, Footnote, Heading, Paragraph
from assistant.html.inline import Inline
from assistant.html.tables import Cell, Row, table_blocks


@dataclass(slots=True)
class _Look:
    """What the open paragraph is: a heading with a level, an item at a depth, one of a cell."""

    level: int = 0
    depth: int = 0
    is_item: bool = False
    is_row: bool = False


@dataclass(slots=True)
class _Place:
    """Where text goes: the document, or a note in it; and what its open paragraph is."""

    key: int = -1
    look: _Look = field(default_factory=_Look)
    inline: Inline = field(default_factory=Inline)
    blocks: list[Block] = field(default_factory=list)


class Blocks:
    """Collects the blocks of a file while its words are read."""

    def __init__(self) -> None:
        self._places = [_Place()]
        self._notes: list[Footnote] = []
        self._rows: list[Row] = []
        self._cells: list[Cell] = []
        self._is_head = False

    def finish(self) -> list[Block]:
        """All blocks, the notes behind the text."""
        while len(self._places) > 1:
            self.end_note()
        self.end_paragraph()
        self._end_table()
        return [*self._places[0].blocks, *self._notes]

    def put(self, text: str, *, is_bold: bool, is_raised: bool) -> None:
        """Put text into the open paragraph."""
        self._places[-1].inline.add(text, is_bold=is_bold, is_raised=is_raised)

    def end_line(self) -> None:
        """End a line within a paragraph."""
        self._places[-1].inline.end_line()

    def begin_note(self) -> None:
        """Set the marker of a note; what follows is its text."""
        key = len(self._notes) + len(self._places)
        self._places[-1].inline.note(key)
        self._places.append(_Place(key))

    def end_note(self) -> None:
        """End the text of the note that is open, if one is."""
        if len(self._places) == 1:
            return
        place = self._places.pop()
        paragraphs = [*place.blocks, *place.inline.take(0)]
        texts = (one.text for one in paragraphs if isinstance(one, Paragraph))
        self._notes.append(Footnote(place.key, " ".join(texts)))

    def end_paragraph(self) -> None:
        """End the open paragraph, which tells what it was."""
        place = self._places[-1]
        found = place.inline.take(0)
        if place.key >= 0 or not found:
            place.blocks += found
        elif place.look.is_row:
            self._cell().blocks += found
        else:
            self._end_table()
            place.blocks += _told(found, place.look)
        place.look.is_item = False

    def set_style(self, level: int) -> None:
        """Say which level the open paragraph has as a heading, 0 for none."""
        self._places[-1].look.level = level

    def word(self, word: str, value: int | None) -> None:
        """Take a word about the open paragraph or its table; others say nothing."""
        look = self._places[-1].look
        if word == "pard":
            self._places[-1].look = _Look()
        elif word == "intbl":
            look.is_row = True
        elif word == "outlinelevel" and value is not None:
            look.level = value + 1 if value < LOWEST else 0
        elif word == "ilvl":
            look.depth = min(max(0, value or 0), DEEPEST)
        elif word in ("listtext", "pntext"):
            look.is_item = True
        elif word in ("trowd", "trhdr"):
            self._is_head = word == "trhdr"
        elif word in ("nestcell", "nestrow"):
            self.put(" ", is_bold=False, is_raised=False)
        elif word in ("cell", "row"):
            self._end_cell(is_row=word == "row")

    def _cell(self) -> Cell:
        if not self._cells:
            self._cells.append(Cell())
        return self._cells[-1]

    def _end_cell(self, *, is_row: bool) -> None:
        self._places[-1].look.is_row = True
        self.end_paragraph()
        if not is_row:
            self._cell()
            self._cells.append(Cell())
        elif self._cells:
            self._rows.append(Row(self._cells, self._is_head))
            self._cells = []

    def _end_table(self) -> None:
        if self._cells:
            self._rows.append(Row(self._cells, self._is_head))
        rows, self._rows, self._cells = self._rows, [], []
        if rows:
            self._places[0].blocks += table_blocks(rows, is_layout=False)


def _told(paragraphs: Sequence[Paragraph], look: _Look) -> Iterator[Block]:
    """Paragraphs as what they are by their style and their list."""
    if look.level:
        yield Heading(" ".join(one.text for one in paragraphs), look.level)
    elif look.is_item:
        first, *others = paragraphs
        yield replace(first, depth=look.depth, is_item=True, is_bold=False)
        yield from (replace(one, depth=look.depth + 1) for one in others)
    else:
        yield from paragraphs
