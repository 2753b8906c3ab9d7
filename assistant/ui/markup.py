"""What every view writes with: escaped text, links to originals, dates and grades in words."""

import html
from urllib.parse import urlsplit

from assistant.text.figures import written_day
from assistant.text.standing import Standing
from assistant.text.visible import visible
from assistant.types import GRADES, Citation, Metadata, Source

_SAFE = ("http", "https")
"""Schemes of addresses that a page may link to."""


def escape(text: str) -> str:
    """Text for HTML, between tags or in an attribute; nothing in it acts on the page."""
    return html.escape(visible(text))


def plain(text: str) -> str:
    """A text in which no viewer of Markdown finds a tag or a link with a name."""
    return text.replace("<", "&lt;").replace("](", "]\\(")


def link(url: str, words: str) -> str:
    """A link to an original, in a tab of its own; words alone where the address is none."""
    if not is_safe(url):
        return f"<span>{escape(words)}</span>"
    return (
        f'<a class="original" href="{escape(url)}" target="_blank" '
        f'rel="noopener noreferrer" referrerpolicy="no-referrer">{escape(words)}</a>'
    )


def is_safe(url: str) -> bool:
    """Whether an address is one of the web that a browser may open."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in _SAFE and bool(parts.netloc)


def about(metadata: Metadata, *, trusted: bool) -> str:
    """What a document is, and as of when, in words."""
    known = [
        ("published", metadata.published),
        ("facts checked to", metadata.as_of),
        ("in effect from", metadata.effective),
        ("expires", metadata.expires),
    ]
    dates = [f"{label} {written_day(value)}" for label, value in known if value]
    return " · ".join([_called(metadata.kind, trusted=trusted), *(dates or ["undated"])])


def badge(standing: Standing, about: str = "") -> str:
    """How what a document is about stands, as a badge with words; empty where none is told.

    ``about`` names the documents to those who point at it.
    """
    if not standing.words:
        return ""
    name = standing.name.replace(" ", "-")
    told = f' title="{escape(about)}"' if about else ""
    return f'<span class="badge {escape(name)}"{told}>{escape(standing.words)}</span>'


def grade(source: Source) -> str:
    """The grade of a source: of a document that is not trusted, as its own words."""
    if source.trusted:
        return f'<span class="grade {escape(source.grade)}">{escape(source.grade)}</span>'
    return f'<span class="grade {GRADES[-1]}">{escape(source.grade)}, as the document says</span>'


def origins(citation: Citation) -> str:
    """Who says what is quoted, each with its grade and a link to the original."""
    rows = "".join(
        f"<li>{grade(source)} {link(source.url, source.name or source.url)}</li>"
        for source in citation.sources
    )
    return f'<ul class="origin">{rows}</ul>' if rows else ""


def _called(kind: str, *, trusted: bool) -> str:
    """What a document is called: a brief of the library is no source by itself."""
    if not trusted and kind != Metadata().kind:
        return f"{kind}, as the document says"
    return "library brief, based on the sources below" if kind == "brief" else kind
