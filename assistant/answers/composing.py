"""A choice -> the answer: citations re-read, the text, the notes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from assistant.answers import notes, quoting, table, undecided
from assistant.answers.answering import Choice
from assistant.answers.citations import ReadText, cite, verified
from assistant.answers.statements import Statement, confidence
from assistant.models.calibration import Calibration, probability
from assistant.questions.conversation import Resolved
from assistant.store.snapshot import Snapshot
from assistant.types import (
    ASK_BACK,
    REFUSAL,
    Answer,
    Citation,
    CitedPassage,
    Considered,
    Metadata,
    Outcome,
    Table,
)


@dataclass(frozen=True, slots=True)
class Composer:
    """All that composing needs besides what was chosen.

    Attributes:
        snapshot: the index that was asked.
        read_text: re-reads a stored document's text.
        calibration: explains what spoke for a statement.
        threshold: the confidence in 0..1 from which answers are given.
        today: the day by which documents are called expired, old or not yet in force.
        version: of the assistant.
    """

    snapshot: Snapshot
    read_text: ReadText
    calibration: Calibration
    threshold: float
    today: date
    version: str

    def answer(self, question: str, choice: Choice) -> Answer:
        """The answer to a question: every quote is re-read, and what fails is not shown."""
        documents = self.snapshot.documents
        citations = verified(cite(choice.chosen, documents), self.read_text)
        related = verified(cite(choice.nearby, documents), self.read_text)
        outcome = choice.outcome if citations else Outcome.REFUSED
        compared = _table(choice, citations) if outcome is Outcome.COMPARED else None
        as_of = _as_of(citations, self.snapshot)
        remarks = (
            notes.answer_notes(citations, choice.conflicting, documents, self.today)
            if citations
            else notes.refusal_notes(choice.confidence, self.threshold)
        )
        return Answer(
            question=question,
            searched=choice.searched,
            answer=_WORDINGS[outcome](_Parts(citations, compared, choice.reason, as_of)),
            outcome=outcome,
            confidence=choice.confidence,
            citations=citations,
            related=tuple(replace(citation, n=0) for citation in related),
            hits=choice.hits,
            corpus=self.snapshot.corpus,
            version=self.version,
            as_of=as_of,
            notes=remarks,
            reason=choice.reason,
            considered=tuple(self._considered(item, choice) for item in choice.considered),
            threshold=self.threshold,
            table=compared,
        )

    def ask_back(self, question: str, resolved: Resolved) -> Answer:
        """The answer to a question too unclear to search."""
        return Answer(
            question=question,
            searched=resolved.searched,
            answer=ASK_BACK.format(resolved.unclear),
            outcome=Outcome.ASKED_BACK,
            confidence=confidence([]),
            citations=(),
            related=(),
            hits=(),
            corpus=self.snapshot.corpus,
            version=self.version,
            threshold=self.threshold,
        )

    def _considered(self, item: Statement, choice: Choice) -> Considered:
        return Considered(
            document_id=item.document_id,
            start=item.sentences[0].start,
            end=item.sentences[-1].end,
            text=item.text,
            probability=probability(item.logit),
            features=asdict(item.features),
            contributions=self.calibration.contributions(item.features),
            used=item in choice.chosen,
        )


def surrounded(citation: Citation, snapshot: Snapshot) -> CitedPassage:
    """A citation in its passage; without surroundings where its document has changed since."""
    stored = snapshot.documents.get(citation.document_id)
    metadata = stored.metadata if stored else Metadata(title=citation.title)
    for chunk in snapshot.chunks_of(citation.document_id):
        start, end = citation.start - chunk.start, citation.end - chunk.start
        if start >= 0 and chunk.text[start:end] == citation.quote:
            return CitedPassage(citation, metadata, chunk.text[:start], chunk.text[end:])
    return CitedPassage(citation, metadata, "", "")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What an answer's text is made of."""

    citations: Sequence[Citation]
    table: Table | None
    reason: str
    as_of: date | None


def _quoted(parts: _Parts) -> str:
    return quoting.compose(parts.citations)


def _tabulated(parts: _Parts) -> str:
    return table.compose(parts.table, parts.citations) if parts.table else ""


def _status(parts: _Parts) -> str:
    return f"{undecided.introduction(parts.as_of)} {quoting.compose(parts.citations)}"


def _refusal(parts: _Parts) -> str:
    return f"{REFUSAL} {parts.reason}".strip()


_WORDINGS: Mapping[Outcome, Callable[[_Parts], str]] = {
    Outcome.ANSWERED: _quoted,
    Outcome.COMPARED: _tabulated,
    Outcome.UNDECIDED: _status,
    Outcome.REFUSED: _refusal,
}


def _table(choice: Choice, citations: Sequence[Citation]) -> Table | None:
    if choice.comparison is None:
        return None
    return table.tabulate(choice.comparison, choice.cells, citations)


def _as_of(citations: Iterable[Citation], snapshot: Snapshot) -> date | None:
    """The oldest date up to which a cited document was checked."""
    cited = (snapshot.documents[citation.document_id].metadata for citation in citations)
    return min((metadata.as_of for metadata in cited if metadata.as_of), default=None)
