"""What an element of HTML does with the blocks in it: lists, terms, headings, notes, tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.html.blocks import (
    BELOW,
    Block,
    Footnote,
    Gone,
    Heading,
    Paragraph,
    without_empty_heads,
    without_markers,
)
from assistant.html.inline import OWN_MARK
from assistant.html.menus import is_menu
from assistant.html.tables import Cell, Row, table_blocks
from assistant.text.characters import raised

BULLET = "•"

LONGEST_TITLE = 400
"""Characters of what stands in the element of a heading and is one."""

LEAST_DEFINITION = 60
MOSTLY = 0.5
"""Characters from which a definition is prose, and the share of definitions (or of terms that are
dates) by which a list of terms is judged."""

_CLOSED = re.compile(r"[.!?;][\"'”’)\]]*$")
_DATE = re.compile(
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\w{3,9}\.? \d{1,2}, \d{4}|\d{1,2}\.? \w{3,9}\.? \d{4}"
    r"|\d{4}|\d{1,2}:\d{2})\b.{0,20}"
)


class Frame:
    """Collects the blocks of an element until that ends."""

    def __init__(self, element: object) -> None:
        self.element = element
        self.blocks: list[Block] = []

    def take(self, child: "Frame") -> None:
        """Take what a frame within has become."""
        found = child.close()
        if self.blocks:
            self.blocks += found
        else:
            self.blocks = found

    def close(self) -> list[Block]:
        """The blocks of the element."""
        return self.blocks


class HeadingFrame(Frame):
    """A heading."""

    def __init__(self, element: object, level: int) -> None:
        super().__init__(element)
        self._level = level

    def close(self) -> list[Block]:
        """One heading, or the blocks themselves where too much stands in it to be one."""
        texts = [block.text for block in self.blocks if isinstance(block, Paragraph)]
        is_whole = len(texts) == sum(not isinstance(block, Gone) for block in self.blocks)
        if is_whole and 0 < sum(map(len, texts)) <= LONGEST_TITLE:
            return [Heading(" ".join(texts), self._level)]
        return self.blocks


class ListFrame(Frame):
    """A list, which counts its items.

    ``numbering`` is the kind of its marks as HTML names it, ``•`` for bullets, empty for none.
    """

    def __init__(self, element: object, numbering: str, start: int, *, is_page: bool) -> None:
        super().__init__(element)
        self._numbering = numbering
        self._next = start
        self._is_page = is_page
        self.is_led_in = False

    def mark(self, value: int | None) -> str:
        """The mark of the next item; ``value`` is the number that it says it has."""
        number = self._next if value is None else value
        self._next = number + 1
        return numbered(number, self._numbering)

    def close(self) -> list[Block]:
        """Its items; nothing where they are links to elsewhere and no sentence."""
        if self._is_page and not self.is_led_in and is_menu(self.blocks):
            return [Gone()]
        return self.blocks


def numbered(number: int, numbering: str) -> str:
    """The mark of an item by its number and the kind of the list's marks."""
    if numbering in ("", BULLET):
        return numbering
    if numbering in ("a", "A"):
        mark = letters(number)
    elif numbering in ("i", "I"):
        mark = roman(number)
    else:
        mark = str(number)
    return f"{mark.upper() if numbering in ('A', 'I') else mark}."


def letters(number: int) -> str:
    """A number in letters: a … z, aa … zz as lists count."""
    if not 1 <= number <= 26 * 27:
        return str(number)
    rest, digit = divmod(number - 1, 26)
    return (chr(ord("a") + rest - 1) if rest else "") + chr(ord("a") + digit)


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """A number in small Roman figures."""
    if not 0 < number < 4_000:
        return str(number)
    found = ""
    for value, figure in _ROMAN:
        count, number = divmod(number, value)
        found += figure * count
    return found


class ItemFrame(Frame):
    """An item of a list."""

    def __init__(self, element: object, mark: str, depth: int) -> None:
        super().__init__(element)
        self._mark = mark
        self._depth = depth

    def close(self) -> list[Block]:
        """Its first paragraph behind its mark, the others below it."""
        first = self.blocks[0] if self.blocks else None
        if not isinstance(first, Paragraph) or first.is_item:
            return self.blocks
        has_own = bool(OWN_MARK.match(first.text))
        text = first.text if has_own or not self._mark else f"{self._mark} {first.text}"
        self.blocks[0] = replace(first, text=text, depth=self._depth, is_item=True)
        return self.blocks


class TermFrame(Frame):
    """A term of a list of terms."""


class DefinitionFrame(Frame):
    """What a list of terms says of one."""


