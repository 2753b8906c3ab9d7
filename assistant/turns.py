"""Questions that wait for their turn: as many are answered at once as there are cores."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import Busy

MOST_WAITING = 20
"""Questions that wait, at most; whoever comes then is told to try again. Each waits in one of the
40 threads that the framework works in; some are to be left for all else."""


class Turns:
    """The turns of one process, for the page and for programs alike."""

    def __init__(self, at_once: int = 0, waiting: int = MOST_WAITING) -> None:
        """Let so many questions be answered at once, by default one a core, and so many wait."""
        at_once = at_once or os.cpu_count() or 1
        self._turn = threading.BoundedSemaphore(at_once)
        self._place = threading.BoundedSemaphore(at_once + waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and give it back.

        Raises:
            Busy: too many wait.
        """
        if not self._place.acquire(blocking=False):
            raise Busy("Many are asking right now; try again in a moment.")
        try:
            with self._turn:
                yield
        finally:
            self._place.release()
