import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.models.embedder import (
    EXPORTED,
    FACTS,
    Embedder,
    OnnxEmbedder,
    TorchEmbedder,
    read_facts,
    sealed,
)
from assistant.models.weights import DEFAULT_MODEL, sha256


def test_vectors_have_length_one_and_do_not_depend_on_neighbours(real_embedder: Embedder) -> None:
    together = real_embedder.embed_documents(["A film.", "A much longer text on film credits."])

    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    assert np.array_equal(together[0], real_embedder.embed_documents(["A film."])[0])
    assert real_embedder.embed_documents([]).shape == (0, 384)


def test_the_default_model_is_the_published_one(real_embedder: Embedder) -> None:
    assert isinstance(real_embedder, OnnxEmbedder)
    assert (real_embedder.name, real_embedder.dimension) == (DEFAULT_MODEL, 384)
    assert real_embedder.notice == ""


@pytest.mark.parametrize("name", ["export.json", "model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("damage", [b"", b"{}", b"damaged"])
def test_a_damaged_export_is_refused(tmp_path: Path, name: str, damage: bytes) -> None:
    for file in EXPORTED:
        (tmp_path / file).write_bytes(file.encode())
    facts = {"dimension": 3, "files": {file: sha256(tmp_path / file) for file in EXPORTED}}
    written = {"facts": facts, "seal": sealed(facts)}
    (tmp_path / FACTS).write_text(json.dumps(written))
    assert read_facts(tmp_path) == facts

    (tmp_path / name).write_bytes(damage)
    with pytest.raises(ModelError, match="is damaged"):
        read_facts(tmp_path)


def test_sixteen_threads_get_the_vectors_of_one(real_embedder: Embedder) -> None:
    texts = [f"The credit of state {n} pays {n} percent of wages." for n in range(48)]
    alone = [real_embedder.embed_query(text) for text in texts]
    stored = real_embedder.embed_documents(texts[:4])

    with ThreadPoolExecutor(16) as threads:
        queries = list(threads.map(real_embedder.embed_query, texts))
        documents = list(threads.map(lambda _: real_embedder.embed_documents(texts[:4]), texts))

    assert np.array_equal(queries, alone)
    assert all(np.array_equal(vectors, stored) for vectors in documents)


class NotReentrant:
    """A model which notices when it is asked for a second text before it is done with the first."""

    def __init__(self) -> None:
        self.busy = False

    def get_embedding_dimension(self) -> int:
        return 3

    def encode_query(self, text: str, **_: object) -> list[float]:
        return self.encode_document([text])[0]

    def encode_document(self, texts: list[str], **_: object) -> list[list[float]]:
        assert not self.busy
        self.busy = True
        time.sleep(0.002)
        self.busy = False
        return [[float(len(text)), 0.0, 0.0] for text in texts]


def test_a_model_that_is_not_safe_to_share_is_asked_one_thing_at_a_time() -> None:
    served = TorchEmbedder("m", "w", NotReentrant(), "it is a stub")

    with ThreadPoolExecutor(16) as threads:
        queries = list(threads.map(served.embed_query, ["a", "bb", "ccc"] * 16))
        documents = list(threads.map(served.embed_documents, [["a", "bb"]] * 16))

    assert [vector[0] for vector in queries] == [1, 2, 3] * 16
    assert all(vectors[:, 0].tolist() == [1, 2] for vectors in documents)
