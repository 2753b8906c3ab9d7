"""A question -> the statements of the best passages, each scored for how well it answers.

The likeliest statements are read by the learned scorer; what it says and plain features together
give each a score, which orders them, and a logit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

import numpy as np

from assistant.answers.ranging import in_range
from assistant.answers.remarks import Remarks
from assistant.answers.statements import Stated, Statement, StatementReader, quotable
from assistant.documents.chunks import question_id
from assistant.models.calibration import Calibration, Features, probability
from assistant.models.embedder import Embedder, Vectors
from assistant.models.scorer import Reading, Scorer
from assistant.questions.naming import freed
from assistant.questions.question import Question, read_question
from assistant.retrieval.library import Library
from assistant.retrieval.retriever import Retriever
from assistant.text.vocabulary import expand
from assistant.types import SILENCE, Filters, Hit, Role, Spoken

HITS = 10
"""Passages reported with an answer."""

HITS_READ = 20
"""Passages whose statements are weighed: of 360 questions of ``training/confidence_data``, the
right sentence is among the 24 most promising ones for 87 %."""

HITS_DEEP = 200
"""Passages among which those of a thing's own documents are sought."""

STATEMENTS_READ = 20
"""Statements that the scorer reads; each costs about 4 ms. Of 2,104 questions of
``training/confidence_data`` the right one comes first for 58.1 % with 24 read, 57.9 with 20, 57.5
with 16 and 56.9 with 12; on the library's own suites 20 lose nothing."""

DOCUMENTS_SWEPT = 12
STATEMENTS_OF_EACH = 3
"""How many documents are read, and how much of each, for a question about no one of them."""

PASSAGE_SHARE = 0.75
COVERAGE_SHARE = 0.25
"""Weights of the passage's nearness and of the words held, beside the statement's own nearness, in
what decides which statements are read: chosen on the same questions (77 % by nearness alone)."""

SUPERSEDED = 4.0
"""What a superseded document costs its statements, in units of the learned logit: more than lies
between the first and the second statement of 87 % of 765 development questions."""

