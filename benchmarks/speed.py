"""How fast the assistant is beside the plain recipe, in one run on one machine.

    python -m benchmarks speed

The recipe is the usual one: texts cut every 1,000 characters with 200 of overlap, embedded with
sentence-transformers, kept in Chroma, the nearest ten by similarity. Its model is the same, read
from the same files; it calls what LangChain's classes for these call, without them in between.
Each is measured in processes of its own, in turns; medians.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from assistant.assistant import Assistant
from assistant.models.weights import default_folder
from assistant.readers.sources import gather
from assistant.settings import Settings

T = TypeVar("T")

ROUNDS = 3
"""Times that each is measured."""

QUESTIONS = 40
"""Questions of the library's own that are searched and answered."""

FIRST = "How much does Louisiana spend on film credits a year?"


_HELP = "from assistant.cli.main import run; run()"


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, in seconds: of the assistant, and of the recipe where it has it."""

    name: str
    ours: Sequence[float]
    recipe: Sequence[float] = ()


def measure(corpus: Path, stores: Path) -> list[Row]:
    """Measure both on the articles of a folder."""
    ours, plain = stores / "speed-assistant", stores / "speed-recipe"
    questions = _apart(own_questions, corpus, ours)
    written = [[_apart(ingest, corpus, ours), _apart(recipe_ingest, corpus, plain)]
               for _ in _turns()]  # fmt: skip
    cold = [[_apart(first_search, ours), _apart(recipe_first, plain)] for _ in _turns()]
    warm = [[_apart(searches, ours, questions), _apart(recipe_searches, plain, questions)]
            for _ in _turns()]  # fmt: skip
    answers = [seconds for _ in _turns() for seconds in _apart(answered, ours, questions)]
    return [
        Row("ingest", *zip(*written, strict=True)),
        Row("ingest again, unchanged", [_apart(ingest_again, corpus, ours) for _ in _turns()]),
        Row("first search of a process", *zip(*cold, strict=True)),
        Row("search, warm", *(_joined(each) for each in zip(*warm, strict=True))),
        Row("answer, warm", answers),
        Row("assistant --help", [_program("-c", _HELP, "--help") for _ in _turns()]),
        Row("import assistant", [_program("-c", "import assistant") for _ in _turns()]),
    ]


def _turns() -> range:
    return range(ROUNDS)


def _joined(parts: Sequence[Sequence[float]]) -> list[float]:
    return [seconds for part in parts for seconds in part]


def _apart(work: Callable[..., T], *arguments: object) -> T:
    """Do work in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _program(*arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own modules, by our own interpreter
        [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - began


def _opened(store: Path) -> Assistant:
    return Assistant.open(store, Settings.read(os.environ))


def own_questions(corpus: Path, store: Path) -> list[str]:
    """The documents' own questions, of a library that is made for it."""
    assistant = _opened(store)
    assistant.ingest([corpus])
    return assistant.example_questions(QUESTIONS)


def ingest(corpus: Path, store: Path) -> float:
    """Seconds to ingest a folder, the model being loaded."""
    shutil.rmtree(store, ignore_errors=True)
    assistant = _opened(store)
    assistant.embedder.embed_query("warm")
    began = time.perf_counter()
    assistant.ingest([corpus])
    return time.perf_counter() - began


def ingest_again(corpus: Path, store: Path) -> float:
    """Seconds to ingest a folder that has not changed, the model being loaded."""
    assistant = _opened(store)
    assistant.embedder.embed_query("warm")
    began = time.perf_counter()
    assistant.ingest([corpus])
    return time.perf_counter() - began


def first_search(store: Path) -> float:
    """Seconds until the first hits, in a process that has loaded nothing but the imports."""
    began = time.perf_counter()
    _opened(store).search(FIRST)
    return time.perf_counter() - began


def searches(store: Path, questions: Sequence[str]) -> list[float]:
    """Seconds of each search, once everything is loaded."""
    assistant = _opened(store)
    assistant.warm_up()
    return [_seconds(assistant.search, question) for question in questions]


def answered(store: Path, questions: Sequence[str]) -> list[float]:
    """Seconds of each answer, once everything is loaded."""
    assistant = _opened(store)
    assistant.warm_up()
    assistant.ask(FIRST)
    return [_seconds(assistant.ask, question) for question in questions]


def recipe_ingest(corpus: Path, store: Path) -> float:
    """Seconds of the recipe to do the same, its model being loaded."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    shutil.rmtree(store, ignore_errors=True)
    model = _model()
    model.encode(["warm"])
    began = time.perf_counter()
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    texts = [part for source in gather([str(corpus)]).sources
             for part in splitter.split_text(source.text)]  # fmt: skip
    collection = _collection(store)
    collection.add(
        ids=[str(number) for number in range(len(texts))],
        documents=texts,
        embeddings=model.encode(texts, normalize_embeddings=True),
    )
    return time.perf_counter() - began


def recipe_first(store: Path) -> float:
    """Seconds of the recipe until its first hits."""
    began = time.perf_counter()
    _recipe_search(_model(), _collection(store), FIRST)
    return time.perf_counter() - began


def recipe_searches(store: Path, questions: Sequence[str]) -> list[float]:
    """Seconds of each search of the recipe, once everything is loaded."""
    model, collection = _model(), _collection(store)
    _recipe_search(model, collection, FIRST)
    return [_seconds(_recipe_search, model, collection, question) for question in questions]


def _recipe_search(model: Any, collection: Any, question: str) -> None:
    vector = model.encode([question], normalize_embeddings=True, show_progress_bar=False)
    collection.query(query_embeddings=vector, n_results=10)


def _model() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(default_folder()), device="cpu")


def _collection(store: Path) -> Any:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    client = chromadb.PersistentClient(str(store), ChromaSettings(anonymized_telemetry=False))
    return client.get_or_create_collection("recipe", embedding_function=None)


def _seconds(work: Callable[..., object], *arguments: object) -> float:
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown: medians, and the 95th percentile where there are many."""
    head = "| | assistant | recipe | recipe / assistant |\n|---|---|---|---|"
    return "\n".join([head, *map(_row, rows)])


def _row(row: Row) -> str:
    ours = statistics.median(row.ours)
    if not row.recipe:
        return f"| {row.name} | {_told(row.ours)} | – | – |"
    ratio = statistics.median(row.recipe) / ours
    return f"| {row.name} | {_told(row.ours)} | {_told(row.recipe)} | {ratio:.1f} |"


def _told(seconds: Sequence[float]) -> str:
    middle = _written(statistics.median(seconds))
    if len(seconds) <= ROUNDS:
        return middle
    high = statistics.quantiles(seconds, n=20, method="inclusive")[-1]
    return f"{middle} (p95 {_written(high)})"


def _written(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"
