"""A question -> the statements that answer it, or the reason why none does."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from assistant.answers import disagreeing, quoting, undecided
from assistant.answers.comparing import Names
from assistant.answers.refusing import strange_names, unmet
from assistant.answers.statements import (
    Library,
    Statement,
    confidence,
    open_matter,
    score_statements,
)
from assistant.models.calibration import Calibration
from assistant.models.embedder import Embedder
from assistant.models.scorer import Scorer
from assistant.questions.comparison import Comparison, read_comparison
from assistant.questions.question import Question, read_question
from assistant.retrieval.retriever import Retriever
from assistant.text.figures import figures
from assistant.text.vocabulary import expand, terms
from assistant.text.words import content_stems
from assistant.types import Filters, Hit

_HITS = 10
_STRANGE = 0.5
"""Least confidence for an answer from a document that lacks a name of the question."""

_HITS_READ = 20
"""Passages whose statements are weighed; ``_HITS`` of them are reported."""

_FEW_WORDS = 5
"""Words from which a statement within a question is a quote of it and no chance."""

_HITS_DEEP = 200
"""Passages among which those of a thing's own documents are sought."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a question.

    Attributes:
        searched: the question as it was searched.
        hits: the passages found, best first.
        considered: the quotable statements weighed, best first.
        chosen: those that answer, in the order to show them; empty for a refusal.
        confidence: probability in 0..1 that the best evidence answers.
        is_open: whether the matter is undecided and ``chosen`` its last known status.
        nearby: where nothing is chosen, what to offer as related.
        reason: where nothing is chosen, which demand of the question failed, if one did.
        comparison: what the question compares, if it does.
        cells: for a comparison the statement of each cell, row by row, ``None`` for a missing one.
        rival: the one of ``chosen`` that gives another figure than the first, if one does.
    """

    searched: str
    hits: tuple[Hit, ...]
    considered: tuple[Statement, ...]
    chosen: tuple[Statement, ...]
    confidence: float
    is_open: bool = False
    nearby: tuple[Statement, ...] = ()
    reason: str = ""
    comparison: Comparison | None = None
    cells: tuple[Statement | None, ...] = ()
    rival: Statement | None = None


@dataclass(frozen=True, slots=True)
class Answering:
    """All that choosing needs: a view of the library, the models, and when to answer."""

    retriever: Retriever
    library: Library
    embedder: Embedder
    scorer: Scorer
    calibration: Calibration
    threshold: float

    def choose(self, searched: str, filters: Filters) -> Choice:
        """Choose the statements that answer a question.

        Args:
            searched: the question standing alone.
            filters: the part of the library to search.
        """
        comparison = self._comparison(searched)
        if comparison is not None:
            compared = self._compare(comparison, searched, filters)
            # What only joins names may ask something of both together after all.
            if compared.chosen or comparison.is_explicit:
                return compared
        question, hits, scored = self._weigh(searched, filters)
        statements = _quotable(scored)
        matter = open_matter(question, scored)
        sure = confidence(statements, matter)
        if matter is not None:
            status = undecided.last_status(question, matter, statements)
            return Choice(question.text, tuple(hits), statements, status, sure, is_open=True)
        if sure < self._bar(question, statements):
            return self._refuse(question, hits, statements, sure)
        chosen = quoting.select(question, statements)
        other = disagreeing.rival(question, chosen, [*scored, *self._remarks(question, chosen)])
        if other is not None and other not in chosen:
            chosen = (*chosen, other)
        return Choice(question.text, tuple(hits), statements, chosen, sure, rival=other)

    def _comparison(self, searched: str) -> Comparison | None:
        """What a question compares.

        One whose words don't say so compares only things that different documents are about.
        """
        found = read_comparison(searched)
        if found is None or found.is_explicit:
            return found
        if any(thing.islower() for thing in found.things):
            return None
        about = self._documents_about(self._names(found))
        apart = all(about.values()) and not frozenset.intersection(*about.values())
        return found if apart else None

    def _compare(self, comparison: Comparison, searched: str, filters: Filters) -> Choice:
        """The best statement about each thing under each aspect, where one answers."""
        names = self._names(comparison)
        about = self._documents_about(names)
        hits: dict[str, Hit] = {}
        weighed: list[Statement] = []
        cells: list[Statement | None] = []
        chances: list[float] = []
        for thing, aspect in product(comparison.things, comparison.aspects):
            asked = aspect.of(thing)
            question, found, scored = self._weigh(asked, filters, about[thing])
            hits |= {hit.chunk.id: hit for hit in found if hit.chunk.id not in hits}
            statements = _quotable(scored)
            weighed += statements
            best = names.best_about(thing, aspect.name, statements, self.library)
            sure = confidence([best] if best else [])
            chances.append(sure)
            is_answer = best is not None and sure >= self._bar(question, [best])
            cells.append(best if is_answer else None)
        ranked = tuple(sorted(hits.values(), key=lambda hit: -hit.score)[:_HITS])
        considered = tuple(sorted(weighed, key=lambda item: -item.score))
        filled = [item for item in cells if item]
        if not filled:
            question = self._read(searched)
            return self._refuse(question, ranked, considered, max(chances))
        sure = min(chance for chance, cell in zip(chances, cells, strict=True) if cell)
        chosen = tuple(dict.fromkeys(filled))
        return Choice(
            searched, ranked, considered, chosen, sure, comparison=comparison, cells=tuple(cells)
        )

    def _documents_about(self, names: Names) -> dict[str, frozenset[str]]:
        """By thing, the documents that are about it by their titles."""
        return {
            thing: frozenset[str]().union(*map(self.library.about, stems))
            for thing, stems in names.stems.items()
        }

    def _names(self, comparison: Comparison) -> Names:
        return Names(
            {
                thing: [
                    content_stems(name) for name in (thing, *terms(thing, self.retriever.knows))
                ]
                for thing in comparison.things
            }
        )

    def _remarks(self, question: Question, chosen: Sequence[Statement]) -> list[Statement]:
        """What the first document leaves open, weighed where its statement gives a figure."""
        if not chosen or not figures(chosen[0].text):
            return []
        first = chosen[0].chunk
        hits = [
            Hit(chunk, 0.0, chosen[0].features.passage)
            for chunk in self.library.open_chunks(first.document_id)
        ]
        return score_statements(question, hits, self.library, self.scorer, self.calibration)

    def _bar(self, question: Question, statements: Sequence[Statement]) -> float:
        """The confidence from which to answer.

        A document that never mentions a name of the question is about something else, as a rule.
        """
        if not statements:
            return self.threshold
        words = self.library.words(statements[0].chunk.document_id)
        return max(self.threshold, _STRANGE if strange_names(question, words) else 0.0)

    def _weigh(
        self, searched: str, filters: Filters, about: frozenset[str] = frozenset()
    ) -> tuple[Question, list[Hit], list[Statement]]:
        """Score the statements of the best hits; those of documents ``about`` only, if any."""
        question = self._read(searched)
        depth = _HITS_DEEP if about else _HITS_READ
        hits = self.retriever.rank(question.text, question.vector, depth, filters)
        hits = [hit for hit in hits if not about or hit.chunk.document_id in about][:_HITS_READ]
        scored = score_statements(question, hits, self.library, self.scorer, self.calibration)
        # What a question quotes ("Why? (…)") does not answer it.
        fresh = [item for item in scored if not _is_quoted(item, question)]
        return question, hits[:_HITS], fresh

    def _read(self, searched: str) -> Question:
        """Read a question, with the library's own words for what it names."""
        text = expand(searched, self.retriever.knows)
        return read_question(text, self.embedder.embed_query(text), searched)

    def _refuse(
        self,
        question: Question,
        hits: Sequence[Hit],
        statements: tuple[Statement, ...],
        sure: float,
    ) -> Choice:
        nearby = quoting.nearest(statements)
        reason = unmet(question, nearby[0], self.library) if nearby else ""
        return Choice(
            question.text, tuple(hits), statements, (), sure, nearby=nearby, reason=reason
        )


def _is_quoted(item: Statement, question: Question) -> bool:
    """Whether a question holds a whole statement that is more than a few words."""
    return len(item.text.split()) >= _FEW_WORDS and item.text in question.text


def _quotable(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(item for item in statements if not item.is_open)
