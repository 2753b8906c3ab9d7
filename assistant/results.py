"""The nouns of an answer: its parts, its table, and what became of the question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.types import Citation, Failure, Hit, LeftOut


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
        (_heading(together), numbers, bool(numbers) and together[0].open)
        for numbers, together in asks.items()
    ]


def _heading(parts: Sequence[Part]) -> str:
    words = " / ".join(part.ask for part in parts)
    return words[:1].upper() + words[1:]


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
        """Whether anything answers it; what says that it is undecided does not."""
        return bool(self.citations) and not self.open


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


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that a chat model wrote and that was held to its sources.

    ``citations`` are the numbers of the quotes that support it.
    """

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that a chat model wrote and that is not shown, and why, a line for each reason."""

    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a chat model took for an answer.

    Attributes:
        model: its name, as it was configured.
        input_tokens: of the request; ``None`` where the provider doesn't tell.
        output_tokens: of the reply; ``None`` where the provider doesn't tell.
        seconds: from the request to the end of the reply.
        first: seconds until the first sentence was shown; ``None`` where none was.
    """

    model: str
    input_tokens: int | None = None
    output_tokens: int | None = None
    seconds: float = 0.0
    first: float | None = None


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
class Answer:
    """What the assistant says to one question; ``contract.answer_json`` writes it as JSON.

    ``outcome`` tells which kind of answer it is, and views branch on nothing else. ``confidence``
    is the probability in 0..1 that the best evidence answers the question, on one scale whether or
    not the assistant abstained. ``corpus`` is the hash of the library that was asked. A related
    passage is offered for reading, never as an answer; its ``n`` is 0. ``reason`` says which
    demand of the question the nearest statement fails, where one does; ``considered`` are the best
    statements, best first, and ``threshold`` the confidence from which an answer is given.
    ``table`` is there where things were compared; ``parts`` has one entry for each thing asked, and
    ``choices`` are questions to choose from where it is asked back. ``sentences`` are there where a
    chat model wrote the answer, ``withheld`` what it wrote and is not shown, ``usage`` what it
    took, for an answer that quotes after all too.
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
    sentences: tuple[Written, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    usage: Usage | None = None

    @property
    def abstained(self) -> bool:
        """Whether the question is not answered."""
        return not self.outcome.is_answer

    @property
    def open(self) -> bool:
        """Whether the library knows the question and that nobody had decided it."""
        return self.outcome is Outcome.UNDECIDED


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a document's text.

    Attributes:
        id: its id.
        path: where it was read, for JSONL with its line.
        indexed: the share in 0..1 of the letters and figures of its text that are in passages.
        left_out: what is in no passage and no heading, in reading order.
        warnings: what could not be read of it, and how it was read where that was not plain.
    """

    id: str
    path: str
    indexed: float
    left_out: tuple[LeftOut, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did: counts of documents, the inputs that failed and the time in seconds.

    ``documents`` tells of each document of this ingest what became of its text; ``skipped`` are
    files of a folder that are no documents though they look like some, ``passed_over`` its links,
    pipes and the like.
    """

    added: int
    updated: int
    unchanged: int
    removed: int
    failed: tuple[Failure, ...]
    seconds: float
    documents: tuple[Ingested, ...] = ()
    skipped: tuple[str, ...] = ()
    passed_over: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What became of a document that was fetched again.

    ``outcome`` is ``unchanged``, ``changed`` or ``failed``; ``words`` tell what changed, or why it
    could not be fetched.
    """

    id: str
    url: str
    outcome: str
    words: str


def shown_notes(answer: Answer) -> tuple[str, ...]:
    """The notes for a reader; how sure a refusal was is told to those who ask why."""
    sure = refusal_notes(answer.confidence, answer.threshold)
    return tuple(note for note in answer.notes if note not in sure)


def refusal_notes(sure: float, threshold: float) -> tuple[str, ...]:
    """The note to a refusal: how sure the best evidence was, and how sure it had to be."""
    return (
        f"The best statement found answers this with a probability of {sure:.0%}; "
        f"answers are given from {threshold:.0%}.",
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a source supports a sentence that was written from it.

    ``score`` in 0..1 reaches the verifier's threshold where it does; ``reasons`` say why it is
    withheld, none if it isn't.
    """

    supported: bool
    score: float
    reasons: tuple[str, ...]
