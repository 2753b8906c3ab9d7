"""Retrieval on a BEIR-style folder: the product beside its halves and plain pipelines, in one run.

A folder has ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv`` (or ``qrels/test.tsv``). The
systems, all ranking documents with one embedding model:

- product: the chunks, dense and BM25 fused, a question resolved against its history
- product/last-turn, product/rewrite: the question as it stands, or as the file rewrites it;
  only where a question has history, or a rewrite besides
- dense, bm25: each half alone, over the product's chunks
- langchain: the usual recipe, recursively split characters in a Chroma collection; it parts at
  line ends first, so the title line of a text too long for one piece may stand alone
- dense-whole: one vector a document, as all-MiniLM-L6-v2 is published on BEIR; the sanity anchor

All but the product search the question as it stands: where there is history, compare them with
product/last-turn. Times include the embedding of the question where a system needs it.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from assistant.assistant import Assistant
from assistant.errors import InputError
from assistant.models.embedder import Embedder, Vectors
from assistant.questions.conversation import read_history
from assistant.readers.sources import RawSource, gather
from assistant.retrieval.retriever import DEPTH, NO_FILTERS, LexicalIndex
from assistant.store.index import Index
from assistant.types import IngestReport, Turn
from evals.scoring.curves import bootstrap_interval
from evals.scoring.metrics import mean, ndcg_at_k, recall_at_k

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

K = 10
"""Documents ranked for a query."""

METRICS: Mapping[str, Callable[[Sequence[str], Mapping[str, float]], float]] = {
    "R@1": lambda ranked, gains: recall_at_k(ranked, gains, 1),
    "R@5": lambda ranked, gains: recall_at_k(ranked, gains, 5),
    "R@10": lambda ranked, gains: recall_at_k(ranked, gains, 10),
    "nDCG@5": lambda ranked, gains: ndcg_at_k(ranked, gains, 5),
    "nDCG@10": lambda ranked, gains: ndcg_at_k(ranked, gains, 10),
}

_COSINE: "CreateCollectionConfiguration" = {"hnsw": {"space": "cosine", "ef_search": 200}}
_BATCH = 128

Search = Callable[["Query"], list[str]]
"""Gives the ids of the ``K`` best documents for a query, best first."""


@dataclass(frozen=True, slots=True)
class Query:
    """A line of ``queries.jsonl``. ``answerable`` is ``None`` where the file does not say."""

    id: str
    text: str
    history: tuple[Turn, ...] = ()
    rewrite: str = ""
    answerable: bool | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class System:
    """A way to search. ``seconds`` to index it, ``None`` where an earlier run's store served."""

    name: str
    search: Search
    seconds: float | None


@dataclass(slots=True)
class Figures:
    """What was measured of a system: a value a query for every metric, and search times."""

    values: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in METRICS})
    seconds: list[float] = field(default_factory=list)


def measure(folder: Path, stores: Path, embedder: Embedder) -> dict[str, Any]:
    """Measure every system on the queries of ``folder`` that have a relevant document.

    Args:
        folder: the set.
        stores: where indexes are kept; vectors that are there already are not made again.
        embedder: the model of all systems.

    Returns:
        ``set``, ``queries`` and ``documents`` (counts), ``skipped`` (lines of the corpus that
        are no documents) and ``systems``: by name, each metric with its ``value``, ``low`` and
        ``high``, ``index_seconds`` (``None`` where nothing was indexed anew; for dense and the
        product the same vectors, for BM25 its build over stored chunks), ``p50_ms``, ``p95_ms``.

    Raises:
        InputError: a file is missing or malformed, or no query has a relevant document.
    """
    relevant = read_qrels(folder)
    queries = [query for query in read_queries(folder) if query.id in relevant]
    if not queries:
        raise InputError(f"{folder}: no query has a relevant document in the qrels")
    index, report = ingest(folder, stores, embedder)
    sources = gather([str(folder / "corpus.jsonl")]).sources
    pieces_store, whole_store = (
        stores / f"{folder.name}-{kind}" for kind in ("langchain", "whole")
    )
    with _collection(pieces_store) as pieces, _collection(whole_store) as whole:
        systems = [
            *_own_systems(index, _indexing_seconds(report), queries, embedder),
            _vector_system("langchain", pieces, split_texts(sources), embedder),
            _vector_system("dense-whole", whole, whole_texts(sources), embedder),
        ]
        figures = {system.name: _run(system, queries, relevant) for system in systems}
    return {
        "set": folder.name,
        "queries": len(queries),
        "documents": len(sources),
        "skipped": len(report.failed),
        "systems": {
            system.name: _summary(figures[system.name], system.seconds) for system in systems
        },
    }


def table(result: Mapping[str, Any]) -> str:
    """The result of ``measure`` as text: a row a system, metrics with their 95 % intervals."""
    head = "{set}: {queries} queries, {documents} documents".format_map(result)
    if result["skipped"]:
        head += f", {result['skipped']} lines skipped"
    columns = "".join(f"{name:>22}" for name in METRICS)
    lines = [head, f"{'':<18}{columns}{'index s':>9}{'p50 ms':>8}{'p95 ms':>8}"]
    for name, row in result["systems"].items():
        cells = "".join(
            "{value:>9.3f} {low:.3f}-{high:.3f}".format_map(row[metric]) for metric in METRICS
        )
        seconds = "kept" if row["index_seconds"] is None else f"{row['index_seconds']:.1f}"
        times = f"{seconds:>9}{row['p50_ms']:>8.1f}{row['p95_ms']:>8.1f}"
        lines.append(f"{name:<18}{cells}{times}")
    return "\n".join(lines)


