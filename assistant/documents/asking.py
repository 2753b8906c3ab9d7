"""Questions that a text asks and answers in a form of its own, and where their answers end.

In bold letters before the answer, folded away behind it (``<details>``), as a term that is defined,
as an item over its paragraph, as short lines apart over text, beside it in a table. Questions in a
row are a list of links or an agenda: nobody answers them there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.documents.dialogue import asks
from assistant.documents.lines import Line
from assistant.documents.lists import is_bulleted
from assistant.documents.tables import Table
from assistant.text.marks import BULLET
from assistant.text.patterns import any_of
from assistant.types import Span

MOST_WORDS = 30
"""Words of such a question, at most: a longer one is a sentence of prose."""

LEAST_APART = 3
"""Lines that ask and stand apart over text, for those of a text without marks to be its questions:
in prose one or two are rhetoric."""

_IN_ROW, _APART_IN_ROW = 2, 3
"""Questions in a row that are a list of them: items, and lines that are none."""

_FAR = 4
"""Empty lines within an answer, at most."""

_NUMBER = re.compile(r"(?:\(?\d{1,3}[.)]|[a-zA-Z][.)])[ \t]+(?=\S)")
_BOLD = re.compile(
    rf"(?:{BULLET}[ \t]+|\d{{1,3}}[.)][ \t]+)?(\*\*|__)(?=\S)([^*_\n]{{2,200}}\?)\1:?(?:[ \t]+|$)"
)
_FOLDED = re.compile(
    r"(?i)(?:<(?:details|dl)\b[^<>]{0,100}>[ \t]*)?<(?P<tag>summary|dt)\b[^<>]{0,100}>[ \t]*"
    r"(?:<(?:b|em|h[1-6]|strong)>)?(?P<question>[^<>\n]{2,300}\?)(?:</(?:b|em|h[1-6]|strong)>)?"
    r"[ \t]*</(?P=tag)>[ \t]*"
)
_UNFOLDS = {
    "summary": re.compile(r"(?i)</details>|<(?:details|summary)\b"),
    "dt": re.compile(r"(?i)<dt\b|</dl>"),
}
_TAGS = re.compile(r"(?i)(?:</?(?:details|summary|dl|dt|dd|p|div|b|strong)\b[^<>]{0,100}>\s*)+")
_ANSWERS = re.compile(r"\?[\"”’)]*(?:\*\*|__)?[ \t]+(?=(?:\*\*|__)?A(?:nswer)?[ ]?\d{0,3}[ ]?:)")
_COLUMN = re.compile(r"(?i)(?:frequently asked )?questions?|answers?|[qa]\.?")
_ASKS = any_of(
    r"""
    (?:wh(?:o|om|ose|at|en|ere|ich|y)|how)             # asks for something
    (?:am|is|are|was|were|do|does|did|has|have|had)    # asks whether it is so
    (?:can|could|may|must|shall|should|will|would)     # asks whether it may be
    (?:in|on|at|by|for|from|to|under|with)[ ](?:what|which|whom)
    if|and                                             # "If I move, do I lose it?"
    """,
    within=r"(?:{})\b",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a line, in characters of it, and its answer.

    Attributes:
        lead: how many characters stand before it.
        end: where it ends.
        rest: where its answer begins, the length of the line where that is below it.
        until: the line at which its answer ends.
    """

    lead: int
    end: int
    rest: int
    until: int


def inline_answer(text: str) -> int:
    """Where in a line behind a question its answer begins with a label, 0 for nowhere."""
    found = _ANSWERS.search(text)
    return found.end() if found else 0


def without_tags(line: Line) -> Line:
    """A line without the tags at its ends."""
    text = line.text
    lead = found.end() if (found := _TAGS.match(text)) else 0
    tails = [tag.start() for tag in _TAGS.finditer(text, lead) if tag.end() == len(text)]
    end = tails[0] if tails else len(text)
    return Line(line.start + lead, text[lead:end].rstrip(), line.indent)


def rows_asked(table: Table) -> tuple[tuple[Span, Span], ...]:
    """The cells of a table of two columns that is of questions and answers; none of another."""
    rows = table.rows
    head = table.head or (rows[0] if rows else None)
    if head is None or any(len(row.cells) != 2 or None in row.cells for row in (head, *rows)):
        return ()
    cells = [(row.cells[0], row.cells[1]) for row in rows[table.head is None :]]
    is_named = all(_COLUMN.fullmatch(cell.text.strip("* ")) for cell in head.cells if cell)
    found = tuple((q, a) for q, a in cells if q and a)
    return found if is_named and found else ()


