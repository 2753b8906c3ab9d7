"""Tells what a library of 1,000 to 300,000 passages costs to write, to open, to ask and to change.

    python -m benchmarks growth --sizes 1000 10000 100000 --server http://127.0.0.1:8000

Documents are made by a seed, and so are their vectors, quickly: what is measured is all but the
embedding. Each library is written, and each is read, in a process of its own, whose memory is told.
Answers use the real scorer. While a reader asks on, another process adds one document: until when
the reader finds it is told, and the longest that a question took meanwhile.
"""

import resource
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from assistant.assistant import Assistant
from assistant.documents.articles import parse
from assistant.models.embedder import Vectors
from assistant.settings import ChromaSettings, Settings
from assistant.store.index import Index
from assistant.store.opening import open_index
from assistant.types import Document
from benchmarks.drawing import Line, log_plot
from benchmarks.making import PASSAGES, QuickEmbedder, made_document, questions

T = TypeVar("T")

SIZES = (1_000, 10_000, 100_000, 300_000)
"""Passages of the libraries that are made."""

ASKED = 40
"""Questions that are searched, and answered."""

_UNLIKE = "The zyxgull levy of Ormeland is 12 percent."
_WAITS = 60


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a library took: passages, vectors, seconds, bytes of disk and of memory."""

    passages: int
    vectors: int
    seconds: float
    resync: float
    disk: int
    memory: int


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a library took, in seconds.

    Attributes:
        opened: until the first answer, models among it.
        searches: of each search, the library being open.
        answers: of each answer.
        update: of the writer that adds one document, from beginning to end.
        visible: from when that is written until a question finds it.
        calm: the longest that a search took before.
        wait: the longest that a search took while it was added.
        memory: bytes of the reading process, at most.
    """

    opened: float
    searches: tuple[float, ...]
    answers: tuple[float, ...]
    update: float
    visible: float
    calm: float
    wait: float
    memory: int


