"""Hits -> scored statements: how well does each answer this question.

A statement is a sentence, together with the pieces that lean on it. The likeliest of the best hits
are read by the learned scorer; what it says and plain features together give each a logit, and
the logit of the best is the confidence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from assistant.answers.notes import asks_past, replacements
from assistant.documents.chunks import question_id, statement_id, statement_text, statements
from assistant.models.calibration import Calibration, Features, probability
from assistant.models.embedder import Vectors
from assistant.models.scorer import Reading, Scorer
from assistant.questions.question import Question, years
from assistant.store.snapshot import Snapshot
from assistant.text.vocabulary import terms
from assistant.text.words import acronyms, content_stems
from assistant.types import Chunk, Citation, Hit, Role, Sentence

OWN_QUESTION = 0.8
"""Cosine from which a question counts as one of a document's own."""

_STATEMENTS_READ = 24
_LARGE = re.compile(r"\b[A-Z][\w-]*")
_UNKNOWN = re.compile(
    r"\b(?:whether|pending|unknown|unclear|undecided|awaited|open|not (?:yet )?(?:been )?(?:found"
    r"|verified|known|decided|settled|confirmed|checked))\b|\bno \w+ (?:was|were|is) found\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A quotable statement with its features.

    Attributes:
        chunk: where it stands.
        sentences: its consecutive pieces, nearly always one.
        vector: its unit vector.
        features: what speaks for and against it.
        score: how well it answers compared with the others, in units of the learned logit.
        logit: log odds that it answers.
        own_question: similarity of the question and the document's own question that the
            statement answers, 0 outside Q&A pairs.
    """

    chunk: Chunk
    sentences: tuple[Sentence, ...]
    vector: Vectors = field(compare=False, repr=False)
    features: Features
    score: float
    logit: float
    own_question: float = 0.0

    @property
    def text(self) -> str:
        """The words of the statement."""
        return statement_text(self.sentences)

    def numbers(self, citations: Sequence[Citation]) -> tuple[int, ...]:
        """The numbers of the citations that quote it."""
        spans = {(self.chunk.document_id, piece.start) for piece in self.sentences}
        return tuple(item.n for item in citations if (item.document_id, item.start) in spans)

    def lowered(self, by: float) -> "Statement":
        """The statement with a score lower than it earns."""
        return replace(self, score=self.score - by)

    @property
    def is_open(self) -> bool:
        """Whether this is an open question rather than something that can be quoted."""
        return self.chunk.role is Role.OPEN


class Library:
    """What scoring needs to know of the documents around a statement."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._words: dict[str, frozenset[str]] = {}
        self._titles: dict[str, frozenset[str]] = {}
        self._subjects: dict[str, bool] = {}
        self._large: frozenset[str] | None = None
        self._places: frozenset[str] | None = None
        self._replacements = replacements(snapshot.documents)

    def title(self, document_id: str) -> str:
        """The title of a document, empty where it has none."""
        return self._snapshot.documents[document_id].metadata.title

    def words(self, document_id: str) -> frozenset[str]:
        """The stems of a document's content words, and the acronyms its names would have."""
        if document_id not in self._words:
            texts = [chunk.text for chunk in self._snapshot.chunks_of(document_id)]
            text = " ".join([self.title(document_id), *texts])
            self._words[document_id] = content_stems(text) | acronyms(text)
        return self._words[document_id]

    def subject(self, chunk: Chunk) -> frozenset[str]:
        """The stems of what stands above a chunk: its document's title, section and question."""
        title = self.title(chunk.document_id)
        return content_stems(f"{title} {chunk.section} {chunk.question}") | acronyms(title)

    def is_subject(self, word: str) -> bool:
        """Whether a word in lower case is part of a name that a document is about.

        That is one that titles write large and the library never writes small.
        """
        if word not in self._subjects:
            stems = content_stems(word)
            small = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
            self._subjects[word] = (
                bool(stems)
                and stems <= self._title_names()
                and not any(small.search(chunk.text) for chunk in self._snapshot.chunks.values())
            )
        return self._subjects[word]

    def has_title(self, name: str) -> bool:
        """Whether a document's title holds all words of a name."""
        stems = content_stems(name)
        return bool(stems) and bool(self.about(stems))

    def is_place(self, name: str) -> bool:
        """Whether a name is a jurisdiction of a document, however people call it."""
        if self._places is None:
            given = {
                place
                for document in self._snapshot.documents.values()
                for place in document.metadata.jurisdiction
            }
            said = (terms(place, lambda _: True) for place in given)
            self._places = frozenset(place.lower() for place in given.union(*said))
        names = (name, *terms(name, lambda _: True))
        return any(item.lower() in self._places for item in names)

    def _title_names(self) -> frozenset[str]:
        if self._large is None:
            titles = [self.title(key) for key in self._snapshot.documents]
            names = (content_stems(" ".join(_LARGE.findall(title))) for title in titles)
            self._large = frozenset[str]().union(*names, *map(acronyms, titles))
        return self._large

    def is_replaced(self, document_id: str) -> bool:
        """Whether another document says that it supersedes this one."""
        return document_id in self._replacements

    def about(self, stems: frozenset[str]) -> frozenset[str]:
        """The documents whose title holds all of some stems."""
        return frozenset(key for key in self._snapshot.documents if stems <= self._title(key))

    def _title(self, document_id: str) -> frozenset[str]:
        if document_id not in self._titles:
            title = self.title(document_id)
            self._titles[document_id] = content_stems(title) | acronyms(title)
        return self._titles[document_id]

    def open_chunks(self, document_id: str) -> Sequence[Chunk]:
        """The chunks of a document that hold what it leaves open."""
        chunks = self._snapshot.chunks_of(document_id)
        return [chunk for chunk in chunks if chunk.role is Role.OPEN]

    def vectors(self, chunks: Sequence[Chunk]) -> Mapping[str, Vectors]:
        """The unit vectors of what chunks state and of their own questions, by record id."""
        return self._snapshot.statement_vectors(chunks)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A statement before it is read: where it stands and how near it is."""

    chunk: Chunk
    sentences: tuple[Sentence, ...]
    vector: Vectors
    text: str
    before: str
    heading: str
    cosine: float
    passage: float
    own_question: float
    coverage: float
    stems: frozenset[str]

    @property
    def promise(self) -> float:
        near = max(self.cosine, self.own_question)
        return near + _PASSAGE_SHARE * self.passage + _COVERAGE_SHARE * self.coverage


_PASSAGE_SHARE = 0.75
_COVERAGE_SHARE = 0.25


def score_statements(
    question: Question,
    hits: Sequence[Hit],
    library: Library,
    scorer: Scorer,
    calibration: Calibration,
) -> list[Statement]:
    """Score the most promising statements of the best hits for a question, best first.

    Args:
        question: the question searched.
        hits: what retrieval found, best first.
        library: the documents around the hits.
        scorer: reads question and statement together.
        calibration: turns features into a score.
    """
    vectors = library.vectors([hit.chunk for hit in hits])
    candidates = [
        candidate for hit in hits for candidate in _candidates(hit, question, library, vectors)
    ]
    candidates.sort(key=lambda item: (-item.promise, item.sentences[0].start))
    read = candidates[:_STATEMENTS_READ]
    readings = [Reading(item.text, item.before, item.heading) for item in read]
    scored = [
        _scored(item, question, library, logit, calibration)
        for item, logit in zip(read, scorer.score(question.asked, readings), strict=True)
    ]
    if not asks_past(question.text):
        scored = [_current(item, question, library) for item in scored]
    return sorted(scored, key=lambda item: (-item.score, item.sentences[0].start))


def _current(item: Statement, question: Question, library: Library) -> Statement:
    """The statement, lowered where its document was replaced and the question does not name it."""
    key = item.chunk.document_id
    named = bool(question.figures & library.subject(item.chunk))
    return item.lowered(_REPLACED) if library.is_replaced(key) and not named else item


_REPLACED = 4.0
"""What a replaced document costs its statements, in units of the learned logit."""


def _candidates(
    hit: Hit, question: Question, library: Library, vectors: Mapping[str, Vectors]
) -> Iterator[_Candidate]:
    chunk = hit.chunk
    own = _cosine(question.vector, vectors[question_id(chunk.id)]) if chunk.question else 0.0
    title = library.title(chunk.document_id)
    heading = ". ".join(part for part in (title, chunk.section) if part)
    around = content_stems(f"{heading} {chunk.question}")
    before = chunk.question
    for number, pieces in enumerate(statements(chunk)):
        text = statement_text(pieces)
        if not text.endswith("?"):
            vector = vectors[statement_id(chunk.id, number)]
            stems = content_stems(text) | around
            held = question.stems & stems
            yield _Candidate(
                chunk=chunk,
                sentences=pieces,
                vector=vector,
                text=text,
                before=before,
                heading=heading,
                cosine=_cosine(question.vector, vector),
                passage=hit.cosine,
                own_question=own,
                coverage=round(len(held) / len(question.stems), 6) if question.stems else 0.0,
                stems=stems,
            )
        before = text


def _scored(
    item: _Candidate,
    question: Question,
    library: Library,
    learned: float,
    calibration: Calibration,
) -> Statement:
    said = years(f"{item.heading} {item.chunk.question} {item.text}")
    features = Features(
        learned=round(learned, 4),
        similarity=max(item.cosine, item.own_question),
        passage=item.passage,
        coverage=item.coverage,
        names_missing=_share(question.names - item.stems, question.names),
        strange=_share(question.names - library.words(item.chunk.document_id), question.names),
        year_missing=float(bool(question.years and said) and not question.years & said),
        figure_missing=float(question.wants_figure_beyond(item.text)),
    )
    return Statement(
        chunk=item.chunk,
        sentences=item.sentences,
        vector=item.vector,
        features=features,
        score=calibration.score(features),
        logit=calibration.logit(features),
        own_question=item.own_question,
    )


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return round(len(part) / len(whole), 6) if whole else 0.0


def _cosine(one: Vectors, other: Vectors) -> float:
    return round(float(np.dot(one, other)), 6)


def open_matter(question: Question, statements: Sequence[Statement]) -> Statement | None:
    """The open question of a document that this question asks to be settled, if there is one.

    That is a statement that something is not known: one that scores like the best, or is about
    as similar as the best when the question asks how a thing ended. It must know the question's
    names. Asked how a thing ended, the best statement itself may tell that it has not yet.
    ``statements`` are best first.
    """
    quotable = next((item for item in statements if not item.is_open), None)
    if quotable is not None and quotable.own_question >= _SAME_QUESTION:
        return None
    for item in statements:
        if not _states_unknown(item):
            continue
        if quotable is None or item.score >= quotable.score - _TIE:
            return item
        near = item.features.similarity >= quotable.features.similarity - _AS_SIMILAR
        if question.asks_outcome and item.features.coverage >= 0.5 and near:
            return item
    unsettled = quotable is not None and bool(_UNSETTLED.search(quotable.text))
    return quotable if unsettled and question.asks_outcome else None


def _states_unknown(item: Statement) -> bool:
    """Whether a statement says of the question's subject that something is not known."""
    is_near = item.features.similarity >= _LEAST_SIMILAR and not item.features.strange
    return item.is_open and is_near and bool(_UNKNOWN.search(item.text))


_UNSETTLED = re.compile(
    r"\b(?:had|has|have) not (?:yet )?(?:been )?\w+(?:ed|en)\b"
    r"|\bno (?:\w+ ){1,4}(?:had|has) \w+ed\b|\bremain(?:s|ed) (?:a bill|undecided|open)\b"
    r"|\b(?:only|still) a bill\b|\bpending\b|\byet to\b|\bnot (?:yet )?law\b|\bunder submission\b"
    r"|\bpre-publication\b"
    r"|\bseeks?\b|\basks? for\b|\b(?:permission|leave) (?:to appeal|granted)\b|\bmay appeal\b"
    r"|\b(?:was|were|is|are) (?:due|scheduled|expected|planned|set) (?:to|for|by|on)\b"
    r"|\bpreliminary (?:approval|injunction)\b",
    re.IGNORECASE,
)
"""What is said of a thing that has not come to its end."""

_AS_SIMILAR = 0.15
_LEAST_SIMILAR = 0.4
_SAME_QUESTION = 0.97
_TIE = 0.5


def confidence(statements: Sequence[Statement], matter: Statement | None = None) -> float:
    """Probability in 0..1 that the best statement answers the question; near 0 for none.

    ``statements`` are the quotable ones, best first; ``matter`` is the open question asked about.
    """
    if not statements:
        return probability(_HOPELESS)
    return probability(statements[0].logit + _UNDECIDED * (matter is not None))


_HOPELESS = -7.0
_UNDECIDED = -4.0
