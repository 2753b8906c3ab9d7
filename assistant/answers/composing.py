"""A choice -> the answer: citations re-read, the text, the notes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import zip_longest

from assistant.answers import notes, quoting, table, undecided
from assistant.answers.answering import Choice
from assistant.answers.citations import ReadText, cite, verified
from assistant.answers.statements import Statement, confidence
from assistant.answers.weighing import HITS
from assistant.models.calibration import Calibration, probability
from assistant.results import (
    Answer,
    Considered,
    Outcome,
    Part,
    Table,
    answered_together,
    refusal_notes,
)
from assistant.store.snapshot import Snapshot
from assistant.types import ASK_BACK, ASK_WHICH, MISSING, REFUSAL, Citation, Hit


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

    def answer(self, question: str, choices: Sequence[Choice]) -> Answer:
        """The answer to a message: every quote is re-read, and what fails is not shown.

        Args:
            question: the message as it was written.
            choices: what was chosen for each thing asked, at least one.
        """
        documents = self.snapshot.documents
        # A statement that answers two asks was scored for each, and is quoted once.
        chosen = {item.stated.id: item for choice in choices for item in choice.chosen}
        citations = verified(cite(chosen.values(), documents, question), self.read_text)
        parts = tuple(part for choice in choices for part in _parts(choice, citations))
        outcome = _outcome(choices, citations)
        first = choices[0]
        nearby = () if citations else first.nearby
        related = verified(cite(nearby, documents, question), self.read_text)
        compared = _table(first, citations)
        sure = _confidence(choices)
        told = _Told(
            citations,
            compared,
            first.reason,
            oldest_check(citations, self.snapshot),
            parts,
            first.unclear,
        )
        return Answer(
            question=question,
            searched="; ".join(choice.searched for choice in choices),
            answer=_wording(outcome, told),
            outcome=outcome,
            confidence=sure,
            citations=citations,
            related=tuple(replace(citation, n=0) for citation in related),
            hits=_hits(choices),
            corpus=self.snapshot.corpus,
            version=self.version,
            as_of=told.as_of,
            notes=self.notes(choices, citations, sure),
            reason=first.reason,
            considered=tuple(
                self._considered(item, choice) for choice in choices for item in choice.considered
            ),
            threshold=self.threshold,
            table=compared,
            parts=parts,
            choices=first.options,
        )

    def notes(
        self, choices: Sequence[Choice], citations: Sequence[Citation], sure: float
    ) -> tuple[str, ...]:
        """What a reader is told beside an answer that was composed of some citations."""
        if choices[0].outcome is Outcome.ASKED_BACK:
            return ()
        if not citations:
            return refusal_notes(sure, self.threshold)
        conflicts = [choice for choice in choices if choice.conflicting]
        swept = any(choice.is_sweep for choice in choices)
        return (
            *notes.sweep_notes(citations, swept),
            *notes.answer_notes(
                citations,
                conflicts[0].conflicting if conflicts else None,
                self.snapshot.documents,
                self.today,
            ),
        )

    def reply(self, question: str, said: str) -> Answer:
        """The answer to a message that is about the assistant or its library."""
        return Answer(
            question=question,
            searched=question,
            answer=said,
            outcome=Outcome.REPLIED,
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


@dataclass(frozen=True, slots=True)
class _Told:
    """What an answer's text is made of."""

    citations: Sequence[Citation]
    table: Table | None
    reason: str
    as_of: date | None
    parts: Sequence[Part]
    unclear: str = ""


def _wording(outcome: Outcome, told: _Told) -> str:
    if outcome is not Outcome.COMPARED and told.citations and len(told.parts) > 1:
        return _parted(told)
    return _WORDINGS[outcome](told)


def _parted(told: _Told) -> str:
    """Each ask over what answers it."""
    by_number = {citation.n: citation for citation in told.citations}
    paragraphs = []
    for asked, numbers, is_open in answered_together(told.parts):
        quoted = quoting.compose([by_number[n] for n in numbers]) or f"{MISSING.capitalize()}."
        opening = f"{undecided.introduction(told.as_of)} " if is_open else ""
        paragraphs.append(f"**{asked}**\n{opening}{quoted}")
    return "\n\n".join(paragraphs)


def _quoted(told: _Told) -> str:
    return quoting.compose(told.citations)


def _tabulated(told: _Told) -> str:
    return table.compose(told.table, told.citations) if told.table else ""


def _status(told: _Told) -> str:
    return f"{undecided.introduction(told.as_of)} {quoting.compose(told.citations)}"


def _refusal(told: _Told) -> str:
    return f"{REFUSAL} {told.reason}".strip()


def _question_back(told: _Told) -> str:
    return ASK_BACK.format(told.unclear) if told.unclear else ASK_WHICH


_WORDINGS: Mapping[Outcome, Callable[[_Told], str]] = {
    Outcome.ANSWERED: _quoted,
    Outcome.COMPARED: _tabulated,
    Outcome.UNDECIDED: _status,
    Outcome.REFUSED: _refusal,
    Outcome.ASKED_BACK: _question_back,
}


def _parts(choice: Choice, citations: Sequence[Citation]) -> Iterator[Part]:
    """The parts of one thing asked: itself, or for a comparison each of its aspects."""
    if choice.comparison is None:
        is_open = choice.outcome is Outcome.UNDECIDED
        yield Part(choice.ask, choice.confidence, _numbers(choice.chosen, citations), is_open)
        return
    aspects = choice.comparison.aspects
    for at, aspect in enumerate(aspects):
        column = choice.cells[at :: len(aspects)]
        held = [item for item in column if item.statement]
        sure = min((item.confidence for item in held), default=max(i.confidence for i in column))
        stated = [item.statement for item in held if item.statement]
        is_open = bool(stated) and all(item.is_open for item in stated)
        yield Part(aspect.name, sure, _numbers(stated, citations), is_open)


def _numbers(chosen: Iterable[Statement], citations: Sequence[Citation]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(n for item in chosen for n in item.numbers(citations)))


def _outcome(choices: Sequence[Choice], citations: Sequence[Citation]) -> Outcome:
    """What became of the message: answered where any part is, else the last known status."""
    outcomes = [choice.outcome for choice in choices]
    if not citations:
        return Outcome.ASKED_BACK if Outcome.ASKED_BACK in outcomes else Outcome.REFUSED
    answers = [outcome for outcome in outcomes if outcome.is_answer]
    return (answers or [Outcome.UNDECIDED])[0]


def _confidence(choices: Sequence[Choice]) -> float:
    """That of the least sure answer or, where there is none, of the surest evidence."""
    answered = [choice.confidence for choice in choices if choice.outcome.is_answer]
    return min(answered) if answered else max(choice.confidence for choice in choices)


def _hits(choices: Sequence[Choice]) -> tuple[Hit, ...]:
    """The passages found for all parts, each once, one part's beside the other's."""
    rounds = zip_longest(*(choice.hits for choice in choices))
    found = (hit for row in rounds for hit in row if hit is not None)
    return tuple({hit.chunk.id: hit for hit in found}.values())[:HITS]


def _table(choice: Choice, citations: Sequence[Citation]) -> Table | None:
    if choice.comparison is None:
        return None
    return table.tabulate(choice.comparison, choice.cells, citations)


def oldest_check(citations: Iterable[Citation], snapshot: Snapshot) -> date | None:
    """The oldest date up to which a cited document was checked."""
    cited = (snapshot.documents[citation.document_id].metadata for citation in citations)
    return min((metadata.as_of for metadata in cited if metadata.as_of), default=None)
