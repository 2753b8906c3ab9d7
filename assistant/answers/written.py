"""Sentences of a chat model that were held to their sources -> the answer that shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answers import table
from assistant.answers.answering import Choice
from assistant.answers.composing import Composer, oldest_check
from assistant.answers.evidence import Evidence
from assistant.results import Answer, Outcome, Part, Table, Usage, Withheld, Written
from assistant.text.calendar import days
from assistant.text.canonical import canonical
from assistant.text.quantities import quantities
from assistant.types import REFUSAL, Citation

_Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence that may be shown, with the spans that support it."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A quoting answer, and all that is needed to write it anew.

    Attributes:
        answer: the quoting answer, which stands in where nothing can be written.
        evidence: what may be cited, the most important first.
    """

    answer: Answer
    evidence: tuple[Evidence, ...]
    composer: Composer
    choices: tuple[Choice, ...]

    def written(
        self,
        shown: Sequence[Shown],
        withheld: Sequence[Withheld],
        usage: Usage | None = None,
    ) -> Answer:
        """The answer in the sentences of a chat model, each with its spans."""
        base = self.answer
        numbers = _numbers(shown, base)
        citations = tuple(replace(item, n=n) for n, item in enumerate(numbers.values(), 1))
        placed = {key: n for n, key in enumerate(numbers, 1)}
        sentences = tuple(Written(one.text, _cited(one, placed)) for one in shown)
        moved = {item.n: placed[span] for item in base.citations if (span := _span(item)) in placed}
        compared = _moved(base.table, moved) if base.table else None
        text = " ".join(_marked(one) for one in sentences)
        if compared:
            text = f"{text}\n\n{table.compose(compared, citations)}"
        return replace(
            base,
            answer=text,
            citations=citations,
            as_of=oldest_check(citations, self.composer.snapshot),
            notes=self.composer.notes(self.choices, citations, base.confidence),
            table=compared,
            parts=tuple(_answered(part, at, shown, placed) for at, part in enumerate(base.parts)),
            sentences=sentences,
            withheld=tuple(withheld),
            usage=usage,
        )

    def unwritten(self, fault: str) -> Answer:
        """The quoting answer, with the reason why no chat model could be asked, if there is one."""
        if not fault or not self.answer.outcome.is_answer:
            return self.answer
        return self.quoted(f"Quoted, not written: {fault}", (), None)

    def quoted(self, note: str, withheld: Sequence[Withheld], usage: Usage | None) -> Answer:
        """The quoting answer, and why it stands here."""
        return replace(
            self.answer,
            notes=(*self.answer.notes, note),
            withheld=tuple(withheld),
            usage=usage,
        )

    def declined(self, note: str, usage: Usage | None) -> Answer:
        """The refusal of a chat model that finds no answer; what was quoted is near."""
        base = self.answer
        return replace(
            base,
            answer=REFUSAL,
            outcome=Outcome.REFUSED,
            citations=(),
            related=tuple(replace(item, n=0) for item in base.citations),
            as_of=None,
            notes=(note,),
            table=None,
            parts=tuple(replace(part, citations=()) for part in base.parts),
            usage=usage,
        )

    def unanswered(self, shown: Sequence[Shown]) -> list[str]:
        """The parts that the quoting answer answers and these sentences leave out."""
        spoken = frozenset().union(*(item.parts for one in shown for item in one.evidence))
        said = " ".join(one.text for one in shown)
        quotes = {item.n: item.quote for item in self.answer.citations}
        return [
            part.ask
            for at, part in enumerate(self.answer.parts)
            if part.citations
            and at not in spoken
            and not _gives_same(said, " ".join(quotes[n] for n in part.citations))
        ]


def _gives_same(said: str, quoted: str) -> bool:
    """Whether a text gives a figure or date of what is quoted, though it rests on other spans."""
    said, quoted = canonical(said), canonical(quoted)
    return any(day.stands_in(days(said)) for day in days(quoted)) or any(
        number.stands_in(quantities(said)) for number in quantities(quoted)
    )


def _numbers(shown: Iterable[Shown], base: Answer) -> Mapping[_Span, Citation]:
    """The spans of an answer in the order of their numbers: as cited, then those of its table."""
    cited = [item.citation for one in shown for item in one.evidence]
    in_table = base.citations if base.table else ()
    return {_span(item): item for item in (*cited, *in_table)}


def _span(citation: Citation) -> _Span:
    return citation.document_id, citation.start, citation.end


def _cited(one: Shown, placed: Mapping[_Span, int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(placed[_span(item.citation)] for item in one.evidence))


def _marked(sentence: Written) -> str:
    return " ".join((sentence.text, *(f"[{n}]" for n in sentence.citations)))


def _answered(part: Part, at: int, shown: Sequence[Shown], placed: Mapping[_Span, int]) -> Part:
    speaking = [item for one in shown for item in one.evidence if at in item.parts]
    numbers = dict.fromkeys(placed[_span(item.citation)] for item in speaking)
    return replace(part, citations=tuple(numbers))


def _moved(compared: Table, moved: Mapping[int, int]) -> Table:
    """A comparison whose cells name their citations by new numbers."""
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, citations=tuple(moved[n] for n in cell.citations))
                for cell in row.cells
            ),
        )
        for row in compared.rows
    )
    return replace(compared, rows=rows, verdicts=())
