"""Takes the questions of a text, and tells where their answers begin and end."""

from collections.abc import Callable, Sequence

from assistant.documents.asking import (
    Asked,
    apart,
    asked_at,
    inline_answer,
    is_listed,
    rows_asked,
    without_tags,
)
from assistant.documents.blocks import SectionWriter
from assistant.documents.dialogue import answered, question_lines
from assistant.documents.lines import Line
from assistant.documents.tables import Table
from assistant.text.sentences import LONGEST

FAR = 12
"""Lines that are looked at beyond one: a question has fewer, and so has a gap in a sentence."""


class Pairs:
    """Tells a writer of each question and its answer.

    ``heads`` takes a line and the offset up to which it is no text but heads it. In a dialogue,
    lines that ask are turns.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        writer: SectionWriter,
        heads: Callable[[Line, int], None],
        *,
        is_markdown: bool,
        is_dialogue: bool,
    ) -> None:
        self._lines = lines
        self._writer = writer
        self._heads = heads
        self._is_markdown = is_markdown
        self._apart = {} if is_dialogue else apart(lines)
        self._until: int | None = None

    def reach(self, at: int) -> None:
        """Come to a line, at which the answer that is open may end."""
        if self._until is not None and at >= self._until:
            self._writer.end_answer()
            self._until = None

    def forget(self) -> None:
        """A heading ends whatever answer is open."""
        self._until = None

    def is_listed(self, at: int) -> bool:
        """Whether a line that asks is one of several in a row."""
        return is_listed(self._lines, at)

    def table(self, table: Table) -> bool:
        """Take a table of questions and answers, if it is one."""
        rows = rows_asked(table)
        if rows and table.head is None:
            # Its first row says what its columns are.
            first = table.rows[0]
            self._heads(Line(first.start, ""), first.end)
        for question, answer in rows:
            asked_in = Line(question.start, question.text)
            self._writer.question(asked_in, question.end)
            self._heads(asked_in, question.end)
            self._writer.answer(Line(answer.start, answer.text))
        if rows:
            self._writer.end_answer()
        return bool(rows)

    def labelled(self, at: int, lead: int) -> int:
        """A question behind a label of some characters; returns how many lines it takes."""
        line = self._lines[at]
        self.forget()
        rest = inline_answer(line.text)
        if rest:
            self._writer.question(line.without(lead), line.start + rest)
            begins = rest + answered(line.without(rest))
            self._writer.answer(line.without(begins))
            self._heads(line, line.start + begins)
            return 1
        lines = self._lines[at : at + FAR]
        first, count = question_lines(lines, lead)
        if not count:
            self._writer.rule()
            self._heads(line, line.end)
            return 1
        last = lines[count - 1]
        if last.end - line.start > LONGEST:
            return 0
        self._writer.question(lines[first] if first else line.without(lead), last.end)
        self._heads(line, last.end)
        return count

    def own_form(self, at: int, *, in_questions: bool) -> int:
        """A question in a form that tells where its answer ends; returns 1 where one is."""
        line = self._lines[at]
        found = asked_at(self._lines, at, is_markdown=self._is_markdown)
        if found is None and at in self._apart and not in_questions:
            found = Asked(0, len(line.text), len(line.text), self._apart[at])
        if found is None:
            return 0
        self._writer.question(line.without(found.lead), line.start + found.end)
        self._until = found.until
        self._heads(line, line.start + found.rest)
        self._answer(line.without(found.rest))
        return 1

    def tagged(self, line: Line) -> bool:
        """Take a line of an answer that a tag begins."""
        if self._until is None or not line.text.startswith("<"):
            return False
        self._answer(line)
        return True

    def _answer(self, line: Line) -> None:
        """Take a line of an answer; the tags at its ends head it."""
        bare = without_tags(line)
        self._heads(line, bare.start if bare.text else line.end)
        if bare.text:
            self._writer.answer(bare)
            self._heads(line.without(bare.end - line.start), line.end)
