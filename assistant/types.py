"""The nouns: what is stored, what is found and what is answered.

Every span is a pair of offsets into ``Document.text``, counted in Unicode code points, end
exclusive. ``text`` next to a span is always exactly ``document.text[start:end]``.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.extracts import Fetch, Layout

FORMAT = 4
"""Raised when parsing or chunking changes, so that a sync indexes stored documents anew."""

REFUSAL = "The sources don't answer this."
"""The one text that says so. Prompts, code and tests all take it from here."""

UNDECIDED = "The sources leave this open"
"""How an answer begins when the question was undecided as far as the library knows."""

ASK_BACK = "What does “{}” refer to? Name the program, law, contract, company or person you mean."
"""What is said to a question too unclear to search, with the word that is open."""

ASK_WHICH = "Several documents answer this, each for something else. Which do you mean?"
"""What is said to a question that does not say what it is about."""

MISSING = "nothing found"
"""What a cell of a comparison says that nothing fills, and a part that nothing answers."""

OPEN = "undecided"
"""What stands before a quote of something undecided, in a cell of a comparison."""

GRADES = ("official", "trade", "secondary", "unsourced")
"""Source grades, best first."""


class Role(StrEnum):
    """What a section is for in its document. ``OPEN`` holds what nobody has settled yet."""

    SUMMARY = "summary"
    TAKEAWAYS = "takeaways"
    BODY = "body"
    OPEN = "open"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from, as its footnote says; ``grade`` is one of ``GRADES``.

    It counts where the document is ``trusted``; elsewhere it is what the document says.
    """

    name: str
    url: str
    grade: str
    trusted: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a document's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quotable span: no footnote marker inside, no surrounding white space.

    Attributes:
        leans: whether this is the rest of a sentence that a marker or the foot of a page
            interrupted: it is not quoted without the piece before it.
        lead: what stands before it when it is quoted, for it says little alone: the line that
            leads in a list, the head of a table, who speaks, the question that it answers.
        words: how it reads together with that; empty where it reads as it is written.
    """

    start: int
    end: int
    text: str
    sources: tuple[Source, ...] = ()
    leans: bool = False
    lead: tuple[Span, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item, a row of a table, a turn of a speaker, or (a part of) an answer.

    Without sentences it is text that is found and never quoted: a label, a line that leads in.
    ``follows`` is false where text that is not indexed stands between it and the block before.
    """

    start: int
    end: int
    sentences: tuple[Sentence, ...]
    question: Sentence | None = None
    follows: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a document. Chunks never cross its border.

    ``path`` are the headings above it, outermost first, its own among them.
    """

    title: str
    role: Role
    blocks: tuple[Block, ...]
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a document that is in no passage and no heading, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How a document was read, to be told again of one that has not changed since.

    Attributes:
        digest: a hash of the bytes that it was read from, of where, and of what read them.
        indexed: the share in 0..1 of the letters and figures of its text that are in passages.
        left_out: what is in no passage and no heading.
        warnings: what could not be read of it.
    """

    digest: str
    indexed: float
    left_out: tuple[LeftOut, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QAPair:
    """A question of the document's own and the sentences that answer it there."""

    question: Sentence
    answer: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself. Unknown dates are ``None``, lists may be empty.

    ``language`` is a language tag, empty where it is not known; ``url`` where it is published.
    """

    title: str = ""
    kind: str = "article"
    jurisdiction: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    published: date | None = None
    as_of: date | None = None
    status: str = ""
    effective: date | None = None
    expires: date | None = None
    supersedes: tuple[str, ...] = ()
    author: str = ""
    language: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed source. ``text`` is the exact decoded text, front matter and line ends included.

    Its own words begin at ``body``, behind the front matter. ``headings`` are the lines and labels
    that head its parts, ``left_out`` is what is in none of them; ``warnings`` tell what of it could
    not be read. ``layout`` tells where its file has its pages, headings, tables and notes; ``None``
    for a text that says all by itself. ``fetch`` tells of one that came from a link, ``original``
    is the hash of a file whose pages can be shown, ``replaces`` are the documents that its owner
    says it takes the place of. ``reading`` tells how it was read.
    """

    id: str
    text: str
    metadata: Metadata
    sections: tuple[Section, ...]
    body: int = 0
    headings: tuple[Span, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    layout: Layout | None = None
    fetch: Fetch | None = None
    original: str = ""
    replaces: tuple[str, ...] = ()
    reading: Reading | None = None

    @property
    def pairs(self) -> tuple[QAPair, ...]:
        """The document's own questions and answers, in reading order."""
        answers: dict[Sentence, list[Sentence]] = {}
        for section in self.sections:
            for block in section.blocks:
                if block.question is not None:
                    answers.setdefault(block.question, []).extend(block.sentences)
        return tuple(QAPair(question, tuple(said)) for question, said in answers.items() if said)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage as it is indexed.

    ``sentences`` are the quotable spans inside it. ``question`` is the document's own question
    when the chunk is one of its Q&A pairs, else empty; the question is not among the sentences.
    ``path`` are the headings above it, outermost first; ``section`` is the last of them.
    """

    id: str
    document_id: str
    section: str
    role: Role
    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]
    question: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Restrictions on the documents searched. Empty fields restrict nothing.

    A document passes a list filter when it carries any of the values. ``since`` and ``until``
    bound its ``published`` date, both inclusive; an undated document never passes a date filter.
    """

    topics: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


NO_FILTERS = Filters()
"""Restricts nothing."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found for a query. ``score`` is the fused score in 0..1, ``cosine`` in -1..1."""

    chunk: Chunk
    score: float
    cosine: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A verified quote: ``quote`` is the stored document's text from ``start`` to ``end``.

    Attributes:
        path: the headings above it, outermost first; ``section`` is the last of them.
        lead: what it leans on, verified too: the line that leads in its list, the head of its
            table, who speaks, the question that it answers.
        shown: the quote without marks, tags and line ends.
        reads: what is shown, together with what it leans on.
        origin: the folder and file that its document was read from.
        page: that of its file, from 1; ``None`` where that has none.
        row: the heading of the row that is quoted, empty where it is none of a table.
        column: the headings of the columns of it that were asked for.
    """

    n: int
    document_id: str
    title: str
    section: str
    start: int
    end: int
    quote: str
    sources: tuple[Source, ...] = ()
    path: tuple[str, ...] = ()
    lead: tuple[Span, ...] = ()
    shown: str = ""
    reads: str = ""
    origin: str = ""
    page: int | None = None
    row: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a conversation was at: the question before, and its answer, empty where it got none."""

    asked: str = ""
    answer: str = ""


SILENCE = Spoken()
"""Nothing was said before."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be ingested, and what its owner can do about it."""

    path: str
    reason: str
