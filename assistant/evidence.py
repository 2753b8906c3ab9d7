"""Hits -> scored statements, and how likely the best of them answers.

A statement is a sentence, together with the pieces that lean on it. Each is scored for how well
it answers the question; a small logistic model over the best statement's features gives the
probability that it does.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN

from assistant.embedding import Vectors
from assistant.snapshot import Snapshot
from assistant.types import Chunk, Hit, Role, Sentence

EmbedText = Callable[[str], Vectors]
"""Gives the unit vector of a document's text."""

OWN_QUESTION = 0.8
"""Cosine from which a question counts as one of a document's own."""

_HITS_READ = 8
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_NAME = re.compile(r"\d+(?:[.,]\d+)*|(?<![.!?:] )(?<!^)\b[A-Z]\w+|\b(?:[A-Z]{2,}|\w+[A-Z]\w*)\b")
_TITLE_CASE = re.compile(r"\b[A-Z][\w’']*(?:[ -](?:(?:of|and|the|for|de) )?[A-Z][\w’']*)+")
_ASKS_FIGURE = re.compile(
    r"\b(?:how (?:much|many|long|high|large|big|often|old)|when|(?:what|which) (?:year|date"
    r"|percentage|share|amount|number|rate))\b",
    re.IGNORECASE,
)
_ASKS_OUTCOME = re.compile(
    r"^(?:has|have|had|did|was|were|is|are|will)\b.*\b(?:pass|passe[ds]|enact\w*|sign(?:ed)?|approv\w+"
    r"|adopt\w*|decid\w+|ruled?|settled?|ratif\w+|become|became|take effect|final\w*|granted?"
    r"|implement\w*|impose\w*|overturn\w*|affirm\w*|win|won|los[et]|succeed\w*|agree\w*)\b"
    r"|\b(?:outcome|result|verdict|final|how did .{1,200}? end|what happened"
    r"|what (?:did|has) .{1,200}? decide\w*|who won)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:whether|pending|unknown|unclear|undecided|awaited|open|not (?:yet )?(?:been )?(?:found"
    r"|verified|known|decided|settled|confirmed|checked))\b|\bno \w+ (?:was|were|is) found\b",
    re.IGNORECASE,
)
_AS_SIMILAR = 0.15
_LEAST_SIMILAR = 0.4
_SAME_QUESTION = 0.97
_TIE = 0.03
_ASKS_COUNT = re.compile(r"\bhow (?:many|long|often|old)\b", re.IGNORECASE)
_FIGURE = re.compile(
    r"\d|\b(?:percent|hundred|thousand|million|billion|half|third|quarter)\b", re.I
)
_COUNT = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|dozen|no|none"
    r"|once|twice|both)\b",
    re.IGNORECASE,
)
_FUNCTION_WORDS = frozenset(STOPWORDS_EN) | frozenset(
    re.findall(
        r"\w+",
        """who whom whose what which when where why how do does did can could would should may
        might must has have had i you he she we they me him her us them my your his its our
        their am were been being than so about any some much many more most there here also
        just only get gets got say says said tell s t re ll ve d m from into over under up down
        out off between through very too each own same other not""",
    )
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds to the logit of the confidence."""

    intercept: float
    relevance: float
    coverage: float
    names_missing: float
    figure_missing: float
    undecided: float


# Set by hand so that rewordings of a document's questions pass and strange questions do not.
WEIGHTS = Weights(
    intercept=-5.2,
    relevance=10.5,
    coverage=1.0,
    names_missing=-4.0,
    figure_missing=-1.5,
    undecided=-4.0,
)
_LEAST = 0.001


@dataclass(frozen=True, slots=True)
class Statement:
    """A quotable statement with its features.

    Attributes:
        chunk: where it stands.
        sentences: its consecutive pieces, nearly always one.
        score: how well it answers the question, about 0..1.
        cosine: similarity of question and statement.
        own_question: similarity of the question and the document's own question that the
            statement answers, 0 outside Q&A pairs.
        coverage: share of the question's content words that the statement (for a Q&A pair with
            its question) or the title above it holds.
        names_missing: whether the question has a name or figure that its document never mentions.
        figure_missing: whether the question asks for a figure or date and there is none.
    """

    chunk: Chunk
    sentences: tuple[Sentence, ...]
    score: float
    cosine: float
    own_question: float
    coverage: float
    names_missing: bool
    figure_missing: bool

    @property
    def text(self) -> str:
        """The words of the statement."""
        return " ".join(piece.text for piece in self.sentences)

    @property
    def is_open(self) -> bool:
        """Whether this is an open question rather than something that can be quoted."""
        return self.chunk.role is Role.OPEN


class Library:
    """What scoring needs to know of the documents around a statement."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._words: dict[str, frozenset[str]] = {}

    def title(self, document_id: str) -> str:
        """The title of a document, empty where it has none."""
        return self._snapshot.documents[document_id].metadata.title

    def words(self, document_id: str) -> frozenset[str]:
        """The stems of a document's content words, and the acronyms its names would have."""
        if document_id not in self._words:
            texts = [chunk.text for chunk in self._snapshot.chunks_of(document_id)]
            text = " ".join([self.title(document_id), *texts])
            self._words[document_id] = content_stems(text) | _acronyms(text)
        return self._words[document_id]


