"""The learned check of what was written: how well a source supports a sentence.

A cross-encoder over the source and the sentence, trained by ``training/train_verifier.py`` as the
sentence scorer was, kept as int8 ONNX and served by onnxruntime. A source that is longer than its
window is read in several, and supports the sentence as well as the best of them does.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.errors import ModelError
from assistant.models.sessions import open_session
from assistant.models.weights import default_folder

MODEL = Path(__file__).parent / "entailment.onnx"
SHA256 = "34cb884e0ede5e693e21050edf952545fe4d4670156bd53e934f700da1ab0650"

SENTENCE_TOKENS = 200
"""Of a sentence: one that is longer would not be read to its end, and is supported by nothing."""

UNREAD = -20.0
"""The logit of a sentence that is too long to be read."""

SOURCE_TOKENS = 180
"""Of one window."""

STEP_TOKENS = 120
"""From the beginning of one window to the next: what a window cuts stands whole in the next."""

MOST_WINDOWS = 24
MOST_THREADS = 8


class Entailment(Protocol):
    """Tells how well sources support sentences; safe to share between threads."""

    def support(self, source: str, sentences: Sequence[str]) -> list[float]:
        """The logits that a source supports sentences wholly, in their order."""
        ...


class OnnxEntailment:
    """Serves the model that comes with the assistant; each pair by itself, as the scorer does."""

    def __init__(self, tokenizer: Path, model: Path = MODEL, sha256: str = SHA256) -> None:
        """Load ``model`` after comparing it with its hash.

        Raises:
            ModelError: the file is missing or is not the one that belongs to this version.
        """
        import tokenizers

        if not model.is_file() or hashlib.sha256(model.read_bytes()).hexdigest() != sha256:
            raise ModelError(f"{model} is not the file of this version; reinstall the assistant.")
        self._session = open_session(model, threads=1)
        self._tokenizer = tokenizers.Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        # The text between them being empty: [CLS] and [SEP].
        self._opening, self._closing = self._tokenizer.encode("").ids
        self._threads = ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1))

    def support(self, source: str, sentences: Sequence[str]) -> list[float]:
        """The logits that a source supports sentences wholly, in their order."""
        read = list(windows(self._tokens(source)))
        pairs = [(window, self._tokens(text)) for text in sentences for window in read]
        logits = list(self._threads.map(self._logit, pairs))
        return [max(logits[at : at + len(read)]) for at in range(0, len(logits), len(read))]

    def _logit(self, pair: tuple[Sequence[int], Sequence[int]]) -> float:
        if len(pair[1]) > SENTENCE_TOKENS:
            return UNREAD
        ids, types = encoded(*pair, self._opening, self._closing)
        feed = {
            "input_ids": np.array([ids], dtype=np.int64),
            "token_type_ids": np.array([types], dtype=np.int64),
        }
        return float(np.asarray(self._session.run(None, feed)[0])[0])

    def _tokens(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids


def windows(source: Sequence[int]) -> Iterator[Sequence[int]]:
    """The tokens of a source in overlapping windows, one where all fit."""
    last = max(0, len(source) - SOURCE_TOKENS)
    starts = [*range(0, last, STEP_TOKENS), last][:MOST_WINDOWS]
    for start in dict.fromkeys(starts):
        yield source[start : start + SOURCE_TOKENS]


def encoded(
    source: Sequence[int], sentence: Sequence[int], opening: int, closing: int
) -> tuple[list[int], list[int]]:
    """Token ids and types of a pair: the type is 1 for the sentence and its end."""
    context = [opening, *source, closing]
    stated = [*sentence, closing]
    return context + stated, [0] * len(context) + [1] * len(stated)


def load_entailment() -> OnnxEntailment:
    """Load the model that comes with the assistant; its tokenizer is the embedding model's.

    Raises:
        ModelError: a file is missing or differs.
    """
    return OnnxEntailment(default_folder() / "tokenizer.json")
