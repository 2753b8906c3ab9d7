"""The JSON that other programs read and write: requests in, answers and hits out."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

from assistant.documents.places import parts_of
from assistant.errors import InputError
from assistant.questions.conversation import LONGEST_QUESTION
from assistant.results import (
    Answer,
    IngestReport,
    Outcome,
    Part,
    Table,
    Verdict,
    Withheld,
    Written,
)
from assistant.store.history import Version
from assistant.stored import DocumentSummary
from assistant.text.words import is_text
from assistant.types import NO_FILTERS, Citation, Document, Filters, Hit, Turn

_LISTS = ("topics", "jurisdictions", "kinds")
_DAYS = ("since", "until")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Request:
    """One line of a batch: a question, its id and the conversation before it."""

    id: Any
    question: str
    history: tuple[Turn, ...]


def read_history(messages: object) -> tuple[Turn, ...]:
    """Read a conversation as JSON gives it: ``[{"role", "content" (or "text")}, ...]``.

    Raises:
        InputError: it has another shape.
    """
    if not isinstance(messages, Sequence) or isinstance(messages, str):
        raise InputError('The history must be a list of {"role": …, "content": …} objects.')
    return tuple(_read_turn(message) for message in messages)


def _read_turn(message: object) -> Turn:
    if isinstance(message, Mapping):
        role = message.get("role", message.get("speaker"))
        content = message.get("content", message.get("text"))
        if isinstance(role, str) and isinstance(content, str) and is_text(content):
            return Turn("user" if role.lower() in ("user", "human") else role.lower(), content)
    raise InputError('Each turn of the history needs a string "role" and "content".')


def read_filters(given: object) -> Filters:
    """Read what restricts a question: lists of texts by name, and days as ISO 8601.

    Raises:
        InputError: it has another shape, or a name that restricts nothing.
    """
    if not given:
        return NO_FILTERS
    if not isinstance(given, Mapping):
        raise InputError(f"The filters must be an object of {', '.join((*_LISTS, *_DAYS))}.")
    if unknown := set(given) - {*_LISTS, *_DAYS}:
        named = str(min(unknown))[:40]
        raise InputError(f"'{named}' is no filter; use {', '.join((*_LISTS, *_DAYS))}.")
    since, until = (_day(given.get(name)) for name in _DAYS)
    return Filters(**{name: _texts(given.get(name)) for name in _LISTS}, since=since, until=until)


def _texts(given: object) -> tuple[str, ...]:
    if given is not None and not isinstance(given, list):
        raise InputError("Filters are lists of texts.")
    return tuple(value for value in given or () if isinstance(value, str))


def _day(given: object) -> date | None:
    try:
        return date.fromisoformat(str(given)) if given else None
    except ValueError as error:
        raise InputError(f"'{str(given)[:20]}' is no date like 2026-07-01.") from error


def read_requests(content: str) -> tuple[list[Request], list[str]]:
    """Read a batch of JSON lines; returns the requests and one fault for each bad line."""
    return _read_lines(content, _read_request)


def _read_lines(content: str, read: Callable[[str, int], Item]) -> tuple[list[Item], list[str]]:
    items: list[Item] = []
    faults: list[str] = []
    for number, raw in enumerate(content.removeprefix("\ufeff").split("\n"), start=1):
        if not raw.strip():
            continue
        try:
            items.append(read(raw, number))
        except (ValueError, InputError, RecursionError) as error:
            message = "is not JSON" if not isinstance(error, InputError) else str(error)
            faults.append(f"line {number}: {message}")
    return items, faults


def _read_request(raw: str, number: int) -> Request:
    record = json.loads(raw, parse_constant=_refuse_constant)
    if not isinstance(record, dict):
        raise InputError('is not a JSON object; write {"id": …, "question": …}')
    question = record.get("question", record.get("text", record.get("query")))
    if not isinstance(question, str) or not question.strip():
        raise InputError('needs a "question" (or "text") that is not empty')
    if not is_text(question):
        raise InputError("the question is not valid Unicode text")
    if len(question) > LONGEST_QUESTION:
        raise InputError(f"the question has more than {LONGEST_QUESTION} characters; shorten it")
    identity = record.get("id", record.get("_id", str(number)))
    return Request(identity, question, read_history(record.get("history") or ()))


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of a batch of pairs: a sentence, and the source that it claims to rest on."""

    id: Any
    source: str
    sentence: str


def read_pairs(content: str) -> tuple[list[Pair], list[str]]:
    """Read a batch of ``{"id", "source", "sentence"}``: pairs, and a fault for each bad line."""
    return _read_lines(content, _read_pair)


def _read_pair(raw: str, number: int) -> Pair:
    record = json.loads(raw, parse_constant=_refuse_constant)
    if not isinstance(record, dict):
        raise InputError('is not a JSON object; write {"id": …, "source": …, "sentence": …}')
    source, sentence = record.get("source"), record.get("sentence")
    if not isinstance(source, str) or not isinstance(sentence, str) or not sentence.strip():
        raise InputError('needs a "source" and a "sentence" that is not empty')
    if not is_text(source) or not is_text(sentence):
        raise InputError("its texts are not valid Unicode")
    return Pair(record.get("id", str(number)), source, sentence)


