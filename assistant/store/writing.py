"""Makes the next generations of a store: one writer at a time, each wholly or not at all."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from assistant.store import merging
from assistant.store.drafting import Draft, Written
from assistant.store.manifest import Entry, Manifest, State
from assistant.store.shelf import Shelf
from assistant.store.snapshot import Snapshot, corpus_hash, open_snapshot

CHECKPOINT_SECONDS = 45
"""How long documents are written, at least, before those that are done become the library."""

Batches = Iterator[list[Written]]


@contextmanager
def drafted(shelf: Shelf, generation: int, expected: int) -> Iterator[Draft]:
    """A segment to be written, which is removed again if anything fails."""
    draft = Draft(shelf.begin(generation, expected))
    try:
        yield draft
    except BaseException:
        draft.discard()
        raise


class LibraryWriter:
    """Writes to a store that its user has locked, generation after generation."""

    def __init__(self, shelf: Shelf, manifest: Manifest, snapshot: Snapshot | None = None) -> None:
        """Go on from a generation.

        Args:
            shelf: where the library is kept.
            manifest: the generation; of one without segments nothing need be stored.
            snapshot: what is open already, of whatever generation.
        """
        self._shelf = shelf
        self._manifest = manifest
        self._snapshot = snapshot

    def _read(self) -> Snapshot:
        """The library exactly as it was last committed."""
        if self._snapshot is None or self._snapshot.manifest is not self._manifest:
            self._snapshot = open_snapshot(self._shelf, self._manifest, self._snapshot)
        return self._snapshot

    def write(self, batches: Batches, removed: Sequence[str], expected: int) -> None:
        """Write documents, in several generations where that takes long, and remove others.

        Args:
            batches: the documents.
            removed: the ids of those that leave.
            expected: about how many passages there are to be written.

        Raises:
            ChromaError, OSError: they can't be written.
        """
        first = next(batches, None)
        if first is None:
            self._commit((), {}, removed)
            self.merge()
        while first is not None:
            with drafted(self._shelf, self._manifest.state.generation + 1, expected) as draft:
                revisions = self._fill(draft, first, batches)
                self._commit((draft.finish(),), revisions, removed)
            first, removed = next(batches, None), ()
            self.merge(is_done=first is None)

    def _fill(self, draft: Draft, first: list[Written], batches: Batches) -> dict[str, str]:
        """Write batches to a segment until it is large or time is up; the revisions written."""
        began = time.monotonic()
        revisions: dict[str, str] = {}
        batch: list[Written] | None = first
        while batch is not None:
            draft.add(batch)
            revisions.update((item.told.id, item.record["revision"]) for item in batch)
            is_late = time.monotonic() - began > CHECKPOINT_SECONDS
            batch = None if is_late or draft.passages >= merging.LARGEST else next(batches, None)
        return revisions

    def _commit(
        self, added: Sequence[Entry], revisions: Mapping[str, str], removed: Sequence[str]
    ) -> None:
        """Let new segments be part of the library, in place of what it had of their documents."""
        snapshot = self._read()
        held = dict(snapshot.revisions)
        gone = merging.rows_of(snapshot, [*revisions, *removed])
        for key in removed:
            held.pop(key, None)
        held |= revisions
        self._let_be(self._manifest.followed(corpus_hash(held), gone, added))

    def merge(self, *, is_done: bool = True) -> None:
        """Write segments as one wherever there are many of a size, or much of one is gone."""
        while group := merging.merge(self._manifest):
            self._rewrite(group)
        if is_done:
            self._shelf.sweep()

    def rewrite_all(self) -> None:
        """Write all segments anew as few, without what was removed."""
        if self._manifest.entries:
            self._rewrite(self._manifest.entries)
        self._shelf.sweep()

    def _rewrite(self, group: Sequence[Entry]) -> None:
        snapshot = self._read()
        names = {entry.name for entry in group}
        expected = sum(entry.passages for entry in group)
        added = self._written(merging.written_again(snapshot, names), expected)
        kept = tuple(entry for entry in self._manifest.entries if entry.name not in names)
        state = replace(self._manifest.state, generation=self._manifest.state.generation + 1)
        self._let_be(Manifest(state, (*kept, *added)))

    def replace_all(self, batches: Batches, state: State, expected: int) -> None:
        """Write a library that takes the place of the whole one once it is written."""
        revisions: dict[str, str] = {}

        def noted() -> Batches:
            for batch in batches:
                revisions.update((item.told.id, item.record["revision"]) for item in batch)
                yield batch

        added = self._written(noted(), expected)
        number = self._manifest.state.generation + 1
        corpus = corpus_hash(revisions)
        self._let_be(Manifest(replace(state, generation=number, corpus=corpus), added))
        self._shelf.sweep()

    def _written(self, batches: Batches, expected: int) -> tuple[Entry, ...]:
        """New segments that hold some documents."""
        entries: list[Entry] = []
        is_done = False
        while not is_done:
            with drafted(self._shelf, self._manifest.state.generation + 1, expected) as draft:
                is_done = merging.fill(draft, batches)
                if draft.documents:
                    entries.append(draft.finish())
                else:
                    draft.discard()
        return tuple(entries)

    def _let_be(self, manifest: Manifest) -> None:
        self._shelf.commit(manifest)
        self._manifest = manifest
