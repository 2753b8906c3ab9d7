"""The view of the library that questions are answered from: made anew when the library is."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from assistant.answers.replies import Replier
from assistant.answers.statements import StatementReader
from assistant.answers.view import View
from assistant.errors import StaleSnapshot
from assistant.models.embedder import Embedder
from assistant.questions.courtesy import Phrasings
from assistant.retrieval.library import Library
from assistant.retrieval.retriever import Retriever
from assistant.store.database import check_model
from assistant.store.index import Index
from assistant.store.trust import IsTrusted, believed, trusting
from assistant.stored import DocumentSummary

T = TypeVar("T")

_ATTEMPTS = 5
_PATIENCE = 5.0
"""How often, and for how many seconds, a question is asked anew at least because a writer removed
what it was reading: longer than a writer takes between two generations."""


class Views:
    """Makes views of a library, one for each version of it. Threads may share it."""

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
        self._making = threading.RLock()
        self._view: View | None = None

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
                if attempts >= _ATTEMPTS and time.monotonic() - began >= _PATIENCE:
                    message = f"{error} If nothing is writing to it, run: assistant rebuild"
                    raise StaleSnapshot(message) from error

    def current(self) -> View:
        """The view of the index as it is now; threads that need a new one wait for the first."""
        snapshot = self._index.snapshot()
        view = self._view
        if view is not None and view.stored is snapshot:
            return view
        with self._making:
            if self._view is None or self._view.stored is not snapshot:
                embedder = self._embedder()
                check_model(self._index.path, snapshot.state, embedder)
                stored, snapshot = snapshot, trusting(snapshot, self._is_trusted)
                library = Library(snapshot)
                retriever = Retriever(snapshot, embedder)
                replier = Replier(self._phrasings(), snapshot, library)
                reader = StatementReader(library)
                self._view = View(stored, snapshot, retriever, library, reader, replier)
            return self._view
