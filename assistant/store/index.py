"""Keeps a store equal to the documents, and reads it consistently beside a writer."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.documents.ingesting import parse_again
from assistant.errors import StaleSnapshot, UnknownDocument
from assistant.models.embedder import Embedder
from assistant.store import files, layout, writer
from assistant.store.compacting import copy
from assistant.store.database import COLLECTIONS, Database, State, check_model, missing
from assistant.store.faults import library_faults, store_faults
from assistant.store.older import older_documents
from assistant.store.paging import records
from assistant.store.planning import Plan, plan, with_names
from assistant.store.seals import text_damaged, text_seal
from assistant.store.snapshot import Snapshot, read_snapshot, stored_documents
from assistant.store.writing import locked, writing
from assistant.stored import DocumentSummary
from assistant.types import Document

CHECKPOINT_SECONDS = 20
"""How long documents are written, at least, before those that are done become the library."""

_TIMES = 20
"""How many times the time that a copy of the library took, so that copies take a twentieth."""

MOST_WASTE = 2
LEAST_WASTE = 1000
"""How many times the vectors of a library its indexes may hold, and how many more."""

_ATTEMPTS = 5

Progress = Callable[[int], None]
"""Called with the number of documents just stored."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Counts of documents that a sync added, updated, left alone and removed.

    ``refused`` are the ids of those that another source holds, with that source.
    """

    added: int
    updated: int
    unchanged: int
    removed: int
    refused: Mapping[str, str]


class Index:
    """One store. Opening it touches nothing; reading needs it to exist, writing makes it.

    Threads may share it: a snapshot serves those that hold it while another library takes its
    place, or tells them to take a new one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reading = threading.Lock()
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """The index as it is now; read again when somebody has written to it.

        Raises:
            IndexMissing: nothing was ingested into this store yet.
            StoreError: the store is damaged.
        """
        with store_faults(self.path):
            known = self._current()
            if known is not None:
                return known
            # Threads that find it outdated at once wait for the first to read it.
            with self._reading:
                snapshot = self._current() or self._read()
                self._snapshot = snapshot
                return snapshot

    def forget(self) -> None:
        """Drop the snapshot, so that the next one is read afresh."""
        self._snapshot = None

    def text(self, document_id: str, expected_revision: str | None = None) -> str:
        """The stored text of a document, by any of its names, read from Chroma now.

        Raises:
            UnknownDocument: there is no such document.
            StaleSnapshot: it is not of the expected revision any more.
        """
        snapshot = self.snapshot()
        document_id = snapshot.names.get(document_id, document_id)
        with library_faults(self.path, lambda: snapshot.database.is_replaced):
            found = [*records(snapshot.database.documents, [document_id])]
        current = found[0][2].get("revision") if found else None
        if expected_revision not in (None, current):
            raise StaleSnapshot(f"The document '{document_id}' changed; ask again.")
        if current is None:
            raise _unknown(document_id)
        record = found[0][2]
        if text_seal(found[0][1], str(record.get("layout", ""))) != record.get("text"):
            raise text_damaged(self.path, document_id)
        return found[0][1]

    def sync(
        self,
        documents: Mapping[str, tuple[Document, str]],
        gone: Callable[[Mapping[str, DocumentSummary]], Iterable[str]],
        embedder: Embedder,
        progress: Progress,
        held: Callable[[DocumentSummary, str], bool] = lambda _stored, _source: False,
        stand_alone: Callable[[str], bool] = lambda _source: False,
    ) -> Changes:
        """Make the index hold ``documents``, and drop the stored ones that are ``gone``.

        Args:
            documents: each document with the path it was read from, by id.
            gone: tells which of the stored documents were deleted, by id or other name.
            embedder: makes the vectors of new and changed documents.
            progress: told how many documents were stored.
            held: tells of a stored document whether its id may not go to another source.
            stand_alone: tells of sources whose documents are stored though others say the same.

        Raises:
            ModelMismatch: the index was built with another model.
            StoreError: another process keeps writing, or the store is damaged.
        """
        with locked(self.path):
            stored = self._stored(embedder)
            planned = plan(documents, stored, gone, held, self._reparsed, stand_alone)
            if not planned.is_empty or layout.current(self.path) is None:
                self._write(planned, lambda: embedder, progress)
        return Changes(
            planned.added, planned.updated, planned.unchanged, planned.gone, planned.refused
        )

    def remove(self, document_id: str, load_embedder: Callable[[], Embedder]) -> None:
        """Remove a document, or one of its names; another name then takes its place.

        Raises:
            IndexMissing: nothing was ingested into this store yet.
            UnknownDocument: there is no such document.
        """
        self._require()
        with locked(self.path):
            stored = self._stored()
            if document_id not in with_names(stored):
                raise _unknown(document_id)
            planned = plan({}, stored, lambda _: [document_id], lambda *_: False, self._reparsed)
            self._write(planned, load_embedder, lambda _: None)

    def rebuild(
        self,
        parse: Callable[[DocumentSummary, str], Document],
        embedder: Embedder,
        progress: Progress,
    ) -> int:
        """Embed every stored document anew with ``embedder``; returns how many there are.

        The old vectors serve until all new ones are written.

        Raises:
            IndexMissing: nothing was ingested into this store yet.
        """
        if not layout.is_older(self.path):
            self._require()
        with locked(self.path):
            stored, generation = self._held()
            documents = {
                key: (parse(summary, text), summary.source)
                for key, (summary, text) in stored.items()
            }
            names = {key: summary.also for key, (summary, _) in stored.items()}
            with writing(self.path, layout.fresh) as database:
                state = _new_state(embedder, generation)
                database.create(state)
                for batch in writer.batches(documents):
                    writer.write(database, batch, embedder, names)
                    progress(len(batch))
                writer.finish(database, state)
        return len(stored)

    def compact(self) -> tuple[int, int]:
        """Write the library anew as it is, without what was removed; its bytes before and after.

        The old one serves until the new one is written; its vectors are copied.

        Raises:
            IndexMissing: nothing was ingested into this store yet.
        """
        self._require()
        with locked(self.path):
            before = layout.size(self.path)
            self._compact()
            return before, layout.size(self.path)

    def _compact(self) -> None:
        with closing(Database(self.path)) as source, writing(self.path, layout.fresh) as target:
            copy(source, target, source.state())
            writer.finish(target, target.state())

    def _compact_if_wasteful(self) -> None:
        """Compact where most of what the indexes hold was removed: they keep all they ever held."""
        with closing(Database(self.path)) as database:
            held = sum(getattr(database, name).count() for name in COLLECTIONS)
            is_wasteful = files.elements(database.folder) > MOST_WASTE * held + LEAST_WASTE
        if is_wasteful:
            self._compact()

    def _stored(self, embedder: Embedder | None = None) -> dict[str, DocumentSummary]:
        """The documents of the library, none where there is none, for whoever has locked the store.

        Raises:
            ModelMismatch: it was built with another model than this one.
        """
        layout.check(self.path)
        if layout.current(self.path) is None:
            return {}
        with closing(Database(self.path)) as database:
            if embedder is not None:
                check_model(self.path, database.state(), embedder)
            return stored_documents(database)

    def _write(self, planned: Plan, embed: Callable[[], Embedder], progress: Progress) -> None:
        """Write the next library; where that takes long, several, one after the other."""
        if planned.leaves_none and layout.current(self.path) is not None:
            self._empty()
            return
        batches, is_first, is_done = writer.batches(planned.changed), True, False
        while not is_done:
            began = time.monotonic()
            with self._next(embed) as (database, state):
                patience = max(CHECKPOINT_SECONDS, _TIMES * (time.monotonic() - began))
                if is_first:
                    writer.note(database, planned.noted)
                    writer.drop(database, planned.removed)
                is_first, is_done = False, True
                for batch in batches:
                    writer.write(database, batch, embed(), planned.names)
                    progress(len(batch))
                    if time.monotonic() - began > patience:
                        is_done = False
                        break
                writer.finish(database, state)
        self._compact_if_wasteful()

    def _empty(self) -> None:
        """Make the next library one that holds nothing.

        Of an index from which all was removed Chroma writes the files when it is opened next.
        """
        with closing(Database(self.path)) as database:
            state = database.state()
        with writing(self.path, layout.fresh) as database:
            database.create(state)
            writer.finish(database, state)

    def _reparsed(self, summary: DocumentSummary) -> Document:
        """The document of a summary, from its stored text."""
        with closing(Database(self.path)) as database:
            [(_, text, _)] = records(database.documents, [summary.id])
        return parse_again(summary, text)

    @contextmanager
    def _next(self, embed: Callable[[], Embedder]) -> Iterator[tuple[Database, State]]:
        """The next library, to be written to, which holds what the current one does; and its state.

        Raises:
            StoreError: the current one is not as it was written.
        """
        is_new = layout.current(self.path) is None
        with writing(self.path, layout.branch) as database:
            if is_new:
                database.create(_new_state(embed(), 0))
            database.make_collections()
            yield database, database.state()

    def _held(self) -> tuple[dict[str, tuple[DocumentSummary, str]], int]:
        """Every stored document with its text, by id, from a library of whatever layout.

        And the generation that readers see, 0 for a library of the first layout.
        """
        if layout.is_first(self.path):
            return older_documents(self.path), 0
        with closing(Database(self.path, layout.current(self.path))) as database:
            stored = stored_documents(database)
            texts = {key: text for key, text, _ in records(database.documents, [*stored])}
            generation = database.state().generation
        return {key: (summary, texts[key]) for key, summary in stored.items()}, generation

    def _current(self) -> Snapshot | None:
        """The snapshot read last, if nobody has written since."""
        snapshot = self._snapshot
        if snapshot is None or snapshot.database.is_replaced:
            return None
        return snapshot

    def _read(self) -> Snapshot:
        self._require()
        for _ in range(_ATTEMPTS):
            folder = layout.current(self.path)
            # A writer takes the old library away as soon as there is the next one.
            is_gone = partial(self._is_other, folder)
            with suppress(StaleSnapshot), library_faults(self.path, is_gone):
                return read_snapshot(Database(self.path))
        raise StaleSnapshot(f"The index in {self.path} keeps changing; ask again.")

    def _is_other(self, folder: Path | None) -> bool:
        return layout.current(self.path) != folder

    def _require(self) -> None:
        """Refuse a store that isn't there, which opening would make."""
        with store_faults(self.path):
            layout.check(self.path)
            if layout.current(self.path) is None:
                raise missing(self.path)


def _new_state(embedder: Embedder, generation: int) -> State:
    return State(generation, embedder.name, embedder.dimension, embedder.weights)


def _unknown(document_id: str) -> UnknownDocument:
    return UnknownDocument(f"There is no document '{document_id}'. List them: assistant documents")
