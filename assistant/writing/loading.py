"""The settings of a chat model -> what writes with it, or the reason why nothing does."""

import threading
import time
from collections.abc import Callable, Iterator
from threading import Event

from assistant.answers.verifying import Verifier
from assistant.answers.written import Prepared
from assistant.errors import ChatModelError
from assistant.models.entailment import load_entailment
from assistant.results import Answer
from assistant.settings import ChatSettings
from assistant.writing.checking import Checker
from assistant.writing.writer import Writer

RETRY_SECONDS = 30.0
"""After which a model that could not be used is tried again: its server may have been started."""

MOST_AT_ONCE = 16
"""Answers that are written at once: each holds a thread of the server while it waits for words."""

MANY = "many answers are being written right now."


def load_writer(settings: ChatSettings) -> Writer:
    """Make what writes with the chat model that is named.

    Raises:
        ChatModelError: it can't be used; the text says what to do.
        ModelError: the check of entailment is damaged.
    """
    from assistant.writing.models import load_chat

    chat = load_chat(settings)
    return Writer(chat, Checker(Verifier(load_entailment())), settings.tokens)


class Writing:
    """Has a writer at hand, loaded when it is first needed; threads may share it."""

    def __init__(
        self, load: Callable[[], Writer] | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Load nothing yet; without ``load`` nothing is ever written."""
        self._load = load
        self._clock = clock
        self._loading = threading.Lock()
        self._writer: Writer | None = None
        self._fault = ""
        self._tried = -RETRY_SECONDS
        self._at_once = threading.Semaphore(MOST_AT_ONCE)

    @property
    def is_wanted(self) -> bool:
        """Whether a chat model was named."""
        return self._load is not None

    @property
    def fault(self) -> str:
        """Why the chat model that was named can't be used, as far as was tried; else empty."""
        return self._fault

    def write(self, prepared: Prepared, stop: Event | None = None) -> Iterator[Answer]:
        """An answer as far as it is written, again with each sentence; the last one is whole.

        It stays a quoting one, with the reason, where no model can be asked or too many are.
        """
        writer = self.writer()
        if writer is None:
            yield prepared.unwritten(self._fault)
        elif not self._at_once.acquire(blocking=False):
            yield prepared.unwritten(MANY)
        else:
            try:
                yield from writer.write(prepared, stop)
            finally:
                self._at_once.release()

    def writer(self) -> Writer | None:
        """The writer, ``None`` where no chat model was named or the one named can't be used."""
        with self._loading:
            is_due = self._clock() - self._tried >= RETRY_SECONDS
            if self._load is not None and self._writer is None and is_due:
                self._tried = self._clock()
                try:
                    self._writer, self._fault = self._load(), ""
                except ChatModelError as error:
                    self._fault = str(error)
            return self._writer
