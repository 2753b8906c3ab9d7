"""Fixtures: a stub embedder whose cosines one can work out by hand, and libraries made of it."""

import os
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import hypothesis
import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.models.embedder import Embedder, Vectors
from assistant.models.export import load_embedder
from assistant.models.scorer import Reading
from assistant.settings import Settings
from assistant.store.index import Index
from assistant.text.words import content_stems

ROOT = Path(__file__).parent.parent
SEED_ID = "albert-cheng-ai-on-the-lot"

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


class StubEmbedder:
    """Every word has an axis of its own; a text is the sum of its words, scaled to length 1.

    Two texts of ``a`` and ``b`` different words that share ``s`` have the cosine
    ``s / sqrt(a * b)``.
    """

    name = "stub"
    dimension = 2048
    weights = "stub-weights"
    notice = ""

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_query(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for word in set(re.findall(r"\w+", text.lower())):
            vector[zlib.crc32(word.encode()) % self.dimension] = 1.0
        length = float(np.linalg.norm(vector))
        if not length:
            vector[0] = length = 1.0
        return vector / np.float32(length)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.stack([self.embed_query(text) for text in texts])


class StubScorer:
    """The logit is 12 times the share of the question's content words that title, words before
    and statement hold, less 8."""

    def score(self, question: str, readings: Sequence[Reading]) -> list[float]:
        asked = content_stems(question)
        held = [asked & content_stems(" ".join(reading)) for reading in readings]
        return [12 * len(words) / max(1, len(asked)) - 8 for words in held]


@pytest.fixture
def stub() -> StubEmbedder:
    return StubEmbedder()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def library(stub: StubEmbedder, store: Path, tmp_path: Path) -> Callable[..., Assistant]:
    """Makes an assistant over files given by name and text; calling it again syncs anew."""
    folder = tmp_path / "library"

    def make(files: Mapping[str, str]) -> Assistant:
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, text in files.items():
            (folder / name).write_bytes(text.encode("utf-8"))
        assistant = Assistant(Index(store), lambda: stub, StubScorer)
        assistant.ingest([folder])
        return assistant

    return make


@pytest.fixture(scope="session")
def seed_text() -> str:
    """The starter article without its front matter."""
    return (ROOT / "corpus" / f"{SEED_ID}.md").read_text("utf-8").split("---\n", 2)[2]


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings.read(os.environ)


@pytest.fixture(scope="session")
def real_embedder(settings: Settings) -> Embedder:
    return load_embedder("", settings.cache)


@pytest.fixture(scope="session")
def starter_store(real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter library, ingested once with the real model; copy it before changing it."""
    store = tmp_path_factory.mktemp("starter") / "store"
    report = Assistant(Index(store), lambda: real_embedder).ingest([ROOT / "corpus"])
    assert report.failed == ()
    return store
