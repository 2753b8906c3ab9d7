"""Reads a segment of a library: its documents, passages, vectors and terms."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.documents.chunks import chunk_id, question_id, statement_id
from assistant.models.embedder import Vectors
from assistant.store.database import SEARCHED
from assistant.store.faults import damaged
from assistant.store.indexing import opened_terms
from assistant.store.manifest import Entry
from assistant.store.paging import metadata, vectors
from assistant.store.records import document_summary, load_chunk
from assistant.store.seals import check_lengths, records_damaged, text_damaged, vectors_damaged
from assistant.store.shelf import Holding, Records
from assistant.store.values import more, unpack, unsealed_value
from assistant.stored import DocumentSummary
from assistant.terms.lexicon import Passage
from assistant.terms.reading import Told
from assistant.terms.terms import Terms
from assistant.types import Chunk

_MOST_KEPT = 8_000
"""Passages of a segment that are kept read."""

_FEW = 400
"""Passages up to which those that a filter lets through are compared one by one."""

_SPARE = 1.2
"""How many times as many neighbours are asked for as a filter is expected to leave too few."""


class Segment:
    """A segment that is part of a library; never changed, so that threads may share it.

    Attributes:
        documents: what is known of its documents by row, those left out that were gone when it
            was opened.
        ids: the ids of its documents by row, empty for those.
    """

    def __init__(
        self, place: Path | str, entry: Entry, holding: Holding, *, for_texts: bool = False
    ) -> None:
        """Read a segment.

        Args:
            place: where the library is kept, for messages.
            entry: its entry in a manifest.
            holding: what it is read from.
            for_texts: whether only the texts of its documents will be asked for.

        Raises:
            StoreError: it is not as it was written.
            ChromaError: it can't be read.
        """
        self.store, self.name, self.passages = place, entry.name, entry.passages
        self._holding = holding
        self._firsts, self._starts = holding.rows.firsts, holding.rows.starts
        self._known: dict[int, Chunk] = {}
        left = sorted({*range(entry.documents)} - {*entry.gone})
        self.documents: Mapping[int, DocumentSummary] = self._read_documents(left)
        self.ids = [
            self.documents[row].id if row in self.documents else ""
            for row in range(entry.documents)
        ]
        if not for_texts:
            self._check_index()

    def _read_documents(self, rows: Sequence[int]) -> dict[int, DocumentSummary]:
        found = self.values(self._holding.documents, [f"d{row}" for row in rows])
        try:
            records = {row: unsealed_value(found[f"d{row}"]) for row in rows}
            return {row: document_summary(item["id"], item) for row, item in records.items()}
        except (KeyError, ValueError, TypeError) as error:
            raise damaged(self.store, "it lacks documents") from error

    def _check_index(self) -> None:
        """Refuse an index that is not searched as it was written."""
        is_whole = self._holding.chunks.count() == self.passages
        if self._holding.searched != SEARCHED or not is_whole:
            raise vectors_damaged(self.store)
        if self.passages:
            # Chroma loads an index when it is first asked; its files may be taken away later.
            self._holding.chunks.get(ids=["0"], include=["embeddings"])

    @cached_property
    def terms(self) -> Terms:
        """The index of the terms of its documents, made anew where its file is lost."""
        return opened_terms(self._holding.folder, self.told)

    @cached_property
    def owners(self) -> NDArray[np.int32]:
        """Of each passage the row of its document."""
        counts = np.diff(self._firsts)
        return np.repeat(np.arange(len(counts), dtype=np.int32), counts)

    def told(self) -> Iterator[Told | int]:
        """Its documents by row, as their words are read; of those that are gone, their passages."""
        for row in range(len(self._firsts) - 1):
            rows = self.rows_of(row)
            item = self.documents.get(row)
            yield Told(item.id, item.metadata, self.chunks(rows)) if item else len(rows)

    def rows_of(self, row: int) -> range:
        """The rows of the passages of a document."""
        return range(int(self._firsts[row]), int(self._firsts[row + 1]))

    def key(self, row: int) -> str:
        """The id of a passage."""
        owner = int(self.owners[row])
        document = self.documents[owner]
        return chunk_id(document.id, document.revision, row - int(self._firsts[owner]))

    def text(self, row: int) -> str:
        """The stored text of a document.

        Raises:
            StoreError: it is not the one that was written.
        """
        found = self.values(self._holding.documents, [f"t{row}"])
        try:
            return str(unsealed_value(found[f"t{row}"]))
        except (KeyError, ValueError) as error:
            raise text_damaged(self.store, self.documents[row].id) from error

    def record(self, row: int) -> dict[str, Any]:
        """What is stored of a document besides its text.

        Raises:
            StoreError: it is not what was written.
        """
        found = self.values(self._holding.documents, [f"d{row}"])
        try:
            return dict(unsealed_value(found[f"d{row}"]))
        except (KeyError, ValueError) as error:
            raise damaged(self.store, "it lacks documents") from error

    def chunks(self, rows: Sequence[int]) -> list[Chunk]:
        """The passages of some rows, in their order.

        Raises:
            StoreError: one is not as it was written.
        """
        missing = [row for row in rows if row not in self._known]
        fresh = {row: self._chunk(row, value) for row, value in self.chunk_values(missing).items()}
        found = [fresh[row] if row in fresh else self._known[row] for row in rows]
        if len(self._known) + len(fresh) > _MOST_KEPT:
            self._known = {}
        self._known.update(fresh)
        return found

    def _chunk(self, row: int, value: str) -> Chunk:
        try:
            return load_chunk(self.key(row), unsealed_value(value))
        except (ValueError, TypeError) as error:
            raise self._harmed(row) from error

    def chunk_values(self, rows: Sequence[int]) -> dict[int, str]:
        """What is stored of some passages, by row."""
        found = self.values(self._holding.chunks, [str(row) for row in rows], "c") if rows else {}
        for row in rows:
            if str(row) not in found:
                raise self._harmed(row)
        return {row: found[str(row)] for row in rows}

    def _harmed(self, row: int) -> Exception:
        return records_damaged(self.store, self.documents[int(self.owners[row])].id)

    def passages_of(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of some rows, as their words are looked into."""
        titles = [self.documents[int(self.owners[row])].metadata.title for row in rows]
        return [
            Passage(chunk.text, (title, *chunk.path))
            for chunk, title in zip(self.chunks(rows), titles, strict=True)
        ]

    def vectors(self, rows: Sequence[int]) -> Vectors:
        """The unit vectors of some passages, one a row.

        Raises:
            StoreError: they are not those that were written.
        """
        ids = [str(row) for row in rows]
        found = vectors(self._holding.chunks, ids)
        if len(found) != len(set(ids)):
            raise vectors_damaged(self.store)
        stacked = np.stack([found[key] for key in ids])
        check_lengths(self.store, stacked)
        return stacked

    def statement_vectors(self, rows: Sequence[int]) -> list[Vectors]:
        """Of some passages the unit vectors of what each states and of its own question.

        Raises:
            StoreError: they are not those that were written.
        """
        blocks = self._holding.statements(rows)
        for row, block in zip(rows, blocks, strict=True):
            if zlib.crc32(block.tobytes()) != self._holding.rows.sums[row]:
                raise vectors_damaged(self.store)
        return blocks

    def statement_ids(self, chunk: Chunk, row: int) -> list[str]:
        """The ids of what a passage states and of its own question, in the order of the vectors."""
        count = int(self._starts[row + 1] - self._starts[row])
        own = [question_id(chunk.id)] if chunk.question else []
        return [statement_id(chunk.id, number) for number in range(count - len(own))] + own

    def nearest(
        self, vector: Vectors, most: int, allowed: NDArray[np.bool_]
    ) -> list[tuple[int, float]]:
        """The passages nearest to a unit vector among those allowed, by row, with their cosine."""
        count, most_found = int(allowed.sum()), self._holding.most_found
        if not count:
            return []
        wanted = min(most, count)
        is_open = count == self.passages
        places = wanted if is_open else int(_SPARE * wanted * self.passages / count) + 1
        if places > most_found or (count <= _FEW and not is_open):
            return self._compared(vector, np.flatnonzero(allowed).tolist())[:most]
        while True:
            places = min(places, self.passages, most_found)
            found = self._query(vector, places)
            kept = [item for item in found if allowed[item[0]]][:wanted]
            if len(kept) == wanted or places == self.passages or len(found) < places:
                return kept
            if places == most_found:
                return self._compared(vector, np.flatnonzero(allowed).tolist())[:most]
            places *= 2

    def _compared(self, vector: Vectors, rows: Sequence[int]) -> list[tuple[int, float]]:
        """Some passages by row, with their cosine to a unit vector, the nearest first."""
        cosines = (self.vectors(rows) @ vector).tolist()
        return sorted(zip(rows, cosines, strict=True), key=lambda item: -item[1])

    def _query(self, vector: Vectors, places: int) -> list[tuple[int, float]]:
        found = self._holding.chunks.query(
            query_embeddings=vector[np.newaxis], n_results=places, include=["distances"]
        )
        gaps = (found["distances"] or [[]])[0]
        pairs = zip(found["ids"][0], gaps, strict=True)
        return [(int(key), 1.0 - float(gap)) for key, gap in pairs]

    def values(self, collection: Records, keys: Sequence[str], beside: str = "") -> dict[str, str]:
        """The texts that records hold, by their ids, with what of them goes on in others.

        Further records are among the documents, under ids that begin with ``beside``.
        """
        first = metadata(collection, keys)
        following = {
            key: [f"{beside}{key}+{number + 1}" for number in range(more(record))]
            for key, record in first.items()
            if more(record)
        }
        ids = [key for keys in following.values() for key in keys]
        rest: Mapping[str, Any] = metadata(self._holding.documents, ids) if ids else {}
        return {
            key: unpack([record, *(rest.get(one, {}) for one in following.get(key, ()))])
            for key, record in first.items()
        }
