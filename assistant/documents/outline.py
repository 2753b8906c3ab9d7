"""The body of an article -> sections of paragraphs, takeaways and Q&A pairs, with footnotes.

Two written forms are read by the same code: Markdown, and the plain article (``TLDR:``,
``Key Takeaways:``, body, ``Q&A``). Every part is a span of the text it came from.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from assistant.text.patterns import any_of
from assistant.text.sentences import MARKER, split_sentences
from assistant.types import GRADES, Block, Role, Section, Sentence, Source

Footnotes: TypeAlias = Mapping[str, tuple[Source, ...]]

HEADING = re.compile(r"(#{1,6})[ \t]+(?=[^\s#])(.*[^\s#])")
"""A Markdown heading: its marks and its words."""
_SUMMARY = re.compile(r"[>*_ \t-]*TL;?DR[*_]*[ \t]*(?:[:—–-]|$)[*_]*[ \t]*", re.IGNORECASE)
_TAKEAWAYS = re.compile(r"\W*key takeaways\W*$", re.IGNORECASE)
_QUESTIONS = re.compile(r"\W*(?:Q ?& ?A|questions and answers|FAQ)\W*$", re.IGNORECASE)
_BULLET = re.compile(r"[ \t]*(?:[-*+•][ \t]+|\d{1,3}[.)][ \t]+)")
_LABEL = re.compile(r"[ \t]*(?:[-*+•][ \t]+|\d{1,3}[.)][ \t]+)?(?:\*\*)?(?:[QA]:[ \t]*)?(?:\*\*)?")
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*(.*)$")
"""A line that defines a footnote: its label and ``name | URL | grade``."""
_OPEN = re.compile(r"\W*(?:not settled|open questions)\W*$", re.IGNORECASE)
_TERMINAL = re.compile(r"[.!?:;…][\"'”’)\]*_]*$")
_FURNITURE = any_of(
    r"""
    no comments yet[.!]?(?: be the first\b.{,60})?  # under an article that nobody has discussed
    \d* ?comments? ?(?:\(\d+\))?                   # the link to its discussion
    advertisement                                  # where one stood
    skip to (?:main )?content                      # the link for screen readers
    """,
    within=r"(?:{})[.!:]?$",
)
"""Whole lines that belong to a web page and not to its article."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text without the white space around it; ``start`` is its offset in the text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)


@dataclass(slots=True)
class _Draft:
    """A section while its lines are being collected."""

    title: str
    role: Role
    blocks: list[Block] = field(default_factory=list)


def read_lines(text: str, offset: int) -> Iterator[Line]:
    """The lines from ``offset`` on, without their ends and without surrounding white space."""
    for found in re.finditer(r"[^\r\n]+|(?<=\n)(?=\r?\n)", text[offset:]):
        raw = found.group().removeprefix("\ufeff")
        lead = len(found.group()) - len(raw.lstrip())
        yield Line(offset + found.start() + lead, raw.strip())


def read_footnotes(lines: Sequence[Line]) -> dict[str, tuple[Source, ...]]:
    """The sources that footnotes name, by label; without a known grade one counts as unsourced."""
    notes: dict[str, tuple[Source, ...]] = {}
    for line in lines:
        if found := FOOTNOTE.match(line.text):
            parts = [part.strip() for part in found[2].split("|")]
            name, url, grade = (*parts, "", "")[:3]
            grade = grade.lower() if grade.lower() in GRADES else GRADES[-1]
            # As in Markdown, the first definition of a label counts.
            notes.setdefault(found[1], (Source(name, url, grade),))
    return notes


def read_sections(text: str, lines: Sequence[Line], footnotes: Footnotes) -> tuple[Section, ...]:
    """The sections that lines of ``text`` make, in their order, save those without text."""
    reader = _SectionReader(text, footnotes)
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        heading = HEADING.match(line.text)
        if _QUESTIONS.match(heading[2] if heading else line.text):
            pairs, position = _pairs(text, lines, position, footnotes)
            reader.take_pairs(pairs)
        else:
            reader.take(line, heading)
    return reader.finish()


