"""The learned sentence scorer: it tells how well one statement answers one question.

A cross-encoder that began as the embedding model's weights and was trained by
``benchmarks/train_scorer.py``; it reads the question, the title, the words before the statement and
the statement itself. It is kept as int8 ONNX and served by onnxruntime.
"""

import hashlib
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.embedding import default_folder
from assistant.errors import ModelError

MODEL = Path(__file__).parent / "models" / "scorer.onnx"
SHA256 = "9257d196f6a060ffdab25acd40a996785ad90122597222bd0444bdab1d9bd7c0"

MOST_TOKENS = 128
QUESTION_TOKENS = 48
TITLE_TOKENS = 20
BEFORE_TOKENS = 24


class Scorer(Protocol):
    """Scores statements for a question."""

    def score(self, question: str, statement: str, before: str, title: str) -> float:
        """Logit that a statement answers a question.

        Args:
            question: the question.
            statement: the words of the statement.
            before: the words that stand before it, for what it leans on; may be empty.
            title: its document's title and section; may be empty.
        """
        ...


class OnnxScorer:
    """Serves the scorer that comes with the assistant.

    Statements are scored one at a time: int8 scales depend on all that is in a batch, and a
    statement's score must not depend on its neighbours.
    """

    def __init__(self, tokenizer: Path, model: Path = MODEL, sha256: str = SHA256) -> None:
        """Load ``model`` after comparing it with its hash.

        Raises:
            ModelError: the file is missing or is not the one that belongs to this version.
        """
        import onnxruntime
        import tokenizers

        if not model.is_file() or hashlib.sha256(model.read_bytes()).hexdigest() != sha256:
            raise ModelError(f"{model} is not the file of this version; reinstall the assistant.")
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = tokenizers.Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._opening = self._tokenizer.token_to_id("[CLS]")
        self._closing = self._tokenizer.token_to_id("[SEP]")

    def score(self, question: str, statement: str, before: str, title: str) -> float:
        """Logit that a statement answers a question."""
        context = [
            self._opening,
            *self._tokens(question)[:QUESTION_TOKENS],
            self._closing,
            *self._tokens(title)[:TITLE_TOKENS],
            self._closing,
            *self._tokens(before)[-BEFORE_TOKENS:],
            self._closing,
        ]
        stated = [*self._tokens(statement)[: MOST_TOKENS - len(context) - 1], self._closing]
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
