"""Documents and chunks as Chroma records, and back.

Chroma's upsert merges metadata, so a record always has the same keys; what Chroma need not
filter on travels as JSON. Dates are integers (20260701), for Chroma compares no strings.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from assistant.documents.chunks import owner
from assistant.extracts import Fetch, dump_layout, load_layout
from assistant.stored import Alias, DocumentSummary, Seals
from assistant.types import Chunk, Document, Filters, Metadata, Role, Sentence, Source, Span

_UNDATED = 0


def document_record(
    document: Document,
    revision: str,
    source: str,
    passages: int,
    seals: Seals,
    also: Sequence[Alias] = (),
) -> dict[str, Any]:
    """The metadata of a document's record; the record's text is the document's."""
    return {
        **noted_record(source, document, also),
        **asdict(seals),
        "revision": revision,
        "metadata": _dump_metadata(document.metadata),
        "passages": passages,
        "questions": len(document.pairs),
        "layout": "" if document.layout is None else dump_layout(document.layout),
    }


def noted_record(
    source: str, noted: Document | DocumentSummary, also: Sequence[Alias]
) -> dict[str, Any]:
    """What a record notes of a document besides its text, and what changes without it."""
    return {
        "source": source,
        "fetch": json.dumps(asdict(noted.fetch)) if noted.fetch else "",
        "original": noted.original,
        "replaces": json.dumps(noted.replaces) if noted.replaces else "",
        "also": json.dumps([[alias.id, alias.source] for alias in also]) if also else "",
    }


def document_summary(document_id: str, record: Mapping[str, Any]) -> DocumentSummary:
    """A stored document's record, read back."""
    return DocumentSummary(
        id=document_id,
        metadata=_load_metadata(record["metadata"]),
        revision=record["revision"],
        source=record["source"],
        passages=int(record.get("passages", 0)),
        questions=int(record.get("questions", 0)),
        seals=_seals(record),
        layout=load_layout(str(record["layout"])) if record.get("layout") else None,
        fetch=Fetch(**json.loads(record["fetch"])) if record.get("fetch") else None,
        original=str(record.get("original", "")),
        also=tuple(Alias(*item) for item in json.loads(record.get("also") or "[]")),
        replaces=tuple(json.loads(record.get("replaces") or "[]")),
    )


def _seals(record: Mapping[str, Any]) -> Seals | None:
    if "records" not in record:
        return None
    words = str(record.get("words", ""))
    return Seals(record["text"], record["records"], float(record["vectors"]), words)


def chunk_record(chunk: Chunk, metadata: Metadata) -> dict[str, Any]:
    """The metadata of a chunk's record; the record's text is the chunk's."""
    record: dict[str, Any] = {
        "section": chunk.section,
        "path": json.dumps(chunk.path, ensure_ascii=False),
        "role": str(chunk.role),
        "start": chunk.start,
        "end": chunk.end,
        "question": chunk.question,
        "sentences": _dump_sentences(chunk.sentences),
        "kind": metadata.kind,
        "published": date_number(metadata.published),
    }
    # Chroma takes no empty lists.
    for name, values in (("topics", metadata.topics), ("jurisdiction", metadata.jurisdiction)):
        record[name] = list(values) or [""]
    return record


def load_chunk(chunk_id: str, text: str, record: Mapping[str, Any]) -> Chunk:
    """A stored chunk's record, read back."""
    start = int(record["start"])
    return Chunk(
        id=chunk_id,
        document_id=owner(chunk_id)[0],
        section=record["section"],
        role=Role(record["role"]),
        start=start,
        end=int(record["end"]),
        text=text,
        sentences=_load_sentences(record["sentences"], text, start),
        question=record["question"],
        path=tuple(json.loads(record.get("path", "[]"))),
    )


def where(filters: Filters) -> dict[str, Any] | None:
    """The filters as a Chroma ``where`` clause over chunk records, ``None`` for no filter."""
    clauses: list[dict[str, Any]] = []
    for name, values in (("topics", filters.topics), ("jurisdiction", filters.jurisdictions)):
        if values:
            clauses.append(_any([{name: {"$contains": value}} for value in values]))
    if filters.kinds:
        clauses.append({"kind": {"$in": list(filters.kinds)}})
    if filters.since or filters.until:
        clauses.append({"published": {"$gt": _UNDATED}})
    if filters.since:
        clauses.append({"published": {"$gte": date_number(filters.since)}})
    if filters.until:
        clauses.append({"published": {"$lte": date_number(filters.until)}})
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}


def passes(metadata: Metadata, filters: Filters) -> bool:
    """Whether a document passes the filters: the same rule as ``where``, in Python."""
    published = metadata.published
    return (
        (not filters.topics or not set(filters.topics).isdisjoint(metadata.topics))
        and (
            not filters.jurisdictions
            or not set(filters.jurisdictions).isdisjoint(metadata.jurisdiction)
        )
        and (not filters.kinds or metadata.kind in filters.kinds)
        and (filters.since is None or (published is not None and published >= filters.since))
        and (filters.until is None or (published is not None and published <= filters.until))
    )


def date_number(value: date | None) -> int:
    """A date as the integer YYYYMMDD; 0 for none."""
    return _UNDATED if value is None else value.year * 10000 + value.month * 100 + value.day


def _any(clauses: list[dict[str, Any]]) -> dict[str, Any]:
    return clauses[0] if len(clauses) == 1 else {"$or": clauses}


def _dump_metadata(metadata: Metadata) -> str:
    return json.dumps(asdict(metadata), default=date.isoformat, ensure_ascii=False)


def _load_metadata(dumped: str) -> Metadata:
    values = json.loads(dumped)
    for name in ("published", "as_of", "effective", "expires"):
        written = values.get(name)
        values[name] = date.fromisoformat(written) if written else None
    for name in ("jurisdiction", "topics", "supersedes"):
        values[name] = tuple(values.get(name, ()))
    known = {field.name for field in fields(Metadata)}
    return Metadata(**{name: value for name, value in values.items() if name in known})


def _dump_sentences(sentences: tuple[Sentence, ...]) -> str:
    rows = [
        [
            s.start,
            s.end,
            int(s.leans),
            [[c.name, c.url, c.grade] for c in s.sources],
            [[lead.start, lead.end, lead.text] for lead in s.lead],
            s.words,
        ]
        for s in sentences
    ]
    return json.dumps(rows, ensure_ascii=False)


def _load_sentences(dumped: str, text: str, offset: int) -> tuple[Sentence, ...]:
    return tuple(_load_sentence(row, text, offset) for row in json.loads(dumped))


def _load_sentence(row: list[Any], text: str, offset: int) -> Sentence:
    # A library of before there were leads serves on until it is ingested again.
    start, end, leans, sources, *later = row
    leads, words = later or ([], "")
    return Sentence(
        start,
        end,
        text[start - offset : end - offset],
        tuple(Source(*source) for source in sources),
        bool(leans),
        tuple(Span(*lead) for lead in leads),
        words,
    )
