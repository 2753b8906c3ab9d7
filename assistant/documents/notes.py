"""The notes of a file: each behind the sentence that calls for it, and under its headings.

A note stands at the foot of a page or at the end of a text, under whatever heading comes last
there. What it says belongs to where its marker stood.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.extracts import Note
from assistant.text.marks import as_shown
from assistant.types import Block, Role, Section, Sentence, Span


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a note belongs: what heads it, the sentence that calls for it, what that answers."""

    title: str
    role: Role
    path: tuple[str, ...]
    sentence: Sentence | None = None
    question: Sentence | None = None


def with_notes(
    text: str, sections: Sequence[Section], headings: Sequence[Span], notes: Sequence[Note]
) -> tuple[Section, ...]:
    """The sections with each note behind its sentence, in a section of its place.

    Args:
        text: the whole text of the document.
        sections: as they follow each other there.
        headings: the spans of what heads them.
        notes: as the file has them; in the text they stay where they are.
    """
    if not notes:
        return tuple(sections)
    starts = {note.start: note.at for note in notes}
    places = _Places(text, sections, headings, starts)
    placed = {note.start: places.of(note.at) for note in notes}
    return tuple(part for section in sections for part in _parts(section, placed))


def _parts(section: Section, placed: Mapping[int, _Place | None]) -> Iterator[Section]:
    """A section cut where it holds notes that belong under other headings."""
    own = _Place(section.title, section.role, section.path)
    blocks = [_placed(block, placed.get(block.start), own) for block in section.blocks]
    for place, group in groupby(blocks, key=lambda block: block[0]):
        yield Section(place.title, place.role, tuple(block for _, block in group), place.path)


def _placed(block: Block, place: _Place | None, own: _Place) -> tuple[_Place, Block]:
    """A block and what heads it; a note elsewhere answers no question that was asked here."""
    if place is None:
        return own, block
    block = _behind(block, place.sentence)
    if place.path == own.path and place.question == block.question:
        return own, block
    return replace(place, sentence=None, question=None), replace(block, question=None)


def _behind(block: Block, sentence: Sentence | None) -> Block:
    """A note behind a sentence, where that is known."""
    if sentence is None or not block.sentences:
        return block
    lead = Span(sentence.start, sentence.end, sentence.text)
    first = replace(block.sentences[0], lead=(lead,))
    return replace(block, sentences=(first, *block.sentences[1:]))


class _Places:
    """Tells of offsets in a text under which headings they are, and in which sentences."""

    def __init__(
        self,
        text: str,
        sections: Sequence[Section],
        headings: Sequence[Span],
        notes: Mapping[int, int],
    ) -> None:
        self._text = text
        self._headings = headings
        self._begins = [heading.start for heading in headings]
        # A note says nothing of what heads the text around it.
        known = [
            (block.start, section, block.question)
            for section in sections
            for block in section.blocks
            if block.start not in notes
        ]
        known.sort(key=lambda one: one[0])
        self._starts = [start for start, _, _ in known]
        self._held = [(section, question) for _, section, question in known]
        self._sentences = _sentences_at(sections, notes.values())

    def of(self, offset: int) -> _Place | None:
        """The place of a note whose marker stood at an offset."""
        heading = self._heading_at(offset)
        at = bisect_right(self._starts, offset)
        if heading is None:
            at -= 1
        if not 0 <= at < len(self._held):
            return None
        section, question = self._held[at]
        path = section.path
        if heading in path:
            # What is said of a heading is not said of those under it.
            path = path[: path.index(heading) + 1]
        is_same = path == section.path
        role = Role.BODY if section.role is Role.QUESTIONS else section.role
        title = section.title if is_same else path[-1]
        return _Place(title, role, path, self._sentences.get(offset), question)

    def _heading_at(self, offset: int) -> str | None:
        """The heading in or behind which an offset is, as it stands in paths."""
        at = bisect_right(self._begins, offset) - 1
        if at < 0 or offset > self._headings[at].end:
            return None
        found = self._headings[at]
        return as_shown(self._text[found.start : found.end])


def _sentences_at(sections: Sequence[Section], offsets: Iterable[int]) -> dict[int, Sentence]:
    """The sentences at whose end or in which offsets are."""
    wanted = sorted(set(offsets))
    found: dict[int, Sentence] = {}
    sentences = sorted(
        (s for section in sections for block in section.blocks for s in block.sentences),
        key=lambda sentence: (sentence.end, -sentence.start),
    )
    at = 0
    for offset in wanted:
        while at < len(sentences) and sentences[at].end < offset:
            at += 1
        if at < len(sentences) and sentences[at].start <= offset:
            found[offset] = sentences[at]
    return found
