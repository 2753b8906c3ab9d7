"""Text -> Document: the front matter is read by ``frontmatter``, the body by ``outline``.

Nothing is rewritten: every part of a document is a span of the text it came from.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.documents.frontmatter import FrontMatter, read_front_matter
from assistant.documents.outline import (
    HEADING,
    Line,
    read_footnotes,
    read_lines,
    read_sections,
)
from assistant.errors import InputError
from assistant.types import Document, Metadata


def parse(document_id: str, text: str, title: str | None = None) -> Document:
    """Parse a file's text or, where ``title`` is given, the text of a titled record.

    A record's text has no front matter. Without a title in the front matter, a file is named
    by its first top heading, else by its id.

    Raises:
        InputError: there is no text to index.
    """
    is_record = title is not None
    front = FrontMatter(Metadata(title=title or ""), 0) if is_record else read_front_matter(text)
    metadata, body = front.metadata, front.body
    lines = list(read_lines(text, body))
    if not metadata.title and title is None:
        metadata = _named(metadata, lines, document_id)
    sections = read_sections(text, lines, read_footnotes(lines))
    if not any(block.sentences for section in sections for block in section.blocks):
        raise InputError("holds no text to index")
    return Document(document_id, text, metadata, sections, front.warnings)


def _named(metadata: Metadata, lines: Sequence[Line], document_id: str) -> Metadata:
    headings = (HEADING.match(line.text) for line in lines)
    top = next((found[2] for found in headings if found and len(found[1]) == 1), None)
    return replace(metadata, title=top or re.sub(r"[-_\s]+", " ", document_id).strip())
