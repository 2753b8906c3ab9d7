"""The name of a chat model -> LangChain's model of its provider, or what is missing, in a line."""

import importlib.util
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import ChatModelError
from assistant.settings import ChatSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

CONNECT_SECONDS = 5.0
"""Until a server that does not answer the door is given up."""

PROBE_SECONDS = 2.0

MOST_WRITTEN = 2_000
"""Tokens of a reply: some models think within them."""

_NOT_NEEDED = "not-needed"
"""The key that is sent to a server of one's own which asks for none."""

_OLLAMA_PORT = 11434

_OLLAMA = f"http://127.0.0.1:{_OLLAMA_PORT}"

_ALL_ADDRESSES = ("0.0.0.0", "::")  # noqa: S104 - to call, not to listen there


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
        nameless = {"OpenAI-Organization": "", "OpenAI-Project": ""}
        options |= {"temperature": 0, "use_responses_api": False, "default_headers": nameless}
    return options | _own_server(settings)


def _anthropic(settings: ChatSettings) -> dict[str, Any]:
    options = {"timeout": settings.seconds, "max_retries": 0, "max_tokens": MOST_WRITTEN}
    return options | _own_server(settings)


def _own_server(settings: ChatSettings) -> dict[str, Any]:
    """What names a server by its address: the key of a provider is never sent to it."""
    if not settings.url:
        return {}
    return {"base_url": settings.url, "api_key": settings.key or _NOT_NEEDED}


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
    """Where Ollama is served: its variable may lack the port, and name all addresses."""
    host = settings.ollama_host.strip()
    if not host:
        return _OLLAMA
    url = host if "://" in host else f"http://{host}"
    try:
        parts = urlsplit(url)
        named = parts.hostname or ""
        if parts.port is None and parts.scheme == "http":
            url = f"{url.rstrip('/')}:{_OLLAMA_PORT}"
    except ValueError as error:
        raise ChatModelError("OLLAMA_HOST is no address; write it like localhost:11434.") from error
    return url.replace(named, "127.0.0.1", 1) if named in _ALL_ADDRESSES else url


PROVIDERS: Mapping[str, Provider] = {
    "openai": Provider("langchain_openai", "OPENAI_API_KEY", _openai),
    "anthropic": Provider("langchain_anthropic", "ANTHROPIC_API_KEY", _anthropic),
    "ollama": Provider("langchain_ollama", options=_ollama),
}
"""The providers that were tried; others are made with LangChain's own settings."""


def make_model(settings: ChatSettings) -> tuple["BaseChatModel", bool]:
    """Make the chat model that was named, and see that it can be reached.

    And tell whether its provider is one that was tried.

    Raises:
        ChatModelError: a package, a key or the server is missing; the text says what to do.
    """
    provider, name = _named(settings)
    known = PROVIDERS.get(provider)
    if known:
        _require_package(settings.model, known)
        _require_key(settings, known)
    elif settings.url:
        raise ChatModelError(
            f"ASSISTANT_LLM_URL does not go with {provider}: name the model as its server does, "
            "or leave the address out."
        )
    _require_server(provider, settings)
    return _made(provider, name, settings, known), known is not None


def _named(settings: ChatSettings) -> tuple[str, str]:
    """The provider and its model: a model of a server of one's own may have any name."""
    try:
        from langchain.chat_models.base import _BUILTIN_PROVIDERS
    except ImportError as error:
        before, _, _ = settings.model.partition(":")
        wanted = PROVIDERS.get(before, PROVIDERS["openai"])
        raise ChatModelError(_missing(wanted.package)) from error

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
    if known.key and not settings.url and not settings.has_key(known.key):
        raise ChatModelError(f"The chat model {settings.model} needs a key: set {known.key}.")


def _require_server(provider: str, settings: ChatSettings) -> None:
    """See that a server whose address is given answers the door."""
    url = settings.url or (_ollama_url(settings) if provider == "ollama" else "")
    if not url:
        return
    variable = "ASSISTANT_LLM_URL" if settings.url else "OLLAMA_HOST"
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        socket.create_connection((parts.hostname or "", port), PROBE_SECONDS).close()
    except ValueError as error:  # UnicodeError, of a name that can't be one, among them
        message = f"{variable} is no address; write it like http://localhost:8000/v1."
        raise ChatModelError(message) from error
    except OSError as error:
        raise ChatModelError(
            f"No server of a chat model answers at {parts.hostname}:{port}; "
            f"start it, or correct {variable}."
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
