"""The lines between ``---`` at the top of a text -> metadata, read kindly.

What can't be read is told in a warning with its line and left out; the document lands all the
same. Values are taken as the text they are written in (YAML without its types), so that a version
is no number and a date is read in the forms that people use.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import yaml

from assistant.text.dates import whole_date
from assistant.text.languages import tag_of
from assistant.text.patterns import word_list
from assistant.types import Metadata

Values: TypeAlias = Mapping[str, tuple[Any, int]]
"""By key, its value as YAML structures it without types, and its line counted from 1."""

_OPENING = re.compile(r"\ufeff?(?:[ \t]*\r?\n)*---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_ENTRY = re.compile(r"([^\s:#\-\[{][^:]*?)[ \t]*:(?:[ \t]+(.*)|$)")
_KEYS = word_list(
    """
    title kind jurisdiction topics published as_of status effective expires supersedes
    aliases author authors categories category contributors created date description draft id
    image keywords lang language last_modified lastmod layout license modified name permalink
    publisher slug source subtitle summary tag tags template type updated url version weight
    """
)
"""Keys of front matter, ours and those in use elsewhere; lines without any are text."""

_THEIR_DATES = ("date", "created", "updated", "last_modified", "lastmod", "modified")
"""Keys under which others write the date of a text, the best first."""

_NOTHING = frozenset({"", "~", "null"})
MOST_SHOWN = 40
LONGEST_BLOCK = 50_000
LONGEST_TEXT = 300
MOST_VALUES = 100
MOST_WARNINGS = 20
"""Characters of front matter and of one value, values of one list, and warnings about them: Chroma
keeps a document's metadata in one record, and one that is too large can't be written."""

UNCLOSED = "front matter: its --- is never closed by another ---, so it is taken for text"
"""What is told of a block without an end."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands at the top of a text.

    Attributes:
        metadata: as far as it could be read.
        body: the offset at which the text itself begins, 0 without front matter.
        warnings: what could not be read, each with its line.
    """

    metadata: Metadata
    body: int
    warnings: tuple[str, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter of a text; a rule at the top that opens none is text like any other."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None:
        return FrontMatter(Metadata(), 0)
    if closing is None:
        is_begun = _ENTRY.match(text, opening.end())
        return FrontMatter(Metadata(), 0, (UNCLOSED,) if is_begun else ())
    written = text[opening.end() : closing.start()]
    if len(written) > LONGEST_BLOCK:
        fault = f"front matter: it has more than {LONGEST_BLOCK} characters; left out"
        return FrontMatter(Metadata(), closing.end(), (fault,))
    first = text.count("\n", 0, opening.end()) + 1
    if written.strip() and not any(_ENTRY.match(line) for line in written.splitlines()):
        return FrontMatter(Metadata(), 0)
    warnings: list[str] = []
    values = _values(written, first, warnings)
    if values and not _KEYS & values.keys():
        return FrontMatter(Metadata(), 0)
    metadata = _Reader(values, warnings).metadata()
    return FrontMatter(metadata, closing.end(), tuple(_some(warnings)))


def _some(warnings: Sequence[str]) -> Iterator[str]:
    yield from warnings[:MOST_WARNINGS]
    if len(warnings) > MOST_WARNINGS:
        yield f"front matter: {len(warnings) - MOST_WARNINGS} more faults"


class _TextLoader(yaml.BaseLoader):
    """Reads YAML as text, without aliases, by which a few lines may stand for millions."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "an alias", None)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


def _values(written: str, first: int, warnings: list[str]) -> Values:
    """The entries of a block, each read by itself, so that a fault of one costs no other."""
    values: dict[str, tuple[Any, int]] = {}
    for key, lines, line in _entries(written, first, warnings):
        values[key] = (_value(key, lines), line)
    return values


def _entries(written: str, first: int, warnings: list[str]) -> Iterator[tuple[str, list[str], int]]:
    """Each key with the lines of its entry: its own, and those that are indented or items."""
    key, lines, began = "", list[str](), first
    for number, line in enumerate(written.splitlines(), first):
        found = _ENTRY.match(line)
        if found:
            if key:
                yield key, lines, began
            key, lines, began = found[1].strip().lower(), [line], number
        elif key and (not line.strip() or line[0] in " \t-#"):
            lines.append(line)
        elif line.strip() and not line.startswith("#"):
            warnings.append(f"front matter, line {number}: no 'key: value'; left out")
    if key:
        yield key, lines, began