def read_queries(folder: Path) -> list[Query]:
    """The queries of a set, in the order of its file.

    Raises:
        InputError: the file is missing or a line of it is malformed.
    """
    queries = []
    for place, line in _lines(folder / "queries.jsonl"):
        try:
            queries.append(_read_query(json.loads(line)))
        except json.JSONDecodeError as error:
            raise InputError(f"{place}: is not JSON") from error
        except InputError as error:
            raise InputError(f"{place}: {error}") from error
    return queries


def read_qrels(folder: Path) -> dict[str, dict[str, float]]:
    """The positive judgements of a set: gains by document id, by query id.

    Raises:
        InputError: the file is missing or a line of it is malformed.
    """
    file = folder / "qrels.tsv"
    if not file.is_file():
        file = folder / "qrels" / "test.tsv"
    relevant: dict[str, dict[str, float]] = {}
    (head, titles), *rows = [*_lines(file)] or [(str(file), "")]
    if titles.split() != ["query-id", "corpus-id", "score"]:
        raise InputError(f"{head}: needs the header query-id, corpus-id, score")
    for place, line in rows:
        try:
            query, document, score = line.split("\t")
            gain = float(score)
        except ValueError as error:
            raise InputError(f"{place}: needs query-id, corpus-id and score, by tabs") from error
        if gain > 0:
            relevant.setdefault(query, {})[document] = gain
    return relevant


def ingest(folder: Path, stores: Path, embedder: Embedder) -> tuple[Index, IngestReport]:
    """The product's index of a set's corpus, kept in ``stores`` and brought up to date.

    Raises:
        InputError: the corpus holds no documents.
    """
    index = Index(stores / folder.name)
    report = Assistant(index, lambda: embedder).ingest([folder / "corpus.jsonl"])
    if not report.added + report.updated + report.unchanged:
        reasons = [f"{failure.path}: {failure.reason}" for failure in report.failed]
        raise InputError("; ".join(reasons[:1]) or f"{folder}: the corpus holds no documents")
    return index, report


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
    found = collection.get(include=["metadatas"])
    held = {
        key: str(record["fingerprint"])
        for key, record in zip(found["ids"], found["metadatas"] or [], strict=True)
    }
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


def _own_systems(
    index: Index, seconds: float | None, queries: Sequence[Query], embedder: Embedder
) -> list[System]:
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


def _vector_system(
    name: str, collection: "Collection", texts: Mapping[str, str], embedder: Embedder
) -> System:
    seconds = fill(collection, texts, embedder)
    owners = {key: key.rpartition("#")[0] for key in texts}

    def search(query: Query) -> list[str]:
        vector = embedder.embed_query(query.text)
        return _best_documents(lambda depth: _nearest(collection, vector, depth), owners)

    return System(name, search, seconds)


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


def _run(
    system: System, queries: Sequence[Query], relevant: Mapping[str, Mapping[str, float]]
) -> Figures:
    figures = Figures()
    # The first search of a system loads what later ones find loaded.
    system.search(queries[0])
    for query in tqdm(queries, desc=system.name, disable=None):
        began = time.perf_counter()
        ranked = system.search(query)
        figures.seconds.append(time.perf_counter() - began)
        for name, metric in METRICS.items():
            figures.values[name].append(metric(ranked, relevant[query.id]))
    return figures


def _summary(figures: Figures, seconds: float | None) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, values in figures.values.items():
        low, high = bootstrap_interval(values)
        row[name] = {"value": mean(values), "low": low, "high": high}
    middle, slow = np.percentile(figures.seconds, [50, 95])
    row["index_seconds"] = None if seconds is None else round(seconds, 2)
    row["p50_ms"] = round(1000 * float(middle), 1)
    row["p95_ms"] = round(1000 * float(slow), 1)
    return row


def _indexing_seconds(report: IngestReport) -> float | None:
    return None if report.updated or report.unchanged else report.seconds


@contextmanager
def _collection(path: Path) -> Iterator["Collection"]:
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


def _fingerprint(text: str, embedder: Embedder) -> str:
    content = f"{embedder.weights}\0{text}"
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _batches(keys: Sequence[str]) -> Iterator[list[str]]:
    for at in range(0, len(keys), _BATCH):
        yield list(keys[at : at + _BATCH])


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file that are not blank, each with its place for messages."""
    try:
        content = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{file}: can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: is not UTF-8 (byte {error.start})") from error
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield f"{file}:{number}", line


def _read_query(record: Any) -> Query:
    if not isinstance(record, dict):
        raise InputError('is not a JSON object; write {"id": …, "text": …}')
    identity = record.get("id", record.get("_id"))
    text = record.get("text")
    if identity is None or not isinstance(text, str) or not text.strip():
        raise InputError('needs an "id" and a "text" that is not empty')
    answerable = record.get("answerable")
    answers = record.get("answers") or [record.get("answer") or ""]
    # Sentences marked as evidence are as good a reference for a quote as the written answer.
    answers = [*answers, *(record.get("evidence") or [])]
    return Query(
        id=str(identity),
        text=text,
        history=read_history(record.get("history") or ()),
        rewrite=record.get("rewrite") or "",
        answerable=answerable if isinstance(answerable, bool) else None,
        answers=tuple(answer for answer in answers if answer),
    )
