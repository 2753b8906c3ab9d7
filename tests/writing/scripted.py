"""Chat models of the tests, which write what they are told, and a check that believes them."""

import re
from collections.abc import Callable, Generator, Iterable, Sequence
from threading import Event

from assistant.answers.verifying import Verifier
from assistant.writing.checking import Checker
from assistant.writing.talking import Prompt, Tokens
from assistant.writing.writer import Writer

STATEMENT = re.compile(r"^\[(\w{4})\] (.*)$", re.MULTILINE)


class ScriptedChat:
    """Replies with what ``script`` makes of the statements ``[(id, words), …]``; keeps prompts."""

    name = "scripted"

    def __init__(
        self, script: Callable[[list[tuple[str, str]]], str], fault: Exception | None = None
    ) -> None:
        self.script = script
        self.fault = fault
        self.prompts: list[Prompt] = []
        self.closed = 0

    def reply(self, prompt: Prompt, stop: Event | None = None) -> Generator[str | Tokens]:
        self.prompts.append(prompt)
        try:
            # A piece at a time, as a model has it.
            yield from re.findall(r"\s*\S{1,5}|\s+$", self.script(statements(prompt)))
            if self.fault:
                raise self.fault
            yield Tokens(100, 20)
        finally:
            self.closed += 1


class Believing:
    """Takes each sentence for supported, or each with one of some words for not."""

    def __init__(self, doubted: Iterable[str] = ()) -> None:
        self.doubted = tuple(doubted)
        self.pairs: list[tuple[str, str]] = []

    def support(self, source: str, sentences: Sequence[str]) -> list[float]:
        self.pairs += [(source, sentence) for sentence in sentences]
        return [-6.0 if any(w in one for w in self.doubted) else 6.0 for one in sentences]


def statements(prompt: Prompt) -> list[tuple[str, str]]:
    return STATEMENT.findall(prompt.request)


def writer(chat: ScriptedChat, entailment: Believing | None = None) -> Writer:
    checker = Checker(Verifier(entailment or Believing()))
    return Writer(chat, checker, tokens=3000, secret=b"test")
