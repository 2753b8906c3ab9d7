"""Looks a store over, all of it, and tells what is wrong and what helps."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from assistant.documents.chunks import chunk_id, owner
from assistant.errors import AssistantError
from assistant.models.embedder import Embedder
from assistant.settings import version
from assistant.store import files, layout
from assistant.store.database import Database, check_model
from assistant.store.faults import damaged, library_faults
from assistant.store.paging import all_ids, records, vectors
from assistant.store.seals import (
    TOLERANCE,
    check_lengths,
    records_damaged,
    records_seal,
    text_damaged,
    text_seal,
    vectors_damaged,
    vectors_seal,
)
from assistant.store.snapshot import corpus_hash, read_snapshot, stored_documents
from assistant.stored import DocumentSummary


@dataclass(frozen=True, slots=True)
class Finding:
    """What a step of the check-up found: a word of praise, or what is wrong and what helps."""

    text: str
    is_fault: bool = False


def examine(path: Path, embedder: Embedder) -> Iterator[Finding]:
    """Look over the store in ``path``, step by step; a step that fails does not end the others.

    Raises:
        IndexMissing: nothing was ingested into this store yet.
        StoreError: it can't be opened at all.
    """
    with library_faults(path, lambda: False):
        database = Database(path)
    patient = _Patient(path, database, embedder)
    steps: Sequence[Callable[[], str]] = (
        patient.versions,
        patient.files,
        patient.file,
        patient.model,
        patient.state,
        patient.texts,
        patient.passages,
        patient.vectors,
        patient.index,
        patient.leftovers,
    )
    try:
        for step in steps:
            try:
                with library_faults(path, lambda: database.is_replaced):
                    yield Finding(step())
            except AssistantError as error:
                yield Finding(str(error), is_fault=True)
            except (KeyError, ValueError, TypeError, IndexError) as error:
                yield Finding(str(damaged(path, f"{type(error).__name__}: {error}")), is_fault=True)
    finally:
        database.close()


class _Patient:
    """A store that is looked over; each step raises what is wrong, or tells what is well."""

    def __init__(self, path: Path, database: Database, embedder: Embedder) -> None:
        self._path = path
        self._database = database
        self._embedder = embedder

    def versions(self) -> str:
        """What writes such a store."""
        return f"assistant {version()}, Chroma {installed('chromadb')}, layout {layout.LAYOUT}"

    def files(self) -> str:
        """The files of the index, by their hashes."""
        if changed := files.unsealed(self._database.folder):
            why = f"{changed[0]} is not as it was written"
            raise _remedied(self._path, why, "assistant rebuild")
        return "the files of the index are as they were written"

    def file(self) -> str:
        """The database file, page by page."""
        file = self._database.folder / files.DATABASE
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            raise damaged(self._path, f"SQLite: {said}")
        return f"the database of {layout.size(self._path) / 1e6:.1f} MB is sound"

    def model(self) -> str:
        """The model that made the vectors."""
        state = self._database.state()
        check_model(self._path, state, self._embedder)
        return f"its vectors are of {state.model}, {state.weights[:8]}"

    def state(self) -> str:
        """Whether the documents are those that were written."""
        state, stored = self._database.state(), self._stored()
        if state.corpus != corpus_hash(stored.values()):
            raise damaged(self._path, "it lacks documents")
        return f"{len(stored)} documents, generation {state.generation}"

    def texts(self) -> str:
        """The texts of the documents."""
        stored = self._stored()
        held = [*records(self._database.documents, [*stored])]
        found = {key: text for key, text, _ in held}
        layouts = {key: str(record.get("layout", "")) for key, _, record in held}
        for key, summary in stored.items():
            if summary.seals is None or text_seal(found[key], layouts[key]) != summary.seals.text:
                raise text_damaged(self._path, key)
        return f"{sum(map(len, found.values())):,} characters of text as they were written"

    def passages(self) -> str:
        """The records of the passages, those of no document among them."""
        stored = self._stored()
        for key, summary in stored.items():
            found = {item[0]: item for item in records(self._database.chunks, _chunk_ids(summary))}
            whole = [found[each] for each in _chunk_ids(summary) if each in found]
            is_whole = len(whole) == summary.passages and summary.seals is not None
            if not is_whole or records_seal(whole) != getattr(summary.seals, "records", ""):
                raise records_damaged(self._path, key)
        return f"{sum(item.passages for item in stored.values())} passages as they were written"

    def vectors(self) -> str:
        """All vectors of passages and statements."""
        by_document: dict[str, dict[str, Any]] = {}
        for collection in (self._database.chunks, self._database.statements):
            found = vectors(collection, all_ids(collection))
            check_lengths(self._path, found)
            for key, vector in found.items():
                by_document.setdefault("@".join(owner(key)), {})[key] = vector
        stored = {f"{key}@{item.revision}": item for key, item in self._stored().items()}
        for key, summary in stored.items():
            sealed = summary.seals.vectors if summary.seals else 0.0
            if abs(vectors_seal(by_document.get(key, {})) - sealed) > TOLERANCE:
                raise vectors_damaged(self._path)
        if by_document.keys() - stored.keys():
            raise _remedied(self._path, "it holds passages of no document", "assistant compact")
        return f"{sum(map(len, by_document.values()))} vectors as they were written"

    def index(self) -> str:
        """Whether vectors are found, and how far they are looked for."""
        read_snapshot(self._database)
        return "vectors are found by the index"

    def leftovers(self) -> str:
        """What lies in the store and is no part of the library."""
        found = layout.leftovers(self._path)
        if found:
            names = ", ".join(sorted(path.name for path in found)[:3])
            raise _remedied(
                self._path, f"what is left over takes room ({names})", "assistant compact"
            )
        return "nothing is left over"

    def _stored(self) -> dict[str, DocumentSummary]:
        return stored_documents(self._database)


def _chunk_ids(summary: DocumentSummary) -> list[str]:
    return [chunk_id(summary.id, summary.revision, number) for number in range(summary.passages)]


def _remedied(path: Path, why: str, command: str) -> AssistantError:
    return AssistantError(f"The store {path}: {why}; run: {command} --store {path}")