def _acronyms(text: str) -> frozenset[str]:
    names = (re.findall(r"\b[A-Z]", name) for name in _TITLE_CASE.findall(text))
    return frozenset("".join(initials).lower() for initials in names)


def score_statements(
    question: str,
    vector: Vectors,
    hits: Sequence[Hit],
    library: Library,
    embed: EmbedText,
) -> list[Statement]:
    """Score every statement of the best hits for a question, best first.

    Args:
        question: the question searched.
        vector: its unit vector.
        hits: what retrieval found, best first.
        library: the documents around the hits.
        embed: embeds a text of a document.
    """
    statements = [
        statement
        for hit in hits[:_HITS_READ]
        for statement in _statements(hit.chunk, question, vector, library, embed)
    ]
    return sorted(statements, key=lambda item: (-item.score, item.sentences[0].start))


def open_matter(question: str, statements: Sequence[Statement]) -> Statement | None:
    """The open question of a document that this question asks to be settled, if there is one.

    That is a statement that something is not known: one that scores like the best, or is about
    as similar as the best when the question asks how a thing ended. It must know the question's
    names. ``statements`` are best first.
    """
    asks_outcome = bool(_ASKS_OUTCOME.search(question))
    quotable = next((item for item in statements if not item.is_open), None)
    if quotable is not None and quotable.own_question >= _SAME_QUESTION:
        return None
    for item in statements:
        if not _states_unknown(item):
            continue
        if quotable is None or item.score >= quotable.score - _TIE:
            return item
        if asks_outcome and item.coverage >= 0.5 and item.cosine >= quotable.cosine - _AS_SIMILAR:
            return item
    return None


def _states_unknown(item: Statement) -> bool:
    """Whether a statement says of the question's subject that something is not known."""
    is_near = item.cosine >= _LEAST_SIMILAR and not item.names_missing
    return item.is_open and is_near and bool(_UNKNOWN.search(item.text))


def confidence(statements: Sequence[Statement], matter: Statement | None = None) -> float:
    """Probability in 0..1 that the best statement answers the question; near 0 for none.

    ``statements`` are the quotable ones, best first; ``matter`` is the open question asked about.
    """
    if not statements:
        return _LEAST
    best = statements[0]
    logit = (
        WEIGHTS.intercept
        + WEIGHTS.relevance * max(best.cosine, best.own_question)
        + WEIGHTS.coverage * best.coverage
        + WEIGHTS.names_missing * best.names_missing
        + WEIGHTS.figure_missing * best.figure_missing
        + WEIGHTS.undecided * (matter is not None)
    )
    return round(1 / (1 + math.exp(-logit)), 4)


def name_stems(text: str) -> frozenset[str]:
    """The stems of the names and figures in a text: capitalised words, acronyms, numbers."""
    return content_stems(" ".join(_NAME.findall(text)))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def content_stems(text: str) -> frozenset[str]:
    """The stems of a text's words, function words left out."""
    words = (found.group().lower() for found in _WORD.finditer(text))
    return frozenset(_stemmer().stemWords([word for word in words if word not in _FUNCTION_WORDS]))


def _statements(
    chunk: Chunk,
    question: str,
    vector: Vectors,
    library: Library,
    embed: EmbedText,
) -> Iterator[Statement]:
    wanted = content_stems(question)
    missing = not name_stems(question) <= library.words(chunk.document_id)
    own = _cosine(vector, embed(chunk.question)) if chunk.question else 0.0
    around = content_stems(f"{library.title(chunk.document_id)} {chunk.section} {chunk.question}")
    for pieces in _units(chunk.sentences):
        text = " ".join(piece.text for piece in pieces)
        if text.endswith("?"):
            continue
        cosine = _cosine(vector, embed(text))
        held = wanted & (content_stems(text) | around)
        coverage = len(held) / len(wanted) if wanted else 0.0
        without_figure = _lacks_figure(question, text)
        score = (
            max(cosine, own)
            + _COVERAGE_SHARE * coverage
            - _FIGURE_SHARE * without_figure
            - _NAMES_SHARE * missing
        )
        yield Statement(
            chunk=chunk,
            sentences=pieces,
            score=round(score, 6),
            cosine=cosine,
            own_question=own,
            coverage=round(coverage, 6),
            names_missing=missing,
            figure_missing=without_figure,
        )


def _lacks_figure(question: str, text: str) -> bool:
    if not _ASKS_FIGURE.search(question) or _FIGURE.search(text):
        return False
    return not (_ASKS_COUNT.search(question) and _COUNT.search(text))


_COVERAGE_SHARE = 0.25
_FIGURE_SHARE = 0.1
_NAMES_SHARE = 0.15


def _units(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, ...]]:
    unit: list[Sentence] = []
    for sentence in sentences:
        if unit and not sentence.leans:
            yield tuple(unit)
            unit = []
        unit.append(sentence)
    if unit:
        yield tuple(unit)


def _cosine(one: Vectors, other: Vectors) -> float:
    return round(float(np.dot(one, other)), 6)
