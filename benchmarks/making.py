"""Libraries of any size, made by a seed of the starter library's words, and quick vectors."""

import random
import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from assistant.documents.articles import parse
from assistant.models.embedder import Vectors
from assistant.types import Document

CORPUS = Path("corpus")
PASSAGES = 8
"""Passages of a document that is made."""

_SENTENCES = 5
_LEAST_WORDS, _MOST_WORDS = 14, 26
"""Sentences of a passage, and words of a sentence."""

_WORD = re.compile(r"[A-Za-z][\w’'-]*|\$?\d[\d,.]*\d%?")
_ROWS = 4096


class QuickEmbedder:
    """Each word has a vector of its own by a seed; a text is the sum of its words, of length 1."""

    name = "quick"
    dimension = 384
    weights = "made by a seed"
    notice = ""

    def __init__(self) -> None:
        chance = np.random.default_rng(1)
        self._table = chance.standard_normal((_ROWS, self.dimension), dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        """Embed a question; shape ``(dimension,)``."""
        rows = [zlib.crc32(word.encode()) % _ROWS for word in text.lower().split()]
        vector: Vectors = self._table[rows or [0]].sum(axis=0)
        return vector / np.float32(np.linalg.norm(vector))

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; shape ``(len(texts), dimension)``."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([self.embed_query(text) for text in texts])


@cache
def vocabulary(corpus: Path = CORPUS) -> tuple[str, ...]:
    """The words of the articles of a folder, each as often as it stands there."""
    texts = (path.read_text("utf-8") for path in sorted(corpus.glob("*.md")))
    return tuple(word for text in texts for word in _WORD.findall(text.split("---\n", 2)[-1]))


def made_text(seed: int, corpus: Path = CORPUS) -> str:
    """An article of ``PASSAGES`` passages; the same one for the same seed."""
    words, chance = vocabulary(corpus), random.Random(seed)  # noqa: S311 - no secret
    title = " ".join(chance.choices(words, k=5)).title()
    parts = [
        f"---\ntitle: {title} {seed}\nkind: brief\njurisdiction: [California]\n"
        f"topics: [incentives]\npublished: 2026-0{1 + seed % 9}-11\n---\n"
    ]
    for number in range(PASSAGES):
        if number % 2 == 0:
            parts.append(f"## {' '.join(chance.choices(words, k=3)).capitalize()}\n")
        parts.append(" ".join(_sentence(words, chance) for _ in range(_SENTENCES)) + "\n")
    return "\n".join(parts)


def _sentence(words: Sequence[str], chance: random.Random) -> str:
    first, *rest = chance.choices(words, k=chance.randint(_LEAST_WORDS, _MOST_WORDS))
    return " ".join([first.capitalize(), *rest]) + "."


def made_document(seed: int, corpus: Path = CORPUS) -> Document:
    """An article that is made, as it is read."""
    return parse(f"made-{seed}", made_text(seed, corpus))


def questions(count: int, corpus: Path = CORPUS) -> Iterator[str]:
    """Questions of the library's words, the same for the same count."""
    words, chance = vocabulary(corpus), random.Random(count)  # noqa: S311 - no secret
    for _ in range(count):
        one, two, three = chance.choices(words, k=3)
        yield f"What is the {one} {two} of {three}?"
