"""BEIR-style JSON lines: one ``{"id", "title", "text"}`` object a line, each a document."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.text.words import is_text

LONGEST_LINE = 10_000_000
LONGEST_NAME = 300
"""Characters of a line, and of an id or a title, at most."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, numbered from 1. ``fault`` is empty when the line is a document."""

    number: int
    id: str = ""
    title: str = ""
    text: str = ""
    fault: str = ""


def read_lines(content: str) -> Iterator[Line]:
    """Read every line that is not blank; a bad line comes back with its fault."""
    for number, raw in enumerate(content.removeprefix("\ufeff").split("\n"), start=1):
        if raw.strip():
            yield _read_line(number, raw)


def _read_line(number: int, raw: str) -> Line:
    if len(raw) > LONGEST_LINE:
        return Line(number, fault="is longer than 10 million characters; split its text")
    try:
        record = json.loads(raw)
    except json.JSONDecodeError as error:
        return Line(number, fault=f"is not JSON ({error.msg} at column {error.colno})")
    except (ValueError, RecursionError):
        return Line(number, fault="is not JSON (a number or its nesting is too large)")
    if not isinstance(record, dict):
        return Line(number, fault='is not a JSON object; write {"id": …, "title": …, "text": …}')
    # BEIR files write the key as "_id", and some write it as a number.
    identity = record.get("id", record.get("_id"))
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    values: dict[str, Any] = {
        "id": identity,
        "title": record.get("title") or "",
        "text": record.get("text"),
    }
    for name, value in values.items():
        if not isinstance(value, str):
            return Line(number, fault=f'needs a string "{name}"')
        if not is_text(value) or "\0" in value:
            return Line(number, fault=f'"{name}" holds characters that are not text')
        if name == "id" and not value.isprintable():
            return Line(number, fault='"id" holds characters that can\'t be shown')
        if name != "text" and len(value) > LONGEST_NAME:
            return Line(number, fault=f'"{name}" is longer than {LONGEST_NAME} characters')
        if name != "title" and not value.strip():
            return Line(number, fault=f'has an empty "{name}"')
    return Line(number, **values)
