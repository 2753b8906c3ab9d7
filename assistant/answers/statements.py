"""What a chunk states, and how well each statement answers a question.

A statement is a sentence, together with the pieces that lean on it. What can be told of it whatever
is asked (its stems, figures, years) is worked out once and travels with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from assistant.documents.chunks import headings, statement_id, statement_text, statements
from assistant.models.calibration import Features, probability
from assistant.models.embedder import Vectors
from assistant.retrieval.library import Library
from assistant.text.figures import Figure, figures, latest_date, years
from assistant.text.words import acronyms, content_stems
from assistant.types import Chunk, Citation, Role, Sentence

NO_EVIDENCE = -7.0
"""Log odds of an answer where nothing was found: a probability of 0.1 %, below any fitted one."""

UNDECIDED = -4.0
"""What it costs the log odds that the question asks for what is undecided. It keeps the confidence
of such an answer under the threshold for any evidence up to a probability of 0.96."""

MOST_HEADINGS = 2
WORDS_READ = 7
"""Headings that the scorer reads whole, title included, and words of each of three of more: it
reads 32 tokens of them."""

_MOST_KEPT = 20_000
"""Chunks whose statements are kept read."""


@dataclass(frozen=True)
class Stated:
    """A statement as its document gives it, whatever is asked.

    Attributes:
        id: the id of its record in the index.
        chunk: where it stands.
        sentences: its consecutive pieces, nearly always one.
        text: its words, as they are embedded and read.
        before: the words that stand before it, for what it leans on; may be empty.
        title: its document's title; may be empty.
        trusted: whether its document is believed in what it says of itself.
    """

    id: str
    chunk: Chunk = field(compare=False, repr=False)
    sentences: tuple[Sentence, ...] = field(compare=False, repr=False)
    text: str
    before: str = field(default="", compare=False, repr=False)
    title: str = field(default="", compare=False, repr=False)
    trusted: bool = field(default=True, compare=False, repr=False)

    @property
    def headings(self) -> str:
        """The title of its document and all headings above it."""
        return ". ".join(headings(self.chunk, self.title))

    @property
    def heading(self) -> str:
        """What the scorer reads of them: of many the title and the two innermost, shortened."""
        over = headings(self.chunk, self.title)
        if len(over) <= MOST_HEADINGS:
            return ". ".join(over)
        return ". ".join(" ".join(part.split()[:WORDS_READ]) for part in (over[0], *over[-2:]))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its own content words."""
        return content_stems(self.text)

    @cached_property
    def above(self) -> frozenset[str]:
        """The stems of what stands above it: title, section and the document's own question."""
        return content_stems(f"{self.headings} {self.chunk.question}")

    @cached_property
    def subject(self) -> frozenset[str]:
        """The stems above it, and the acronyms that its document's title would have."""
        return self.above | acronyms(self.title)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures it gives as holding now."""
        return figures(self.text)

    @cached_property
    def years(self) -> frozenset[str]:
        """The years that it and what stands above it name."""
        return years(f"{self.headings} {self.chunk.question} {self.text}")

    @cached_property
    def latest_date(self) -> date | None:
        """The latest date it names."""
        return latest_date(self.text)


@dataclass(frozen=True, slots=True)
class Statement:
    """A quotable statement as it was scored for a question.

    Attributes:
        stated: the statement itself.
        vector: its unit vector.
        features: what speaks for and against it.
        score: how well it answers compared with the others, in units of the learned logit.
        logit: log odds that it answers.
        own_question: similarity of the question and the document's own question that the
            statement answers, 0 outside Q&A pairs.
        says_unknown: whether it is a remark that something is not known.
    """

    stated: Stated
    vector: Vectors = field(compare=False, repr=False)
    features: Features
    score: float
    logit: float
    own_question: float = 0.0
    says_unknown: bool = False

    @property
    def chunk(self) -> Chunk:
        """Where it stands."""
        return self.stated.chunk

    @property
    def document_id(self) -> str:
        """The document it stands in."""
        return self.stated.chunk.document_id

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its consecutive pieces."""
        return self.stated.sentences

    @property
    def text(self) -> str:
        """Its words."""
        return self.stated.text

    @property
    def stems(self) -> frozenset[str]:
        """The stems of its own content words."""
        return self.stated.stems

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures it gives as holding now."""
        return self.stated.figures

    def numbers(self, citations: Sequence[Citation]) -> tuple[int, ...]:
        """The numbers of the citations that quote it."""
        spans = {(self.document_id, piece.start) for piece in self.sentences}
        return tuple(item.n for item in citations if (item.document_id, item.start) in spans)

    def lowered(self, by: float) -> "Statement":
        """The statement with a score lower than it earns."""
        return replace(self, score=self.score - by)

    @property
    def is_open(self) -> bool:
        """Whether this is an open question rather than something that can be quoted."""
        return self.chunk.role is Role.OPEN


def read_statements(chunk: Chunk, title: str, *, trusted: bool = True) -> tuple[Stated, ...]:
    """What a chunk states, in its order; ``title`` and ``trusted`` are its document's."""
    found = []
    before = chunk.question
    for number, pieces in enumerate(statements(chunk)):
        text = statement_text(pieces)
        key = statement_id(chunk.id, number)
        found.append(Stated(key, chunk, pieces, text, before, title, trusted))
        before = text
    return tuple(found)


class StatementReader:
    """What the chunks of one snapshot state; a chunk is read once.

    Safe to share between threads: what two of them read at once is the same. What the reader of a
    generation before has read is known to the next.

    Attributes:
        known: what was read, by the passage, and the title and standing of its document.
    """

    def __init__(self, library: Library, before: "StatementReader | None" = None) -> None:
        self._library = library
        self.known: dict[tuple[str, str, bool], tuple[Stated, ...]] = (
            before.known if before is not None else {}
        )

    def read(self, chunk: Chunk) -> tuple[Stated, ...]:
        """The statements of a chunk, in its order."""
        title = self._library.title(chunk.document_id)
        is_trusted = self._library.is_trusted(chunk.document_id)
        key = (chunk.id, title, is_trusted)
        found = self.known.get(key)
        if found is None:
            found = read_statements(chunk, title, trusted=is_trusted)
            if len(self.known) >= _MOST_KEPT:
                self.known.clear()
            self.known[key] = found
        return found


def quotable(scored: Sequence[Statement]) -> tuple[Statement, ...]:
    """Those that can be quoted as answers, in their order."""
    return tuple(item for item in scored if not item.is_open)


def confidence(found: Sequence[Statement], open_question: Statement | None = None) -> float:
    """Probability in 0..1 that the best statement answers the question; near 0 for none.

    Args:
        found: the quotable statements, best first.
        open_question: the one that is asked about, if one is.
    """
    if not found:
        return probability(NO_EVIDENCE)
    return probability(found[0].logit + UNDECIDED * (open_question is not None))
