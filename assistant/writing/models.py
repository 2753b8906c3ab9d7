"""Any chat model of LangChain, by its name -> its replies as they come, bounded in time.

A request runs as a task of one loop in a thread of its own: to give it up is to cancel the task,
which closes the connection, so that the provider stops too.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

from assistant.settings import ChatSettings
from assistant.writing.providers import make_model
from assistant.writing.talking import ChatFault, Prompt, Tokens

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk


_LOOK_SECONDS = 0.1
"""After which it is seen whether somebody has stopped a request."""


_ENDS = ("finish_reason", "stop_reason", "done_reason")
"""What a provider calls the reason why a reply ended."""


_CUT_SHORT = {
    "length": "it was cut short",
    "max_tokens": "it was cut short",
    "model_context_window_exceeded": "the request is too long for it",
    "content_filter": "its provider held the reply back",
    "refusal": "its provider held the reply back",
    "safety": "its provider held the reply back",
    "tool_calls": "it asked for tools instead of answering",
    "tool_use": "it asked for tools instead of answering",
    "function_call": "it asked for tools instead of answering",
}
"""Why a reply that has an end is none, by what providers give as the reason."""

_LONGEST = 200_000
"""Characters after which a reply is given up."""


def load_chat(settings: ChatSettings) -> "LangChainChat":
    """Make the chat model that was named, and see that it can be reached.

    Raises:
        ChatModelError: a package, a key or the server is missing; the text says what to do.
    """
    model, is_known = make_model(settings)
    return LangChainChat(model, settings, tells_end=is_known)


class LangChainChat:
    """A chat model of LangChain. Requests of several threads run side by side."""

    def __init__(
        self, model: "BaseChatModel", settings: ChatSettings, *, tells_end: bool = False
    ) -> None:
        """Take a model.

        Args:
            model: the model.
            settings: what it is called, and how long a reply may take.
            tells_end: whether its replies say that they ended, so that one that does not broke off.
        """
        self._model = model
        self._settings = settings
        self._tells_end = tells_end

    @property
    def name(self) -> str:
        """The name under which it was configured."""
        return self._settings.model

    def reply(self, prompt: Prompt, stop: threading.Event | None = None) -> Generator[str | Tokens]:
        """The pieces of its reply as they come, the count of tokens last where it is told.

        Raises:
            ChatFault: the reply does not come in time, breaks off, or the provider reports a fault.
        """
        pieces: queue.SimpleQueue[AIMessageChunk | Exception | None] = queue.SimpleQueue()
        task = asyncio.run_coroutine_threadsafe(self._pump(prompt, pieces), _loop())
        try:
            yield from self._read(pieces, stop)
        finally:
            task.cancel()

    def _read(
        self,
        pieces: "queue.SimpleQueue[AIMessageChunk | Exception | None]",
        stop: threading.Event | None,
    ) -> Iterator[str | Tokens]:
        began = time.monotonic()
        given = written = None
        length = 0
        has_ended = False
        while True:
            patience = self._settings.seconds if length else self._settings.first
            left = min(patience, self._settings.seconds) - (time.monotonic() - began)
            if stop is not None and stop.is_set():
                raise ChatFault("it was stopped")
            if left <= 0:
                raise ChatFault(f"it took longer than {patience} seconds")
            try:
                piece = pieces.get(timeout=min(left, _LOOK_SECONDS))
            except queue.Empty:
                continue
            if piece is None:
                break
            if isinstance(piece, Exception):
                raise ChatFault(_told(piece)) from piece
            if usage := piece.usage_metadata:
                given = usage["input_tokens"] + (given or 0)
                written = usage["output_tokens"] + (written or 0)
            if text := str(piece.text):
                length += len(text)
                yield text
            if length > _LONGEST:
                raise ChatFault("its reply is too long")
            for reason in filter(None, map(piece.response_metadata.get, _ENDS)):
                has_ended = True
                if str(reason).lower() in _CUT_SHORT:
                    raise ChatFault(_CUT_SHORT[str(reason).lower()])
        if self._tells_end and not has_ended:
            raise ChatFault("its reply broke off")
        yield Tokens(given, written)

    async def _pump(
        self, prompt: Prompt, pieces: "queue.SimpleQueue[AIMessageChunk | Exception | None]"
    ) -> None:
        try:
            async for piece in self._model.astream(
                [("system", prompt.rules), ("human", prompt.request)]
            ):
                pieces.put(piece)
            pieces.put(None)
        except Exception as error:  # noqa: BLE001 - each provider has its own; the reader raises it
            pieces.put(error)


_STARTING = threading.Lock()

_STATUS = {
    400: "it refused the request, which may be too long for it",
    401: "its provider refused the key",
    403: "its provider refused the key",
    404: "its provider knows no such model",
    413: "the request is too long for it",
    429: "its provider answers no more requests for now",
}


def _told(error: Exception) -> str:
    """A fault of a provider in words of ours: its own may repeat the request, or the key."""
    status = getattr(error, "status_code", None) or getattr(
        getattr(error, "response", None), "status_code", None
    )
    if isinstance(status, int) and status >= 400:
        return _STATUS.get(status, f"its provider reports error {status}")
    name = type(error).__name__
    if isinstance(error, TimeoutError) or "Timeout" in name:
        return "it did not answer in time"
    if isinstance(error, OSError) or "Connect" in name or "Protocol" in name:
        return "the connection to it broke off"
    return f"its reply can't be read ({name})"


def _loop() -> asyncio.AbstractEventLoop:
    """The loop in which all requests run; threads that need it first make one."""
    with _STARTING:
        return _started()


@cache
def _started() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()

    def run() -> None:
        with closing(loop):
            loop.run_forever()

    threading.Thread(target=run, name="chat models", daemon=True).start()
    return loop
