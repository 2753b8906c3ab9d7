"""Questions that wait for their turn: as many are answered at once as there are cores."""

import json
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from assistant.errors import Busy

log = logging.getLogger("assistant.questions")

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The request that is being answered, as the log and the client know it."""

MOST_WAITING = 100
"""Questions that wait, at most; whoever comes then is told to try again. On two cores the last of
them waits for about nine seconds."""


class Turns:
    """The turns of one process, for the page and for programs alike."""

    def __init__(
        self, at_once: int = 0, waiting: int = MOST_WAITING, logs_text: bool = False
    ) -> None:
        """Let questions be answered.

        Args:
            at_once: how many at once, 0 for one a core.
            waiting: how many wait at most.
            logs_text: whether the log holds the text of questions.
        """
        at_once = at_once or os.cpu_count() or 1
        self.most = at_once + waiting
        self._turn = threading.BoundedSemaphore(at_once)
        self._place = threading.BoundedSemaphore(self.most)
        self._logs_text = logs_text

    @contextmanager
    def turn(self, question: str = "") -> Iterator[None]:
        """Wait for a turn with a question, and give it back.

        Raises:
            Busy: too many wait.
        """
        if not self._place.acquire(blocking=False):
            raise Busy("Many are asking right now; try again in a moment.")
        came = time.monotonic()
        try:
            with self._turn:
                began = time.monotonic()
                try:
                    yield
                finally:
                    self._write(question, began - came, time.monotonic() - began)
        finally:
            self._place.release()

    def _write(self, question: str, waited: float, seconds: float) -> None:
        line = {
            "request": request_id.get(),
            "waited": round(waited, 3),
            "seconds": round(seconds, 3),
            "characters": len(question),
        }
        log.info(json.dumps(line | ({"question": question} if self._logs_text else {})))
