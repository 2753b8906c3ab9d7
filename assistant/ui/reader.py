"""A document as HTML, to be read: its text with headings, lists and tables, and marked sentences.

Only the page's view of a text: what is quoted and where it stands is told by its offsets.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.extracts import NO_LAYOUT, TableLines
from assistant.text.marks import MARKER
from assistant.types import Document
from assistant.ui.markup import escape, link

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#]*$")
_ITEM = re.compile(r"[ \t]*[-*+•][ \t]+")
_NUMBERED = re.compile(r"[ \t]*\d{1,3}[.)][ \t]+")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_RULE = re.compile(r"[ \t]*\|?[ \t:|-]*-{3,}[ \t:|-]*$")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,64})\]:[ \t]*(.*)$")
_CELL = re.compile(r"[^|]+")
_TABBED = re.compile(r"(?:(?<=\t)|^)[^\t]*")
_LEVELS = (2, 6)
"""The largest and the smallest heading inside a view that has a heading of its own."""

_TOKEN = re.compile(
    rf"{MARKER.pattern}|\*\*|__|!?\[(?P<words>[^\[\]]{{0,300}})\]\((?P<url>[^()\s]{{1,500}})\)"
)

Span = tuple[int, int]
"""Where something begins and ends in a text."""


@dataclass(slots=True)
class _Part:
    """What stands under one heading: its HTML, piece by piece."""

    pieces: list[str] = field(default_factory=list)
    is_marked: bool = False


def document_html(
    document: Document, marks: Sequence[Span], questions: frozenset[str] = frozenset()
) -> str:
    """A document's text as HTML; each of its parts is a section, those with marks named as such.

    Args:
        document: what is shown, from behind its front matter on.
        marks: what is marked, in code points of its text.
        questions: its own questions, which stand out.
    """
    return _Writer(document, sorted(marks), questions).write(document.body)


class _Writer:
    """Writes a text line by line; lines of one paragraph, list or table are joined."""

    def __init__(
        self, document: Document, marks: Sequence[Span], questions: frozenset[str]
    ) -> None:
        self._text = document.text
        layout = document.layout or NO_LAYOUT
        self._levels = {line.start: line.level for line in layout.headings}
        self._tables = {table.start: table for table in layout.tables}
        self._table_open: TableLines | None = None
        self._questions = questions
        self._marks = marks
        self._parts = [_Part()]
        self._open: list[Span] = []
        self._kind = ""
        self._notes: list[str] = []

    def write(self, body: int) -> str:
        for start, end in _lines(self._text, body):
            self._line(start, end)
        self._close()
        shown = [
            f"<section{' class=marked' if part.is_marked else ''}>{''.join(part.pieces)}</section>"
            for part in self._parts
            if part.pieces
        ]
        notes = "".join(self._notes)
        return "".join(shown) + (f'<ol class="footnotes">{notes}</ol>' if notes else "")

    def _line(self, start: int, end: int) -> None:
        line = self._text[start:end]
        if not line.strip():
            self._close()
        elif note := _FOOTNOTE.match(line):
            self._close()
            self._notes.append(_footnote(note[1], note[2]))
        elif level := self._levels.get(start):
            self._heading(level, start, end)
        elif heading := _HEADING.match(line):
            self._heading(len(heading[1]), start + heading.start(2), start + heading.end(2))
        elif self._is_row(start):
            self._take("rows", start, end)
        elif _ROW.match(line):
            self._take("table", start, end)
        elif item := _ITEM.match(line):
            self._take("list", start + item.end(), end)
        elif _NUMBERED.match(line):
            # Its number is what a text refers to it by.
            self._take("numbers", start, end)
        elif self._kind in ("list", "numbers") and line[:1] in " \t":
            first, _ = self._open[-1]
            self._open[-1] = (first, end)
        else:
            if line.strip() == "Q&A":
                self._close()
            self._take("text", start, end)
            if line.strip() == "Q&A":
                self._close()

    def _heading(self, level: int, start: int, end: int) -> None:
        self._close()
        self._parts.append(_Part())
        tag = f"h{min(max(level + 1, _LEVELS[0]), _LEVELS[1])}"
        self._add(f"<{tag}>{self._inline(start, end)}</{tag}>")

    def _is_row(self, start: int) -> bool:
        """Whether a line is a row of a table that its file has."""
        self._table_open = self._tables.get(start, self._table_open)
        return self._table_open is not None and start < self._table_open.end

    def _take(self, kind: str, start: int, end: int) -> None:
        if kind != self._kind:
            self._close()
        self._kind = kind
        self._open.append((start, end))

    def _close(self) -> None:
        spans, kind = self._open, self._kind
        self._open, self._kind = [], ""
        if kind == "text":
            # Each line that ends a sentence ends a line here too: questions and answers, verses.
            self._add(f"<p>{self._joined(spans)}</p>")
        elif kind in ("list", "numbers"):
            items = "".join(f"<li>{self._inline(*span)}</li>" for span in spans)
            self._add(f"<ul{' class=numbers' if kind == 'numbers' else ''}>{items}</ul>")
        elif kind == "table":
            rows = [span for span in spans if not _RULE.match(self._text[slice(*span)])]
            self._add(self._table(rows, int(len(rows) < len(spans)), _CELL))
        elif kind == "rows":
            heads = self._table_open.heads if self._table_open else 0
            self._add(self._table(spans, heads, _TABBED))

    def _joined(self, spans: Sequence[Span]) -> str:
        pieces = []
        for at, (start, end) in enumerate(spans):
            ends = at + 1 == len(spans)
            is_sentence = self._text[start:end].rstrip().endswith((".", "?", "!", ":", "]", '"'))
            joint = "" if ends else ("<br>" if is_sentence else " ")
            shown = self._inline(start, end)
            is_asked = self._text[start:end].strip() in self._questions
            pieces.append(f'<strong class="own">{shown}</strong>' if is_asked else shown + joint)
        return "".join(pieces)

    def _table(self, rows: Sequence[Span], heads: int, cells: re.Pattern[str]) -> str:
        """Rows as a table, the first of which name its columns."""
        shown = []
        for at, (start, end) in enumerate(rows):
            tag = "th" if at < heads else "td"
            inner = "".join(
                f"<{tag}>{self._inline(start + cell.start(), start + cell.end())}</{tag}>"
                for cell in cells.finditer(self._text[start:end])
                if cells is _TABBED or cell[0].strip() or cell.start() > 0
            )
            shown.append(f"<tr>{inner}</tr>")
        return f'<div class="scrolls"><table>{"".join(shown)}</table></div>'

    def _add(self, piece: str) -> None:
        self._parts[-1].pieces.append(piece)
        self._parts[-1].is_marked |= "<mark>" in piece

    def _inline(self, start: int, end: int) -> str:
        """A stretch of text with its marks, footnote numbers and links."""
        pieces, at = [], start
        for token in _TOKEN.finditer(self._text, start, end):
            pieces.append(self._words(at, token.start()))
            at = token.end()
            if token[1]:
                pieces.append(_number(token[1]))
            elif token["url"]:
                pieces.append(self._words(token.start("words"), token.end("words")))
        pieces.append(self._words(at, end))
        return "".join(pieces)

    def _words(self, start: int, end: int) -> str:
        pieces, at = [], start
        for first, last in self._marks:
            first, last = max(first, at), min(last, end)
            if first < last:
                pieces.append(escape(self._text[at:first]))
                pieces.append(f"<mark>{escape(self._text[first:last])}</mark>")
                at = last
        pieces.append(escape(self._text[at:end]))
        return "".join(pieces)


def _footnote(number: str, said: str) -> str:
    name, _, rest = said.partition("|")
    url, _, grade = rest.partition("|")
    shown = link(url.strip(), name.strip()) if url.strip() else escape(name.strip())
    told = f' <span class="quiet">{escape(grade.strip())}</span>' if grade.strip() else ""
    named = f'data-note="{escape(number)}" aria-label="Back to where {escape(number)} stands"'
    back = f'<button type="button" class="back" {named}>{escape(number)}</button>'
    return f"<li>{back} {shown}{told}</li>"


def _number(number: str) -> str:
    named = f'data-note="{escape(number)}" aria-label="Footnote {escape(number)}"'
    return f'<sup><button type="button" class="note" {named}>{escape(number)}</button></sup>'


def _lines(text: str, body: int) -> Iterator[Span]:
    at = body
    for line in text[body:].splitlines(keepends=True):
        yield at, at + len(line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
        at += len(line)