class _SectionReader:
    """Collects the lines of an article into paragraphs, and these into sections."""

    def __init__(self, text: str, footnotes: Footnotes) -> None:
        self._text = text
        self._footnotes = footnotes
        self._sections: list[Section] = []
        self._draft = _Draft("", Role.BODY)
        self._paragraph: list[Line] = []
        self._seen: set[str] = set()
        self._follows = False

    def finish(self) -> tuple[Section, ...]:
        """All sections, once every line was taken."""
        self._open_section("", Role.BODY)
        return tuple(self._sections)

    def take_pairs(self, pairs: Sequence[Block]) -> None:
        """Add the section that a heading such as "Q&A" began."""
        self._open_section("Q&A", Role.QUESTIONS)
        self._draft.blocks += pairs
        self._open_section("", Role.BODY)

    def take(self, line: Line, heading: re.Match[str] | None) -> None:
        """Take the next line, ``heading`` being its match where it is one."""
        label = heading[2] if heading else line.text
        if _TAKEAWAYS.match(label):
            self._open_section("Key Takeaways", Role.TAKEAWAYS)
        elif summary := _SUMMARY.match(label):
            self._open_section("TLDR", Role.SUMMARY)
            self._add(line, (heading.start(2) if heading else 0) + summary.end())
        elif heading:
            self._open_section(label, Role.OPEN if _OPEN.match(label) else Role.BODY)
        elif not line.text or _is_furniture(line):
            self._take_gap(line)
        else:
            self._take_text(line)

    def _take_gap(self, line: Line) -> None:
        self._close_paragraph()
        self._follows = self._follows and not line.text
        if self._draft.role is Role.SUMMARY and self._draft.blocks:
            self._open_section("", Role.BODY)

    def _take_text(self, line: Line) -> None:
        bullet = _BULLET.match(line.text)
        in_list = self._draft.role is Role.TAKEAWAYS and (self._draft.blocks or self._paragraph)
        if in_list and not bullet and _ends_sentence(self._paragraph):
            self._open_section("", Role.BODY)
        if bullet or _ends_sentence(self._paragraph):
            self._close_paragraph()
        self._add(line, bullet.end() if bullet else 0)

    def _add(self, line: Line, lead: int) -> None:
        """Add a line to the paragraph, without the ``lead`` characters that mark what it is."""
        self._paragraph.append(Line(line.start + lead, line.text[lead:]))

    def _close_paragraph(self) -> None:
        """End the paragraph; one that says the same as an earlier one is left out."""
        if not self._paragraph:
            return
        start, end = self._paragraph[0].start, self._paragraph[-1].end
        self._paragraph.clear()
        wording = " ".join(MARKER.sub("", self._text[start:end]).split()).casefold()
        sentences = split_sentences(self._text, start, end, self._footnotes)
        if not sentences or wording in self._seen:
            self._follows = False
            return
        self._seen.add(wording)
        self._draft.blocks.append(Block(sentences, follows=self._follows))
        self._follows = True

    def _open_section(self, title: str, role: Role) -> None:
        self._close_paragraph()
        if self._draft.blocks:
            self._sections.append(
                Section(self._draft.title, self._draft.role, tuple(self._draft.blocks))
            )
        self._draft, self._follows = _Draft(title, role), False


def _is_furniture(line: Line) -> bool:
    return bool(_FURNITURE.match(line.text) or FOOTNOTE.match(line.text) or not _has_words(line))


def _has_words(line: Line) -> bool:
    return any(character.isalnum() for character in line.text)


def _bare(text: str) -> str:
    """A line without the emphasis and footnote markers at its end."""
    return re.sub(r"(?:\[\^[^\[\]\s]{1,64}\]|[*_ ])+$", "", text)


def _ends_sentence(paragraph: list[Line]) -> bool:
    if not paragraph:
        return True
    return bool(_TERMINAL.search(MARKER.sub("", paragraph[-1].text).rstrip()))


def _pairs(
    text: str, lines: Sequence[Line], position: int, footnotes: Footnotes
) -> tuple[list[Block], int]:
    """Read questions (lines that end in ``?``) and the answer lines after each.

    Returns the pairs and the position of the first line after the Q&A section.
    """
    pairs: list[Block] = []
    question: Sentence | None = None
    answer: list[Line] = []

    def close_pair() -> None:
        if question is not None and answer:
            span = (answer[0].start, answer[-1].end)
            sentences = split_sentences(text, *span, footnotes)
            if sentences:
                pairs.append(Block(sentences, question, follows=False))
        answer.clear()

    while position < len(lines):
        line = lines[position]
        is_heading = HEADING.match(line.text)
        if is_heading and not is_heading[2].endswith("?"):
            break
        if not _has_words(line):
            position += 1
            continue
        if _is_furniture(line):
            close_pair()
            question = None
            if not FOOTNOTE.match(line.text):
                position += 1
                break
        elif _bare(line.text).endswith("?"):
            close_pair()
            question = _question(line, is_heading)
        else:
            lead = _LABEL.match(line.text)
            skip = lead.end() if lead and not answer else 0
            answer.append(Line(line.start + skip, line.text[skip:]))
        position += 1
    close_pair()
    return pairs, position


def _question(line: Line, heading: re.Match[str] | None) -> Sentence:
    lead = heading.start(2) if heading else 0
    label = _LABEL.match(line.text, lead)
    start = label.end() if label else lead
    end = len(_bare(line.text))
    return Sentence(line.start + start, line.start + end, line.text[start:end])
