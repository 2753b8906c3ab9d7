"""What a reader knows of a library at one generation: documents, passages, vectors, terms."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, ValuesView
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from assistant.documents.chunks import chunk_id, owner
from assistant.errors import StaleSnapshot, UnknownDocument
from assistant.models.embedder import Vectors
from assistant.store.faults import damaged
from assistant.store.manifest import Entry, Manifest
from assistant.store.records import passes
from assistant.store.segment import Segment
from assistant.store.shelf import Seen, Shelf
from assistant.stored import DocumentSummary
from assistant.terms.lexicon import Lexicon, Part
from assistant.terms.terms import ROLES
from assistant.types import NO_FILTERS, Chunk, Filters, Role

_PAGE = 500
"""Passages read at once by whoever reads all."""


@dataclass(frozen=True, eq=False)
class Held:
    """A segment as a generation has it: without the documents that are gone."""

    segment: Segment
    alive: NDArray[np.bool_]

    @cached_property
    def passages_alive(self) -> NDArray[np.bool_]:
        """Which of its passages are of documents that are still there."""
        found: NDArray[np.bool_] = self.alive[self.segment.owners]
        return found

    @cached_property
    def part(self) -> Part:
        """Its terms."""
        return Part(self.segment.terms, self.segment.ids, self.alive, self.segment.passages_of)


class Snapshot:
    """What a reader knows of a library at one generation; never changed once made.

    Passages are read when they are asked for; the segments it was read from stay open as long as
    there is the snapshot. Threads may share it.
    """

    def __init__(
        self,
        manifest: Manifest,
        held: Sequence[Held],
        shelf: Shelf,
        is_replaced: Callable[[], bool],
        documents: Mapping[str, DocumentSummary] | None = None,
        plain: Callable[[Chunk], Chunk] = lambda chunk: chunk,
    ) -> None:
        """Put together the segments of a generation.

        Args:
            manifest: what the generation is.
            held: its segments, in the manifest's order.
            shelf: where they are kept.
            is_replaced: tells whether another generation has taken its place.
            documents: its documents as its owner believes them, by default as they are stored.
            plain: a passage of a document that is not trusted, as it is believed.

        Raises:
            StoreError: it lacks documents.
        """
        self.state = manifest.state
        self.manifest = manifest
        self.held = tuple(held)
        self._shelf = shelf
        self._is_replaced = is_replaced
        self._plain = plain
        self.places = _places(self.held)
        stored = {key: self._stored(key) for key in sorted(self.places)}
        self.documents = MappingProxyType(stored) if documents is None else documents
        self.revisions = {key: item.revision for key, item in stored.items()}
        self.corpus = corpus_hash(self.revisions)
        if self.corpus != manifest.state.corpus and self.held:
            raise damaged(shelf.place, "it lacks documents")

    def believing(
        self, documents: Mapping[str, DocumentSummary], plain: Callable[[Chunk], Chunk]
    ) -> "Snapshot":
        """The snapshot as its owner believes it; ``plain`` as when one is made."""
        return Snapshot(self.manifest, self.held, self._shelf, self._is_replaced, documents, plain)

    @property
    def chunks(self) -> Mapping[str, Chunk]:
        """The passages by their ids, documents in their order; read when asked for."""
        return Passages(self)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The documents by their other names."""
        return {name.id: key for key, item in self.documents.items() for name in item.also}

    @cached_property
    def lexicon(self) -> Lexicon:
        """The terms of the library."""
        with self._faults():
            return Lexicon([item.part for item in self.held])

    def _stored(self, document_id: str) -> DocumentSummary:
        at, row = self.places[document_id]
        return self.held[at].segment.documents[row]

    def text(self, document_id: str, expected_revision: str | None = None) -> str:
        """The stored text of a document.

        Raises:
            UnknownDocument: there is no such document.
            StaleSnapshot: it is not of the expected revision, or a writer has taken it away.
            StoreError: it is not the one that was written.
        """
        if document_id not in self.documents:
            raise UnknownDocument(
                f"There is no document '{document_id}'. List them: assistant documents"
            )
        if expected_revision not in (None, self.documents[document_id].revision):
            raise StaleSnapshot(f"The document '{document_id}' changed; ask again.")
        at, row = self.places[document_id]
        with self._faults():
            return self.held[at].segment.text(row)

    def chunks_of(self, document_id: str, roles: Collection[Role] = ROLES) -> Sequence[Chunk]:
        """The passages of a document, in reading order; those of some roles only."""
        if document_id not in self.places:
            return ()
        at, row = self.places[document_id]
        segment = self.held[at].segment
        rows: Sequence[int] = segment.rows_of(row)
        if len(roles) < len(ROLES):
            wanted = {ROLES.index(role) for role in roles}
            rows = [each for each in rows if segment.terms.roles[each] in wanted]
        return self._read(at, rows)

    def read(self, keys: Sequence[str]) -> dict[str, Chunk]:
        """Passages by their ids, all that lie in one segment at once.

        Raises:
            KeyError: there is none of an id.
            StaleSnapshot: another generation has taken the place of this one.
        """
        found: dict[str, Chunk] = {}
        for at, rows in self._rows(keys).items():
            found.update((chunk.id, chunk) for chunk in self._read(at, rows))
        return {key: found[key] for key in keys}

    def key(self, at: int, row: int) -> str:
        """The id of a passage of the segment at a place."""
        return self.held[at].segment.key(row)

    def nearest(self, vector: Vectors, most: int, filters: Filters) -> dict[str, float]:
        """The cosine of the ``most`` chunks nearest to a unit vector, by chunk id, best first.

        Raises:
            StaleSnapshot: another generation has taken the place of this one.
        """
        found: list[tuple[float, int, int, float]] = []
        with self._faults():
            for at, allowed in enumerate(self.allowed(filters)):
                near = self.held[at].segment.nearest(vector, most, allowed)
                found += ((-round(cosine, 6), at, row, cosine) for row, cosine in near)
        found.sort()
        # Of those that are as near as the last one, the first by their ids are taken.
        last = found[:most][-1:]
        kept = (item for item in found if not last or item[0] <= last[0][0])
        keyed = sorted((gap, self.key(at, row), cosine) for gap, at, row, cosine in kept)
        return {key: cosine for _, key, cosine in keyed[:most]}

    def allowed(self, filters: Filters) -> list[NDArray[np.bool_]]:
        """Which passages of each segment are there, and of documents that pass the filters."""
        if filters == NO_FILTERS:
            return [item.passages_alive for item in self.held]
        passing = [np.zeros_like(item.alive) for item in self.held]
        for key, (at, row) in self.places.items():
            passing[at][row] = passes(self.documents[key].metadata, filters)
        pairs = zip(self.held, passing, strict=True)
        return [documents[item.segment.owners] for item, documents in pairs]

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vectors]:
        """The stored unit vectors of some chunks.

        Raises:
            StaleSnapshot: another generation has taken the place of this one.
        """
        found: dict[str, Vectors] = {}
        with self._faults():
            for at, rows in self._rows(chunk_ids).items():
                vectors = self.held[at].segment.vectors(rows)
                found.update(zip((self.key(at, row) for row in rows), vectors, strict=True))
        return found

    def statement_vectors(self, chunks: Iterable[Chunk]) -> dict[str, Vectors]:
        """The stored unit vectors of what chunks state and of their own questions, by record id.

        Raises:
            StaleSnapshot: another generation has taken the place of this one.
        """
        given = {chunk.id: chunk for chunk in chunks}.values()
        found: dict[str, Vectors] = {}
        with self._faults():
            for at, rows in self._rows(chunk.id for chunk in given).items():
                segment = self.held[at].segment
                for chunk, row, block in zip(
                    segment.chunks(rows), rows, segment.statement_vectors(rows), strict=True
                ):
                    found.update(zip(segment.statement_ids(chunk, row), block, strict=True))
        return found

    def _read(self, at: int, rows: Sequence[int]) -> list[Chunk]:
        with self._faults():
            chunks = self.held[at].segment.chunks(rows)
        documents = self.documents
        return [
            chunk if documents[chunk.document_id].trusted else self._plain(chunk)
            for chunk in chunks
        ]

    def _place(self, key: str) -> tuple[int, int]:
        """The place of a passage's segment, and its row there."""
        document_id, revision = owner(key)
        document = self.documents.get(document_id)
        if document is None or document.revision != revision:
            raise KeyError(key)
        at, row = self.places[document_id]
        rows = self.held[at].segment.rows_of(row)
        return at, rows[int(key.rpartition("#")[2])]

    def _rows(self, keys: Iterable[str]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for key in keys:
            at, row = self._place(key)
            found.setdefault(at, []).append(row)
        return found

    def _faults(self) -> AbstractContextManager[None]:
        return self._shelf.reading(self._is_replaced)


def open_snapshot(
    shelf: Shelf, manifest: Manifest, before: Snapshot | None = None, *, for_texts: bool = False
) -> Snapshot:
    """Open a generation; what the one before has open already is shared with it.

    One that is opened ``for_texts`` is asked for the texts of its documents alone.

    Raises:
        StaleSnapshot: a writer has taken a segment away.
        StoreError: something is not as it was written.
        ChromaError: a database can't be opened.
    """
    seen = shelf.seen()
    known = {item.segment.name: item.segment for item in before.held} if before else {}
    opened = []
    for entry in manifest.entries:
        segment = known.get(entry.name)
        if segment is None:
            segment = _open_segment(shelf, manifest, entry, seen, for_texts=for_texts)
        alive = np.ones(entry.documents, dtype=np.bool_)
        alive[list(entry.gone)] = False
        opened.append(Held(segment, alive))
    return Snapshot(manifest, opened, shelf, lambda: shelf.seen() != seen)


def _open_segment(
    shelf: Shelf, manifest: Manifest, entry: Entry, seen: Seen | None, *, for_texts: bool
) -> Segment:
    try:
        holding = shelf.open(entry, manifest.state.dimension, for_texts=for_texts)
    except StaleSnapshot as error:
        if shelf.seen() != seen:
            raise
        # Nobody has written: it was not taken away by a writer.
        raise damaged(shelf.place, f"{entry.name} is missing") from error
    return Segment(shelf.place, entry, holding, for_texts=for_texts)


class Passages(Mapping[str, Chunk]):
    """The passages of a snapshot by their ids, documents in their order; read when asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def __getitem__(self, key: str) -> Chunk:
        return self._snapshot.read([key])[key]

    def __len__(self) -> int:
        return sum(item.passages for item in self._snapshot.documents.values())

    def __iter__(self) -> Iterator[str]:
        for document in self._snapshot.documents.values():
            for number in range(document.passages):
                yield chunk_id(document.id, document.revision, number)

    def values(self) -> ValuesView[Chunk]:
        """All passages, some hundred read at once."""
        return _Values(self._snapshot, self)


class _Values(ValuesView[Chunk]):
    """The passages of a snapshot in their order."""

    def __init__(self, snapshot: Snapshot, keys: Passages) -> None:
        super().__init__(keys)
        self._snapshot = snapshot
        self._keys = keys

    def __iter__(self) -> Iterator[Chunk]:
        keys = [*self._keys]
        for at in range(0, len(keys), _PAGE):
            yield from self._snapshot.read(keys[at : at + _PAGE]).values()


def _places(held: Sequence[Held]) -> dict[str, tuple[int, int]]:
    """By document the place of its segment, and its row there."""
    return {
        item.segment.ids[row]: (at, row)
        for at, item in enumerate(held)
        for row in np.flatnonzero(item.alive).tolist()
    }


def corpus_hash(revisions: Mapping[str, str]) -> str:
    """A hash over the ids of documents, in their order, with their revisions."""
    lines = (f"{key}\0{revision}\n" for key, revision in sorted(revisions.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]
