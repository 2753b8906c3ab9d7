"""Where a quote stands in its file: the page, the row and the column of a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.extracts import Layout
from assistant.text.marks import as_shown
from assistant.text.words import content_stems
from assistant.types import Document, Span

_PIPE = re.compile(r"(?<!\\)\|")
_TAB = "\t"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document under its headings, outermost first."""

    path: tuple[str, ...]
    start: int
    end: int


def page_of(layout: Layout | None, start: int) -> int | None:
    """The page on which an offset stands, counted from 1; ``None`` in a file without pages."""
    pages = layout.pages if layout else ()
    return next((page.page for page in reversed(pages) if page.start <= start), None)


def row_and_column(quote: str, lead: Sequence[Span], question: str) -> tuple[str, str]:
    """The heading of a quoted row of a table, and of the columns that a question names.

    Empty where the quote is no row, or its columns have no headings. Where the question names none
    of them, all are told.
    """
    cells = _cells(quote)
    if len(cells) < 2:
        return "", ""
    names = next((_cells(span.text.split("\n")[-1]) for span in lead if _is_row(span.text)), [])
    heads = [name for name, cell in zip(names[1:], cells[1:], strict=False) if name and cell]
    asked = content_stems(question)
    shared = [len(content_stems(name) & asked) for name in heads]
    best = max(shared, default=0)
    chosen = [name for name, count in zip(heads, shared, strict=True) if count == best]
    return cells[0], "; ".join(dict.fromkeys(chosen))


def parts_of(document: Document) -> list[Part]:
    """The sections of a document in their order, those of one path and place as one."""
    found: list[Part] = []
    for section in document.sections:
        start = min(block.start for block in section.blocks)
        end = max(block.end for block in section.blocks)
        if found and found[-1].path == section.path:
            found[-1] = Part(section.path, found[-1].start, end)
        else:
            found.append(Part(section.path, start, end))
    return found


def _is_row(text: str) -> bool:
    return _TAB in text or bool(_PIPE.search(text))


def _cells(text: str) -> list[str]:
    """The cells of a row as they are shown; one where the text is none."""
    parts = text.split(_TAB) if _TAB in text else _PIPE.split(text.strip().strip("|"))
    return [as_shown(part).strip() for part in parts]
