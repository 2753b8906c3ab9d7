"""Questions that wait for their turn: as many are answered at once as there are cores."""

import json
import logging
import math
import os
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from assistant.errors import Busy
from assistant.limits import Rate

log = logging.getLogger("assistant.questions")

MOST_WAITING = 100
"""Questions that wait, at most; whoever comes then is told to try again. On two cores the last of
them waits for about fifteen seconds."""

MOST_OF_ONE = 0.8
"""The share of these places that one client may have; the rest is left for others."""

SOON = 2
"""Seconds after which whoever found too many waiting may try again: some questions later."""

_LOOK = 0.5
"""Seconds after which one who waits looks whether anybody still wants his answer."""

_MANY = "Many are asking right now; try again in a moment."
_CLOSING = "The server is being stopped; try again in a moment."


@dataclass
class Asking:
    """The request that is being answered: its id, who sent it, and what became of it."""

    request: str = ""
    client: str = ""
    is_question: bool = False
    is_gone: bool = False


asking: ContextVar[Asking] = ContextVar("asking")
"""Set by what is served; the threads that a request is answered in see the same."""


@dataclass(eq=False)
class _Place:
    client: str
    called: threading.Event = field(default_factory=threading.Event)


class Turns:
    """The turns of one process, for the page and for programs alike.

    Clients that wait are called one after the other, whoever has many questions waiting as often
    as whoever has one.
    """

    def __init__(
        self,
        at_once: int = 0,
        waiting: int = MOST_WAITING,
        rate: Rate | None = None,
        logs_text: bool = False,
    ) -> None:
        """Let questions be answered.

        Args:
            at_once: how many at once, 0 for one a core.
            waiting: how many wait at most.
            rate: how many one client may ask, by default as many as he likes.
            logs_text: whether the log holds the text of questions.
        """
        self._free = at_once or os.cpu_count() or 1
        self._most_waiting = waiting
        self.most = self._free + waiting
        self._waiting: OrderedDict[str, deque[_Place]] = OrderedDict()
        self._lock = threading.Lock()
        self._is_closed = False
        self._rate = rate or Rate(0, 1)
        self._logs_text = logs_text

    @property
    def waiting(self) -> int:
        """How many wait now."""
        with self._lock:
            return sum(map(len, self._waiting.values()))

    @contextmanager
    def turn(self, question: str = "") -> Iterator[None]:
        """Wait for a turn with a question, and give it back.

        Raises:
            Busy: too many wait, this client asks too often, has gone, or the server is closing.
        """
        now = asking.get(Asking())
        now.is_question = True
        if seconds := math.ceil(self._rate.take(now.client)):
            raise Busy(f"Many questions came from here; try again in {seconds} s.", seconds)
        came = time.monotonic()
        self._wait(now)
        began = time.monotonic()
        try:
            yield
        finally:
            self._write(now, question, began - came, time.monotonic() - began)
            with self._lock:
                self._free += 1
                self._call()

    def close(self) -> None:
        """Let nobody wait any longer: the server is being stopped."""
        self._is_closed = True

    def _wait(self, now: Asking) -> None:
        place = _Place(now.client)
        with self._lock:
            own = len(self._waiting.get(now.client, ()))
            all_places = sum(map(len, self._waiting.values()))
            is_full = all_places >= self._most_waiting or own >= self._most_waiting * MOST_OF_ONE
            if is_full and not self._free:
                raise Busy(_MANY, SOON)
            self._waiting.setdefault(now.client, deque()).append(place)
            self._call()
        while not place.called.wait(_LOOK):
            if (now.is_gone or self._is_closed) and self._leave(place):
                raise Busy(_CLOSING if self._is_closed else _MANY, SOON)

    def _call(self) -> None:
        """Give the turns that are free to those who wait; whoever asks has the lock."""
        while self._free and self._waiting:
            client, places = self._waiting.popitem(last=False)
            places.popleft().called.set()
            self._free -= 1
            if places:
                self._waiting[client] = places

    def _leave(self, place: _Place) -> bool:
        """Give a place up; false where its turn has come in the meantime."""
        with self._lock:
            if place.called.is_set():
                return False
            places = self._waiting[place.client]
            places.remove(place)
            if not places:
                del self._waiting[place.client]
            return True

    def _write(self, now: Asking, question: str, waited: float, seconds: float) -> None:
        line = {
            "request": now.request,
            "waited": round(waited, 3),
            "seconds": round(seconds, 3),
            "characters": len(question),
        }
        log.info(json.dumps(line | ({"question": question} if self._logs_text else {})))
