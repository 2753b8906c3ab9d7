"""Replies of a chat model, kept in a folder: what was asked before, word for word, is not again.

For runs that ask the same many times, as evals do. A failed request leaves nothing.
"""

import hashlib
import json
import os
from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path
from threading import Event, get_ident

from assistant.writing.talking import Chat, Prompt, Tokens


class KeptChat:
    """A chat model whose replies are kept; ``asked`` and ``reused`` count them."""

    def __init__(self, chat: Chat, folder: Path) -> None:
        self._chat = chat
        self._folder = folder
        self.asked = self.reused = 0

    @property
    def name(self) -> str:
        """The name of the model."""
        return self._chat.name

    def reply(self, prompt: Prompt, stop: Event | None = None) -> Generator[str | Tokens]:
        """The pieces of its reply, kept or new.

        Raises:
            ChatFault: the model gives no whole reply.
        """
        file = self._folder / f"{self._key(prompt)}.json"
        if file.is_file():
            kept = json.loads(file.read_text("utf-8"))
            self.reused += 1
            yield from kept["pieces"]
            yield Tokens(**kept["tokens"])
            return
        self.asked += 1
        pieces: list[str] = []
        tokens = Tokens(None, None)
        for piece in self._chat.reply(prompt, stop):
            if isinstance(piece, Tokens):
                tokens = piece
            else:
                pieces.append(piece)
            yield piece
        self._keep(file, {"pieces": pieces, "tokens": asdict(tokens)})

    def _key(self, prompt: Prompt) -> str:
        asked = json.dumps([self.name, prompt.rules, prompt.request])
        return hashlib.sha256(asked.encode()).hexdigest()

    def _keep(self, file: Path, reply: dict[str, object]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}-{get_ident()}")
        draft.write_text(json.dumps(reply, ensure_ascii=False), encoding="utf-8")
        draft.replace(file)