def _value(key: str, lines: list[str]) -> Any:
    """An entry's value as YAML structures it or, if it is no YAML, the words behind the colon."""
    text = "\n".join(lines)
    try:
        read = yaml.load(text.replace("\t", " "), Loader=_TextLoader)  # noqa: S506 - text only
    except (yaml.YAMLError, ValueError, RecursionError):
        read = None
    if isinstance(read, dict) and len(read) == 1:
        return next(iter(read.values()))
    return " ".join(text.split(":", 1)[1].split())


class _Reader:
    """Takes the fields of the metadata from the values, and warns of what can't be taken."""

    def __init__(self, values: Values, warnings: list[str]) -> None:
        self._values = values
        self._warnings = warnings

    def metadata(self) -> Metadata:
        """All fields; what is missing or can't be read is empty."""
        return Metadata(
            title=self._text("title"),
            kind=self._text("kind") or "article",
            jurisdiction=self._texts("jurisdiction"),
            topics=self._texts("topics"),
            published=self._date("published") or self._foreign_date(),
            as_of=self._date("as_of"),
            status=self._text("status"),
            effective=self._date("effective"),
            expires=self._date("expires"),
            supersedes=self._texts("supersedes"),
            author=self._author(),
            language=tag_of(self._word(("language", "lang"))),
        )

    def _text(self, key: str) -> str:
        value, line = self._values.get(key, ("", 0))
        if not isinstance(value, str):
            self._warn(line, f"'{key}' must be one line of text")
            return ""
        return "" if value in _NOTHING else self._clean(key, value, line)

    def _texts(self, key: str) -> tuple[str, ...]:
        value, line = self._values.get(key, ([], 0))
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in items):
            self._warn(line, f"'{key}' must be a list of words")
            return ()
        if len(items) > MOST_VALUES:
            self._warn(line, f"the values of '{key}' beyond {MOST_VALUES}")
        kept = items[:MOST_VALUES]
        cleaned = (self._clean(key, item, line) for item in kept if item not in _NOTHING)
        return tuple(item for item in cleaned if item)

    def _date(self, key: str) -> date | None:
        value, line = self._values.get(key, ("", 0))
        if isinstance(value, str):
            if value.strip() in _NOTHING:
                return None
            found = whole_date(value[:MOST_SHOWN])
            if found:
                return found
        shown = " ".join(str(value)[: MOST_SHOWN * 2].split())[:MOST_SHOWN]
        self._warn(line, f"'{key}' must be a date like 2026-07-01, not {shown!r}")
        return None

    def _foreign_date(self) -> date | None:
        """The date under a key that others use, where it can be read."""
        for key in _THEIR_DATES:
            value, _ = self._values.get(key, ("", 0))
            found = whole_date(value[:MOST_SHOWN]) if isinstance(value, str) else None
            if found:
                return found
        return None

    def _author(self) -> str:
        """Those who wrote it, by a name or a list of names."""
        for key in ("author", "authors"):
            value, _ = self._values.get(key, ("", 0))
            names = value if isinstance(value, list) else [value]
            kept = [" ".join(name.split()) for name in names if isinstance(name, str)]
            said = ", ".join(name for name in kept if name not in _NOTHING and name.isprintable())
            if said:
                return said[:LONGEST_TEXT]
        return ""

    def _word(self, keys: Sequence[str]) -> str:
        """The text under the first of the keys that has one."""
        values = (self._values.get(key, ("", 0))[0] for key in keys)
        return next((value for value in values if isinstance(value, str) and value), "")

    def _clean(self, key: str, text: str, line: int) -> str:
        words = " ".join(text.split())
        if len(words) > LONGEST_TEXT:
            self._warn(line, f"'{key}' holds more than {LONGEST_TEXT} characters")
            return ""
        if words.isprintable():
            return words
        self._warn(line, f"'{key}' holds characters that can't be shown")
        return ""

    def _warn(self, line: int, fault: str) -> None:
        self._warnings.append(f"front matter, line {line}: {fault}; left out")
