"""Document -> Chunks: passages that stay inside one section and know their offsets."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import chain

from assistant.text.sentences import without_markers
from assistant.types import Block, Chunk, Document, Section, Sentence

FORMAT = 2
"""Raised when parsing or chunking changes, so that a sync indexes stored documents anew."""

WORDS = 150
"""Words a chunk aims not to exceed: with the title they stay inside the model's 256 tokens."""


_BETWEEN = " \t\r\n*_-:A"
"""What may stand between a question and its answer: white space, emphasis, an ``A:`` label."""


def revision(document: Document) -> str:
    """Hash of all that decides a document's chunks; equal revisions need no new embedding."""
    content = "\0".join((str(FORMAT), document.id, document.metadata.title, document.text))
    shape = "\0".join(section.role for section in document.sections)
    return hashlib.sha256(f"{content}\0{shape}".encode()).hexdigest()[:16]


def chunk_document(document: Document) -> tuple[Chunk, ...]:
    """Cut a document into chunks, in reading order.

    Every chunk satisfies ``document.text[chunk.start:chunk.end] == chunk.text``; its id carries
    the document's id and revision.
    """
    current = revision(document)
    groups = (
        (section, group) for section in document.sections for group in _groups(section.blocks)
    )
    return tuple(
        _chunk(document, section, group, chunk_id(document.id, current, number))
        for number, (section, group) in enumerate(groups)
    )


def statements(chunk: Chunk) -> tuple[tuple[Sentence, ...], ...]:
    """The quotable units of a chunk: its sentences, each with the pieces that lean on it."""
    units: list[list[Sentence]] = []
    for sentence in chunk.sentences:
        if units and sentence.leans:
            units[-1].append(sentence)
        else:
            units.append([sentence])
    return tuple(map(tuple, units))


def statement_text(pieces: Sequence[Sentence]) -> str:
    """A unit's words as they are embedded and read."""
    return without_markers(" ".join(piece.text for piece in pieces))


def statement_texts(chunk: Chunk) -> dict[str, str]:
    """What is embedded beside the chunk itself: its units and its own question, by record id."""
    texts = {
        statement_id(chunk.id, number): statement_text(pieces)
        for number, pieces in enumerate(statements(chunk))
    }
    if chunk.question:
        texts[question_id(chunk.id)] = without_markers(chunk.question)
    return texts


def chunk_id(document_id: str, revision: str, number: int) -> str:
    """The record id of a document's chunk, counted from 0 in reading order."""
    return f"{document_id}@{revision}#{number}"


def statement_id(chunk_id: str, number: int) -> str:
    """The record id of a chunk's unit, counted from 0."""
    return f"{chunk_id}/{number}"


def question_id(chunk_id: str) -> str:
    """The record id of a chunk's own question."""
    return f"{chunk_id}/question"


def owner(record_id: str) -> tuple[str, str]:
    """The document id and revision that the id of a chunk, or of a part of it, carries."""
    document_id, _, rest = record_id.rpartition("@")
    return document_id, rest.partition("#")[0]


def embedded_text(chunk: Chunk, title: str) -> str:
    """What the model reads of a chunk: its document's title, its section and its words."""
    words = without_markers(chunk.text)
    return "\n".join(part for part in (title, chunk.section, words) if part)


def _groups(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """Pack blocks into groups of at most ``WORDS`` words; a longer block is cut at sentences."""
    group: list[Block] = []
    size = 0
    for block in chain.from_iterable(map(_pieces, blocks)):
        words = sum(len(sentence.text.split()) for sentence in block.sentences)
        if group and (size + words > WORDS or not block.follows or block.question is not None):
            yield group
            group, size = [], 0
        group.append(block)
        size += words
    if group:
        yield group


def _pieces(block: Block) -> Iterator[Block]:
    sentences: list[Sentence] = []
    size = 0
    follows = block.follows
    for sentence in block.sentences:
        words = len(sentence.text.split())
        if sentences and size + words > WORDS:
            yield Block(tuple(sentences), block.question, follows)
            sentences, size, follows = [], 0, True
        sentences.append(sentence)
        size += words
    yield Block(tuple(sentences), block.question, follows)


def _chunk(document: Document, section: Section, group: list[Block], key: str) -> Chunk:
    sentences = tuple(sentence for block in group for sentence in block.sentences)
    question = group[0].question
    start = sentences[0].start
    # The rest of an answer that was cut does not reach back over its first part.
    if question and not document.text[question.end : start].strip(_BETWEEN):
        start = question.start
    end = sentences[-1].end
    return Chunk(
        id=key,
        document_id=document.id,
        section=section.title,
        role=section.role,
        start=start,
        end=end,
        text=document.text[start:end],
        sentences=sentences,
        question=question.text if question else "",
    )
