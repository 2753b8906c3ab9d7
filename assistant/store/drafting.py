"""A segment while it is written: part of nothing, until a manifest names it."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.models.embedder import Vectors
from assistant.store.manifest import Entry
from assistant.store.shelf import Metadata, Rows, Target
from assistant.store.values import pack, sealed, spread
from assistant.terms.reading import Told
from assistant.terms.terms import TermsBuilder

WRITTEN_AT_ONCE = 250
"""Records written in one call, for which Chroma lets no other thread run."""


@dataclass(frozen=True, eq=False)
class Written:
    """A document as it is written to a segment.

    Attributes:
        told: its id, what it says of itself, and its passages.
        record: what is known of it besides its text.
        text: its text.
        values: what is stored of its passages, in their order.
        vectors: theirs, one a row.
        statements: of each passage the vectors of what it states and of its own question.
    """

    told: Told
    record: Mapping[str, Any]
    text: str
    values: Sequence[str]
    vectors: Vectors
    statements: Sequence[Vectors]


class Draft:
    """A segment that is being written, one document after the other."""

    def __init__(self, target: Target) -> None:
        """Begin a segment."""
        self._target = target
        self.documents = self.passages = 0
        self._terms = TermsBuilder()
        self._firsts, self._starts, self._sums = [0], [0], list[int]()
        self._beside = 0

    def add(self, written: Iterable[Written]) -> None:
        """Write documents.

        Raises:
            ChromaError, OSError: they can't be written.
        """
        chunks: list[tuple[str, Metadata, Vectors]] = []
        beside: list[tuple[str, Metadata]] = []
        for document in written:
            for value, vector, block in zip(
                document.values, document.vectors, document.statements, strict=True
            ):
                key = str(self.passages)
                first, *rest = pack(value)
                chunks.append((key, first, vector))
                beside += ((f"c{key}+{n}", record) for n, record in enumerate(rest, 1))
                self._add_statements(np.ascontiguousarray(block, dtype=np.float32))
                self.passages += 1
            beside += _records(f"d{self.documents}", {"id": document.told.id, **document.record})
            beside += _records(f"t{self.documents}", document.text)
            self._terms.add(document.told)
            self.documents += 1
            self._firsts.append(self.passages)
        self._write_chunks(chunks)
        self._write_beside(beside)

    def _add_statements(self, block: Vectors) -> None:
        self._target.add_statements(self.passages, block)
        self._starts.append(self._starts[-1] + len(block))
        self._sums.append(zlib.crc32(block.tobytes()))

    def _write_chunks(self, chunks: Sequence[tuple[str, Metadata, Vectors]]) -> None:
        for at in range(0, len(chunks), WRITTEN_AT_ONCE):
            ids, records, vectors = zip(*chunks[at : at + WRITTEN_AT_ONCE], strict=True)
            self._target.write(("chunks", ids, np.stack(vectors), records))

    def _write_beside(self, records: Sequence[tuple[str, Metadata]]) -> None:
        for at in range(0, len(records), WRITTEN_AT_ONCE):
            ids, held = zip(*records[at : at + WRITTEN_AT_ONCE], strict=True)
            places = spread(self._beside, len(ids))
            self._target.write(("documents", ids, places, held))
            self._beside += len(ids)

    def finish(self) -> Entry:
        """Write the indexes and seal the segment, which a manifest may name from then on.

        Raises:
            ChromaError, OSError: it can't be written.
        """
        rows = Rows(
            np.array(self._firsts, dtype=np.int32),
            np.array(self._starts, dtype=np.int64),
            np.array(self._sums, dtype=np.uint32),
        )
        seal = self._target.finish(rows, self._terms)
        return Entry(self._target.name, self.documents, self.passages, seal)

    def discard(self) -> None:
        """Remove what was written."""
        self._target.discard()


def _records(key: str, value: object) -> Iterator[tuple[str, Metadata]]:
    """A value as records, of which the first has the key as its id."""
    first, *rest = pack(sealed(value))
    yield key, first
    yield from ((f"{key}+{number}", record) for number, record in enumerate(rest, 1))
