"""The body of a document -> its sections of paragraphs, items, rows, turns and Q&A pairs.

The forms are those that people write: Markdown, plain text with headings of its own, the plain
article (``TLDR:``, ``Key Takeaways:``, body, ``Q&A``), transcripts, lists of questions. Every part
is a span of the text it came from, and no line is lost: what is in no passage is a heading or is
named among what was left out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.documents.blocks import Footnotes, SectionWriter
from assistant.documents.dialogue import (
    answered,
    asked,
    asks,
    is_asked_by_label,
    label_end,
    voices,
)
from assistant.documents.footnotes import FOOTNOTE
from assistant.documents.headings import TOP, Heading, heading_at
from assistant.documents.lines import (
    CONTENTS,
    FURNITURE,
    Line,
    goes_on,
    heads_contents,
    is_contents,
    is_furniture,
    is_term,
    is_wrapped,
)
from assistant.documents.lists import is_bulleted, item_mark
from assistant.documents.pages import NUMBER
from assistant.documents.pairs import FAR, Pairs
from assistant.documents.parts import (
    OPEN,
    OWN_OPEN,
    OWN_QUESTIONS,
    QUESTIONS,
    SUMMARY,
    TAKEAWAYS,
)
from assistant.documents.series import with_series
from assistant.documents.tables import Table, table_at
from assistant.extracts import Note
from assistant.types import LeftOut, Role, Section, Source, Span

_FENCE = re.compile(r"(?:```|~~~)")
_BLOCK_TAG = re.compile(
    r"</?(?:p|br|table|tr|div|li|ul|ol|dl|dt|dd|h[1-6]|blockquote)\b", re.IGNORECASE
)

_QUESTIONS_RANK = 2
"""The rank of a line "Q&A" that is no heading: that of a section of Markdown."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a text is written.

    Attributes:
        is_markdown: whether Markdown's marks are marks.
        is_own: whether its front matter is that of our own articles, in which a section "Open
            questions" holds what nobody has settled; elsewhere only one called "Not settled" does.
        titled_by: how many lines at the top are its title.
        is_set: whether its file says what its headings, tables and notes are.
    """

    is_markdown: bool = True
    is_own: bool = True
    titled_by: int = 0
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """What a text holds: its sections, what heads them, and what is in neither."""

    sections: tuple[Section, ...]
    headings: tuple[Span, ...]
    left_out: tuple[LeftOut, ...]


def read_outline(
    text: str,
    lines: Sequence[Line],
    form: Form,
    footnotes: Mapping[str, tuple[Source, ...]],
    holes: Sequence[LeftOut] = (),
) -> Outline:
    """The sections that lines of ``text`` make, in their order, save those without text.

    Args:
        text: the whole text of the document.
        lines: those of its body, without those of its pages.
        form: how it is written.
        footnotes: the sources of its footnotes, by label.
        holes: what stands between the lines and belongs to none of them.
    """
    reader = _Reader(text, with_series(lines), form, footnotes, holes)
    while reader.step():
        pass
    return reader.finish()


class _Reader:
    """Reads the lines one after the other and tells each to the writer as what it is."""

    def __init__(
        self,
        text: str,
        lines: Sequence[Line],
        form: Form,
        footnotes: Footnotes,
        holes: Sequence[LeftOut],
    ) -> None:
        self._lines = lines
        self._form = form
        self._voices = voices(lines)
        # Numbers alone don't cut a sentence: they are taken out where it is shown.
        feet = [hole for hole in holes if hole.reason != NUMBER]
        self._writer = SectionWriter(text, footnotes, feet, is_wrapped=is_wrapped(lines))
        self._pairs = Pairs(
            lines,
            self._writer,
            self._heads,
            is_markdown=form.is_markdown,
            is_dialogue=bool(self._voices.names),
        )
        self._at = 0
        self._headings: list[Span] = []
        self._left_out = list(holes)
        self._in_fence = False
        self._in_contents = False
        self._in_footnote = False
        self._was_label = False
        self._questions_rank: float | None = None

    def finish(self) -> Outline:
        """Everything, once all lines were read."""
        sections, repeated = self._writer.finish()
        left_out = sorted((*self._left_out, *repeated), key=lambda item: item.start)
        return Outline(sections, tuple(self._headings), tuple(left_out))

    def step(self) -> bool:
        """Read the next line, or the lines of the next table; false when there is none."""
        if self._at >= len(self._lines):
            return False
        line = self._lines[self._at]
        self._pairs.reach(self._at)
        if not line.text:
            following = self._lines[self._at : self._at + FAR]
            if not goes_on(self._writer.open_lines, following):
                self._writer.gap()
            self._at += 1
        elif self._is_marked_off(line):
            self._at += 1
        else:
            self._at += self._structure(line) or self._text(line)
        return True

    def _is_marked_off(self, line: Line) -> bool:
        """Take a line that is no text: a fence, a footnote, a rule, furniture, contents."""
        if self._form.is_markdown and _FENCE.match(line.text):
            self._in_fence = not self._in_fence
            self._writer.rule()
            self._heads(line, line.end)
            return True
        if self._in_fence:
            return False
        if FOOTNOTE.match(line.text) or (self._in_footnote and line.indent and not line.after_gap):
            self._writer.rule()
            self._heads(line, line.end)
            self._in_footnote = True
            return True
        self._in_footnote = False
        if not line.has_words:
            self._writer.rule()
            return True
        if is_furniture(line.text):
            self._leave(line, FURNITURE)
            return True
        if is_contents(line, within=self._in_contents):
            self._leave(line, CONTENTS)
            return True
        if heads_contents(line.text):
            self._in_contents = True
            self._leave(line, CONTENTS)
            return True
        self._in_contents = False
        return False

    def _structure(self, line: Line) -> int:
        """Take what gives a text its structure; returns how many lines it was, 0 for none."""
        if self._in_fence:
            return 0
        if self._at < self._form.titled_by:
            return self._title()
        if isinstance(line.mark, Note):
            self._writer.paragraph(line)
            return 1
        return (
            self._section_label(line)
            or self._table()
            or self._voice(line)
            or self._pairs.own_form(self._at, in_questions=self._questions_rank is not None)
            or self._heading()
        )

    def _title(self) -> int:
        lines = self._lines[self._at : self._form.titled_by]
        words = " ".join(line.text for line in lines).removeprefix("# ").split()
        self._head(Heading(" ".join(words), TOP, len(lines)))
        return len(lines)

    def _section_label(self, line: Line) -> int:
        """A heading or a line that names a part of an article: its summary, its questions."""
        heading = self._heading_here()
        label = heading.title if heading else line.text
        count = heading.lines if heading else 1
        if TAKEAWAYS.match(label):
            self._writer.section("Key Takeaways", Role.TAKEAWAYS)
        elif summary := SUMMARY.match(line.text if not heading else label):
            self._writer.section("TLDR", Role.SUMMARY)
            shift = line.text.find(label) if heading else 0
            lead = max(shift, 0) + summary.end()
            self._heads(line, line.start + lead)
            self._writer.text(line.without(lead))
            return 1
        elif QUESTIONS.match(label) and (heading or not is_bulleted(line.text)):
            self._questions_rank = heading.rank if heading else _QUESTIONS_RANK
            is_own = bool(OWN_QUESTIONS.match(label))
            self._writer.heading("Q&A" if is_own else label, self._questions_rank)
            self._writer.asks(is_own=is_own)
        else:
            return 0
        last = self._lines[self._at + count - 1]
        self._heads(line, last.end)
        return count

    def _table(self) -> int:
        table = table_at(self._lines, self._at)
        if table is None:
            return 0
        if not self._pairs.table(table):
            self._writer.table(table)
        self._heads_table(table)
        return table.lines

    def _heads_table(self, table: Table) -> None:
        if table.head:
            first = self._lines[self._at]
            self._headings.append(Span(first.start, table.head.end, ""))

    def _voice(self, line: Line) -> int:
        """A turn of a speaker, or a question or an answer that is marked as one."""
        label = self._voices.label(line)
        if label:
            self._writer.turn(line, label)
            return 1
        lead = asked(line)
        is_listed = self._pairs.is_listed(self._at)
        if lead and (is_asked_by_label(line) or (self._starts(line) and not is_listed)):
            return self._pairs.labelled(self._at, lead)
        lead = answered(line)
        if lead and self._writer.is_asked:
            self._writer.answer(line.without(lead))
            self._heads(line, line.start + lead)
            return 1
        return 0

    def _heading_here(self) -> Heading | None:
        form = self._form
        return heading_at(self._lines, self._at, is_markdown=form.is_markdown, is_set=form.is_set)

    def _heading(self) -> int:
        line = self._lines[self._at]
        found = self._heading_here()
        in_questions = self._questions_rank is not None
        if found and asks(found.title) and found.rank > TOP and not found.rest:
            self._pairs.forget()
            self._writer.heading_question(line, found.rank)
            self._heads(line, line.end)
            return found.lines
        is_asked = in_questions and not found and self._starts(line) and asks(line.text)
        if is_asked and not self._pairs.is_listed(self._at):
            return self._pairs.labelled(self._at, 0)
        if found is None or (in_questions and not found.is_certain):
            return 0
        return self._head(found)

    def _head(self, found: Heading) -> int:
        line = self._lines[self._at]
        self._pairs.forget()
        if self._questions_rank is not None and found.rank <= self._questions_rank:
            self._questions_rank = None
        is_open = (OWN_OPEN if self._form.is_own else OPEN).match(found.title)
        role = Role.OPEN if is_open else Role.BODY
        self._in_contents = heads_contents(found.title) or self._in_contents
        if found.rest:
            self._writer.heading(found.title, found.rank, role)
            self._heads(line, line.start + found.rest)
            self._writer.text(line.without(found.rest))
            return 1
        last = self._lines[self._at + found.lines - 1]
        span = None if found.is_certain else Span(line.start, last.end, "")
        self._writer.heading(found.title, found.rank, role, may_be_text=span)
        self._heads(line, last.end)
        return found.lines

    def _text(self, line: Line) -> int:
        """An item of a list, a line with a label, or a line of a paragraph."""
        if self._pairs.tagged(line):
            return 1
        if self._in_fence or _BLOCK_TAG.match(line.text):
            self._writer.paragraph(line)
            return 1
        if is_term(line, self._lines[self._at + 1 : self._at + 2]):
            self._writer.term(line)
            return 1
        mark = item_mark(line, self._writer.open_lines, self._writer.open_item)
        if mark:
            self._writer.item(line, mark)
            self._heads(line, line.start + mark.length)
        elif line.text.startswith(": ") and (self._writer.open_lines or self._writer.is_asked):
            self._writer.text(line.without(2))
        else:
            label = label_end(line) if self._starts(line) or self._was_label else 0
            self._writer.text(line, label)
            self._was_label = bool(label)
            return 1
        self._was_label = False
        return 1

    def _starts(self, line: Line) -> bool:
        """Whether a line begins something, and does not go on with the line before."""
        return line.after_gap or self._writer.is_between

    def _heads(self, line: Line, end: int) -> None:
        self._headings.append(Span(line.start, end, ""))

    def _leave(self, line: Line, reason: str) -> None:
        self._writer.rule()
        self._left_out.append(LeftOut(line.start, line.end, reason))
