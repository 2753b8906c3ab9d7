"""Text -> Document: the front matter is read here, the body by ``outline``.

Nothing is rewritten: every part of a document is a span of the text it came from.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import yaml

from assistant.documents.outline import (
    HEADING,
    Line,
    read_footnotes,
    read_lines,
    read_sections,
)
from assistant.errors import InputError
from assistant.types import Document, Metadata

_YAML_FAULTS = (
    ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError, RecursionError,
)  # fmt: skip
_FENCE = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)


def parse(document_id: str, text: str, title: str | None = None) -> Document:
    """Parse a file's text or, where ``title`` is given, the text of a titled record.

    A record's text has no front matter. Without a title in the front matter, a file is named
    by its first top heading, else by its id.

    Raises:
        InputError: the front matter is malformed, or there is no text to index.
    """
    if title is not None:
        metadata, body = Metadata(title=title), 0
    else:
        metadata, body = read_front_matter(text)
    lines = list(read_lines(text, body))
    if not metadata.title and title is None:
        metadata = _named(metadata, lines, document_id)
    sections = read_sections(text, lines, read_footnotes(lines))
    if not any(block.sentences for section in sections for block in section.blocks):
        raise InputError("holds no text to index")
    return Document(document_id, text, metadata, sections)


def read_front_matter(text: str) -> tuple[Metadata, int]:
    """Read the YAML between two ``---`` lines at the top of ``text``.

    Returns the metadata and the offset at which the body begins, 0 without front matter.

    Raises:
        InputError: the block is not closed, is not YAML, or a value has the wrong type.
    """
    opening = _FENCE.match(text)
    if opening is None:
        return Metadata(), 0
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise InputError("front matter: the --- of line 1 is never closed by another ---")
    try:
        values = yaml.safe_load(text[opening.end() : closing.start()])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 2}: " if mark else ""
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise InputError(f"front matter: {place}{problem}") from error
    except _YAML_FAULTS as error:
        # PyYAML lets the faults of its converters through as they come.
        problem = " ".join(str(error).split())[:100] or type(error).__name__
        raise InputError(f"front matter: a value can't be read ({problem})") from error
    if values is None:
        values = {}
    if not isinstance(values, dict):
        raise InputError("front matter: write 'key: value' lines")
    return _metadata(values), closing.end()


def _metadata(values: Mapping[object, object]) -> Metadata:
    return Metadata(
        title=_string(values, "title"),
        kind=_string(values, "kind") or "article",
        jurisdiction=_strings(values, "jurisdiction"),
        topics=_strings(values, "topics"),
        published=_date(values, "published"),
        as_of=_date(values, "as_of"),
        status=_string(values, "status"),
        effective=_date(values, "effective"),
        expires=_date(values, "expires"),
        supersedes=_strings(values, "supersedes"),
    )


def _string(values: Mapping[object, object], key: str) -> str:
    value = values.get(key)
    if isinstance(value, (dict, list, set, bytes)):
        raise InputError(f"front matter: '{key}' must be one line of text")
    return "" if value is None else _clean(key, str(value))


def _strings(values: Mapping[object, object], key: str) -> tuple[str, ...]:
    value = values.get(key)
    items = value if isinstance(value, list) else [] if value is None else [value]
    if any(isinstance(item, (dict, list, set, bytes)) or item is None for item in items):
        raise InputError(f"front matter: '{key}' must be a list of words")
    return tuple(_clean(key, str(item)) for item in items)


def _clean(key: str, text: str) -> str:
    words = " ".join(text.split())
    if not words.isprintable():
        raise InputError(f"front matter: '{key}' holds characters that can't be shown")
    return words


def _date(values: Mapping[object, object], key: str) -> date | None:
    value = values.get(key)
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    raise InputError(
        f"front matter: '{key}' must be a date like 2026-07-01, not {str(value)[:40]!r}"
    )


def _named(metadata: Metadata, lines: Sequence[Line], document_id: str) -> Metadata:
    headings = (HEADING.match(line.text) for line in lines)
    top = next((found[2] for found in headings if found and len(found[1]) == 1), None)
    return replace(metadata, title=top or re.sub(r"[-_\s]+", " ", document_id).strip())