def is_listed(lines: Sequence[Line], at: int) -> bool:
    """Whether a line that asks is one of several in a row, which are not answered there."""
    item = _is_item(lines[at].text)
    around = (_in_row(lines, range(at + 1, len(lines)), item=item),
              _in_row(lines, range(at - 1, -1, -1), item=item))  # fmt: skip
    return 1 + sum(around) >= (_IN_ROW if item else _APART_IN_ROW)


def _in_row(lines: Sequence[Line], order: range, *, item: bool) -> int:
    """How many lines that ask follow each other in an order, as far as it matters."""
    count = 0
    for line in (lines[at] for at in order):
        if line.text:
            if not asks(line.text) or _is_item(line.text) is not item:
                break
            count += 1
            if count == _APART_IN_ROW:
                break
    return count


def _is_item(text: str) -> bool:
    return is_bulleted(text) or bool(_NUMBER.match(text))


def asked_at(lines: Sequence[Line], at: int, *, is_markdown: bool) -> Asked | None:
    """The question that a line of itself asks and answers, if it does."""
    line = lines[at]
    if is_markdown:
        if found := _FOLDED.match(line.text):
            lead, end = found.span("question")
            return Asked(lead, end, found.end(), _unfolded(lines, at, found))
        if found := _BOLD.match(line.text):
            below = lines[at + 1] if at + 1 < len(lines) else None
            is_answered = found.end() < len(line.text) or (below and below.text)
            if is_answered and len(found[2].split()) <= MOST_WORDS:
                return Asked(0, found.end(2), found.end(), _paragraph_end(lines, at))
    if not asks(line.text) or len(line.text.split()) > MOST_WORDS or is_listed(lines, at):
        return None
    below = lines[at + 1] if at + 1 < len(lines) else None
    if below and below.text.startswith(": ") and line.after_gap:
        return Asked(0, len(line.text), len(line.text), _paragraph_end(lines, at))
    if is_bulleted(line.text) and (until := _within_item(lines, at)):
        return Asked(0, len(line.text), len(line.text), until)
    return None


def _unfolded(lines: Sequence[Line], at: int, found: re.Match[str]) -> int:
    """The line at which the answer behind a tag ends."""
    pattern = _UNFOLDS[found["tag"].lower()]
    if pattern.search(lines[at].text, found.end()):
        return at + 1
    ends = (n for n in range(at + 1, len(lines)) if pattern.search(lines[n].text))
    # Words may stand before the tag that ends it.
    return next((n + (not pattern.match(lines[n].text)) for n in ends), len(lines))


def _paragraph_end(lines: Sequence[Line], at: int) -> int:
    """The line behind a paragraph, and behind what stands deeper under it; an item ends it too."""
    indent = lines[at].indent
    end = at + 1
    while end < len(lines) and not _begins(lines[end].text):
        if not lines[end].text and not _goes_deeper(lines, end, indent):
            break
        end += 1
    return end


def _begins(text: str) -> bool:
    """Whether a line is an item or the next question."""
    return bool(text) and (_is_item(text) or bool(_BOLD.match(text)))


def _within_item(lines: Sequence[Line], at: int) -> int:
    """The line behind what stands within an item that asks, 0 where nothing does."""
    indent = lines[at].indent
    end = at + 1
    while end < len(lines) and (
        _goes_deeper(lines, end, indent) if not lines[end].text else lines[end].indent > indent
    ):
        end += 1
    return end if any(line.text for line in lines[at + 1 : end]) else 0


def _goes_deeper(lines: Sequence[Line], at: int, indent: int) -> bool:
    below = next((line for line in lines[at : at + _FAR] if line.text), None)
    return below is not None and below.indent > indent


def apart(lines: Sequence[Line]) -> dict[int, int]:
    """The lines of a text without marks that ask and stand apart over their answers.

    By the number of each the line at which its answer ends: the next question or, for the last,
    the end of its paragraph.
    """
    found = list(_apart(lines))
    if len(found) < LEAST_APART:
        return {}
    last = found[-1]
    ends = [*found[1:], _last_end(lines, last)]
    return dict(zip(found, ends, strict=True))


def _last_end(lines: Sequence[Line], at: int) -> int:
    first = next(n for n in range(at + 1, len(lines)) if lines[n].text)
    return next((n for n in range(first, len(lines)) if not lines[n].text), len(lines))


def _apart(lines: Sequence[Line]) -> Iterator[int]:
    for at, line in enumerate(lines):
        if not (line.after_gap and line.mark is None and line.text.endswith("?")):
            continue
        is_one = len(line.text.split()) <= MOST_WORDS and not re.search(r"[.?!]\s", line.text)
        below = next((one for one in lines[at + 1 : at + 3] if one.text), None)
        answers = below is not None and below.mark is None and not asks(below.text)
        if is_one and answers and _ASKS.match(line.text) and "\t" not in line.text:
            yield at
