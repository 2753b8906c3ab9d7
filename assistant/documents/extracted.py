"""An extract -> Document: the outline of any text, with what the file says of its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.documents.articles import title_from
from assistant.documents.dates import stated_dates
from assistant.documents.languages import language_of
from assistant.documents.lines import Line, spaced
from assistant.documents.outline import Form, read_outline
from assistant.errors import InputError
from assistant.extracts import Extract, HeadingLine, Layout, Note, TableLines
from assistant.text.marks import as_shown
from assistant.types import Block, Document, Metadata, Section, Sentence, Span

_FIRST = 4
"""Headings at the top of a text of which one is its title; a letterhead may stand over it."""


def parse_extract(document_id: str, extract: Extract) -> Document:
    """Parse what a reader took from a file.

    Raises:
        InputError: there is no text to index.
    """
    text, layout, facts = extract.text, extract.layout, extract.facts
    lines = spaced(tuple(_lines(text, layout)))
    outline = read_outline(text, lines, Form(is_markdown=False, is_own=False, is_set=True), {})
    sections = _with_notes(outline.sections, layout.notes)
    if not any(block.sentences for section in sections for block in section.blocks):
        raise InputError("holds no text to index")
    stated = stated_dates(lines)
    spoken = language_of(text, facts.language)
    metadata = Metadata(
        title=facts.title or _heading(text, layout) or title_from(document_id),
        published=facts.published or stated.published or facts.created,
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


def _with_notes(sections: Sequence[Section], notes: Sequence[Note]) -> tuple[Section, ...]:
    """The sections with each note behind the sentence that calls for it."""
    if not notes:
        return tuple(sections)
    by_start = {note.start: note for note in notes}
    called = _sentences_at(sections, [note.at for note in notes])
    return tuple(
        replace(
            section,
            blocks=tuple(
                _behind(block, called.get(by_start[block.start].at))
                if block.start in by_start
                else block
                for block in section.blocks
            ),
        )
        for section in sections
    )


def _sentences_at(sections: Sequence[Section], offsets: Sequence[int]) -> dict[int, Sentence]:
    """The sentences at whose end or in which offsets are."""
    wanted = sorted(set(offsets))
    found: dict[int, Sentence] = {}
    sentences = sorted(
        (s for section in sections for block in section.blocks for s in block.sentences),
        key=lambda sentence: (sentence.end, -sentence.start),
    )
    at = 0
    for offset in wanted:
        while at < len(sentences) and sentences[at].end < offset:
            at += 1
        if at < len(sentences) and sentences[at].start <= offset:
            found[offset] = sentences[at]
    return found


def _behind(block: Block, sentence: Sentence | None) -> Block:
    """A note behind a sentence, where that is known."""
    if sentence is None or not block.sentences:
        return block
    lead = Span(sentence.start, sentence.end, sentence.text)
    first = replace(block.sentences[0], lead=(lead,))
    return replace(block, sentences=(first, *block.sentences[1:]))
