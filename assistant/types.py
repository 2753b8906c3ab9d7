"""The nouns: what is stored, what is found and what is answered.

Every span is a pair of offsets into ``Document.text``, counted in Unicode code points, end
exclusive. ``text`` next to a span is always exactly ``document.text[start:end]``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

REFUSAL = "The sources don't answer this."
"""The one text that says so. Prompts, code and tests all take it from here."""

UNDECIDED = "The sources know no outcome"
"""How an answer begins when the question was undecided as far as the library knows."""

ASK_BACK = "What does “{}” refer to? Name the program, law, contract, company or person you mean."
"""What is said to a question too unclear to search, with the word that is open."""

ASK_WHICH = "Several documents answer this, each for something else. Which do you mean?"
"""What is said to a question that does not say what it is about."""

MISSING = "nothing found"
"""What a cell of a comparison says that nothing fills, and a part that nothing answers."""

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
    """Where a statement comes from, as its footnote says. ``grade`` is one of ``GRADES``."""

    name: str
    url: str
    grade: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quotable span: no footnote marker inside, no surrounding white space.

    ``leans`` marks the rest of a sentence that a marker interrupted: it is not quoted without
    the piece before it.
    """

    start: int
    end: int
    text: str
    sources: tuple[Source, ...] = ()
    leans: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item, or one question with its answer.

    ``follows`` is false where text that is not indexed (a repeated paragraph, page furniture)
    stands between this block and the one before it.
    """

    sentences: tuple[Sentence, ...]
    question: Sentence | None = None
    follows: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a document. Chunks never cross its border."""

    title: str
    role: Role
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class QAPair:
    """A question of the document's own and the sentences that answer it there."""

    question: Sentence
    answer: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the front matter says of a document. Unknown dates are ``None``, lists may be empty."""

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


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed source. ``text`` is the exact decoded text, front matter and line ends included."""

    id: str
    text: str
    metadata: Metadata
    sections: tuple[Section, ...]

    @property
    def pairs(self) -> tuple[QAPair, ...]:
        """The document's own questions and answers, in reading order."""
        return tuple(
            QAPair(block.question, block.sentences)
            for section in self.sections
            for block in section.blocks
            if block.question is not None
        )


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage as it is indexed.

    ``sentences`` are the quotable spans inside it. ``question`` is the document's own question
    when the chunk is one of its Q&A pairs, else empty; the question is not among the sentences.
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
    """A verified quote: ``quote`` is the stored document's text from ``start`` to ``end``."""

    n: int
    document_id: str
    title: str
    section: str
    start: int
    end: int
    quote: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was asked, and what answers it.

    Attributes:
        ask: what was asked, as the message puts it.
        confidence: the probability in 0..1 that the best evidence answers it.
        citations: the numbers of those that answer it; empty where nothing was found.
        open: whether they tell the last status of what is undecided.
    """

    ask: str
    confidence: float
    citations: tuple[int, ...]
    open: bool = False

    @property
    def found(self) -> bool:
        """Whether something answers it; the status of what is undecided does not."""
        return bool(self.citations) and not self.open


def answered_together(parts: Iterable[Part]) -> list[tuple[str, tuple[int, ...], bool]]:
    """The parts by what is quoted for them: those that one quote answers stand together over it.

    Returns:
        Of each the asks as one heading, the numbers of its citations, and whether it is open.
    """
    asks: dict[tuple[int, ...], list[Part]] = {}
    for part in parts:
        asks.setdefault(part.citations, []).append(part)
    return [
        (" / ".join(part.ask for part in together), numbers, bool(numbers) and together[0].open)
        for numbers, together in asks.items()
    ]


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing under one aspect: the numbers of the citations that fill it, none if missing.

    ``confidence`` is the probability in 0..1 that the best evidence answers; ``open`` tells that
    what is quoted says that the matter is undecided.
    """

    citations: tuple[int, ...]
    confidence: float = 0.0
    open: bool = False

    @property
    def found(self) -> bool:
        """Whether anything fills it."""
        return bool(self.citations)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of a comparison, with a cell for each aspect."""

    thing: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A comparison: its columns' headings, its rows, and what code says of comparable figures."""

    aspects: tuple[str, ...]
    rows: tuple[Row, ...]
    verdicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Considered:
    """A statement that was weighed, for explaining an answer.

    ``probability`` in 0..1 is that of answering the question; ``features`` are its values and
    ``contributions`` what each of them added to the log odds. ``used`` tells whether the answer
    quotes it.
    """

    document_id: str
    start: int
    end: int
    text: str
    probability: float
    features: Mapping[str, float]
    contributions: Mapping[str, float]
    used: bool


class Outcome(StrEnum):
    """What became of a question.

    ``ANSWERED`` quotes what answers it, ``COMPARED`` with a table; ``UNDECIDED`` quotes the last
    known status of what nobody has decided yet; ``REFUSED`` has found no answer, ``ASKED_BACK``
    could not tell what is meant, and ``REPLIED`` is a word about the assistant or its library.
    """

    ANSWERED = "answered"
    COMPARED = "compared"
    UNDECIDED = "undecided"
    REFUSED = "refused"
    ASKED_BACK = "asked back"
    REPLIED = "replied"

    @property
    def is_answer(self) -> bool:
        """Whether the question is answered; anything else is an abstention."""
        return self in (Outcome.ANSWERED, Outcome.COMPARED)


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to one question; ``contract.answer_json`` writes it as JSON.

    ``outcome`` tells which kind of answer it is, and views branch on nothing else. ``confidence``
    is the probability in 0..1 that the best evidence answers the question, on one scale whether or
    not the assistant abstained. ``corpus`` is the hash of the library that was asked. A related
    passage is offered for reading, never as an answer; its ``n`` is 0. ``reason`` says which
    demand of the question the nearest statement fails, where one does; ``considered`` are the best
    statements, best first, and ``threshold`` the confidence from which an answer is given.
    ``table`` is there where things were compared; ``parts`` has one entry for each thing asked, and
    ``choices`` are questions to choose from where it is asked back.
    """

    question: str
    searched: str
    answer: str
    outcome: Outcome
    confidence: float
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    corpus: str
    version: str
    as_of: date | None = None
    notes: tuple[str, ...] = ()
    reason: str = ""
    considered: tuple[Considered, ...] = ()
    threshold: float = 0.5
    table: Table | None = None
    parts: tuple[Part, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def abstained(self) -> bool:
        """Whether the question is not answered."""
        return not self.outcome.is_answer

    @property
    def open(self) -> bool:
        """Whether the library knows the question and that nobody had decided it."""
        return self.outcome is Outcome.UNDECIDED


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A citation in its surroundings: the words before and after it in its chunk."""

    citation: Citation
    metadata: Metadata
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be ingested, and what its owner can do about it."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did: counts of documents, the inputs that failed and the time in seconds."""

    added: int
    updated: int
    unchanged: int
    removed: int
    failed: tuple[Failure, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document of the index, without its text. ``source`` says where it was read from."""

    id: str
    metadata: Metadata
    revision: str
    source: str
    passages: int
    questions: int

    @property
    def title(self) -> str:
        """The document's title, or its id where it has none."""
        return self.metadata.title or self.id
