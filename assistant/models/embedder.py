"""The embedding model, served by onnxruntime, or by sentence-transformers where it must be."""

import hashlib
import json
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.models.sessions import open_session
from assistant.models.weights import sha256

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


Vectors: TypeAlias = NDArray[np.float32]


MOST_THREADS = 8

FACTS = "export.json"
EXPORTED = ("model.onnx", "tokenizer.json")
"""The files of an export that shape its vectors, beside the facts about it."""


def read_facts(export: Path) -> dict[str, Any]:
    """What ``export.json`` tells of an export whose files are those that were written.

    Raises:
        ModelError: a file is missing or is another one.
    """
    fault = ModelError(f"{export} is damaged; remove that folder, it will be made again.")
    try:
        written = json.loads((export / FACTS).read_bytes())
        facts, seal = written["facts"], written["seal"]
        is_whole = seal == sealed(facts) and all(
            sha256(export / name) == facts["files"][name] for name in EXPORTED
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise fault from error
    if not is_whole:
        raise fault
    return dict(facts)


def sealed(facts: Mapping[str, Any]) -> str:
    """A hash over facts, which tells whether they are as they were written."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


class Embedder(Protocol):
    """Turns texts into unit vectors; safe to share between threads.

    ``notice`` is a remark for the user, else empty.
    """

    name: str
    dimension: int
    weights: str
    notice: str

    def embed_query(self, text: str) -> Vectors:
        """Embed a question or query; shape ``(dimension,)``, length 1."""
        ...

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Embed texts of documents; shape ``(len(texts), dimension)``, rows of length 1."""
        ...


class OnnxEmbedder:
    """Serves an exported model with onnxruntime and tokenizers.

    Texts are embedded one at a time: on a CPU that is as fast as padded batches, and a text's
    vector never depends on its neighbours. Each takes one thread, as many at once as there are
    processors, which is faster than many threads for each. Session and tokenizer are not changed
    once loaded, so threads share them without a lock.
    """

    notice = ""

    def __init__(self, name: str, weights: str, export: Path, facts: Mapping[str, Any]) -> None:
        """Serve an export, of which ``read_facts`` has told.

        Raises:
            ModelError: there is not enough memory for it.
        """
        import tokenizers

        self.name = name
        self.weights = weights
        self.dimension = int(facts["dimension"])
        self._prompts: dict[str, str] = facts["prompts"]
        self._inputs: list[str] = facts["inputs"]
        self._session = open_session(export / "model.onnx", threads=1)
        self._threads = ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1))
        self._tokenizer = tokenizers.Tokenizer.from_file(str(export / "tokenizer.json"))
        self._tokenizer.enable_truncation(int(facts["max_tokens"]))
        self._tokenizer.no_padding()

    def embed_query(self, text: str) -> Vectors:
        """Embed a question; shape ``(dimension,)``."""
        return self._embed(self._prompts["query"] + text)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; shape ``(len(texts), dimension)``."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        prompt = self._prompts["document"]
        return np.stack([*self._threads.map(lambda text: self._embed(prompt + text), texts)])

    def _embed(self, text: str) -> Vectors:
        encoding = self._tokenizer.encode(text)
        columns = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        feed = {name: np.array([columns[name]], dtype=np.int64) for name in self._inputs}
        vector = np.asarray(self._session.run(None, feed)[0][0], dtype=np.float32)
        return vector / np.float32(np.linalg.norm(vector))


class TorchEmbedder:
    """Serves a model that can't be exported, with sentence-transformers, one call at a time."""

    def __init__(self, name: str, weights: str, model: "SentenceTransformer", why: str) -> None:
        self.name = name
        self.weights = weights
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.notice = f"{name} is served by sentence-transformers, more slowly: {why}"
        self._model = model
        self._lock = threading.Lock()

    def embed_query(self, text: str) -> Vectors:
        """Embed a question; shape ``(dimension,)``."""
        with self._lock:
            vector = self._model.encode_query(
                text, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vector, dtype=np.float32)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; shape ``(len(texts), dimension)``."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        with self._lock:
            vectors = self._model.encode_document(
                list(texts), normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)
