"""A chat model as writing needs it: a request in, the pieces of its reply out, or one fault."""

from collections.abc import Generator
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from assistant.errors import AssistantError


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is asked of a chat model: the rules that hold for all requests, and one request."""

    rules: str
    request: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """How many tokens a request and its reply had, as the provider counts; ``None`` if untold."""

    given: int | None
    written: int | None


class ChatFault(AssistantError):
    """A chat model gave no whole reply. The text says why, in words that name no secret."""


class Chat(Protocol):
    """A chat model; safe to share between threads."""

    @property
    def name(self) -> str:
        """The name under which it was configured."""
        ...

    def reply(self, prompt: Prompt, stop: Event | None = None) -> Generator[str | Tokens]:
        """The pieces of its reply as they come, the count of tokens last where it is told.

        Whoever stops reading closes the iterator, or sets ``stop`` while another thread reads: that
        ends the request at the provider.

        Raises:
            ChatFault: while reading, where the reply does not come or breaks off.
        """
        ...
