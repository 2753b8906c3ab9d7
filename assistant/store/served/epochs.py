"""The generations of a library on a server, and the lease of whoever writes the next ones.

Each generation is a collection ``generation-<number>``, without records; its metadata names the
manifest that is the library, and who may write the next generation. To create a collection of a
name is what Chroma does once only: of several that try, one succeeds. So a lease is taken, and a
generation is committed, by creating the one after the last. Who was stopped while another took the
lease finds its number taken: nothing that it wrote is named by a manifest that anybody reads.
"""

import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from assistant.errors import StoreError
from assistant.store.served.server import Server

LEASE_SECONDS = 20.0
"""How long a lease holds that is not renewed, by the clock of whoever waits for it."""

RENEWED_EVERY = 4.0
"""Seconds between two renewals of a lease."""

LOCK_SECONDS = 60.0
"""How long a writer waits for another one, at least."""

KEPT = 20
"""Generations before the last that stay, for those who read them still."""

_LOOKED_EVERY = 0.25
_NAME = re.compile(r"generation-([1-9]\d{0,11})")


@dataclass(frozen=True, slots=True)
class Epoch:
    """A generation: its number, who may write the next one and how often it has renewed its lease.

    ``holder`` is empty where nobody may, ``manifest`` where nothing was ingested yet.
    """

    number: int
    holder: str
    beat: int
    manifest: str


class Epochs:
    """The generations of a library on a server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._holder = ""
        self._held: Epoch | None = None
        self._refused = ""
        self._is_lost = threading.Event()

    def latest(self) -> Epoch | None:
        """The last generation, ``None`` where there is none yet."""
        return max(self._all(), key=lambda epoch: epoch.number, default=None)

    def _all(self) -> Iterator[Epoch]:
        for name, known in self._server.collections().items():
            if found := _NAME.fullmatch(name):
                yield Epoch(
                    int(found[1]),
                    str(known.get("holder", "")),
                    int(known.get("beat", 0)),
                    str(known.get("manifest", "")),
                )

    @contextmanager
    def lease(self) -> Iterator[None]:
        """Be the one who writes the next generations.

        Raises:
            StoreError: another one keeps writing.
        """
        self._is_lost.clear()
        self._holder = secrets.token_hex(8)
        self._held = self._taken()
        done = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(done,), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            done.set()
            renewing.join()
            self._release()

    def _taken(self) -> Epoch:
        """The generation by which the lease is taken, once nobody has it or it has expired."""
        began = time.monotonic()
        known: Epoch | None = None
        since = began
        while True:
            latest = self.latest()
            if latest != known:
                known, since = latest, time.monotonic()
            is_free = latest is None or not latest.holder
            may_take = is_free or time.monotonic() - since >= LEASE_SECONDS
            if may_take and (taken := self._created(latest, latest.manifest if latest else "")):
                return taken
            if time.monotonic() - began > max(LOCK_SECONDS, 2 * LEASE_SECONDS):
                raise StoreError(
                    f"Another process is writing to {self._server.address.url}"
                    f"{f' ({self._refused})' if self._refused else ''}; "
                    "run this again when it is done."
                )
            time.sleep(_LOOKED_EVERY)

    def _created(self, last: Epoch | None, manifest: str) -> Epoch | None:
        """The generation after one, created by us; ``None`` where somebody else was first."""
        from chromadb.errors import ChromaError

        number = last.number + 1 if last else 1
        known: dict[str, str | int] = {"holder": self._holder, "beat": 0, "manifest": manifest}
        try:
            self._server.call(
                lambda client: client.create_collection(
                    f"generation-{number}", embedding_function=None, metadata=known
                )
            )
        except ChromaError as error:
            self._refused = " ".join(str(error).split())[:100]
        # Its answer may have been lost, and then it tells us of our own that there is one.
        latest = self.latest()
        is_ours = latest is not None and (latest.number, latest.holder) == (number, self._holder)
        return latest if is_ours else None

    def commit(self, manifest: str) -> None:
        """Let a manifest be the library from now on.

        Raises:
            StoreError: another writer has taken over.
        """
        committed = self._created(self._mine(), manifest)
        if committed is None:
            raise self._lost()
        self._held = committed
        for epoch in self._all():
            if epoch.number < committed.number - KEPT:
                self._server.delete(f"generation-{epoch.number}")

    def check(self) -> None:
        """Go on only while the lease is ours.

        Raises:
            StoreError: another writer has taken over.
        """
        if self._is_lost.is_set():
            raise self._lost()

    def _mine(self) -> Epoch:
        self.check()
        if self._held is None:
            raise self._lost()
        return self._held

    def _lost(self) -> StoreError:
        self._is_lost.set()
        return StoreError(
            f"Another process took over writing to {self._server.address.url}, for this one was "
            "stopped for too long; run this again."
        )

    def _renew(self, done: threading.Event) -> None:
        from chromadb.errors import ChromaError

        beat = 0
        while not done.wait(RENEWED_EVERY):
            held = self._held
            if held is None:
                return
            beat += 1
            # What fails once is tried again at the next beat.
            with suppress(StoreError, ChromaError):
                latest = self.latest()
                if latest is not None and latest.holder != self._holder:
                    self._is_lost.set()
                    return
                self._note(held.number, self._holder, beat)

    def _release(self) -> None:
        held, self._held = self._held, None
        if held is not None and not self._is_lost.is_set():
            # Where the server is gone, the lease expires.
            with suppress(StoreError):
                self._note(held.number, "", 0)

    def _note(self, number: int, holder: str, beat: int) -> None:
        from chromadb.errors import NotFoundError

        name = f"generation-{number}"
        with suppress(NotFoundError):
            collection = self._server.call(
                lambda client: client.get_collection(name, embedding_function=None)
            )
            known = {**(collection.metadata or {}), "holder": holder, "beat": beat}
            self._server.call(lambda _: collection.modify(metadata=known))
