"""How much one client may ask: a bucket that fills with time, and is emptied by asking."""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

A_CORE = 600
"""Questions a minute for each core that one client may ask where nothing else is said: about twice
what a core can answer, so that it is no person, and no program that waits for its answers."""

MOST_CLIENTS = 10_000
"""Clients that are remembered; whoever asked longest ago is forgotten first."""


def default_rate() -> int:
    """Questions a minute that one client may ask of this machine."""
    return A_CORE * (os.cpu_count() or 1)


class Rate:
    """Counts for each client; safe to use from several threads."""

    def __init__(
        self, a_minute: int, at_once: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Allow so many a minute, and so many of them at once; 0 a minute for any."""
        self._a_second = a_minute / 60
        self._most = float(at_once)
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, client: str) -> float:
        """Seconds that a client has to wait; 0 if he may go on."""
        with self._lock:
            return self._missing(self._of(client)[0])

    def take(self, client: str) -> float:
        """The same, and what he may do is counted as done."""
        if not self._a_second:
            return 0.0
        with self._lock:
            left, at = self._of(client)
            missing = self._missing(left)
            self._left[client] = (left if missing else left - 1, at)
            self._left.move_to_end(client)
            if len(self._left) > MOST_CLIENTS:
                self._left.popitem(last=False)
        return missing

    def forget(self, client: str) -> None:
        """A client may do all again, as if he had done nothing yet."""
        with self._lock:
            self._left.pop(client, None)

    def _of(self, client: str) -> tuple[float, float]:
        """What a client has left, and the time now."""
        at = self._clock()
        left, since = self._left.get(client, (self._most, at))
        return min(self._most, left + (at - since) * self._a_second), at

    def _missing(self, left: float) -> float:
        return max(0.0, 1 - left) / self._a_second if self._a_second else 0.0
