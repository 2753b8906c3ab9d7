"""The models of one assistant, each loaded when it is first needed. Threads may share them."""

import threading
from collections.abc import Callable

from assistant.models.embedder import Embedder
from assistant.models.scorer import Scorer


class Models:
    """Has the embedding model and the sentence scorer at hand."""

    def __init__(
        self, load_embedder: Callable[[], Embedder], load_scorer: Callable[[], Scorer]
    ) -> None:
        """Load nothing yet."""
        self._load_embedder = load_embedder
        self._load_scorer = load_scorer
        self._loading = threading.RLock()
        self._embedder: Embedder | None = None
        self._scorer: Scorer | None = None

    def embedder(self) -> Embedder:
        """The embedding model."""
        with self._loading:
            if self._embedder is None:
                self._embedder = self._load_embedder()
            return self._embedder

    def scorer(self) -> Scorer:
        """The sentence scorer."""
        with self._loading:
            if self._scorer is None:
                self._scorer = self._load_scorer()
            return self._scorer
