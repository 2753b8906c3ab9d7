"""Receipts: what was asked and answered, with the spans, kept to be looked at again later.

A receipt is JSON that a person keeps. It is read as foreign: what it says is compared with the
library, never believed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assistant.assistant import Assistant
from assistant.contract import read_history
from assistant.errors import InputError
from assistant.results import Answer
from assistant.stored import DocumentSummary
from assistant.text.figures import written_day
from assistant.text.spots import spot_of
from assistant.text.standing import told_apart
from assistant.types import Filters, Turn

FORMAT = "entertainment-policy-assistant/receipt/1"
MOST_SPANS = 500
"""Spans of one receipt that are looked at."""

_LISTS = ("topics", "jurisdictions", "kinds")


@dataclass(frozen=True, slots=True)
class Span:
    """A quote as a receipt holds it, with what its document said of itself."""

    number: int
    document_id: str
    title: str
    start: int
    end: int
    quote: str
    status: str
    as_of: date | None


def receipt(
    answer: Answer,
    documents: Sequence[DocumentSummary],
    history: Sequence[Turn],
    filters: Filters,
    at: datetime,
) -> dict[str, Any]:
    """The receipt of an answer that was given at ``at``."""
    held = {item.id: item.metadata for item in documents}
    spans = [
        {
            "n": item.n,
            "document_id": item.document_id,
            "title": item.title,
            "start": item.start,
            "end": item.end,
            "quote": item.quote,
            "place": " · ".join(spot_of(item)),
            "sources": [f"{each.name} | {each.url} | {each.grade}" for each in item.sources],
            "status": held[item.document_id].status if item.document_id in held else "",
            "as_of": _iso(held[item.document_id].as_of) if item.document_id in held else "",
        }
        for item in answer.citations
    ]
    return {
        "format": FORMAT,
        "question": answer.question,
        "history": [{"role": turn.role, "content": turn.content} for turn in history],
        "filters": {name: list(getattr(filters, name)) for name in _LISTS},
        "answer": answer.answer,
        "written": bool(answer.sentences),
        "spans": spans,
        "corpus": answer.corpus,
        "version": answer.version,
        "settings": {"threshold": answer.threshold},
        "at": at.isoformat(timespec="seconds"),
    }


def changes(assistant: Assistant, kept: object) -> list[str]:
    """What has changed since a receipt was given, a sentence each; empty where nothing has.

    Raises:
        InputError: it is no receipt.
        AssistantError: the library can't be read.
    """
    if not isinstance(kept, Mapping) or kept.get("format") != FORMAT:
        raise InputError("This file is no receipt of this assistant.")
    documents = {item.id: item for item in assistant.documents()}
    found = [told for span in _spans(kept) for told in _since(span, documents, assistant)]
    if not kept.get("written"):
        # What a chat model writes is never the same; its spans were looked at.
        history = read_history(kept.get("history") or ())
        asked = assistant.quote(str(kept.get("question", "")), history, _filters(kept))
        if asked.answer != kept.get("answer"):
            found.append(f"Asked again, the answer is another one now: {asked.answer}")
    return list(dict.fromkeys(found))


def _since(
    span: Span, documents: Mapping[str, DocumentSummary], assistant: Assistant
) -> Iterator[str]:
    named = f"“{span.title}” [{span.number}]"
    held = documents.get(span.document_id)
    if held is None:
        yield f"{named} is not in the library any more."
        return
    text = assistant.text(span.document_id)
    if text[span.start : span.end] != span.quote:
        is_moved = span.quote in text
        yield f"{named}: the passage {'stands elsewhere now' if is_moved else 'was edited'}."
    if held.metadata.status != span.status:
        was, now = span.status or "without a status", held.metadata.status or "without a status"
        yield f"{named} was {was} and is {now} now."
    if held.metadata.as_of and (span.as_of is None or held.metadata.as_of > span.as_of):
        yield f"{named} is checked to {written_day(held.metadata.as_of)} by now."
    for other in documents.values():
        # Of a document that is not trusted this is only what its owner said.
        if other.id != held.id and span.document_id in other.metadata.supersedes:
            yield f"{named} is superseded by {told_apart(other, [held])}."


def _spans(kept: Mapping[str, Any]) -> list[Span]:
    try:
        return [
            Span(
                int(item["n"]),
                str(item["document_id"]),
                str(item["title"]),
                int(item["start"]),
                int(item["end"]),
                str(item["quote"]),
                str(item.get("status", "")),
                date.fromisoformat(item["as_of"]) if item.get("as_of") else None,
            )
            for item in kept.get("spans", [])[:MOST_SPANS]
        ]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InputError("This receipt can't be read; it was altered.") from error


def _filters(kept: Mapping[str, Any]) -> Filters:
    given = kept.get("filters")
    lists = given if isinstance(given, Mapping) else {}
    topics, jurisdictions, kinds = (_texts(lists.get(name)) for name in _LISTS)
    return Filters(topics=topics, jurisdictions=jurisdictions, kinds=kinds)


def _texts(given: object) -> tuple[str, ...]:
    return tuple(map(str, given)) if isinstance(given, list) else ()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
