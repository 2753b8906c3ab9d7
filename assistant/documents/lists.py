"""Lists: the marks of items, and the lines that lead them in.

"Wages of residents" answers nothing; "Eligible costs are: wages of residents" does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.documents.lines import Line
from assistant.text.marks import BULLET
from assistant.types import Span

SHORT = 120
"""Characters of an item that may be the label of a list under it, at most."""

SHORT_LINE = 45
"""Characters of a line that is too short to go on in the next one."""

_BULLET = re.compile(rf"[ \t]*{BULLET}[ \t]+(?=\S)")
_MARKS = (
    ("number", re.compile(r"\d{1,3}[.)][ \t]+(?=\S)")),
    ("in brackets", re.compile(r"\(\d{1,3}\)[ \t]*(?=[^\s(])")),
    ("roman", re.compile(r"\(?[ivx]{1,5}[.)][ \t]+(?=\S)")),
    ("small letter", re.compile(r"\([a-z]{1,2}\)[ \t]*(?=\S)|[a-z][.)][ \t]+(?=\S)")),
    ("capital", re.compile(r"\([A-Z]\)[ \t]+(?=\S)|[A-Z][.)][ \t]+(?=[A-Z\d\"“$])")),
)
_NESTED = re.compile(r"\([a-z0-9]{1,3}\)[ \t]*(?=\([a-z0-9]{1,3}\))")
_LEADS_IN = re.compile(r"(?::|:?--|[:,;]? ?—)[\"”’)\]*_]*$")
_ENDED = re.compile(r"(?:[.:;,—–]|\b(?:and|or))[\"”’)\]*_]*$")


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of an item: its kind, and the characters that it takes."""

    kind: str
    length: int


@dataclass(frozen=True, slots=True)
class _Level:
    indent: int
    kind: str
    leads: tuple[Span, ...]


def item_mark(line: Line, before: Sequence[Line], open_item: tuple[str, int] | None) -> Mark | None:
    """The mark of the item that a line begins, if it does.

    Within a sentence "(b)" at the beginning of a line marks nothing.

    Args:
        line: the line.
        before: the lines before it in the same paragraph.
        open_item: the kind of mark and the indentation of the item that this paragraph is.
    """
    if found := _BULLET.match(line.text):
        return Mark("bullet", found.end())
    nested = _NESTED.match(line.text)
    start = nested.end() if nested else 0
    for kind, pattern in _MARKS:
        if found := pattern.match(line.text, start):
            is_next = open_item == (kind, line.indent)
            is_mark = is_next or (_may_begin(before) and not _counts(kind, pattern, before))
            return Mark(kind, found.end()) if is_mark else None
    return None


def _may_begin(before: Sequence[Line]) -> bool:
    """Whether an item may begin after the lines of a paragraph: a sentence does not go on."""
    last = before[-1].text if before else ""
    return not last or len(last) < SHORT_LINE or bool(_ENDED.search(last))


def _counts(kind: str, pattern: re.Pattern[str], before: Sequence[Line]) -> bool:
    """Whether a paragraph counts in its own sentences: "(i) lips; (ii) cuts;"."""
    if kind == "number":
        return False
    inner = re.compile(rf"\s(?:{pattern.pattern})")
    return any(inner.search(line.text) for line in before)


def is_bulleted(text: str) -> bool:
    """Whether a line is an item of a list by the mark before it."""
    return bool(_BULLET.match(text))


def leads_in(text: str) -> bool:
    """Whether a text, markers apart, leads in what follows it."""
    return bool(_LEADS_IN.search(text.rstrip()))


class Lists:
    """Which lines lead in the item that is read, from the outermost list to the innermost."""

    def __init__(self) -> None:
        self._levels: list[_Level] = []
        self._pending: Span | None = None
        self._item: Span | None = None

    @property
    def is_open(self) -> bool:
        """Whether an item was read, and its list may go on."""
        return bool(self._levels)

    @property
    def indent(self) -> int:
        """How far the items of the innermost list are indented."""
        return self._levels[-1].indent if self._levels else 0

    @property
    def awaits(self) -> bool:
        """Whether a line that leads in has been read, and nothing after it."""
        return self._pending is not None

    def lead_in(self, span: Span) -> None:
        """Take a line that leads in what follows."""
        self._pending = span

    def take(self, item: Span) -> None:
        """Take the text of the item that was read last."""
        self._item = item

    def item(self, line: Line, mark: Mark) -> tuple[Span, ...]:
        """What leads in the item that a line begins."""
        known = [at for at, level in enumerate(self._levels) if _is_of(level, line, mark)]
        if known:
            level = self._levels[known[-1]]
            del self._levels[known[-1] + 1 :]
            self._pending = None
        else:
            while self._levels and line.indent < self._levels[-1].indent:
                self._levels.pop()
            level = _Level(line.indent, mark.kind, self._above())
            self._levels.append(level)
        self._item = None
        return level.leads

    def text(self) -> tuple[Span, ...]:
        """What leads in a paragraph that is no item."""
        found = self._pending
        self.end()
        return (found,) if found else ()

    def within(self) -> tuple[Span, ...]:
        """What leads in a further paragraph of the item."""
        return self._levels[-1].leads if self._levels else ()

    def end(self) -> None:
        """End all lists."""
        self._levels.clear()
        self._pending = self._item = None

    def _above(self) -> tuple[Span, ...]:
        """What leads in a new list: the line before it, or a short item that it stands under."""
        outer = self._levels[-1].leads if self._levels else ()
        label = self._item if self._levels and self._item else None
        is_label = label is not None and label.end - label.start <= SHORT
        lead = self._pending or (label if is_label else None)
        self._pending = None
        return (*outer, lead) if lead else outer


def _is_of(level: _Level, line: Line, mark: Mark) -> bool:
    return level.kind == mark.kind and abs(level.indent - line.indent) <= 1
