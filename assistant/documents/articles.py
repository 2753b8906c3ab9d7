"""Text -> Document: the front matter is read by ``frontmatter``, the body by ``outline``.

Nothing is rewritten: every part of a document is a span of the text it came from.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, replace

from assistant.documents.dates import stated_dates
from assistant.documents.footnotes import read_footnotes
from assistant.documents.frontmatter import FrontMatter, read_front_matter
from assistant.documents.headings import heading_at, names_document
from assistant.documents.languages import language_of
from assistant.documents.lines import Line, is_furniture
from assistant.documents.outline import Form, read_outline
from assistant.documents.pages import read_lines
from assistant.documents.tables import table_at
from assistant.errors import InputError
from assistant.text.marks import as_shown
from assistant.types import Document, Metadata

_OWN_KIND = "article"
"""The kind of a document that does not say what it is."""


def parse(
    document_id: str, text: str, title: str | None = None, *, is_markdown: bool = True
) -> Document:
    """Parse a file's text or, where ``title`` is given, the text of a titled record.

    A record's text has no front matter. Without a title in the front matter, a file is named
    by its first top heading, else by its id.

    Args:
        document_id: its id.
        text: all of it.
        title: that of a record.
        is_markdown: whether Markdown's marks are marks in it.

    Raises:
        InputError: there is no text to index.
    """
    is_record = title is not None
    front = FrontMatter(Metadata(title=title or ""), 0) if is_record else read_front_matter(text)
    metadata = front.metadata
    lines, holes = read_lines(text, front.body)
    count = 0
    if not metadata.title and not is_record:
        name, count = _title(lines, is_markdown=is_markdown)
        metadata = replace(metadata, title=name or title_from(document_id))
    if not is_record:
        metadata = _dated(metadata, lines, has_front=bool(front.body))
    spoken = language_of(text[front.body :], metadata.language)
    metadata = replace(metadata, language=spoken.tag)
    form = Form(is_markdown, metadata.kind != _OWN_KIND, count)
    outline = read_outline(text, lines, form, read_footnotes(lines), holes)
    if not any(block.sentences for section in outline.sections for block in section.blocks):
        raise InputError("holds no text to index")
    return Document(
        document_id,
        text,
        metadata,
        outline.sections,
        front.body,
        outline.headings,
        outline.left_out,
        (*front.warnings, *spoken.warnings),
    )


def _dated(metadata: Metadata, lines: Sequence[Line], *, has_front: bool) -> Metadata:
    """The metadata with the dates that the text states, where its front matter says nothing."""
    if metadata.published:
        return metadata
    stated = stated_dates(lines)
    if has_front:
        return replace(metadata, published=stated.published)
    return replace(metadata, **asdict(stated))


def _title(lines: Sequence[Line], *, is_markdown: bool) -> tuple[str, int]:
    """The name that a text gives itself, and how many lines at its top are nothing else."""
    if is_markdown:
        found = (heading_at(lines, at, is_markdown=True) for at in range(len(lines)))
        return next((item.title for item in found if item and item.rank == 1), ""), 0
    first = next(
        (at for at, line in enumerate(lines) if line.has_words and not is_furniture(line.text)),
        len(lines),
    )
    if first < len(lines) and lines[first].before_gap and lines[first].text.startswith("# "):
        # Many a plain text has this one mark of Markdown, and no other.
        return as_shown(lines[first].text[2:]), first + 1
    if first == len(lines) or not names_document(lines[first]) or table_at(lines, first):
        return "", 0
    heading = heading_at(lines, first, is_markdown=False)
    count = heading.lines if heading and not heading.rest else 1
    words = " ".join(line.text for line in lines[first : first + count] if line.has_words)
    return " ".join(words.split()), first + count


def title_from(document_id: str) -> str:
    """The name of a document that has none but its id."""
    return re.sub(r"[-_\s]+", " ", document_id).strip()
