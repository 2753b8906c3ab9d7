"""The systems that are compared: the product, its halves and plain pipelines.

All rank documents with one embedding model:

- product: the chunks, dense and BM25 fused, a question resolved against its history
- product/last-turn, product/rewrite: the question as it stands, or as the file rewrites it;
  only where a question has history, or a rewrite besides
- dense, bm25: each half alone, over the product's chunks
- langchain: the usual recipe, recursively split characters in a Chroma collection; it parts at
  line ends first, so the title line of a text too long for one piece may stand alone
- dense-whole: one vector a document, as all-MiniLM-L6-v2 is published on BEIR; the sanity anchor
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from assistant.assistant import Assistant
from assistant.models.embedder import Embedder, Vectors
from assistant.readers.files import RawSource
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.retriever import DEPTH
from assistant.store.index import Index
from assistant.types import NO_FILTERS, Turn
from benchmarks.sets import Query

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

K = 10
"""Documents ranked for a query."""

Search = Callable[[Query], list[str]]
"""Gives the ids of the ``K`` best documents for a query, best first."""

_COSINE: "CreateCollectionConfiguration" = {"hnsw": {"space": "cosine", "ef_search": 200}}
_BATCH = 128
"""Texts embedded and written at once."""
_PAGE = 5000
"""Records read at once."""


@dataclass(frozen=True, slots=True)
class System:
    """A way to search. ``seconds`` to index it, ``None`` where an earlier run's store served."""

    name: str
    search: Search
    seconds: float | None


def own_systems(
    index: Index, seconds: float | None, queries: Sequence[Query], embedder: Embedder
) -> list[System]:
    """The product and its halves on an index that took ``seconds`` to make, ``None`` if kept."""
    snapshot = index.snapshot()
    assistant = Assistant(index, lambda: embedder)
    began = time.perf_counter()
    lexical = LexicalIndex(snapshot)
    lexical_seconds = time.perf_counter() - began
    owners = {key: chunk.document_id for key, chunk in snapshot.chunks.items()}

    def product(text: str, history: Sequence[Turn] = ()) -> list[str]:
        hits = assistant.search_documents(text, K, history=history)
        return [hit.chunk.document_id for hit in hits]

    def dense(query: Query) -> list[str]:
        vector = embedder.embed_query(query.text)
        return _best_documents(lambda depth: snapshot.nearest(vector, depth, NO_FILTERS), owners)

    def bm25(query: Query) -> list[str]:
        return _best_documents(lambda depth: lexical.scores(query.text, depth, NO_FILTERS), owners)

    systems = [System("product", lambda query: product(query.text, query.history), seconds)]
    if any(query.history for query in queries):
        systems.append(System("product/last-turn", lambda query: product(query.text), seconds))
        if any(query.rewrite for query in queries):
            systems.append(
                System(
                    "product/rewrite", lambda query: product(query.rewrite or query.text), seconds
                )
            )
    return [*systems, System("dense", dense, seconds), System("bm25", bm25, lexical_seconds)]


def vector_system(
    name: str, collection: "Collection", texts: Mapping[str, str], embedder: Embedder
) -> System:
    """A system that ranks documents by the nearest of ``texts``, which it indexes first."""
    seconds = fill(collection, texts, embedder)
    owners = {key: key.rpartition("#")[0] for key in texts}

    def search(query: Query) -> list[str]:
        vector = embedder.embed_query(query.text)
        return _best_documents(lambda depth: _nearest(collection, vector, depth), owners)

    return System(name, search, seconds)


def split_texts(sources: Sequence[RawSource]) -> dict[str, str]:
    """The pieces of the usual LangChain recipe, by document id and number ("d#0")."""
    # A development dependency: the other evals run without it.
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    return {
        f"{source.id}#{number}": text
        for source in sources
        for number, text in enumerate(splitter.split_text(f"{source.title or ''}\n{source.text}"))
    }


def whole_texts(sources: Sequence[RawSource]) -> dict[str, str]:
    """Title and text of every document as one, as BEIR joins them, by document id and "#0"."""
    return {f"{source.id}#0": f"{source.title or ''} {source.text}".strip() for source in sources}


def fill(collection: "Collection", texts: Mapping[str, str], embedder: Embedder) -> float | None:
    """Make a collection hold the vectors of exactly ``texts``.

    A text is known by the hash of it and the model beside its id, so what an interrupted run
    left is kept and what has changed since is not.

    Returns:
        The seconds it took, ``None`` where some vectors were there already.
    """
    began = time.perf_counter()
    wanted = {key: _fingerprint(text, embedder) for key, text in texts.items()}
    held = _held(collection)
    stale = [key for key in held if wanted.get(key) != held[key]]
    for batch in _batches(stale):
        collection.delete(ids=batch)
    missing = [key for key in wanted if wanted[key] != held.get(key)]
    for batch in tqdm(list(_batches(missing)), desc="vectors", disable=None):
        collection.add(
            ids=batch,
            embeddings=embedder.embed_documents([texts[key] for key in batch]),
            metadatas=[{"fingerprint": wanted[key]} for key in batch],
        )
    return time.perf_counter() - began if len(missing) == len(wanted) else None


@contextmanager
def open_collection(path: Path) -> Iterator["Collection"]:
    """The one collection of a Chroma database of its own."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(path, settings=Settings(anonymized_telemetry=False))
    try:
        yield client.get_or_create_collection(
            "vectors", embedding_function=None, configuration=_COSINE
        )
    finally:
        client.close()  # type: ignore[attr-defined]


def _held(collection: "Collection") -> dict[str, str]:
    """The fingerprints of a collection by id, read by the page: Chroma fails on large reads."""
    held: dict[str, str] = {}
    for at in range(0, collection.count(), _PAGE):
        found = collection.get(include=["metadatas"], limit=_PAGE, offset=at)
        records = zip(found["ids"], found["metadatas"] or [], strict=True)
        held |= {key: str(record["fingerprint"]) for key, record in records}
    return held


def _nearest(collection: "Collection", vector: Vectors, depth: int) -> dict[str, float]:
    """The cosines of the ``depth`` records nearest to a unit vector, by id."""
    found = collection.query(
        query_embeddings=vector[np.newaxis],
        n_results=min(depth, collection.count()),
        include=["distances"],
    )
    gaps = (found["distances"] or [[]])[0]
    return {key: round(1 - gap, 6) for key, gap in zip(found["ids"][0], gaps, strict=True)}


def _best_documents(
    score: Callable[[int], Mapping[str, float]], owners: Mapping[str, str]
) -> list[str]:
    """The ``K`` documents of the best scored pieces, ties by id.

    ``score`` gives the scores of about as many pieces as it is asked for; it is asked for more
    while those come from fewer than ``K`` documents, as the product does.
    """
    depth = DEPTH
    while True:
        scores = score(depth)
        ranked = sorted(scores, key=lambda key: (-round(scores[key], 6), key))
        documents = list(dict.fromkeys(owners[key] for key in ranked))
        if len(documents) >= K or len(scores) < depth or depth >= len(owners):
            return documents[:K]
        depth *= 4


def _fingerprint(text: str, embedder: Embedder) -> str:
    content = f"{embedder.weights}\0{text}"
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _batches(keys: Sequence[str]) -> Iterator[list[str]]:
    for at in range(0, len(keys), _BATCH):
        yield list(keys[at : at + _BATCH])
