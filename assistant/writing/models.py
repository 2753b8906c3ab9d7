"""Any chat model of LangChain, by its name -> its replies as they come, bounded in time.

A request runs as a task of one loop in a thread of its own: to give it up is to cancel the task,
which closes the connection, so that the provider stops too.
"""

import asyncio
import importlib.util
import queue
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import ChatModelError
from assistant.settings import ChatSettings
from assistant.writing.talking import ChatFault, Prompt, Tokens

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

CONNECT_SECONDS = 5.0
"""Until a server that does not answer the door is given up."""

PROBE_SECONDS = 2.0

MOST_WRITTEN = 2_000
"""Tokens of a reply: some models think within them."""

_LOOK_SECONDS = 0.1
"""After which it is seen whether somebody has stopped a request."""

_NOT_NEEDED = "not-needed"
"""The key that is sent to a server of one's own which asks for none."""

_ENDS = ("finish_reason", "stop_reason", "done_reason")
"""What a provider calls the reason why a reply ended."""

_OLLAMA = "http://127.0.0.1:11434"


@dataclass(frozen=True, slots=True)
class Provider:
    """How the models of a provider are made.

    Attributes:
        package: which makes them.
        key: the variable that holds its key; empty where it takes none.
        options: from the settings, what the model is made with.
    """

    package: str
    key: str = ""
    options: Callable[[ChatSettings], dict[str, Any]] = lambda _settings: {}


def _openai(settings: ChatSettings) -> dict[str, Any]:
    total = float(settings.seconds)
    options: dict[str, Any] = {
        # To connect, to read, to write, to wait for a free connection.
        "timeout": (CONNECT_SECONDS, total, total, total),
        "max_retries": 0,
        "max_tokens": MOST_WRITTEN,
        "stream_usage": True,
    }
    if settings.url:
        # The key of another provider is never sent to this server.
        own = {"base_url": settings.url, "api_key": settings.key or _NOT_NEEDED}
        options |= {**own, "temperature": 0, "use_responses_api": False}
    return options


def _anthropic(settings: ChatSettings) -> dict[str, Any]:
    options = {"timeout": settings.seconds, "max_retries": 0, "max_tokens": MOST_WRITTEN}
    return options | ({"base_url": settings.url} if settings.url else {})


def _ollama(settings: ChatSettings) -> dict[str, Any]:
    # Left to itself it cuts a long request at 4,096 tokens without a word.
    return {
        "num_ctx": settings.tokens + MOST_WRITTEN,
        "num_predict": MOST_WRITTEN,
        "temperature": 0,
        "base_url": settings.url or _ollama_url(settings),
        "client_kwargs": {"timeout": settings.seconds},
    }


def _ollama_url(settings: ChatSettings) -> str:
    host = settings.ollama_host
    return (host if "://" in host else f"http://{host}") if host else _OLLAMA


PROVIDERS: Mapping[str, Provider] = {
    "openai": Provider("langchain_openai", "OPENAI_API_KEY", _openai),
    "anthropic": Provider("langchain_anthropic", "ANTHROPIC_API_KEY", _anthropic),
    "ollama": Provider("langchain_ollama", options=_ollama),
}
"""The providers that were tried; others are made with LangChain's own settings."""


def load_chat(settings: ChatSettings) -> "LangChainChat":
    """Make the chat model that was named, and see that it can be reached.

    Raises:
        ChatModelError: a package, a key or the server is missing; the text says what to do.
    """
    provider, name = _named(settings)
    known = PROVIDERS.get(provider)
    if known:
        _require_package(settings.model, known)
        _require_key(settings, known)
    if importlib.util.find_spec("langchain") is None:
        raise ChatModelError(_missing("langchain-openai"))
    _require_server(provider, settings)
    model = _made(provider, name, settings, known)
    return LangChainChat(model, settings, tells_end=known is not None)


def _named(settings: ChatSettings) -> tuple[str, str]:
    """The provider and its model: a model of a server of one's own may have any name."""
    from langchain.chat_models.base import _BUILTIN_PROVIDERS

    provider, _, name = settings.model.partition(":")
    if name and provider in _BUILTIN_PROVIDERS:
        return provider, name
    if settings.url:
        return "openai", settings.model
    raise ChatModelError(
        f"The chat model '{settings.model}' names no provider; "
        "write it like openai:NAME, anthropic:NAME or ollama:NAME."
    )


def _missing(package: str) -> str:
    named = package.replace("_", "-")
    return f"To write with this chat model {named} is needed: pip install langchain {named}"


def _require_package(model: str, known: Provider) -> None:
    if importlib.util.find_spec(known.package) is None:
        raise ChatModelError(_missing(known.package))


def _require_key(settings: ChatSettings, known: Provider) -> None:
    needs = known.key and not (settings.url and known is PROVIDERS["openai"])
    if needs and not settings.has_key(known.key):
        raise ChatModelError(f"The chat model {settings.model} needs a key: set {known.key}.")


def _require_server(provider: str, settings: ChatSettings) -> None:
    """See that a server whose address is given answers the door."""
    url = settings.url or (_ollama_url(settings) if provider == "ollama" else "")
    if not url:
        return
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), PROBE_SECONDS).close()
    except OSError as error:
        raise ChatModelError(
            f"No server of a chat model answers at {parts.hostname}:{port}; "
            "start it, or correct ASSISTANT_LLM_URL."
        ) from error


def _made(
    provider: str, name: str, settings: ChatSettings, known: Provider | None
) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    options = known.options(settings) if known else {}
    try:
        made: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
        return made
    except ImportError as error:
        raise ChatModelError(_missing(f"langchain_{provider}")) from error
    except Exception as error:
        # Each provider raises what it likes, and its text may hold what was given as a key.
        raise ChatModelError(
            f"The chat model {settings.model} can't be made ({type(error).__name__}): "
            "look up in docs/models.md what its provider needs."
        ) from error


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
        has_text = has_ended = False
        while True:
            patience = self._settings.seconds if has_text else self._settings.first
            left = min(patience, self._settings.seconds) - (time.monotonic() - began)
            if stop is not None and stop.is_set():
                raise ChatFault("it was stopped")
            try:
                piece = pieces.get(timeout=max(min(left, _LOOK_SECONDS), 0.0))
            except queue.Empty:
                if left > _LOOK_SECONDS:
                    continue
                raise ChatFault(f"it took longer than {patience} seconds") from None
            if piece is None:
                break
            if isinstance(piece, Exception):
                raise ChatFault(_told(piece)) from piece
            if usage := piece.usage_metadata:
                given = usage["input_tokens"] + (given or 0)
                written = usage["output_tokens"] + (written or 0)
            has_ended |= any(piece.response_metadata.get(name) for name in _ENDS)
            if text := str(piece.text):
                has_text = True
                yield text
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


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The loop in which all requests run."""
    loop = asyncio.new_event_loop()

    def run() -> None:
        with closing(loop):
            loop.run_forever()

    threading.Thread(target=run, name="chat models", daemon=True).start()
    return loop
