"""How fast one host is asked for one document after the other."""

import threading
from collections import OrderedDict
from collections.abc import Callable

MOST_HOSTS = 10_000
"""Hosts that are remembered; the one asked longest ago is forgotten first."""


class Pace:
    """Keeps a pause between the documents of a host; safe to use from several threads."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        """Measure and wait in seconds."""
        self._clock = clock
        self._sleep = sleep
        self._free_at: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, host: str, pause: float) -> float:
        """Wait for one's turn with a host, and keep the next one away for ``pause`` seconds.

        Returns:
            The seconds that were waited.
        """
        with self._lock:
            now = self._clock()
            turn = max(now, self._free_at.get(host, now))
            self._free_at[host] = turn + pause
            self._free_at.move_to_end(host)
            if len(self._free_at) > MOST_HOSTS:
                self._free_at.popitem(last=False)
        if turn > now:
            self._sleep(turn - now)
        return turn - now
