"""A question -> the statements that answer it, or the reason why none does."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import comparing, quoting, undecided
from assistant.calibration import Calibration
from assistant.comparison import Side, sides
from assistant.constraints import strange_names, unmet
from assistant.embedding import Embedder
from assistant.evidence import Library, Statement, confidence, open_matter, score_statements
from assistant.question import Question, read_question
from assistant.retrieval import Retriever
from assistant.scorer import Scorer
from assistant.types import Filters, Hit

_HITS = 10
_STRANGE = 0.5
"""Least confidence for an answer from a document that lacks a name of the question."""

_HITS_READ = 20
"""Passages whose statements are weighed; ``_HITS`` of them are reported."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a question.

    Attributes:
        hits: the passages found, best first.
        considered: the quotable statements weighed, best first.
        chosen: those that answer, in the order to show them; empty for a refusal.
        confidence: probability in 0..1 that the best evidence answers.
        is_open: whether the matter is undecided and ``chosen`` its last known status.
        nearby: where nothing is chosen, what to offer as related.
        reason: where nothing is chosen, which demand of the question failed, if one did.
    """

    hits: tuple[Hit, ...]
    considered: tuple[Statement, ...]
    chosen: tuple[Statement, ...]
    confidence: float
    is_open: bool = False
    nearby: tuple[Statement, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answering:
    """All that choosing needs: a view of the library, the models, and when to answer."""

    retriever: Retriever
    library: Library
    embedder: Embedder
    scorer: Scorer
    calibration: Calibration
    threshold: float

    def choose(self, searched: str, asked: str, filters: Filters) -> Choice:
        """Choose the statements that answer a question.

        Args:
            searched: the question as it is searched, with what it leans on.
            asked: its own words.
            filters: the part of the library to search.
        """
        compared = sides(searched)
        if compared:
            return self._compare(compared, searched, asked, filters)
        question, hits, scored = self._weigh(searched, asked, filters)
        statements = _quotable(scored)
        matter = open_matter(question, scored)
        sure = confidence(statements, matter)
        if matter is not None:
            status = undecided.last_status(question, matter, statements)
            return Choice(tuple(hits), statements, status, sure, is_open=True)
        if sure < self._bar(question, statements):
            return self._refuse(question, hits, statements, sure)
        return Choice(tuple(hits), statements, quoting.select(question, statements), sure)

    def _compare(
        self, compared: Sequence[Side], searched: str, asked: str, filters: Filters
    ) -> Choice:
        """The best statement about each thing compared; nothing unless each has one."""
        hits: dict[str, Hit] = {}
        weighed: list[Statement] = []
        best: list[Statement] = []
        sure = 1.0
        for side in compared:
            _, found, scored = self._weigh(side.question, asked, filters)
            hits |= {hit.chunk.id: hit for hit in found if hit.chunk.id not in hits}
            statements = _quotable(scored)
            weighed += statements
            about = comparing.best_about(side.name, statements, self.library)
            sure = min(sure, confidence([about] if about else []))
            best += [about] if about else []
        ranked = tuple(sorted(hits.values(), key=lambda hit: -hit.score)[:_HITS])
        considered = tuple(sorted(weighed, key=lambda item: -item.score))
        if sure < self.threshold:
            question = self._read(searched, asked)
            return self._refuse(question, ranked, considered, sure)
        return Choice(ranked, considered, tuple(dict.fromkeys(best)), sure)

    def _bar(self, question: Question, statements: Sequence[Statement]) -> float:
        """The confidence from which to answer.

        A document that never mentions a name of the question is about something else, as a rule.
        """
        if not statements:
            return self.threshold
        words = self.library.words(statements[0].chunk.document_id)
        return max(self.threshold, _STRANGE if strange_names(question, words) else 0.0)

    def _weigh(
        self, searched: str, asked: str, filters: Filters
    ) -> tuple[Question, list[Hit], list[Statement]]:
        question = self._read(searched, asked)
        hits = self.retriever.rank(searched, question.vector, _HITS_READ, filters)
        scored = score_statements(question, hits, self.library, self.scorer, self.calibration)
        return question, hits[:_HITS], scored

    def _read(self, searched: str, asked: str) -> Question:
        return read_question(searched, asked, self.embedder.embed_query(searched))

    def _refuse(
        self,
        question: Question,
        hits: Sequence[Hit],
        statements: tuple[Statement, ...],
        sure: float,
    ) -> Choice:
        nearby = quoting.nearest(statements)
        reason = unmet(question, nearby[0], self.library) if nearby else ""
        return Choice(tuple(hits), statements, (), sure, nearby=nearby, reason=reason)


def _quotable(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(item for item in statements if not item.is_open)