class TermsFrame(Frame):
    """A list of terms: a glossary, a list of questions with answers, of dates, of labels."""

    def __init__(self, element: object) -> None:
        super().__init__(element)
        self._entries: list[tuple[str, list[Block]]] = []

    def take(self, child: Frame) -> None:
        """Take a term, a definition, or what stands between them."""
        blocks = [block for block in child.close() if not isinstance(block, Gone)]
        if isinstance(child, TermFrame):
            self._entries.append((_title(blocks), []))
        elif self._entries:
            self._entries[-1][1].extend(blocks)
        else:
            self.blocks += blocks

    def close(self) -> list[Block]:
        """Headings over their definitions, or lines of a term and what is said of it."""
        entries = self._entries
        defined = [blocks for _, blocks in entries if blocks]
        dates = sum(bool(_DATE.match(without_markers(term))) for term, _ in entries)
        prose = sum(map(_is_prose, defined))
        asked = sum(without_markers(term).endswith("?") for term, blocks in entries if blocks)
        is_glossary = asked > MOSTLY * len(entries) or (
            dates <= MOSTLY * len(entries) and prose >= max(1, MOSTLY * len(defined))
        )
        for term, blocks in entries:
            self.blocks += _headed(term, blocks) if is_glossary else _joined(term, blocks)
        return self.blocks


def _title(blocks: Sequence[Block]) -> str:
    texts = (block.text for block in blocks if isinstance(block, Paragraph | Heading))
    return " ".join(texts)


def _is_prose(blocks: Sequence[Block]) -> bool:
    texts = [without_markers(block.text) for block in blocks if isinstance(block, Paragraph)]
    is_long = sum(map(len, texts)) >= LEAST_DEFINITION
    return is_long or len(texts) > 1 or any(_CLOSED.search(text) for text in texts)


def _headed(term: str, blocks: Sequence[Block]) -> Iterator[Block]:
    if term:
        yield Heading(term, BELOW) if blocks else Paragraph(term, is_bold=True)
    yield from blocks


def _joined(term: str, blocks: Sequence[Block]) -> Iterator[Block]:
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and not first.is_item:
        text = f"{term} {first.text}".strip()
        yield replace(first, text=text, is_bold=False)
        yield from blocks[1:]
    else:
        yield Paragraph(term)
        yield from blocks


class CellFrame(Frame):
    """A cell of a table."""

    def __init__(self, element: object, *, across: int, down: int, is_head: bool) -> None:
        super().__init__(element)
        self.cell = Cell([], across, down, is_head)

    def close(self) -> list[Block]:
        """What stands in it."""
        return without_empty_heads(self.blocks)


class RowFrame(Frame):
    """A row of a table."""

    def __init__(self, element: object, *, is_head: bool) -> None:
        super().__init__(element)
        self.row = Row([], is_head)

    def take(self, child: Frame) -> None:
        """Take a cell, or what stands where one should."""
        blocks = child.close()
        cell = child.cell if isinstance(child, CellFrame) else Cell()
        cell.blocks = blocks
        self.row.cells.append(cell)

    def close(self) -> list[Block]:
        """What stands in it outside of a table."""
        loose = [block for cell in self.row.cells for block in cell.blocks]
        return [*loose, *self.blocks]


class TableFrame(Frame):
    """A table."""

    def __init__(self, element: object, *, is_layout: bool) -> None:
        super().__init__(element)
        self._rows: list[Row] = []
        self._is_layout = is_layout

    def take(self, child: Frame) -> None:
        """Take a row; what else stands in a table, as its caption, stands before it."""
        if isinstance(child, RowFrame):
            self._rows.append(child.row)
            self.blocks += child.blocks
        elif isinstance(child, CellFrame):
            child.cell.blocks = child.close()
            self._rows.append(Row([child.cell]))
        else:
            super().take(child)

    def close(self) -> list[Block]:
        """Its caption and its rows, or what it lays out."""
        return [*self.blocks, *table_blocks(self._rows, is_layout=self._is_layout)]


class NoteFrame(Frame):
    """A footnote or endnote. ``mark`` is what its markers say."""

    def __init__(self, element: object, key: int, mark: str) -> None:
        super().__init__(element)
        self._key = key
        self._mark = mark

    def close(self) -> list[Block]:
        """The note on one line, without the number before it."""
        text = " ".join(
            block.text for block in self.blocks if isinstance(block, Paragraph | Heading)
        )
        others = [b for b in self.blocks if not isinstance(b, Paragraph | Heading | Gone)]
        return [Footnote(self._key, self._unnumbered(text)), *others]

    def _unnumbered(self, text: str) -> str:
        """The text without its number: in brackets, before a full stop, or raised."""
        text = text.lstrip("^↑ ")
        mark = re.escape(self._mark)
        pattern = rf"(?:[\[(]{mark}[\])][.:]?|{mark}[.:)]|{re.escape(raised(self._mark))})(?=\D)\s*"
        found = re.match(pattern, text)
        is_bare = found is not None and found[0].strip() == self._mark and self._mark.isalnum()
        return text[found.end() :] if found and not is_bare else text


class PreFrame(Frame):
    """Text whose line ends count."""

    def __init__(self, element: object) -> None:
        super().__init__(element)
        self.raw: list[str] = []
