"""Collects the lines of a document into blocks, each sentence with what it leans on.

That is the line that leads in its list, the head of its table, who speaks, the question answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from assistant.documents.dialogue import answer_label, question_in
from assistant.documents.headings import TOP
from assistant.documents.leads import answering, begin_of, led, list_sentence, spoken
from assistant.documents.lines import Line
from assistant.documents.lists import Lists, Mark, leads_in
from assistant.documents.paragraphs import REPEATED, Paragraph, Repeats
from assistant.documents.sections import Sections
from assistant.documents.tables import Row, Table, row_words
from assistant.text.marks import MARKER, written_words
from assistant.text.sentences import LONGEST, Hole, between_markers, split_sentences
from assistant.types import Block, LeftOut, Role, Section, Sentence, Source, Span

Footnotes: TypeAlias = Mapping[str, tuple[Source, ...]]


class SectionWriter:
    """Takes what a reader found in the lines, and makes sections of it."""

    def __init__(
        self, text: str, footnotes: Footnotes, holes: Sequence[LeftOut], *, is_wrapped: bool
    ) -> None:
        self._text = text
        self._is_wrapped = is_wrapped
        self._written = written_words(text)
        self._footnotes = footnotes
        self._holes: tuple[Hole, ...] = tuple((hole.start, hole.end) for hole in holes)
        self._sections = Sections()
        self._left_out: list[LeftOut] = []
        self._repeats = Repeats()
        self._paragraph = Paragraph()
        self._lists = Lists()
        self._led_in: tuple[int, Span] | None = None
        self._question: Sentence | None = None
        self._over_answer: tuple[float, str] | None = None
        self._is_own = False
        self._speaker: Span | None = None
        self._asked: tuple[int, Sentence] | None = None
        self._unproven: tuple[float, Span] | None = None
        self._follows = False

    @property
    def open_lines(self) -> Sequence[Line]:
        """The lines of the paragraph that is open."""
        return self._paragraph.lines

    @property
    def open_item(self) -> tuple[str, int] | None:
        """The kind of mark and the indentation of the item that is open."""
        return self._paragraph.item

    @property
    def is_between(self) -> bool:
        """Whether the next line begins a sentence."""
        return not self._paragraph.lines or self._paragraph.ends_sentence

    @property
    def is_asked(self) -> bool:
        """Whether a question waits for its answer."""
        return self._question is not None

    def finish(self) -> tuple[tuple[Section, ...], list[LeftOut]]:
        """All sections, and what was left out of them."""
        self._settle(TOP)
        self._end_section()
        return self._sections.finish(), self._left_out

    def gap(self) -> None:
        """Take an empty line."""
        self._close()
        if self._sections.role is Role.SUMMARY and self._sections.blocks:
            self._plain_section()

    def rule(self) -> None:
        """Take a line that is no text: what stands on either side of it does not join."""
        self.gap()
        self._follows = False

    def section(self, title: str, role: Role) -> None:
        """Begin a part of an article that has a role and no place among the headings."""
        self.end_answer()
        self._end_section()
        self._unproven = None  # the line over it heads it
        self._sections.begin_apart(title, role)

    def heading(
        self, title: str, rank: float, role: Role = Role.BODY, may_be_text: Span | None = None
    ) -> None:
        """Begin what a heading heads.

        ``may_be_text`` is its span where it only looks like one: with nothing under it, it is
        text.
        """
        rank = self._sections.rank_here(rank, title)
        self._settle(rank)
        over, self._over_answer = self._over_answer, None
        self.end_answer()
        self._end_section()
        self._sections.pop(rank)
        if over and over[0] < rank:
            self._sections.push(over[1], over[0])
        self._sections.begin(title, rank, role)
        self._is_own = False
        self._unproven = (rank, may_be_text) if may_be_text else None

    def asks(self, *, is_own: bool) -> None:
        """Tell that questions and answers follow; in our own articles answers stand alone."""
        self._is_own = is_own
        self._sections.take(Role.QUESTIONS)

    def question(self, line: Line, end: int) -> None:
        """Take a question that ends at an offset; what follows answers it."""
        self.end_answer()
        self._question = question_in(self._text, line, end)

    def heading_question(self, line: Line, rank: float) -> None:
        """Take a heading that asks; what stands under it answers."""
        self._settle(rank)
        self.end_answer()
        self._end_section()
        self._sections.begin_above(rank, Role.QUESTIONS)
        shift = len(line.text) - len(line.text.lstrip("#* \t_"))
        self.question(line.without(shift), line.end)
        if self._question:
            self._over_answer = (rank, self._question.text)

    def answer(self, line: Line) -> None:
        """Take the first line of an answer."""
        self._close()
        self._add(line)

    def turn(self, line: Line, label: tuple[int, int]) -> None:
        """Take the first line of what somebody says; ``label`` is where they are named in it."""
        asked = self._asked
        self.end_answer()
        self._end_lists()
        self._speaker = self._span(line.start + label[0], line.start + label[1])
        self._paragraph.label = self._speaker
        if asked:
            self._paragraph.leads = self._take_question(*asked)
        self._add(line.without(label[0]))

    def item(self, line: Line, mark: Mark) -> None:
        """Take the first line of an item."""
        self._close()
        self._paragraph.leads = self._lists.item(line, mark)
        self._paragraph.item = (mark.kind, line.indent)
        self._add(line.without(mark.length))

    def term(self, line: Line) -> None:
        """Take a term that what follows defines."""
        self._close()
        self._end_lists()
        self._add_block(Block(line.start, line.end, (), self._question, self._follows))
        self._follows = True
        self._lists.lead_in(self._span(line.start, line.end))

    def table(self, table: Table) -> None:
        """Take a table: each row is a block."""
        self._close()
        leads = self._lists.text()
        self._led_in = None
        if table.head and table.head.end - table.head.start <= LONGEST:
            leads = (*leads, self._span(table.head.start, table.head.end))
        group: tuple[Span, ...] = ()
        for row in table.rows:
            if row.is_group:
                group = (self._span(row.start, row.end),)
                self._add_block(Block(row.start, row.end, (), self._question, self._follows))
            else:
                self._add_row(row, table.head, (*leads, *group))

    def text(self, line: Line, label: int = 0) -> None:
        """Take a line of a paragraph; ``label`` characters of it name what the line gives."""
        is_listed = self._sections.role is Role.TAKEAWAYS and (
            self._sections.blocks or self._paragraph.lines
        )
        if is_listed and self._ends_sentence():
            self._plain_section()
        is_answer = self._question is not None and self._is_own
        if label or (self._ends_sentence() and not is_answer):
            self._close()
        if not self._paragraph.lines:
            self._begin(line)
            if label:
                self._paragraph.label = self._span(line.start, line.start + label)
            elif is_answer:
                line = line.without(answer_label(line))
        self._add(line)

    def paragraph(self, line: Line) -> None:
        """Take a line that stands by itself, as one of a program does."""
        self._close()
        self._begin(line)
        self._add(line)
        self._close()

    def _begin(self, line: Line) -> None:
        """Begin a paragraph: of the item before it where it stands deeper, else of the text."""
        if self._lists.is_open and line.indent > self._lists.indent and not self._lists.awaits:
            self._paragraph.leads = self._lists.within()
            self._paragraph.item = ("", line.indent)
            return
        awaited = self._lists.awaits
        leads = self._lists.text()
        if not awaited:
            self._end_lists()
        self._led_in = None
        self._paragraph.leads = leads

    def _add(self, line: Line) -> None:
        self._paragraph.lines.append(line)

    def _ends_sentence(self) -> bool:
        """Whether the next line begins a paragraph: of wrapped ones only if this leads it in."""
        if not self._paragraph.lines:
            return True
        last = MARKER.sub("", self._paragraph.lines[-1].text)
        return leads_in(last) if self._is_wrapped else self._paragraph.ends_sentence

    def _close(self) -> None:
        """End the paragraph that is open."""
        taken, self._paragraph = self._paragraph, Paragraph()
        if not taken.lines:
            return
        start, end = taken.lines[0].start, taken.lines[-1].end
        found = split_sentences(self._text, start, end, self._footnotes, self._holes)
        if not found or self._is_repeated(taken, start, end):
            self._follows = False
            return
        self._block(taken, found)
        self._follows = True

    def _is_repeated(self, taken: Paragraph, start: int, end: int) -> bool:
        """Whether a paragraph says what the one before it said."""
        is_plain = not (taken.label or taken.leads or self._question or self._lists.awaits)
        is_again = is_plain and self._repeats.is_again(self._text[start:end])
        if is_again:
            self._left_out.append(LeftOut(start, end, REPEATED))
        return is_again

    def _block(self, taken: Paragraph, found: tuple[Sentence, ...]) -> None:
        """Add the block of a paragraph, or what leads in the next."""
        first, last = begin_of(found[0], taken.lines[0].start), found[-1].end
        if self._speaker and taken.label is None and not taken.is_item:
            taken.label = self._speaker
        awaits = leads_in(MARKER.sub("", self._text[first : taken.lines[-1].end]))
        said = self._said(taken, found[:-1] if awaits else found)
        self._add_block(Block(first, last, said, self._question, self._follows))
        if awaits:
            lead = self._span(found[-1].start, last)
            if not self._lists.is_open:
                self._led_in = (len(self._sections.blocks) - 1, lead)
            self._lists.lead_in(lead)
        elif taken.is_item:
            self._lists.take(self._span(first, last))

    def _said(self, taken: Paragraph, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
        """Sentences with what they lean on."""
        if self._question is not None and not self._is_own:
            asked = self._span(self._question.start, self._question.end)
            sentences = answering(self._text, sentences, asked, taken.leads, self._written)
        elif taken.label is not None:
            sentences = spoken(self._text, sentences, taken.label, taken.leads, self._written)
        elif not self._is_own:
            sentences = led(self._text, sentences, taken.leads, self._written)
        if self._speaker and sentences and sentences[-1].text.endswith("?"):
            self._asked = (len(self._sections.blocks), sentences[-1])
        elif sentences:
            self._asked = None
        return sentences

    def _take_question(self, at: int, asked: Sentence) -> tuple[Span, ...]:
        """What a turn ended with asking, which goes before the next one and is no answer."""
        block = self._sections.blocks[at] if at < len(self._sections.blocks) else None
        if block and asked in block.sentences:
            rest = tuple(item for item in block.sentences if item != asked)
            self._sections.blocks[at] = replace(block, sentences=rest)
        return (*asked.lead, self._span(asked.start, asked.end))

    def _add_row(self, row: Row, head: Row | None, leads: tuple[Span, ...]) -> None:
        found = between_markers(self._text, row.start, row.end, self._footnotes)
        if not found:
            return
        # What leads in the table stands beside every row, and tells none from another.
        said = (replace(found[0], lead=leads, words=row_words(row, head)), *found[1:])
        self._add_block(Block(row.start, found[-1].end, said, self._question, self._follows))
        self._follows = True

    def _add_block(self, block: Block) -> None:
        """Add a block to the section; pairs and other text do not mix in one."""
        if block.question is not None:
            self._sections.take(Role.QUESTIONS)
        elif self._sections.role is Role.QUESTIONS:
            self._sections.take(Role.BODY)
        self._sections.blocks.append(block)

    def _plain_section(self) -> None:
        """Begin a section of plain text under the headings that stand."""
        self._end_section()
        self._sections.open("", Role.BODY)

    def _end_section(self) -> None:
        """End what is open in a section, before another one begins."""
        self._close()
        self._end_lists()
        self._repeats = Repeats()
        self._follows, self._asked = False, None

    def end_answer(self) -> None:
        """End the answer or the turn that is open."""
        self._close()
        if self._question is not None or self._speaker is not None:
            self._end_lists()
        self._question = self._over_answer = self._speaker = None

    def _end_lists(self) -> None:
        """End all lists; one that a line leads in can be quoted with that line as a whole."""
        self._lists.end()
        led_in, self._led_in = self._led_in, None
        if led_in is None:
            return
        at, lead = led_in
        whole = list_sentence(self._text, lead, self._sections.blocks[at + 1 :], self._holes)
        if whole:
            block = self._sections.blocks[at]
            self._sections.blocks[at] = replace(block, sentences=(*block.sentences, whole))

    def _settle(self, rank: float) -> None:
        """Make text of a line that looked like a heading and has nothing under it."""
        self._close()
        unproven, self._unproven = self._unproven, None
        if unproven is None or self._sections.blocks or rank > unproven[0]:
            return
        span = unproven[1]
        self._sections.begin_above(unproven[0], Role.BODY)
        found = split_sentences(self._text, span.start, span.end, self._footnotes, self._holes)
        if found:
            self._add_block(Block(span.start, span.end, found, None, False))

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end, self._text[start:end])
