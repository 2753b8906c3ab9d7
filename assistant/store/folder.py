"""A library kept in a folder: each segment has a Chroma database of its own there."""

import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import AssistantError, StaleSnapshot
from assistant.models.embedder import Vectors
from assistant.store import files, layout
from assistant.store.database import Database
from assistant.store.dictating import Dictation, Hand, OwnHand
from assistant.store.faults import CHANGED, damaged, library_faults, snapshot_faults
from assistant.store.indexing import save_terms
from assistant.store.locking import locked
from assistant.store.manifest import Entry, Manifest
from assistant.store.older import older_documents
from assistant.store.seals import vectors_damaged
from assistant.store.shelf import NO_ROWS, Call, Holding, Records, Rows, Seen, Target
from assistant.stored import DocumentSummary
from assistant.terms.arrays import Array, read_arrays, write_arrays
from assistant.terms.terms import TermsBuilder

MANY = 2_000
"""Passages from which a program apart is started to write them: that takes it a second."""


class FolderHolding:
    """A segment in a folder."""

    most_found = sys.maxsize

    def __init__(self, store: Path, entry: Entry, dimension: int, *, for_texts: bool) -> None:
        self.folder = store / entry.name
        if not self.folder.is_dir():
            raise StaleSnapshot(CHANGED)
        changed = [] if for_texts else files.unsealed(self.folder, with_records=False)
        # Where the seal is lost the index may be whole.
        if changed not in ([], [files.SEAL]):
            raise vectors_damaged(store)
        self._database = Database(store, self.folder, for_texts=for_texts)
        chunks = self._database.chunks
        self.documents: Records = self._database.documents
        self.chunks: Records = chunks
        self.searched = int((chunks.configuration_json.get("hnsw") or {}).get("ef_search", 0))
        self.rows = NO_ROWS
        if for_texts:
            return
        try:
            self.rows = Rows(**read_arrays(self.folder / files.ROWS))
            flat: Callable[..., Any] = np.memmap if self.rows.starts[-1] else np.fromfile
            vectors = flat(self.folder / files.STATEMENTS, dtype=np.float32)
            self._statements: Vectors = vectors.reshape(-1, dimension)
        except (OSError, ValueError, TypeError, IndexError) as error:
            raise vectors_damaged(store) from error

    def statements(self, rows: Sequence[int]) -> list[Vectors]:
        """Of some passages the vectors of what each states and of its own question."""
        starts = self.rows.starts
        return [np.asarray(self._statements[starts[row] : starts[row + 1]]) for row in rows]


class FolderTarget:
    """A segment that is written to a folder."""

    def __init__(self, store: Path, generation: int, expected: int) -> None:
        self._folder = layout.fresh(store, generation)
        self.name = self._folder.name
        self._hand: Hand = (OwnHand if expected < MANY else Dictation)(store, self._folder)
        self._statements = (self._folder / files.STATEMENTS).open("wb")

    def write(self, call: Call) -> None:
        """Write records, or have it done soon."""
        self._hand.write(call)

    def add_statements(self, row: int, block: Vectors) -> None:
        """Write the vectors of what a passage states and of its own question."""
        self._statements.write(block.tobytes())

    def finish(self, rows: Rows, terms: TermsBuilder) -> str:
        """Write the indexes and seal the segment."""
        self._statements.close()
        self._hand.finish()
        arrays: dict[str, Array] = {
            "firsts": rows.firsts,
            "starts": rows.starts,
            "sums": rows.sums,
        }
        write_arrays(self._folder / files.ROWS, arrays)
        save_terms(self._folder, terms)
        return layout.settle(self._folder)

    def discard(self) -> None:
        """Remove what was written."""
        self._statements.close()
        self._hand.discard()
        layout.remove(self._folder)


class FolderShelf:
    """A library kept in a folder."""

    def __init__(self, place: Path) -> None:
        self._path = place
        self.place: Path | str = place

    def seen(self) -> Seen | None:
        """Which manifest tells what the library is."""
        return layout.seen(self._path)

    def read(self) -> Manifest | None:
        """What the library is now."""
        return layout.read(self._path)

    def older(self) -> Mapping[str, tuple[DocumentSummary, str]] | None:
        """The documents of a library of an older layout."""
        return older_documents(self._path) if layout.is_older(self._path) else None

    def open(self, entry: Entry, dimension: int, *, for_texts: bool = False) -> Holding:
        """What a segment is read from."""
        return FolderHolding(self._path, entry, dimension, for_texts=for_texts)

    def locked(self) -> AbstractContextManager[None]:
        """Be the one writer of the store, whose folder is made if it isn't there."""
        return locked(self._path)

    def begin(self, generation: int, expected: int) -> Target:
        """What a new segment is written to."""
        return FolderTarget(self._path, generation, expected)

    def commit(self, manifest: Manifest) -> None:
        """Let this be the library from now on."""
        layout.commit(self._path, manifest)

    def sweep(self) -> None:
        """Remove what the library does not need."""
        layout.sweep(self._path)

    def size(self) -> int:
        """The bytes of all files of the store."""
        return layout.size(self._path)

    def opening(self, is_replaced: Callable[[], bool]) -> AbstractContextManager[None]:
        """Turn what Chroma and SQLite raise into faults that say what to do."""
        return library_faults(self._path, is_replaced)

    def reading(self, is_replaced: Callable[[], bool]) -> AbstractContextManager[None]:
        """As ``opening``, for what is asked of segments that are open."""
        return snapshot_faults(self._path, is_replaced)

    def look_over(self) -> Iterator[Callable[[], str]]:
        """Look over the files of the segments, their databases, and what else lies there."""
        manifest = self.read()
        folders = [self._path / entry.name for entry in manifest.entries] if manifest else []
        yield partial(self._sealed, folders)
        yield partial(self._sound, folders)
        yield self._tidy

    def _sealed(self, folders: list[Path]) -> str:
        for folder in folders:
            if changed := files.unsealed(folder):
                why = f"{folder.name}/{changed[0]} is not as it was written"
                raise self._remedied(why, "assistant rebuild")
        if not layout.is_kept_twice(self._path):
            raise self._remedied("one of its two manifests is lost", "assistant compact")
        return f"the files of {len(folders)} segments are as they were written"

    def _sound(self, folders: list[Path]) -> str:
        for folder in folders:
            file = folder / files.DATABASE
            address = f"{file.resolve().as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as connection:
                (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if said != "ok":
                raise damaged(self.place, f"SQLite: {said}")
        return f"the databases of {self.size() / 1e6:.1f} MB are sound"

    def _tidy(self) -> str:
        found = layout.leftovers(self._path)
        if found:
            names = ", ".join(sorted(path.name for path in found)[:3])
            raise self._remedied(f"what is left over takes room ({names})", "assistant compact")
        return "nothing is left over"

    def _remedied(self, why: str, command: str) -> AssistantError:
        return AssistantError(f"The store {self.place}: {why}; run: {command} --store {self.place}")
