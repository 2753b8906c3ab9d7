"""Document -> Chunks: passages that stay inside one section and know their offsets."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import chain

from assistant.documents.leads import begin_of
from assistant.extracts import dump_layout
from assistant.text.marks import as_shown
from assistant.types import FORMAT, Block, Chunk, Document, Section, Sentence

WORDS = 150
"""Words a chunk aims not to exceed: with the title they stay inside the model's 256 tokens."""


_BETWEEN = " \t\r\n*_-:A"
"""What may stand between a question and its answer: white space, emphasis, an ``A:`` label."""


def revision(document: Document) -> str:
    """Hash of all that decides a document's chunks; equal revisions need no new embedding."""
    content = "\0".join((str(FORMAT), document.id, document.metadata.title, document.text))
    shape = "\0".join(section.role for section in document.sections)
    if document.layout is not None:
        # A file's date may change without its text, and passages are filtered by it.
        shape += f"\0{dump_layout(document.layout)}\0{document.metadata.published or ''}"
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
    """A unit's words as they are embedded and read, with what it leans on before them."""
    first, *rest = pieces
    if not first.words:
        return as_shown(" ".join(piece.text for piece in pieces))
    return " ".join([first.words, *(as_shown(piece.text) for piece in rest)])


def statement_texts(chunk: Chunk) -> dict[str, str]:
    """What is embedded beside the chunk itself: its units and its own question, by record id.

    Deep in a document a unit is embedded with the heading right above it, which often names what
    it is about.
    """
    over = f"{chunk.path[-1]}: " if len(chunk.path) > 1 else ""
    texts = {
        statement_id(chunk.id, number): f"{over}{statement_text(pieces)}"
        for number, pieces in enumerate(statements(chunk))
    }
    if chunk.question:
        texts[question_id(chunk.id)] = as_shown(chunk.question)
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


def headings(chunk: Chunk, title: str) -> tuple[str, ...]:
    """What stands over a chunk: its document's title and its headings, each once."""
    over = (title, *(chunk.path or (chunk.section,)))
    return tuple(dict.fromkeys(part for part in over if part))


def embedded_text(chunk: Chunk, title: str) -> str:
    """What the model reads of a chunk: its document's title, its headings and its words."""
    return "\n".join((*headings(chunk, title), _words(chunk)))


def _words(chunk: Chunk) -> str:
    """The words of a chunk; of rows, items and turns with what they lean on."""
    if not any(sentence.words for sentence in chunk.sentences):
        return as_shown(chunk.text, is_sentence=False)
    ends = [sentence.end for sentence in chunk.sentences]
    units = [
        pieces
        for pieces in statements(chunk)
        # A list as a whole says what its items say.
        if not any(pieces[0].start < end < pieces[-1].end for end in ends)
    ]
    return " ".join(map(statement_text, units))


def _groups(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """Pack blocks into groups of at most ``WORDS`` words; a longer block is cut at sentences."""
    group: list[Block] = []
    size = 0
    for block in chain.from_iterable(map(_pieces, blocks)):
        words = _size(block)
        is_apart = group and (not block.follows or block.question != group[-1].question)
        if group and (size + words > WORDS or is_apart):
            yield group
            group, size = [], 0
        group.append(block)
        size += words
    if group:
        yield group


def _size(block: Block) -> int:
    """The words of a block; those of a list as a whole count with its items."""
    inside = [item for item in block.sentences if item.end <= block.end]
    return sum(len(item.text.split()) for item in inside)


def _pieces(block: Block) -> Iterator[Block]:
    """A block cut between sentences where it is longer than a chunk may be."""
    if not block.sentences:
        yield block
        return
    sentences: list[Sentence] = []
    size = 0
    start, follows = block.start, block.follows
    for sentence in block.sentences:
        words = len(sentence.text.split())
        if sentences and size + words > WORDS and sentence.end <= block.end:
            end = sentences[-1].end
            yield Block(start, end, tuple(sentences), block.question, follows)
            sentences, size, start, follows = [], 0, begin_of(sentence, end), True
        sentences.append(sentence)
        size += words
    yield Block(start, block.end, tuple(sentences), block.question, follows)


def _chunk(document: Document, section: Section, group: list[Block], key: str) -> Chunk:
    sentences = tuple(sentence for block in group for sentence in block.sentences)
    question = group[0].question
    start = min(block.start for block in group)
    # The rest of an answer that was cut does not reach back over its first part.
    if question and not document.text[question.end : start].strip(_BETWEEN):
        start = question.start
    end = max([*(block.end for block in group), *(item.end for item in sentences)])
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
        path=section.path,
    )
