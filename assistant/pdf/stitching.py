"""The blocks of all pages -> those of the document: paragraphs and tables joined over pages."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.pdf.headings import SIZE_STEP, Titled
from assistant.pdf.letters import HYPHEN
from assistant.pdf.paragraphs import SET_IN, is_abbreviated, is_closed
from assistant.pdf.parts import Block, Kind, TextLine

_BESIDE = 4
"""How many blocks of a side column stand between the parts of a paragraph, at most."""

_MOST_ROOM = 0.3
"""Share of a line that is white space where a paragraph may go on on the next page: where lines
aren't set to a width, an upper-case word doesn't tell."""

_NEXT = 1.45
"""How far two lines of a paragraph stand apart at most, in sizes of their letters."""


def stitched(pages: Sequence[Sequence[Block | Titled]]) -> list[Block | Titled]:
    """The blocks of all pages in one order.

    A paragraph that goes on in the next column or on the next page is one. The notes of a page come
    before the paragraph that goes on, so that all that is on a page stands together.
    """
    made: list[Block | Titled] = []
    for page in pages:
        notes = [one for one in page if isinstance(one, Block) and one.kind is Kind.NOTE]
        texts = [one for one in page if not (isinstance(one, Block) and one.kind is Kind.NOTE)]
        begins = len(made)
        for block in texts:
            at = _going_on(made, block, begins)
            if at is None:
                made.append(block)
                continue
            before = made[at]
            if isinstance(before, Block) and isinstance(block, Block):
                made[at] = replace(before, lines=(*before.lines, *_rest(before, block)))
        if notes:
            _put_in(made, _whole_notes(notes), len(texts))
    return made


def _rest(before: Block, block: Block) -> Sequence[TextLine]:
    """The lines of a block that goes on, without the head of a table that comes again."""
    if block.kind is Kind.TABLE and _head(block) == _head(before):
        return block.lines[block.heads :]
    return block.lines


def _head(table: Block) -> list[str]:
    return [line.text for line in table.lines[: table.heads]]


def _whole_notes(notes: Sequence[Block]) -> list[Block]:
    """The notes of a page, with those made one that go on at the foot of the next column."""
    made: list[Block] = []
    for note in notes:
        if made and not note.mark:
            made[-1] = replace(made[-1], lines=(*made[-1].lines, *note.lines))
        else:
            made.append(note)
    return made


def _going_on(made: Sequence[Block | Titled], block: Block | Titled, begins: int) -> int | None:
    """Which of the blocks before one goes on with it: the last, or one beside a side column.

    ``begins`` is the first of its page.
    """
    if not isinstance(block, Block):
        return None
    last = len(made) - 1
    starts_low = block.text[:1].islower()
    farthest = min(last, max(begins, len(made) - _BESIDE)) if starts_low else last
    for at in range(last, farthest - 1, -1):
        before = made[at] if at >= 0 else None
        if isinstance(before, Block) and _go_on(before, block):
            return at
    return None


def _put_in(made: list[Block | Titled], notes: Sequence[Block], count: int) -> None:
    """Put notes before the last paragraph where it is open, else behind it."""
    last = made[-1] if made and count else None
    is_open = isinstance(last, Block) and last.kind is Kind.TEXT and _is_open(last)
    # A paragraph that began on an earlier page stays where it is.
    began_here = isinstance(last, Block) and last.lines[0].page == notes[0].lines[0].page
    if is_open and began_here:
        made[-1:] = [*notes, made[-1]]
    else:
        made.extend(notes)


def _is_open(block: Block) -> bool:
    return not is_closed(block.lines[-1].text)


def _go_on(before: Block, block: Block) -> bool:
    """Whether a paragraph or a table goes on with the one before it, from elsewhere."""
    if before.kind is Kind.TABLE and block.kind is Kind.TABLE:
        return _is_more(before, block)
    if before.kind is not Kind.TEXT or block.kind is not Kind.TEXT or not _is_open(before):
        return False
    last, first = before.lines[-1], block.lines[0]
    if not _is_elsewhere(before, block) or abs(before.size - block.size) > SIZE_STEP * 2:
        return False
    if last.text.endswith((HYPHEN, "-")) or first.text[:1].islower() or is_abbreviated(last.text):
        return True
    if block.is_item or _is_set_in(before, first) or before.is_bold != block.is_bold:
        return False
    return not last.has_room_for(first) or last.room < _MOST_ROOM * last.width


def _is_more(before: Block, block: Block) -> bool:
    """Whether a table goes on with one of the page before: under the same head, or under none."""
    last, first = before.lines[-1], block.lines[0]
    is_next = first.page == last.page + 1
    is_alike = last.text.count("\t") == first.text.count("\t")
    return is_next and is_alike and (not block.heads or _head(block) == _head(before))


def _is_elsewhere(before: Block, block: Block) -> bool:
    """Whether a block is of another page or column, or of the region right below the last one."""
    last, first = before.lines[-1], block.lines[0]
    if first.page != last.page or first.box[1] < last.box[1]:
        return True
    return block.is_first and first.box[3] - last.box[3] < _NEXT * last.size


def _is_set_in(before: Block, first: TextLine) -> bool:
    """Whether a line is set in as the first one of a paragraph, and not as the lines before it."""
    if first.indent <= SET_IN * first.size:
        return False
    hangs = len(before.lines) > 1 and abs(before.lines[-1].indent - first.indent) < first.size / 2
    return not hangs
