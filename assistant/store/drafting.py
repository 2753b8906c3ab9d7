"""A segment while it is written: part of nothing, until a manifest names it."""

import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.models.embedder import Vectors
from assistant.store import files, layout
from assistant.store.dictating import Dictation, Hand, OwnHand
from assistant.store.indexing import save_terms
from assistant.store.manifest import Entry
from assistant.store.values import pack, sealed
from assistant.terms.arrays import Array, write_arrays
from assistant.terms.reading import Told
from assistant.terms.terms import TermsBuilder
from assistant.types import Chunk, Metadata

WRITTEN_AT_ONCE = 250
"""Records written in one call, for which Chroma lets no other thread run."""

MANY = 2_000
"""Passages from which a program apart is started to write them: that takes it a second."""

_GOLDEN = np.pi * (3 - 5**0.5)
"""The angle by which what is never searched is spread over a circle, so that Chroma's index of it
stays even. Its records must have vectors."""


@dataclass(frozen=True, eq=False)
class Written:
    """A document as it is written to a segment.

    Attributes:
        id: its id.
        metadata: what it says of itself.
        record: what is known of it besides its text.
        text: its text.
        chunks: its passages, in their order.
        values: what is stored of them.
        vectors: theirs, one a row.
        statements: of each passage the vectors of what it states and of its own question.
    """

    id: str
    metadata: Metadata
    record: Mapping[str, Any]
    text: str
    chunks: Sequence[Chunk]
    values: Sequence[str]
    vectors: Vectors
    statements: Sequence[Vectors]


class Draft:
    """A segment that is being written, one document after the other."""

    def __init__(self, store: Path, generation: int, expected: int = 0) -> None:
        """Begin a segment in a folder of its own.

        Args:
            store: the store.
            generation: the one that will have it.
            expected: about how many passages will be written.

        Raises:
            ChromaError, OSError: it can't be written.
        """
        self.folder = layout.fresh(store, generation)
        self.documents = self.passages = 0
        self._hand: Hand = (OwnHand if expected < MANY else Dictation)(store, self.folder)
        self._statements = (self.folder / files.STATEMENTS).open("wb")
        self._terms = TermsBuilder()
        self._firsts, self._starts, self._sums = [0], [0], list[int]()
        self._beside = 0

    def add(self, written: Iterable[Written]) -> None:
        """Write documents.

        Raises:
            ChromaError, OSError: they can't be written.
        """
        chunks: list[tuple[str, dict[str, str | int], Vectors]] = []
        beside: list[tuple[str, dict[str, str | int]]] = []
        for document in written:
            for value, vector, block in zip(
                document.values, document.vectors, document.statements, strict=True
            ):
                key = str(self.passages)
                first, *rest = pack(value)
                chunks.append((key, first, vector))
                beside += ((f"c{key}+{n}", record) for n, record in enumerate(rest, 1))
                self._add_statements(block)
                self.passages += 1
            beside += _records(f"d{self.documents}", {"id": document.id, **document.record})
            beside += _records(f"t{self.documents}", document.text)
            self._terms.add(Told(document.id, document.metadata, document.chunks))
            self.documents += 1
            self._firsts.append(self.passages)
        self._write_chunks(chunks)
        self._write_beside(beside)

    def _add_statements(self, block: Vectors) -> None:
        data = np.ascontiguousarray(block, dtype=np.float32).tobytes()
        self._statements.write(data)
        self._starts.append(self._starts[-1] + len(block))
        self._sums.append(zlib.crc32(data))

    def _write_chunks(self, chunks: Sequence[tuple[str, dict[str, str | int], Vectors]]) -> None:
        for at in range(0, len(chunks), WRITTEN_AT_ONCE):
            ids, records, vectors = zip(*chunks[at : at + WRITTEN_AT_ONCE], strict=True)
            self._hand.write(("chunks", ids, np.stack(vectors), records))

    def _write_beside(self, records: Sequence[tuple[str, dict[str, str | int]]]) -> None:
        for at in range(0, len(records), WRITTEN_AT_ONCE):
            ids, held = zip(*records[at : at + WRITTEN_AT_ONCE], strict=True)
            angles = _GOLDEN * np.arange(self._beside, self._beside + len(ids))
            places = np.stack([np.cos(angles), np.sin(angles)], axis=1, dtype=np.float32)
            self._hand.write(("documents", ids, places, held))
            self._beside += len(ids)

    def finish(self) -> Entry:
        """Write the indexes and seal the segment, which a manifest may name from then on.

        Raises:
            ChromaError, OSError: it can't be written.
        """
        self._statements.close()
        self._hand.finish()
        rows: dict[str, Array] = {
            "firsts": np.array(self._firsts, dtype=np.int32),
            "starts": np.array(self._starts, dtype=np.int64),
            "sums": np.array(self._sums, dtype=np.uint32),
        }
        write_arrays(self.folder / files.ROWS, rows)
        save_terms(self.folder, self._terms)
        seal = layout.settle(self.folder)
        return Entry(self.folder.name, self.documents, self.passages, seal)

    def discard(self) -> None:
        """Remove what was written."""
        self._statements.close()
        self._hand.discard()
        shutil.rmtree(self.folder, ignore_errors=True)


def _records(key: str, value: object) -> Iterator[tuple[str, dict[str, str | int]]]:
    """A value as records, of which the first has the key as its id."""
    first, *rest = pack(sealed(value))
    yield key, first
    yield from ((f"{key}+{number}", record) for number, record in enumerate(rest, 1))