FEW_WORDS = 5
"""Words from which a statement within a question is a quote of it and no chance."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question with the passages found for it and their statements.

    Attributes:
        question: as it was read.
        hits: the passages, best first.
        scored: all statements weighed, open ones too, best first.
        quotable: those that can be quoted.
    """

    question: Question
    hits: tuple[Hit, ...]
    scored: tuple[Statement, ...]
    quotable: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A statement before the scorer reads it: how near it is."""

    stated: Stated
    vector: Vectors
    cosine: float
    passage: float
    own_question: float
    coverage: float

    @property
    def prior(self) -> float:
        """How promising it is to read."""
        near = max(self.cosine, self.own_question)
        return near + PASSAGE_SHARE * self.passage + COVERAGE_SHARE * self.coverage


@dataclass(frozen=True)
class Weighing:
    """All that weighing needs: a view of the library, the models, and the day it is asked.

    Made anew for each message, so that what was read for a question is not read for it again.
    """

    retriever: Retriever
    library: Library
    embedder: Embedder
    scorer: Scorer
    calibration: Calibration
    reader: StatementReader = field(compare=False)
    remarks: Remarks
    today: date
    read_already: dict[tuple[str, str], float] = field(default_factory=dict, compare=False)

    def weigh(
        self,
        searched: str,
        filters: Filters,
        about: frozenset[str] = frozenset(),
        spoken: Spoken = SILENCE,
        most: int = STATEMENTS_READ,
        is_freed: bool = False,
    ) -> Weighed:
        """Score the statements of the best hits; those of documents ``about`` only, if any.

        ``spoken``, what the conversation was at, helps to find passages, and does not say which
        statement answers: that is asked of the question itself. At most ``most`` are read; where
        ``is_freed``, by the question without what only names their document, if that suits better.
        """
        question = self.read(searched)
        depth = HITS_DEEP if about else HITS_READ
        hits = self.retriever.rank(question.text, question.vector, depth, filters, spoken)
        hits = [hit for hit in hits if not about or hit.chunk.document_id in about][:HITS_READ]
        scored = self.score(question, hits, most, is_freed)
        # What a question quotes ("Why? (…)") does not answer it.
        fresh = tuple(item for item in scored if not _is_quoted(item, question))
        if fresh and not about and not fresh[0].stated.trusted and self.library.trusted:
            fresh = self._beside_trusted(question, fresh, filters, spoken, most)
        return Weighed(question, tuple(hits[:HITS]), fresh, self._speaking(fresh))

    def is_named(self, weighed: Weighed) -> bool:
        """Whether a question names a document of the statements weighed for it."""
        asked = weighed.question.asked
        documents = dict.fromkeys(item.document_id for item in weighed.scored)
        return any(freed(asked, self.library.subject(key)) for key in documents)

    def _beside_trusted(
        self,
        question: Question,
        scored: Sequence[Statement],
        filters: Filters,
        spoken: Spoken,
        most: int,
    ) -> tuple[Statement, ...]:
        """Statements with the trusted one first that answers well enough by itself, if one does.

        It must know the names of the question as the best one does, which is not trusted. The
        trusted documents are searched by themselves, for others may crowd them out.
        """
        trusted = self.weigh(question.asked, filters, self.library.trusted, spoken, most).scored
        best = scored[0].features.unknown_names
        first = next(
            (
                item
                for item in trusted
                if not item.is_open
                and probability(item.logit) >= self.calibration.threshold
                and item.features.unknown_names <= best
            ),
            None,
        )
        together = {item.stated.id: item for item in (*scored, *trusted)}
        ordered = sorted(together.values(), key=lambda item: -item.score)
        return tuple(ordered) if first is None else _led_by(first, ordered)

    def _speaking(self, scored: Sequence[Statement]) -> tuple[Statement, ...]:
        """Those that can be quoted: what bears a trusted document's title does not speak for it.

        What a document that is not trusted says again and again is heard once, and so is what
        several copies of one say.
        """
        heard: dict[tuple[str, str], str] = {}
        kept = []
        self.library.compare({item.document_id for item in scored})
        for item in quotable(scored):
            key = (self.library.first_of(item.document_id), item.text)
            by = heard.get(key)
            is_again = by is not None and (not item.stated.trusted or by != item.document_id)
            if not is_again and not self.library.borrows_title(item.document_id):
                kept.append(item)
                heard.setdefault(key, item.document_id)
        return tuple(kept)

    def sweep(
        self, question: Question, filters: Filters, about: frozenset[str] = frozenset()
    ) -> list[Statement]:
        """Score the most promising statements of many documents, a few of each, best first."""
        hits = self.retriever.rank(question.text, question.vector, HITS_DEEP, filters)
        vectors = self.library.vectors([hit.chunk for hit in hits])
        self.library.compare({hit.chunk.document_id for hit in hits})
        by_document: dict[str, list[_Candidate]] = {}
        of_group: dict[str, str] = {}
        for hit in hits:
            key = hit.chunk.document_id
            # Of several copies the first that is found speaks for all.
            first = of_group.setdefault(self.library.first_of(key), key)
            if first == key and (not about or key in about):
                candidates = self._candidates(hit, question, vectors)
                by_document.setdefault(key, []).extend(candidates)
        read = [
            item
            for found in islice(by_document.values(), DOCUMENTS_SWEPT)
            for item in sorted(found, key=lambda item: -item.prior)[:STATEMENTS_OF_EACH]
        ]
        return self._read(question, read)

    def read(self, searched: str) -> Question:
        """Read a question, with the library's own words for what it names."""
        text = expand(searched, self.retriever.knows)
        return read_question(text, self.embedder.embed_query(text), searched)

    def score(
        self,
        question: Question,
        hits: Sequence[Hit],
        most: int = STATEMENTS_READ,
        is_freed: bool = False,
    ) -> list[Statement]:
        """Score the most promising statements of some hits for a question, best first."""
        vectors = self.library.vectors([hit.chunk for hit in hits])
        candidates = [item for hit in hits for item in self._candidates(hit, question, vectors)]
        candidates.sort(key=lambda item: (-item.prior, item.stated.sentences[0].start))
        return self._read(question, candidates[:most], is_freed)

    def _read(
        self, question: Question, read: Sequence[_Candidate], is_freed: bool = False
    ) -> list[Statement]:
        """Have the scorer read some candidates; best first."""
        read_by = self._freed_logits if is_freed else self._logits
        logits = read_by(question.asked, [item.stated for item in read])
        scored = [
            self._current(self._scored(item, question, logit), question)
            for item, logit in zip(read, logits, strict=True)
        ]
        ranged = in_range(scored, question.asked)
        return sorted(ranged, key=lambda item: (-item.score, item.sentences[0].start))

    def _freed_logits(self, asked: str, stated: Sequence[Stated]) -> list[float]:
        """The logits of statements, each by the question that suits it better.

        That is the question as it is, or without the phrases that only name its document.
        """
        logits = self._logits(asked, stated)
        by_question: dict[str, list[int]] = {}
        for at, item in enumerate(stated):
            question = freed(asked, self.library.subject(item.chunk.document_id))
            if question:
                by_question.setdefault(question, []).append(at)
        for question, places in by_question.items():
            again = self._logits(question, [stated[at] for at in places])
            for at, logit in zip(places, again, strict=True):
                logits[at] = max(logits[at], logit)
        return logits

    def _logits(self, asked: str, stated: Sequence[Stated]) -> list[float]:
        unread = [item for item in stated if (asked, item.id) not in self.read_already]
        readings = [Reading(item.text, item.before, item.heading) for item in unread]
        for item, logit in zip(unread, self.scorer.score(asked, readings), strict=True):
            self.read_already[asked, item.id] = logit
        return [self.read_already[asked, item.id] for item in stated]

    def _candidates(
        self, hit: Hit, question: Question, vectors: Mapping[str, Vectors]
    ) -> Iterator[_Candidate]:
        chunk = hit.chunk
        own = _cosine(question.vector, vectors[question_id(chunk.id)]) if chunk.question else 0.0
        for stated in self.reader.read(chunk):
            # A question in the text answers nothing.
            if not stated.text.endswith("?"):
                vector = vectors[stated.id]
                held = question.stems & (stated.stems | stated.above)
                yield _Candidate(
                    stated=stated,
                    vector=vector,
                    cosine=_cosine(question.vector, vector),
                    passage=hit.cosine,
                    own_question=own,
                    coverage=_share(held, question.stems),
                )

    def _scored(self, item: _Candidate, question: Question, learned: float) -> Statement:
        stated = item.stated
        lacking = self.library.lacking(stated.chunk.document_id, question.names)
        other_years = bool(question.years and stated.years) and not question.years & stated.years
        features = Features(
            learned=round(learned, 4),
            similarity=max(item.cosine, item.own_question),
            passage=item.passage,
            coverage=item.coverage,
            unknown_names=_share(lacking, question.names),
            year_missing=float(other_years),
        )
        return Statement(
            stated=stated,
            vector=item.vector,
            features=features,
            score=self.calibration.score(features),
            logit=self.calibration.logit(features),
            own_question=item.own_question,
            says_unknown=stated.chunk.role is Role.OPEN and self.remarks.says_unknown(item.vector),
        )

    def _current(self, item: Statement, question: Question) -> Statement:
        """The statement, lowered where its document was superseded.

        Unless the question is about the past, or names a year or version of its heading.
        """
        if question.asks_past or not self.library.is_replaced(item.document_id):
            return item
        is_named = bool(question.numbers & item.stated.subject)
        return item if is_named else item.lowered(SUPERSEDED)


def _led_by(first: Statement, scored: Sequence[Statement]) -> tuple[Statement, ...]:
    return (first, *(item for item in scored if item.stated.id != first.stated.id))


def _is_quoted(item: Statement, question: Question) -> bool:
    """Whether a question holds a whole statement: more than a few words, or a label."""
    if len(item.text.split()) >= FEW_WORDS and item.text in question.text:
        return True
    is_label = not item.text.endswith((".", "!", "?"))
    return is_label and item.text.casefold() in question.text.casefold()


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return round(len(part) / len(whole), 6) if whole else 0.0


def _cosine(one: Vectors, other: Vectors) -> float:
    return round(float(np.dot(one, other)), 6)
