"""Documents and chunks as what is stored of them in JSON, and back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from assistant.documents.chunks import owner
from assistant.extracts import Fetch, dump_layout, load_layout
from assistant.stored import Alias, DocumentSummary, Seals
from assistant.types import (
    Chunk,
    Document,
    Filters,
    LeftOut,
    Metadata,
    Reading,
    Role,
    Sentence,
    Source,
    Span,
)


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
        "reading": _dump_reading(noted.reading) if noted.reading else "",
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
        reading=_load_reading(record["reading"]) if record.get("reading") else None,
    )


def _seals(record: Mapping[str, Any]) -> Seals | None:
    if "records" not in record:
        return None
    words = str(record.get("words", ""))
    return Seals(record["text"], record["records"], float(record["vectors"]), words)


def chunk_record(chunk: Chunk) -> list[Any]:
    """A chunk as what is stored of it, without its place."""
    return [
        chunk.text,
        chunk.start,
        chunk.end,
        str(chunk.role),
        chunk.section,
        list(chunk.path),
        chunk.question,
        _dump_sentences(chunk.sentences),
    ]


def load_chunk(chunk_id: str, record: Sequence[Any]) -> Chunk:
    """A stored chunk, read back."""
    text, start, end, role, section, path, question, sentences = record
    return Chunk(
        id=chunk_id,
        document_id=owner(chunk_id)[0],
        section=section,
        role=Role(role),
        start=start,
        end=end,
        text=text,
        sentences=tuple(_load_sentence(row, text, start) for row in sentences),
        question=question,
        path=tuple(path),
    )


def passes(metadata: Metadata, filters: Filters) -> bool:
    """Whether a document passes the filters."""
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


def _dump_reading(reading: Reading) -> list[Any]:
    left_out = [[part.start, part.end, part.reason] for part in reading.left_out]
    return [reading.digest, reading.indexed, left_out, list(reading.warnings)]


def _load_reading(row: list[Any]) -> Reading:
    digest, indexed, left_out, warnings = row
    return Reading(digest, indexed, tuple(LeftOut(*part) for part in left_out), tuple(warnings))


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


def _dump_sentences(sentences: tuple[Sentence, ...]) -> list[list[Any]]:
    return [
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


def _load_sentence(row: list[Any], text: str, offset: int) -> Sentence:
    start, end, leans, sources, leads, words = row
    return Sentence(
        start,
        end,
        text[start - offset : end - offset],
        tuple(Source(*source) for source in sources),
        bool(leans),
        tuple(Span(*lead) for lead in leads),
        words,
    )