def verdict_json(verdict: Verdict, identity: Any) -> dict[str, Any]:
    """A verdict on a sentence as the contract writes it."""
    return {
        "id": identity,
        "supported": verdict.supported,
        "score": verdict.score,
        "reasons": list(verdict.reasons),
    }


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def answer_json(answer: Answer, identity: Any = None) -> dict[str, Any]:
    """An answer as the contract writes it; ``identity`` comes back as ``id``.

    ``usage`` is there where a chat model was asked.
    """
    usage = {"usage": asdict(answer.usage)} if answer.usage else {}
    return {
        **usage,
        "id": identity,
        "question": answer.question,
        "searched": answer.searched,
        "answer": answer.answer,
        "abstained": answer.abstained,
        "open": answer.open,
        "confidence": answer.confidence,
        "citations": [_citation_json(citation) for citation in answer.citations],
        "related": [_related_json(citation) for citation in answer.related],
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "notes": list(answer.notes),
        "hits": hits_json(answer.hits),
        "mode": "write" if answer.sentences else _MODES[answer.outcome],
        "parts": [_part_json(part) for part in answer.parts],
        "table": _table_json(answer.table) if answer.table else None,
        "choices": list(answer.choices),
        "sentences": [_listed(sentence) for sentence in answer.sentences],
        "withheld": [_listed(sentence) for sentence in answer.withheld],
        "corpus": answer.corpus,
        "version": answer.version,
    }


def _listed(sentence: Written | Withheld) -> dict[str, Any]:
    return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(sentence).items()}


_MODES = {
    Outcome.ANSWERED: "quote",
    Outcome.COMPARED: "compare",
    Outcome.UNDECIDED: "quote",
    Outcome.REFUSED: "quote",
    Outcome.ASKED_BACK: "clarify",
    Outcome.REPLIED: "reply",
}
"""By outcome, the ``mode`` of the contract; what it calls abstained and open are properties."""


def explanation_json(answer: Answer) -> dict[str, Any]:
    """Why an answer is what it is: the threshold, the failed demand, the statements weighed."""
    return {
        "threshold": answer.threshold,
        "reason": answer.reason,
        "considered": [asdict(item) for item in answer.considered],
    }


def hits_json(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Hits as the contract writes them, best first."""
    return [
        {"document_id": hit.chunk.document_id, "chunk_id": hit.chunk.id, "score": hit.score}
        for hit in hits
    ]


def report_json(report: IngestReport) -> dict[str, Any]:
    """An ingest report as the contract writes it."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": [asdict(failure) for failure in report.failed],
        "seconds": report.seconds,
        "documents": [
            {**asdict(document), "warnings": list(document.warnings)}
            for document in report.documents
        ],
        "skipped": list(report.skipped),
        "passed_over": [asdict(item) for item in report.passed_over],
    }


def document_json(document: DocumentSummary) -> dict[str, Any]:
    """A document's entry in the list of documents."""
    metadata = document.metadata
    return {
        "id": document.id,
        "title": document.title,
        "kind": metadata.kind,
        "jurisdiction": list(metadata.jurisdiction),
        "topics": list(metadata.topics),
        "published": metadata.published.isoformat() if metadata.published else None,
        "as_of": metadata.as_of.isoformat() if metadata.as_of else None,
        "status": metadata.status,
        "language": metadata.language,
        "passages": document.passages,
        "questions": document.questions,
        "also": [name.id for name in document.also],
    }


def parts_json(document: Document, versions: Sequence[Version] = ()) -> dict[str, Any]:
    """Where a document comes from, its pages, sections under their headings, earlier versions."""
    fetch = document.fetch
    pages = document.layout.pages if document.layout else ()
    return {
        "id": document.id,
        "title": document.metadata.title,
        "url": (fetch.url if fetch else "") or document.metadata.url,
        "language": document.metadata.language,
        "author": document.metadata.author,
        "fetched": fetch.at if fetch else None,
        "history": [
            {"fetched": item.at, "revision": item.revision, "url": item.url} for item in versions
        ],
        "pages": [asdict(page) for page in pages],
        "sections": [
            {"path": list(part.path), "start": part.start, "end": part.end}
            for part in parts_of(document)
        ],
    }


def _part_json(part: Part) -> dict[str, Any]:
    return {
        "ask": part.ask,
        "found": part.found,
        "open": part.open,
        "confidence": part.confidence,
        "citations": list(part.citations),
    }


def _table_json(table: Table) -> dict[str, Any]:
    return {
        "entities": [row.thing for row in table.rows],
        "aspects": list(table.aspects),
        "cells": [
            [
                {
                    "found": cell.found,
                    "open": cell.open,
                    "confidence": cell.confidence,
                    "citations": list(cell.citations),
                }
                for cell in row.cells
            ]
            for row in table.rows
        ],
    }


_PLACES = ("page", "row", "column")
"""What only the citations of some files have."""


def _citation_json(citation: Citation) -> dict[str, Any]:
    leads = [{"start": lead.start, "end": lead.end, "quote": lead.text} for lead in citation.lead]
    told = {**asdict(citation), "path": list(citation.path), "lead": leads}
    return {key: value for key, value in told.items() if key not in _PLACES or value}


def _related_json(citation: Citation) -> dict[str, Any]:
    return {key: value for key, value in _citation_json(citation).items() if key != "n"}
