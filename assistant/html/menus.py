"""Which blocks of a page are links to elsewhere, and not text of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.html.blocks import Block, Gone, Paragraph
from assistant.html.inline import OWN_MARK
from assistant.html.words import COPYRIGHT, is_phrase

LINKED = 2 / 3
LEAST_LINKS = 2
LEAST_LINES = 3
"""Share of links from which paragraphs are a menu, links of one of them, and how many that are one
link each make a menu together."""

LONGEST_LINE = 80
LEAST_WORDS = 5
"""Characters of such a paragraph, at most, and words from which a closed one is a sentence."""

_LABEL = re.compile(r"[A-Z][\w ()/’'-]{1,40}:\s")
_MARK = re.compile(r"\(\w{1,5}\)|\d{1,3}\.|[a-zA-Z]\.|[ivx]{1,5}\.")
_CLOSED = re.compile(r"[.!?;][\"'”’)\]]*$")


def is_menu(blocks: Sequence[Block]) -> bool:
    """Whether the items of a list are links to elsewhere, and no sentence among them."""
    if not all(isinstance(block, Paragraph | Gone) for block in blocks):
        return False
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    if any(map(_is_sentence, paragraphs)):
        return False
    length = sum(len(OWN_MARK.sub("", block.text, count=1)) for block in paragraphs)
    return bool(blocks) and sum(block.linked for block in paragraphs) >= LINKED * length


def is_no_text(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a row of links, or says what pages say around their text."""
    is_linked = paragraph.linked > LINKED * len(paragraph.text)
    if is_phrase(paragraph.text, is_linked=is_linked):
        return True
    if not is_linked or paragraph.links < LEAST_LINKS or _is_sentence(paragraph):
        return False
    # "Related bills: S. 1, S. 2" is text, "Jump to: Summary, Titles" is none.
    return paragraph.jumps == paragraph.linked or not _LABEL.match(paragraph.text)


def leads_in(blocks: Sequence[Block]) -> bool:
    """Whether the last block announces what follows."""
    last = blocks[-1] if blocks else None
    return isinstance(last, Paragraph) and last.text.endswith(":")


def without_menus(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without paragraphs that are a link each: several in a row, or at either end."""
    run: list[Block] = []
    before: list[Block] = []
    for block in blocks:
        if isinstance(block, Gone) or (isinstance(block, Paragraph) and _is_link(block)):
            run.append(block)
            continue
        yield from _judged(run, before)
        run = []
        before = [block]
        yield block
    yield from _judged(run, []) if before else run


def without_close(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the notice of copyright that closes a page."""
    kept = list(blocks)
    for at in range(len(blocks) - 1, 0, -1):
        if isinstance(blocks[at], Gone):
            continue
        if not COPYRIGHT.fullmatch(_text(blocks[at])):
            break
        kept[at] = Gone()
    return kept


def _judged(run: Sequence[Block], before: Sequence[Block]) -> Sequence[Block]:
    """A run of links, or what is left of it. Nothing stands before that at an end of the page."""
    links = sum(isinstance(block, Paragraph) for block in run)
    is_kept = not links or (before and (links < LEAST_LINES or leads_in(before)))
    return run if is_kept else [Gone()]


def _is_link(paragraph: Paragraph) -> bool:
    return (
        not paragraph.is_item
        and len(paragraph.text) <= LONGEST_LINE
        and paragraph.linked > LINKED * len(paragraph.text)
        and not _is_sentence(paragraph)
    )


def _is_sentence(paragraph: Paragraph) -> bool:
    return bool(_CLOSED.search(paragraph.text)) and len(paragraph.text.split()) >= LEAST_WORDS


def numbered(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each mark that stands in a line of its own before the paragraph it marks.

    Numbers without a sign are marks where they count on through the text; else they may be pages.
    """
    figures = [at for at in range(len(blocks) - 1) if _is_number(blocks[at], blocks[at + 1])]
    counted = [_text(blocks[at]) for at in figures]
    counts = len(counted) >= LEAST_LINKS and counted == [str(1 + at) for at in range(len(counted))]
    taken = set(figures) if counts else set()
    joined: list[Block] = []
    mark = ""
    for at, block in enumerate(blocks):
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        is_marked = isinstance(below, Paragraph) and not below.is_item
        if is_marked and not mark and (at in taken or _MARK.fullmatch(_text(block))):
            mark = _text(block)
        elif mark and isinstance(block, Paragraph):
            joined.append(replace(block, text=f"{mark} {block.text}", is_bold=False))
            mark = ""
        else:
            joined.append(block)
    return joined


def _is_number(block: Block, below: Block) -> bool:
    return (
        _text(block).isdigit() and isinstance(below, Paragraph) and len(below.text) > LONGEST_LINE
    )


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) and not block.is_item else ""
