"""Answers that are being written: the page shows them as they grow, and may stop them."""

import re
import threading
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager

from assistant.errors import InputError
from assistant.results import Answer

MOST = 1_000
"""Answers that are written at once, for all who have the page open."""

_KEY = re.compile(r"[\w-]{8,64}")


class Draft:
    """One answer on its way."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.so_far: Answer | None = None

    def follow(self, answers: Generator[Answer]) -> Answer:
        """Read an answer to its end, keeping what there is of it meanwhile.

        Raises:
            InputError: it was stopped.
        """
        with closing(answers):
            for answer in answers:
                self.so_far = answer
        if self.stop.is_set() or self.so_far is None:
            raise InputError("Stopped.")
        return self.so_far


class Drafts:
    """All answers on their way, by a key that only the page which asked knows."""

    def __init__(self) -> None:
        self._held: dict[str, Draft] = {}

    @contextmanager
    def opened(self, key: str) -> Iterator[Draft]:
        """A draft while it is written; without a proper key nobody else can see it."""
        draft = Draft()
        is_kept = bool(_KEY.fullmatch(key)) and key not in self._held and len(self._held) < MOST
        if is_kept:
            self._held[key] = draft
        try:
            yield draft
        finally:
            if is_kept:
                del self._held[key]

    def so_far(self, key: str) -> Answer | None:
        """What there is of an answer, ``None`` where nothing is or nothing is written for it."""
        draft = self._held.get(key)
        return draft.so_far if draft else None

    def stop(self, key: str) -> None:
        """End the request for an answer at the model's provider."""
        if draft := self._held.get(key):
            draft.stop.set()
