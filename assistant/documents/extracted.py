"""An extract -> Document: the outline of any text, with what the file says of its lines."""

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.documents.articles import title_from
from assistant.documents.dates import stated_dates
from assistant.documents.languages import language_of
from assistant.documents.lines import Line, spaced
from assistant.documents.notes import with_notes
from assistant.documents.outline import Form, read_outline
from assistant.errors import InputError
from assistant.extracts import Extract, HeadingLine, Layout, Note, TableLines
from assistant.text.figures import years
from assistant.text.marks import as_shown
from assistant.types import Document, Metadata

_FIRST = 4
"""Headings at the top of a text of which one is its title; a letterhead may stand over it."""

_LATER = 1
"""Years by which a file may be younger than every year that its text names. Of public files that
state no date 15 of 18 made within one were of the right year; eight made later had all been
converted long after they were written. That a file was made on the day of its ingest tells less:
what is written today is made today."""


def parse_extract(document_id: str, extract: Extract) -> Document:
    """Parse what a reader took from a file.

    Raises:
        InputError: there is no text to index.
    """
    text, layout, facts = extract.text, extract.layout, extract.facts
    lines = spaced(tuple(_lines(text, layout)))
    outline = read_outline(text, lines, Form(is_markdown=False, is_own=False, is_set=True), {})
    sections = with_notes(text, outline.sections, outline.headings, layout.notes)
    if not any(block.sentences for section in sections for block in section.blocks):
        raise InputError("holds no text to index")
    stated = stated_dates(lines)
    spoken = language_of(text, facts.language)
    metadata = Metadata(
        title=facts.title or _heading(text, layout) or title_from(document_id),
        published=facts.published or stated.published or _made(text, facts.created),
        as_of=stated.as_of,
        effective=stated.effective,
        expires=stated.expires,
        author=facts.author,
        language=spoken.tag,
        url=facts.url,
    )
    return Document(
        document_id,
        text,
        metadata,
        sections,
        headings=outline.headings,
        left_out=outline.left_out,
        warnings=(*extract.warnings, *spoken.warnings),
        layout=layout,
    )


def _made(text: str, created: date | None) -> date | None:
    """The day on which a file was made, where its text was not written long before that."""
    latest = max(map(int, years(text)), default=None)
    is_late = created and latest and created.year > latest + _LATER
    return None if is_late else created


def _lines(text: str, layout: Layout) -> Iterator[Line]:
    """The lines of a text of record, each with what the file says that it is."""
    told: list[HeadingLine | TableLines | Note] = [*layout.notes, *layout.tables, *layout.headings]
    marks = {mark.start: mark for mark in told}
    rows = _Rows(layout.tables)
    start = 0
    for raw in text.split("\n"):
        if rows.hold(start):
            # The cells of a row may be empty: their tabs count.
            yield Line(start, raw, mark=marks.get(start))
        else:
            bare = raw.lstrip(" ")
            indent = len(raw) - len(bare)
            mark = marks.get(start) or marks.get(start + indent)
            yield Line(start + indent, bare.rstrip(), indent, mark=mark)
        start += len(raw) + 1


class _Rows:
    """Tells of offsets, asked from first to last, whether they are in a table."""

    def __init__(self, tables: Sequence[TableLines]) -> None:
        self._tables = iter(tables)
        self._table = next(self._tables, None)

    def hold(self, start: int) -> bool:
        """Whether a line that starts at an offset is a row."""
        while self._table is not None and self._table.end < start:
            self._table = next(self._tables, None)
        return self._table is not None and self._table.start <= start < self._table.end


def _heading(text: str, layout: Layout) -> str:
    """The highest of the headings on the first page, or among the first in a text without pages."""
    end = layout.pages[0].end if layout.pages else len(text)
    first = [one for one in layout.headings[:_FIRST] if one.start < end]
    named = [one for one in first if len(text[one.start : one.end].split()) > 1]
    best = min(named or first, key=lambda one: one.level, default=None)
    return as_shown(text[best.start : best.end]) if best else ""
