"""The learned sentence scorer: it tells how well one statement answers one question.

A cross-encoder that began as the embedding model's weights and was trained by
``training/train_scorer.py``; it reads the question, the title, the words before the statement and
the statement itself. It is kept as int8 ONNX and served by onnxruntime.
"""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from assistant.errors import ModelError
from assistant.models.sessions import open_session
from assistant.models.weights import default_folder

MODEL = Path(__file__).parent / "scorer.onnx"
SHA256 = "a9bd86f72c50af166e82862ef93e989f7b3042740e38ce74d3fc6883d21d1268"

MOST_TOKENS = 192
QUESTION_TOKENS = 48
TITLE_TOKENS = 32
BEFORE_TOKENS = 24

MOST_THREADS = 8


class Reading(NamedTuple):
    """What is read of a statement.

    Attributes:
        statement: its words.
        before: the words that stand before it, for what it leans on; may be empty.
        title: its document's title and section; may be empty.
    """

    statement: str
    before: str = ""
    title: str = ""


class Scorer(Protocol):
    """Scores statements for a question; safe to share between threads."""

    def score(self, question: str, readings: Sequence[Reading]) -> list[float]:
        """The logits that statements answer a question, in their order."""
        ...


class OnnxScorer:
    """Serves the scorer that comes with the assistant.

    Statements are scored one at a time: int8 scales depend on all that is in a batch, and a
    statement's score must not depend on its neighbours. Each takes one thread, as many at once as
    there are processors, which is faster than many threads for each. Session and tokenizer are
    not changed once loaded, so callers in several threads share them without a lock.
    """

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
        self._opening = self._tokenizer.token_to_id("[CLS]")
        self._closing = self._tokenizer.token_to_id("[SEP]")
        self._threads = ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1))

    def score(self, question: str, readings: Sequence[Reading]) -> list[float]:
        """The logits that statements answer a question, in their order."""
        asked = self._tokens(question)[:QUESTION_TOKENS]
        return list(self._threads.map(lambda reading: self._logit(asked, reading), readings))

    def _logit(self, asked: Sequence[int], reading: Reading) -> float:
        context = [
            self._opening,
            *asked,
            self._closing,
            *self._tokens(reading.title)[:TITLE_TOKENS],
            self._closing,
            *self._tokens(reading.before)[-BEFORE_TOKENS:],
            self._closing,
        ]
        stated = [*self._tokens(reading.statement)[: MOST_TOKENS - len(context) - 1], self._closing]
        feed = {
            "input_ids": np.array([context + stated], dtype=np.int64),
            "token_type_ids": np.array([[0] * len(context) + [1] * len(stated)], dtype=np.int64),
        }
        return float(np.asarray(self._session.run(None, feed)[0])[0])

    def _tokens(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids


def load_scorer() -> OnnxScorer:
    """Load the scorer that comes with the assistant; its tokenizer is the embedding model's.

    Raises:
        ModelError: a file is missing or differs.
    """
    return OnnxScorer(default_folder() / "tokenizer.json")
