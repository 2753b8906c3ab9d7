"""A library kept on a Chroma server: each segment is two collections there.

    generation-<n>                  see ``epochs``
    manifest-<hex>                  a manifest, in a few records
    segment-<n>-<hex>.documents     records of each document, and the vectors of statements
    segment-<n>-<hex>.chunks        a record for each passage, with its vector

What is derived of a segment lies in a folder of this machine, and is made anew where it is lost.
"""

import math
import re
import secrets
import threading
import time
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from assistant.errors import StaleSnapshot, StoreError
from assistant.store import layout
from assistant.store.faults import CHANGED, damaged
from assistant.store.manifest import (
    LAYOUT,
    Entry,
    Manifest,
    dump_manifest,
    layout_of,
    load_manifest,
)
from assistant.store.served.epochs import Epochs
from assistant.store.served.segments import (
    ServedHolding,
    ServedTarget,
    collection,
    made_collection,
    texts,
)
from assistant.store.served.server import ServedRecords, Server, Unreachable
from assistant.store.shelf import Holding, Seen, Target
from assistant.store.values import pack, spread
from assistant.stored import DocumentSummary

_OURS = re.compile(r"(segment-\d{1,12}-[0-9a-f]{8})\.(?:documents|chunks)|(manifest-[0-9a-f]{16})")

_SEEN_FOR = 0.25
"""Seconds for which it is not asked again which generation is the last."""

_SPARED_SECONDS = 86_400
"""For how long what is derived of a segment is kept that the library has no more."""


class ServedShelf:
    """A library kept on a Chroma server."""

    def __init__(self, server: Server, cache: Path) -> None:
        """Name a library.

        Args:
            server: where it is kept.
            cache: a folder of this machine for what is derived of it.
        """
        self.place: Path | str = server.address.url
        self._server = server
        self._cache = cache
        self._epochs = Epochs(server)
        self._noting = threading.Lock()
        self._forgotten = 0
        self._last: tuple[float, Seen | None] = (-math.inf, None)

    def seen(self) -> Seen | None:
        """Which manifest is the library now, or was a moment ago."""
        at, seen = self._last
        if time.monotonic() - at > _SEEN_FOR:
            number = self._forgotten
            latest = self._epochs.latest()
            seen = (latest.manifest,) if latest and latest.manifest else None
            with self._noting:
                # What was asked before we wrote tells nothing any more.
                if number == self._forgotten:
                    self._last = (time.monotonic(), seen)
        return seen

    def _forget(self) -> None:
        """Ask the server when it is asked next."""
        with self._noting:
            self._forgotten += 1
            self._last = (-math.inf, None)

    def read(self) -> Manifest | None:
        """What the library is now."""
        seen = self.seen()
        if seen is None:
            return None
        text = texts(self._manifest(seen), {0: "manifest"})[0]
        if layout_of(text) > LAYOUT:
            raise StoreError(
                f"The library on {self.place} was written by a newer version; update the assistant."
            )
        try:
            manifest = load_manifest(text)
        except ValueError as error:
            raise damaged(self.place, f"its manifest {error}") from error
        self._tidy({entry.name for entry in manifest.entries})
        return manifest

    def _manifest(self, seen: Seen) -> ServedRecords:
        """The records of the manifest that is the library.

        Raises:
            StaleSnapshot: another one is by now.
            StoreError: it is lost.
        """
        try:
            return collection(self._server, str(seen[0]))
        except StaleSnapshot as error:
            self._forget()
            if self.seen() != seen:
                raise
            raise damaged(self.place, "its manifest is missing") from error

    def older(self) -> Mapping[str, tuple[DocumentSummary, str]] | None:
        """There is no older layout on a server."""
        return None

    def open(self, entry: Entry, dimension: int, *, for_texts: bool = False) -> Holding:
        """What a segment is read from."""
        return ServedHolding(self._server, entry, dimension, self._cache, for_texts=for_texts)

    def locked(self) -> AbstractContextManager[None]:
        """Be the one writer of the library, by a lease."""
        return self._leased()

    @contextmanager
    def _leased(self) -> Iterator[None]:
        with self.opening(lambda: False), self._epochs.lease():
            self._forget()
            yield

    def begin(self, generation: int, expected: int) -> Target:
        """What a new segment is written to."""
        self._epochs.check()
        return ServedTarget(self._server, self._epochs, self._cache, generation)

    def commit(self, manifest: Manifest) -> None:
        """Let this be the library from now on."""
        name = f"manifest-{secrets.token_hex(8)}"
        records = made_collection(self._server, name)
        first, *rest = pack(dump_manifest(manifest))
        ids = ["manifest", *(f"manifest+{n}" for n in range(1, len(rest) + 1))]
        records.upsert(ids, spread(0, len(ids)), [first, *rest])
        self._epochs.commit(name)
        self._forget()

    def sweep(self) -> None:
        """Remove what neither the library nor this machine needs any more."""
        manifest, seen = self.read(), self.seen()
        if manifest is None or seen is None:
            return
        kept = {str(seen[0]), *(entry.name for entry in manifest.entries)}
        for name in self._server.collections():
            found = _OURS.fullmatch(name)
            if found and (found[1] or found[2]) not in kept:
                self._server.delete(name)
        self._tidy(kept)

    def _tidy(self, kept: Container[str]) -> None:
        """Remove what is derived of segments that the library has not had for long."""
        for folder in self._cache.glob("segment-*"):
            if folder.name not in kept and time.time() - folder.stat().st_mtime > _SPARED_SECONDS:
                layout.remove(folder)

    def size(self) -> int:
        """The server does not tell."""
        return 0

    def opening(self, is_replaced: Callable[[], bool]) -> AbstractContextManager[None]:
        """Turn what Chroma raises into faults that say what to do."""
        return self._faults(is_replaced)

    def reading(self, is_replaced: Callable[[], bool]) -> AbstractContextManager[None]:
        """The same: what is read of a server is read anew each time."""
        return self._faults(is_replaced)

    @contextmanager
    def _faults(self, is_replaced: Callable[[], bool]) -> Iterator[None]:
        from chromadb.errors import ChromaError, NotFoundError

        try:
            yield
        except NotFoundError as error:
            self._forget()
            raise StaleSnapshot(CHANGED) from error
        except Unreachable:
            raise
        except (ChromaError, StoreError) as error:
            self._forget()
            # What a writer takes away may be gone by halves.
            if is_replaced():
                raise StaleSnapshot(CHANGED) from error
            if isinstance(error, StoreError):
                raise
            said = " ".join(str(error).split())[:200]
            raise StoreError(
                f"The Chroma server {self.place} can't do this now ({said}); try again"
            ) from error

    def look_over(self) -> Iterator[Callable[[], str]]:
        """Look over what lies on the server."""
        yield self._told

    def _told(self) -> str:
        return f"the library is kept on {self._server.address.url}"
