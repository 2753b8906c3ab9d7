"""Keeps a store equal to the documents, and reads it consistently beside a writer."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from assistant.documents.ingesting import parse_again
from assistant.errors import StaleSnapshot, UnknownDocument
from assistant.models.embedder import Embedder
from assistant.store import writer
from assistant.store.database import check_model, missing
from assistant.store.drafting import Written
from assistant.store.folder import FolderShelf
from assistant.store.manifest import Manifest, State
from assistant.store.planning import Plan, plan, with_names
from assistant.store.shelf import Seen, Shelf
from assistant.store.snapshot import Snapshot, open_snapshot
from assistant.store.writing import LibraryWriter
from assistant.stored import Alias, DocumentSummary
from assistant.types import Document

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

    Threads may share it: a snapshot serves those that hold it while another generation takes its
    place.
    """

    def __init__(self, path: Path, shelf: Shelf | None = None) -> None:
        """Name a store.

        Args:
            path: its folder.
            shelf: where its library is kept, by default in that folder.
        """
        self.path = path
        self.shelf: Shelf = shelf or FolderShelf(path)
        self._reading = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._seen: Seen | None = None

    def snapshot(self) -> Snapshot:
        """The library as it is now; what changed is read when somebody has written to it.

        Raises:
            IndexMissing: nothing was ingested into this store yet.
            StoreError: the store is damaged.
        """
        with self.shelf.opening(lambda: False):
            known = self._current()
            if known is not None:
                return known
            # Threads that find it outdated at once wait for the first to read it.
            with self._reading:
                return self._current() or self._read()

    @property
    def is_current(self) -> bool:
        """Whether the library that was read last is still the one that is stored."""
        return self._current() is not None

    def forget(self) -> None:
        """Drop the snapshot, so that the next one is read afresh."""
        self._seen = None

    def text(self, document_id: str) -> str:
        """The stored text of a document, by any of its names.

        Raises:
            UnknownDocument: there is no such document.
        """
        snapshot = self.snapshot()
        return snapshot.text(snapshot.names.get(document_id, document_id))

    def sync(
        self,
        documents: Mapping[str, tuple[Document, str]],
        gone: Callable[[Mapping[str, DocumentSummary]], Iterable[str]],
        embedder: Embedder,
        progress: Progress,
        held: Callable[[DocumentSummary, str], bool] = lambda _stored, _source: False,
        stand_alone: Callable[[str], bool] = lambda _source: False,
        same: Collection[str] = (),
    ) -> Changes:
        """Make the index hold ``documents``, and drop the stored ones that are ``gone``.

        Args:
            documents: each document with the path it was read from, by id.
            gone: tells which of the stored documents were deleted, by id or other name.
            embedder: makes the vectors of new and changed documents.
            progress: told how many documents were stored.
            held: tells of a stored document whether its id may not go to another source.
            stand_alone: tells of sources whose documents are stored though others say the same.
            same: the ids of further documents that it holds already, and shall hold as they are.

        Raises:
            ModelMismatch: the index was built with another model.
            StoreError: another process keeps writing, or the store is damaged.
        """
        with self.shelf.locked():
            snapshot = self._stored()
            if snapshot is not None:
                check_model(self.shelf.place, snapshot.state, embedder)
            stored = snapshot.documents if snapshot else {}
            planned = plan(documents, stored, gone, held, self._reparsed, stand_alone, same)
            if not planned.is_empty or snapshot is None:
                self._write(snapshot, planned, lambda: embedder, progress)
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
        with self.shelf.locked():
            snapshot = self._opened()
            stored = snapshot.documents
            if document_id not in with_names(stored):
                raise UnknownDocument(
                    f"There is no document '{document_id}'. List them: assistant documents"
                )
            planned = plan({}, stored, lambda _: [document_id], lambda *_: False, self._reparsed)
            self._write(snapshot, planned, load_embedder, lambda _: None)

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
        if self.shelf.seen() is not None or self.shelf.older() is None:
            self._require()
        with self.shelf.locked():
            stored, manifest = self._held()
            documents = {
                key: (parse(summary, text), summary.source)
                for key, (summary, text) in stored.items()
            }
            names = {key: summary.also for key, (summary, _) in stored.items()}
            batches = _embedded(documents, lambda: embedder, names, progress)
            library = LibraryWriter(self.shelf, manifest)
            library.replace_all(batches, _new_state(embedder), writer.expected(documents))
        return len(stored)

    def compact(self) -> tuple[int, int]:
        """Write the library anew as it is, without what was removed; its bytes before and after.

        The old one serves until the new one is written; its vectors are copied.

        Raises:
            IndexMissing: nothing was ingested into this store yet.
        """
        self._require()
        with self.shelf.locked():
            before = self.shelf.size()
            snapshot = self._opened()
            LibraryWriter(self.shelf, snapshot.manifest, snapshot).rewrite_all()
            return before, self.shelf.size()

    def _write(
        self,
        snapshot: Snapshot | None,
        planned: Plan,
        embed: Callable[[], Embedder],
        progress: Progress,
    ) -> None:
        """Write what is planned on top of the library as it is stored."""
        manifest = snapshot.manifest if snapshot else Manifest(_new_state(embed()), ())
        noted = writer.noted(snapshot, planned.noted) if snapshot else iter(())
        changed = _embedded(planned.changed, embed, planned.names, progress)
        library = LibraryWriter(self.shelf, manifest, snapshot)
        library.write(chain(noted, changed), planned.removed, writer.expected(planned.changed))

    def _reparsed(self, summary: DocumentSummary) -> Document:
        """The document of a summary, from its stored text."""
        return parse_again(summary, self.snapshot().text(summary.id))

    def _stored(self) -> Snapshot | None:
        """The library as it is stored, ``None`` where there is none yet."""
        manifest = self.shelf.read()
        return open_snapshot(self.shelf, manifest, self._snapshot) if manifest else None

    def _opened(self) -> Snapshot:
        """The library as it is stored, for whoever has locked it and knows that there is one."""
        snapshot = self._stored()
        if snapshot is None:
            raise missing(self.shelf.place)
        return snapshot

    def _held(self) -> tuple[dict[str, tuple[DocumentSummary, str]], Manifest]:
        """Every stored document with its text, by id, from a library of whatever layout.

        And what is stored; a library of an older layout is none of this one's.
        """
        manifest = None if self.shelf.seen() is None else self.shelf.read()
        if manifest is None:
            return dict(self.shelf.older() or {}), Manifest(State(0, "", 0, ""), ())
        # What is wrong with its vectors is what a rebuild is for.
        snapshot = open_snapshot(self.shelf, manifest, for_texts=True)
        texts = {key: (item, snapshot.text(key)) for key, item in snapshot.documents.items()}
        return texts, manifest

    def _current(self) -> Snapshot | None:
        """The snapshot read last, if nobody has written since."""
        snapshot, seen = self._snapshot, self._seen
        return snapshot if seen is not None and seen == self.shelf.seen() else None

    def _read(self) -> Snapshot:
        for _ in range(_ATTEMPTS):
            seen = self.shelf.seen()
            # A writer may take segments away as soon as there is the next generation.
            with suppress(StaleSnapshot), self.shelf.opening(partial(self._is_other, seen)):
                manifest = self.shelf.read()
                if manifest is None:
                    raise missing(self.shelf.place)
                snapshot = open_snapshot(self.shelf, manifest, self._snapshot)
                self._snapshot, self._seen = snapshot, seen
                return snapshot
        raise StaleSnapshot(f"The index in {self.shelf.place} keeps changing; ask again.")

    def _is_other(self, seen: Seen | None) -> bool:
        return self.shelf.seen() != seen

    def _require(self) -> None:
        """Refuse a store that isn't there, which writing would make."""
        with self.shelf.opening(lambda: False):
            if self.shelf.read() is None:
                raise missing(self.shelf.place)


def _embedded(
    documents: Mapping[str, tuple[Document, str]],
    embed: Callable[[], Embedder],
    names: Mapping[str, Sequence[Alias]],
    progress: Progress,
) -> Iterator[list[Written]]:
    """Documents as they are written, some at a time; told of once they are."""
    for batch in writer.batches(documents):
        yield [*writer.embedded(batch, embed(), names)]
        progress(len(batch))


def _new_state(embedder: Embedder) -> State:
    return State(0, embedder.name, embedder.dimension, embedder.weights)
