"""The view of the library that questions are answered from: made anew when the library is."""

import math
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from typing import TypeVar

from assistant.answers.replies import Replier
from assistant.answers.statements import StatementReader
from assistant.answers.view import View
from assistant.errors import AssistantError, StaleSnapshot
from assistant.models.embedder import Embedder
from assistant.questions.courtesy import Phrasings
from assistant.retrieval.library import Library
from assistant.retrieval.retriever import Retriever
from assistant.store.database import check_model
from assistant.store.index import Index
from assistant.store.snapshot import Snapshot
from assistant.store.trust import IsTrusted, believed, trusting
from assistant.stored import DocumentSummary

T = TypeVar("T")

_ATTEMPTS = 5
_PATIENCE = 5.0
"""How often, and for how many seconds, a question is asked anew at least because a writer removed
what it was reading: longer than a writer takes between two generations."""

LONGEST_WAIT = 0.15
"""Seconds that a question waits for a new generation, after which the one before answers it."""

LATEST = 2.0
"""Seconds after which a question is answered from a new generation, however long that takes."""

FOLLOWED_EVERY = 0.5
"""Seconds between looks for a new generation by whoever follows the store."""


class Views:
    """Makes views of a library, one for each version of it. Threads may share it.

    A new one is made beside the questions that are answered meanwhile.
    """

    def __init__(
        self,
        index: Index,
        is_trusted: IsTrusted,
        embedder: Callable[[], Embedder],
        phrasings: Callable[[], Phrasings],
    ) -> None:
        self._index = index
        self._is_trusted = is_trusted
        self._embedder = embedder
        self._phrasings = phrasings
        self._making = threading.Lock()
        self._view: View | None = None
        self._renewal: Future[View] | None = None
        self._outdated_at: float | None = None
        self._is_followed = False

    def documents(self) -> list[DocumentSummary]:
        """The documents of the library, by id, as its owner believes them."""
        snapshot, view = self._index.snapshot(), self._view
        if view is not None and view.stored is snapshot:
            return list(view.snapshot.documents.values())
        return list(believed(snapshot.documents, self._is_trusted).values())

    def read(self, work: Callable[[View], T]) -> T:
        """Do ``work`` on a consistent view of the index, again when a writer interfered.

        Raises:
            StaleSnapshot: the index keeps changing.
        """
        began, attempts = time.monotonic(), 0
        while True:
            attempts += 1
            try:
                return work(self.current())
            except StaleSnapshot as error:
                self._index.forget()
                self._outdate()
                if attempts >= _ATTEMPTS and time.monotonic() - began >= _PATIENCE:
                    message = f"{error} If nothing is writing to it, run: assistant rebuild"
                    raise StaleSnapshot(message) from error

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Write to the store; no question is answered afterwards from what was read before."""
        try:
            yield
        finally:
            self._outdate()

    def _outdate(self) -> None:
        self._outdated_at = -math.inf

    def current(self) -> View:
        """The view of the index as it is now, or was a moment ago.

        A generation that somebody has just written is made a view beside the question, which the
        view before answers if that takes long.
        """
        view = self._view
        if view is not None and self._index.is_current and self._outdated_at is None:
            return view
        if view is None or self._is_overdue():
            return self._renew()
        with suppress(TimeoutError, CancelledError):
            return self._renewed().result(LONGEST_WAIT)
        return view

    def follow(self) -> View:
        """The view as it is now; new generations are looked for from now on.

        So no question need be the first to.
        """
        view = self.current()
        if not self._is_followed:
            self._is_followed = True
            threading.Thread(target=_follow, args=(weakref.ref(self),), daemon=True).start()
        return view

    def renew_if_outdated(self) -> None:
        """Make a view of a new generation if there is one; a fault is left to the next question."""
        with suppress(AssistantError):
            if self._view is not None and not self._index.is_current:
                self._renew()

    def _is_overdue(self) -> bool:
        now = time.monotonic()
        if self._outdated_at is None:
            self._outdated_at = now
        return now - self._outdated_at >= LATEST

    def _renewed(self) -> "Future[View]":
        """The view that is being made, by a thread of its own."""
        with _STARTING:
            if self._renewal is None or self._renewal.done():
                renewal: Future[View] = Future()
                self._renewal = renewal
                threading.Thread(target=_fulfil, args=(renewal, self._renew), daemon=True).start()
            return self._renewal

    def _renew(self) -> View:
        """Make the view of the index as it is now; threads that need it wait for the first."""
        with self._making:
            snapshot = self._index.snapshot()
            if self._view is None or self._view.stored is not snapshot:
                self._view = self._made(snapshot, self._view)
            self._outdated_at = None
            return self._view

    def _made(self, stored: Snapshot, before: View | None) -> View:
        embedder = self._embedder()
        check_model(self._index.shelf.place, stored.state, embedder)
        snapshot = trusting(stored, self._is_trusted)
        library = Library(snapshot)
        reader = StatementReader(library, before.reader if before else None)
        replier = Replier(self._phrasings(), snapshot, library)
        return View(stored, snapshot, Retriever(snapshot, embedder), library, reader, replier)


_STARTING = threading.Lock()


def _fulfil(renewal: "Future[View]", renew: Callable[[], View]) -> None:
    try:
        renewal.set_result(renew())
    except BaseException as error:  # noqa: BLE001 - whoever asks for the result is told
        renewal.set_exception(error)


def _follow(views: "weakref.ref[Views]") -> None:
    while (followed := views()) is not None:
        followed.renew_if_outdated()
        del followed
        time.sleep(FOLLOWED_EVERY)