@dataclass(frozen=True, slots=True)
class Grown:
    """A library that was measured, and where it is kept."""

    place: str
    written: Written
    read: Read


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a library is kept: in a folder, or on a server in a database of its own."""

    store: Path
    server: str = ""
    database: str = ""

    def index(self) -> Index:
        """The index of the library."""
        chroma = ChromaSettings(self.server, database=self.database or "default_database")
        settings = Settings(self.store, self.store / "cache", chroma=chroma)
        return open_index(self.store, settings)


def measure(sizes: Sequence[int], stores: Path, server: str = "") -> Iterator[Grown]:
    """Make a library of each size and measure it; kept libraries are made anew.

    Where a server is named, each is kept there as well.
    """
    for size in sizes:
        kept = [Kept(stores / f"growth-{size}")]
        if server:
            database = f"growth-{size}-{int(time.time())}"
            kept.append(Kept(stores / f"growth-{size}-served", server, database))
        for each in kept:
            shutil.rmtree(each.store, ignore_errors=True)
            place = "server" if each.server else "folder"
            yield Grown(place, _apart(write, each, size), _apart(read, each))


def _apart(work: Callable[..., T], *arguments: object) -> T:
    """Do work in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def write(kept: Kept, size: int) -> Written:
    """Write a library of about so many passages, and write it again with nothing changed."""
    documents = {
        f"made-{seed}": (made_document(seed), f"made-{seed}.md")
        for seed in range(-(-size // PASSAGES))
    }
    embedder = _Counting()
    seconds = _seconds(_sync, kept, documents, embedder)
    counted = embedder.count
    resync = _seconds(_sync, kept, documents, embedder)
    passages = len(kept.index().snapshot().chunks)
    return Written(passages, counted, seconds, resync, _size(kept.store), _memory())


class _Counting(QuickEmbedder):
    """Counts the texts that it embeds."""

    count = 0

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, and count them."""
        self.count += len(texts)
        return super().embed_documents(texts)


def _sync(kept: Kept, documents: dict[str, tuple[Document, str]], embedder: QuickEmbedder) -> None:
    kept.index().sync(documents, lambda _: (), embedder, lambda _: None)


def add_one(kept: Kept, text: str) -> tuple[float, float]:
    """Add a document to a library; how long that took, and when it was stored."""
    embedder = QuickEmbedder()
    began = time.time()
    _sync(kept, {"added": (parse("added", text), "added.md")}, embedder)
    stored = [path.stat().st_mtime for path in kept.store.glob("generation-*.json")]
    return time.time() - began, max(stored, default=time.time())


def read(kept: Kept) -> Read:
    """Open a library, ask it, and ask on while a document is added."""
    embedder = QuickEmbedder()
    asked = [*questions(ASKED)]
    began = time.perf_counter()
    assistant = Assistant(kept.index(), lambda: embedder)
    assistant.warm_up()
    assistant.ask(asked[0])
    opened = time.perf_counter() - began
    searches = tuple(_seconds(assistant.search, text) for text in asked)
    answers = tuple(_seconds(assistant.ask, text) for text in asked)
    calm, update, visible, wait = _followed(assistant, kept, asked)
    return Read(opened, searches, answers, update, visible, calm, wait, _memory())


def _followed(
    assistant: Assistant, kept: Kept, asked: Sequence[str]
) -> tuple[float, float, float, float]:
    """Search on while another process adds a document, until it is found."""
    calm = max(_seconds(assistant.search, text) for text in asked)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(time.time).result()
        adding = pool.submit(add_one, kept, _UNLIKE)
        seconds: list[float] = []
        seen = 0.0
        limit = time.monotonic() + _WAITS
        while not seen and time.monotonic() < limit:
            began = time.perf_counter()
            found = assistant.search(_UNLIKE, 1)
            seconds.append(time.perf_counter() - began)
            if [hit.chunk.document_id for hit in found] == ["added"]:
                seen = time.time()
        update, committed = adding.result()
    return calm, update, max(0.0, seen - committed), max(seconds)


def _seconds(work: Callable[..., object], *arguments: object) -> float:
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _memory() -> int:
    """The most that this process has held, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def table(found: Sequence[Grown]) -> str:
    """The libraries as rows of Markdown, the smallest first."""
    head = (
        "| passages | kept in | written a second (vectors) | again, unchanged | first answer "
        "| search p50, p95 | answer p50, p95 | one document: written, seen | longest wait, calm "
        "| disk | memory: written, read |"
    )
    return "\n".join([head, f"|{'---|' * 11}", *map(_row, found)])


def _row(grown: Grown) -> str:
    done, read = grown.written, grown.read
    cells = [
        f"{done.passages:,}",
        grown.place,
        f"{done.passages / done.seconds:,.0f} ({done.vectors / done.seconds:,.0f})",
        f"{done.resync:.1f} s",
        f"{read.opened:.1f} s",
        _spread(read.searches),
        _spread(read.answers),
        f"{read.update:.2f} s, {read.visible:.2f} s",
        f"{read.wait * 1000:.0f}, {read.calm * 1000:.0f} ms",
        f"{done.disk / 1e6:,.0f} MB",
        f"{done.memory / 1e6:,.0f}, {read.memory / 1e6:,.0f} MB",
    ]
    return f"| {' | '.join(cells)} |"


def _spread(seconds: Sequence[float]) -> str:
    return f"{_percentile(seconds, 50) * 1000:.0f}, {_percentile(seconds, 95) * 1000:.0f} ms"


def _percentile(seconds: Sequence[float], share: int) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[share - 1]


def plot(found: Sequence[Grown]) -> str:
    """The libraries in folders as a plot on logarithmic axes, in SVG."""
    found = [grown for grown in found if grown.place == "folder"]
    lines = [
        Line("first answer", [grown.read.opened for grown in found]),
        Line("answer", [_percentile(grown.read.answers, 50) for grown in found]),
        Line("search", [_percentile(grown.read.searches, 50) for grown in found]),
        Line("one document written", [grown.read.update for grown in found]),
        Line("written, 1,000 passages", [_thousand(grown.written) for grown in found]),
    ]
    return log_plot([grown.written.passages for grown in found], lines, "passages", "seconds")


def _thousand(written: Written) -> float:
    return 1000 * written.seconds / written.passages
