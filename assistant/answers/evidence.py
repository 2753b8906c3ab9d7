"""What a chat model may write from: the chosen statements, those beside them, further good ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answers.answering import Choice
from assistant.answers.citations import ReadText, cite_spans, is_exact
from assistant.answers.statements import Statement
from assistant.models.calibration import probability
from assistant.results import Answer
from assistant.stored import DocumentSummary
from assistant.text.orders import addresses_model
from assistant.types import Chunk, Citation, Sentence

MOST_FURTHER = 4
"""Statements of one ask that answer well enough and were not chosen, that are given too."""

AS_WELL = 0.8
"""Share of the best statement's probability from which another one answers the same: to cite it is
to answer."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span that may be cited, re-read.

    Attributes:
        citation: the span; its ``n`` is 0 until it is cited.
        chunk_id: the passage that it stands in.
        parts: which parts of the answer it speaks to, by their place among them.
        is_chosen: whether the quoting answer quotes it.
    """

    citation: Citation
    chunk_id: str
    parts: frozenset[int]
    is_chosen: bool


def gather(
    answer: Answer,
    choices: Sequence[Choice],
    threshold: float,
    documents: Mapping[str, DocumentSummary],
    read_text: ReadText,
) -> tuple[Evidence, ...]:
    """The evidence of an answer: what it quotes first, each span once.

    A passage with a text or under a heading that gives orders to a model is none, for whoever wrote
    one of its sentences may have written the others.

    Args:
        answer: the quoting answer.
        choices: what it was made of.
        threshold: the confidence in 0..1 from which a statement answers.
        documents: the library.
        read_text: re-reads a stored document's text.
    """
    quoted = {(item.document_id, item.start) for item in answer.citations}
    spans = {
        key: (chunk, sentence)
        for key, (chunk, sentence) in _spans(choices, threshold)
        if not any(map(addresses_model, (chunk.text, *chunk.path, _title(chunk, documents))))
    }
    parts = _parts(answer, choices, spans)
    found = []
    cited = cite_spans([*spans.values()], documents, answer.question)
    for citation, (chunk, _) in zip(cited, spans.values(), strict=True):
        if is_exact(citation, read_text(citation.document_id)):
            spoken_to = parts.get(chunk.id, frozenset())
            is_chosen = _at(citation) in quoted
            found.append(Evidence(replace(citation, n=0), chunk.id, spoken_to, is_chosen))
    return tuple(sorted(found, key=lambda item: not item.is_chosen))


def _title(chunk: Chunk, documents: Mapping[str, DocumentSummary]) -> str:
    found = documents.get(chunk.document_id)
    return found.metadata.title if found else ""


def _at(citation: Citation) -> tuple[str, int]:
    return citation.document_id, citation.start


def _spans(
    choices: Sequence[Choice], threshold: float
) -> Iterator[tuple[tuple[str, int], tuple[Chunk, Sentence]]]:
    """Sentences by document and offset: the chosen, their neighbours, then further statements."""
    chosen = [item for choice in choices for item in choice.chosen]
    further = [item for choice in choices for item in _further(choice, threshold)]
    for item in (*chosen, *further):
        for sentence in item.sentences:
            yield (item.document_id, sentence.start), (item.chunk, sentence)
    for item in chosen:
        for sentence in _beside(item):
            yield (item.document_id, sentence.start), (item.chunk, sentence)


def _further(choice: Choice, threshold: float) -> list[Statement]:
    good = [
        item
        for item in choice.considered
        if item not in choice.chosen and probability(item.logit) >= threshold
    ]
    return good[:MOST_FURTHER]


def _beside(item: Statement) -> list[Sentence]:
    """The sentences before and behind a statement in its passage."""
    sentences = item.chunk.sentences
    at = [place for place, sentence in enumerate(sentences) if sentence in item.sentences]
    return (
        [*sentences[max(0, at[0] - 1) : at[0]], *sentences[at[-1] + 1 : at[-1] + 2]] if at else []
    )


def _parts(
    answer: Answer,
    choices: Sequence[Choice],
    spans: Mapping[tuple[str, int], tuple[Chunk, Sentence]],
) -> dict[str, frozenset[int]]:
    """Which parts each passage speaks to: those that quote it, or that it answers as well."""
    found: dict[str, set[int]] = {}
    by_number = {item.n: item for item in answer.citations}
    for number, part in enumerate(answer.parts):
        for n in part.citations:
            held = spans.get(_at(by_number[n]))
            if held:
                found.setdefault(held[0].id, set()).add(number)
    if len(answer.parts) == len(choices):
        for number, choice in enumerate(choices):
            for item in choice.considered:
                if probability(item.logit) >= AS_WELL * choice.confidence:
                    found.setdefault(item.chunk.id, set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}
