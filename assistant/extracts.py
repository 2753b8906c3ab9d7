"""What a reader finds in a file beside its words: its pages, headings, tables and notes.

The text of an extract is the text of record: every citation of the document is a span of it. It is
plain text of a fixed form, whatever it was read from: a paragraph, a heading and a row of a table
are a line each, an empty line stands between blocks, the cells of a row are parted by tabs, an item
of a list begins with its mark and is indented by two spaces a level. What a plain text can't say
stands beside it in a ``Layout`` of spans.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

TAB = "\t"
"""What parts the cells of a row; it stands nowhere else."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a PDF, counted from 1, and its text. The spans of pages follow each other."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A line that heads a part of the text. ``level`` is 1 for the highest and 6 for the lowest."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class TableLines:
    """Consecutive lines that are the rows of a table, each of as many cells.

    ``heads`` is how many of them, from the first on, name its columns.
    """

    start: int
    end: int
    heads: int


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote: a line of the text, and the offset at which its marker stood.

    The marker itself is not part of the text, and neither is the number before the note.
    """

    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a text of record, each kind in the order of the text."""

    pages: tuple[Page, ...] = ()
    headings: tuple[HeadingLine, ...] = ()
    tables: tuple[TableLines, ...] = ()
    notes: tuple[Note, ...] = ()


NO_LAYOUT = Layout()
"""That of a text which says all by itself."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself. Empty or ``None`` is what it does not say.

    ``language`` is a language tag (``en``, ``fr-CA``), ``url`` its canonical address. ``published``
    is what it gives as its date, ``created`` when the file was made or what stands in its margins:
    that counts where its text states no date.
    """

    title: str = ""
    author: str = ""
    published: date | None = None
    language: str = ""
    url: str = ""
    created: date | None = None


_DAYS = ("published", "created")
NO_FACTS = Facts()
"""Of a file that says nothing of itself."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """When a document was fetched from a link, and what tells whether it has changed since.

    ``url`` is where it was found in the end, ``at`` the time in UTC as ISO 8601, ``etag`` and
    ``modified`` what the server said of its version; empty where it said nothing.
    """

    url: str
    at: str
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Extract:
    """All that a reader took from one file. ``warnings`` tell how, where that was not plain."""

    text: str
    layout: Layout = NO_LAYOUT
    facts: Facts = NO_FACTS
    warnings: tuple[str, ...] = ()


def dump_layout(layout: Layout) -> str:
    """A layout as JSON, for a record of the store."""
    return json.dumps(
        {
            "pages": [[one.page, one.start, one.end] for one in layout.pages],
            "headings": [[one.start, one.end, one.level] for one in layout.headings],
            "tables": [[one.start, one.end, one.heads] for one in layout.tables],
            "notes": [[one.start, one.end, one.at] for one in layout.notes],
        },
        separators=(",", ":"),
    )


def load_layout(dumped: str) -> Layout:
    """A layout read back from JSON; that of nothing is empty."""
    values = json.loads(dumped or "{}")
    return Layout(
        tuple(Page(*one) for one in values.get("pages", ())),
        tuple(HeadingLine(*one) for one in values.get("headings", ())),
        tuple(TableLines(*one) for one in values.get("tables", ())),
        tuple(Note(*one) for one in values.get("notes", ())),
    )


def dump_extract(extract: Extract) -> dict[str, Any]:
    """An extract as values of JSON."""
    facts = asdict(extract.facts)
    for name in _DAYS:
        facts[name] = facts[name].isoformat() if facts[name] else None
    return {
        "text": extract.text,
        "layout": dump_layout(extract.layout),
        "facts": facts,
        "warnings": list(extract.warnings),
    }


def load_extract(dumped: Mapping[str, Any]) -> Extract:
    """An extract read back."""
    facts = dict(dumped["facts"])
    for name in _DAYS:
        facts[name] = date.fromisoformat(facts[name]) if facts[name] else None
    return Extract(
        dumped["text"], load_layout(dumped["layout"]), Facts(**facts), tuple(dumped["warnings"])
    )
