"""Looks a store over, all of it, and tells what is wrong and what helps."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path

import numpy as np

from assistant.errors import AssistantError
from assistant.models.embedder import Embedder
from assistant.settings import version
from assistant.store.database import check_model
from assistant.store.faults import damaged
from assistant.store.index import Index
from assistant.store.manifest import LAYOUT
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
from assistant.store.segment import Segment
from assistant.store.snapshot import Snapshot
from assistant.stored import DocumentSummary


@dataclass(frozen=True, slots=True)
class Finding:
    """What a step of the check-up found: a word of praise, or what is wrong and what helps."""

    text: str
    is_fault: bool = False


def examine(index: Index, embedder: Embedder) -> Iterator[Finding]:
    """Look a store over, step by step; a step that fails does not end the others.

    Raises:
        IndexMissing: nothing was ingested into this store yet.
        StoreError: it can't be opened at all.
    """
    place = index.shelf.place
    patient = _Patient(place, index.snapshot(), embedder)
    steps: Sequence[Callable[[], str]] = (
        patient.versions,
        *index.shelf.look_over(),
        patient.model,
        patient.state,
        patient.texts,
        patient.passages,
        patient.vectors,
        patient.terms,
    )
    for step in steps:
        try:
            with index.shelf.opening(lambda: not index.is_current):
                yield Finding(step())
        except AssistantError as error:
            yield Finding(str(error), is_fault=True)
        except (KeyError, ValueError, TypeError, IndexError) as error:
            yield Finding(str(damaged(place, f"{type(error).__name__}: {error}")), is_fault=True)


class _Patient:
    """A store that is looked over; each step raises what is wrong, or tells what is well."""

    def __init__(self, path: Path | str, snapshot: Snapshot, embedder: Embedder) -> None:
        self._path = path
        self._snapshot = snapshot
        self._embedder = embedder

    def versions(self) -> str:
        """What writes such a store."""
        return f"assistant {version()}, Chroma {installed('chromadb')}, layout {LAYOUT}"

    def model(self) -> str:
        """The model that made the vectors."""
        state = self._snapshot.state
        check_model(self._path, state, self._embedder)
        return f"its vectors are of {state.model}, {state.weights[:8]}"

    def state(self) -> str:
        """Which documents there are; that they are those that were written was seen on opening."""
        count, generation = len(self._snapshot.documents), self._snapshot.state.generation
        return f"{count} documents, generation {generation}"

    def texts(self) -> str:
        """The texts of the documents."""
        total = 0
        for segment, row, summary in self._documents():
            text = segment.text(row)
            total += len(text)
            layout_of_file = str(segment.record(row).get("layout", ""))
            sealed = summary.seals.text if summary.seals else ""
            if text_seal(text, layout_of_file) != sealed:
                raise text_damaged(self._path, summary.id)
        return f"{total:,} characters of text as they were written"

    def passages(self) -> str:
        """What is stored of the passages."""
        total = 0
        for segment, row, summary in self._documents():
            rows = segment.rows_of(row)
            total += len(rows)
            values = segment.chunk_values(rows).values()
            if records_seal(values) != getattr(summary.seals, "records", ""):
                raise records_damaged(self._path, summary.id)
        return f"{total} passages as they were written"

    def vectors(self) -> str:
        """All vectors of passages and statements."""
        total = 0
        for segment, row, summary in self._documents():
            rows = segment.rows_of(row)
            if not rows:
                continue
            chunks = segment.chunks(rows)
            blocks = segment.statement_vectors(rows)
            pairs = zip(chunks, rows, strict=True)
            said = [key for chunk, each in pairs for key in segment.statement_ids(chunk, each)]
            found = np.concatenate([segment.vectors(rows), *blocks])
            check_lengths(self._path, found)
            keys = [*(chunk.id for chunk in chunks), *said]
            sealed = summary.seals.vectors if summary.seals else 0.0
            if abs(vectors_seal(keys, found) - sealed) > TOLERANCE:
                raise vectors_damaged(self._path)
            total += len(found)
        return f"{total} vectors as they were written"

    def terms(self) -> str:
        """The index of terms, which is made anew of the passages where it is lost."""
        parts = self._snapshot.lexicon.parts
        return f"{sum(len(part.terms.lengths) for part in parts)} passages are found by their words"

    def _documents(self) -> Iterator[tuple[Segment, int, DocumentSummary]]:
        for key, (at, row) in self._snapshot.places.items():
            yield self._snapshot.held[at].segment, row, self._snapshot.documents[key]
