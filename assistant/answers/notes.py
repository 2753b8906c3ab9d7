"""What a reader must be told beside an answer: who says so, who disagrees, what is out of date."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from assistant.answers.statements import Statement
from assistant.stored import DocumentSummary
from assistant.text.figures import written_day
from assistant.text.standing import replacements, told_apart
from assistant.text.words import listed
from assistant.types import GRADES, Citation, Source

OLD_DAYS = 365
"""Days after which facts that were checked once are called old: incentives and contracts are
changed by yearly budgets and sessions."""


def answer_notes(
    citations: Sequence[Citation],
    conflicting: Statement | None,
    documents: Mapping[str, DocumentSummary],
    today: date,
) -> tuple[str, ...]:
    """The notes to an answer: who disagrees, who only claims, what is out of date.

    Args:
        citations: what the answer quotes.
        conflicting: the statement that gives another figure than the first, if one does.
        documents: the library.
        today: the day on which it is read.
    """
    numbers = conflicting.numbers(citations) if conflicting else ()
    cited = (citation.document_id for citation in citations)
    return (
        *(f"Sources differ on this: compare [1] and [{n}]." for n in numbers[:1] if n > 1),
        *_claims(citations),
        *_elsewhere(citations, documents),
        *validity(cited, documents, today),
    )


def sweep_notes(citations: Sequence[Citation], swept: bool) -> tuple[str, ...]:
    """The note to an answer that several documents give together: there may be more of them."""
    if not swept:
        return ()
    count = len({citation.document_id for citation in citations})
    return (f"Found in {count} documents; the list may be partial.",)


def _claims(citations: Sequence[Citation]) -> Iterator[str]:
    """In one line who says so, for the quotes behind which no official source stands."""
    by_source: dict[Source, list[str]] = {}
    for citation in citations:
        best = citation.sources[0] if citation.sources else None
        if best is not None and not (best.trusted and best.grade == GRADES[0]):
            by_source.setdefault(best, []).append(f"[{citation.n}]")
    if by_source:
        told = "; ".join(_claim(source, numbers) for source, numbers in by_source.items())
        yield f"{told[:1].upper()}{told[1:]}."


def _elsewhere(
    citations: Sequence[Citation], documents: Mapping[str, DocumentSummary]
) -> Iterator[str]:
    """Which quotes are not of the trusted documents, where the library has such."""
    if not any(document.trusted for document in documents.values()):
        return
    by_origin: dict[str, list[str]] = {}
    for citation in citations:
        if not documents[citation.document_id].trusted:
            by_origin.setdefault(citation.origin, []).append(f"[{citation.n}]")
    for origin, numbers in by_origin.items():
        verb = "comes" if len(numbers) == 1 else "come"
        yield f"{listed(numbers)} {verb} from {origin}, which is not in a trusted folder."


def _claim(source: Source, numbers: Sequence[str]) -> str:
    if source.grade == GRADES[-1]:
        return f"no source is given for {listed(numbers)}"
    verb = "is" if len(numbers) == 1 else "are"
    grade = f"{source.grade} source"
    claimed = grade if source.trusted else f"{grade}, as the document says"
    return f"{listed(numbers)} {verb} what {source.name} says ({claimed})"


def validity(
    cited: Iterable[str], documents: Mapping[str, DocumentSummary], today: date
) -> tuple[str, ...]:
    """What a reader must know of the cited documents: replaced, expired, not in force yet, or old.

    Args:
        cited: ids of the documents an answer quotes.
        documents: the library.
        today: the day on which it is read.
    """
    newer = replacements(documents)
    return tuple(
        note
        for key in dict.fromkeys(cited)
        for note in _validity(
            documents[key], [documents[other] for other in newer.get(key, ())], today
        )
    )


def _validity(
    document: DocumentSummary, newer: Sequence[DocumentSummary], today: date
) -> Iterable[str]:
    facts = document.metadata
    title = f"“{document.title}”"
    if newer:
        others = listed([told_apart(item, [document, *newer]) for item in newer])
        yield f"{told_apart(document, newer)}: superseded by {others}."
    elif facts.status == "superseded":
        yield f"{title}: superseded."
    if facts.expires and facts.expires < today:
        yield f"{title}: expired on {written_day(facts.expires)}."
    elif facts.status == "expired":
        yield f"{title}: expired."
    if facts.effective and facts.effective > today:
        start = written_day(facts.effective)
        yield f"{title}: not yet in force, takes effect on {start}."
    elif facts.status == "pending":
        checked = f" when last checked, on {written_day(facts.as_of)}" if facts.as_of else ""
        yield f"{title}: pending{checked}."
    if facts.as_of and (today - facts.as_of).days > OLD_DAYS:
        yield f"{title}: old, its facts were checked up to {written_day(facts.as_of)}."
