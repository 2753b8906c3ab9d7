"""What a page is made of: blocks, each of whole lines."""

from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from assistant.pdf.turning import Box

_SPACE = 0.6
"""White space between two words, at most, in sizes of their letters."""

Part = tuple[int, Box]
"""From which cell of a row on what it says stands in a box."""


class Kind(StrEnum):
    """What a block is."""

    TEXT = "text"
    HEADING = "heading"
    TABLE = "table"
    NOTE = "note"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a block.

    Attributes:
        text: its words without the marks of notes.
        page: the number of its page.
        box: where it stands on it.
        size: that of its letters.
        is_bold: whether all of them are.
        is_underlined: whether a rule runs below it.
        is_ruled_off: whether one runs between it and the line above.
        is_marked: whether it begins with the mark of a note.
        marks: those of notes, each with the offset in the text at which it stood.
        first: how wide its first word is.
        indent: how far it is set in from the left edge of its region.
        room: how much white space stands between its end and the right edge of the lines around it.
        width: how wide these are.
        parts: of a row of a table with cells that it shares with others, where each run of its
            cells stands; ``box`` is that of its own.
    """

    text: str
    page: int
    box: Box
    size: float
    is_bold: bool
    is_underlined: bool = False
    is_ruled_off: bool = False
    is_marked: bool = False
    marks: tuple[tuple[int, str], ...] = ()
    first: float = 0
    indent: float = 0
    room: float = 0
    width: float = 0
    parts: tuple[Part, ...] = ()

    def has_room_for(self, below: "TextLine") -> bool:
        """Whether the first word of the line below would have stood on this one.

        A line that breaks before it must ends a paragraph.
        """
        return self.room > below.first + _SPACE * self.size


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are one part of the text.

    Attributes:
        kind: what it is.
        lines: its lines; for a table, its rows with their cells parted by tabs, and the lines of a
            cell by line ends.
        heads: how many rows name the columns of a table.
        is_item: whether it begins with the mark of an item.
        is_first: whether its region begins with it.
        mark: that of a note; empty where it is the rest of one from before.
    """

    kind: Kind
    lines: tuple[TextLine, ...] = field(default=())
    heads: int = 0
    is_item: bool = False
    is_first: bool = False
    mark: str = ""

    @property
    def size(self) -> float:
        """That of its letters, in points."""
        return median(line.size for line in self.lines)

    @property
    def text(self) -> str:
        """Its lines, one after the other."""
        return " ".join(line.text for line in self.lines)

    @property
    def is_bold(self) -> bool:
        """Whether all of its letters are."""
        return all(line.is_bold for line in self.lines)
