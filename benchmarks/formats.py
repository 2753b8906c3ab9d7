"""How many pages a second are read of each format, and what of a whole ingest is embedding.

    python -m benchmarks formats [DIR]

Reading is from the file to its text with its layout, by the program apart where the format has
one, which runs already. Pages are those of a PDF, and of other formats 500 words. Without a folder
of files it makes some of the library's own text. The folder's PDFs are then ingested into a new
store, with the model in use.
"""

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.errors import InputError
from assistant.models.embedder import Embedder, Vectors
from assistant.readers.files import FileReader, RawSource
from assistant.readers.folders import walk
from assistant.readers.formats import SUFFIXES, Format
from assistant.readers.sandbox import Sandbox
from assistant.settings import FileLimits
from assistant.store.index import Index
from benchmarks.files import WORDS, parts_of, write

PAGES = 100
"""Pages that are made of each format."""

_ROUNDS = 3
"""How often files are read; the quickest counts, for whatever else runs makes the others slower."""

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading the files of a format took; of those that are ingested, what that took too.

    Attributes:
        format: the name of the format.
        files: how many could be read.
        pages: how many they have.
        seconds: for reading them.
        ingest: seconds of ingesting them, 0 where that was not measured.
        embedding: seconds of these for the vectors.
    """

    format: Format
    files: int
    pages: float
    seconds: float
    ingest: float = 0.0
    embedding: float = 0.0


class TimedEmbedder:
    """Another embedder, with the seconds that it took to embed documents."""

    def __init__(self, embedder: Embedder, clock: Clock) -> None:
        """Take the time of an embedder by a clock."""
        self.name, self.dimension = embedder.name, embedder.dimension
        self.weights, self.notice = embedder.weights, embedder.notice
        self.seconds = 0.0
        self._embedder, self._clock = embedder, clock

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question."""
        return self._embedder.embed_query(text)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts."""
        began = self._clock()
        vectors = self._embedder.embed_documents(texts)
        self.seconds += self._clock() - began
        return vectors


def measure(
    folder: Path | None,
    corpus: Path,
    embedder: Embedder,
    pages: int = PAGES,
    clock: Clock = time.perf_counter,
) -> Iterator[Reading]:
    """Read the files of a folder, or such as are made of a library; ingest the PDFs among them.

    Raises:
        InputError: there is nothing to read.
    """
    with tempfile.TemporaryDirectory() as place:
        if folder is None:
            parts = parts_of(corpus)
            if not parts:
                raise InputError(f"{corpus} holds no articles to make files of")
            write(Path(place) / "files", parts, pages)
        files = _by_format(folder or Path(place) / "files")
        if not files:
            raise InputError(f"{folder} holds no documents ({', '.join(SUFFIXES)})")
        for kind, paths in sorted(files.items()):
            read = _read(kind, paths, clock)
            if kind is Format.PDF:
                store = Path(place) / "store"
                read = _ingested(read, paths, store, TimedEmbedder(embedder, clock), clock)
            yield read


def table(found: Iterator[Reading]) -> str:
    """The formats as a table of Markdown."""
    lines = [
        "| format | files | pages | read in s | pages a second | ingested in s | of it embedding |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in found:
        rate = row.pages / row.seconds if row.seconds else 0.0
        cells = [str(row.format), f"{row.files:,}", f"{row.pages:,.0f}", f"{row.seconds:.2f}"]
        cells.append(f"{rate:,.0f}")
        has_ingest = row.ingest > 0
        cells += (
            [f"{row.ingest:.1f}", f"{row.embedding / row.ingest:.0%}"] if has_ingest else ["", ""]
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _by_format(folder: Path) -> Mapping[Format, list[Path]]:
    found: defaultdict[Format, list[Path]] = defaultdict(list)
    for path in walk(folder).files:
        if path.suffix.lower() in SUFFIXES and not path.name.startswith("README"):
            found[SUFFIXES[path.suffix.lower()]].append(path)
    return found


def _read(kind: Format, paths: Sequence[Path], clock: Clock) -> Reading:
    """Read files of a format; those that can't be read count for nothing but their time."""
    rounds: list[Reading] = []
    with Sandbox(FileLimits()) as sandbox:
        reader = FileReader(sandbox)
        # Once for the program to start, and load what it needs.
        reader.read(paths[0])
        for _ in range(_ROUNDS):
            count, pages, began = 0, 0.0, clock()
            for path in paths:
                sources, _ = reader.read(path)
                count += bool(sources)
                pages += sum(map(_pages, sources))
            rounds.append(Reading(kind, count, pages, clock() - began))
    return min(rounds, key=lambda reading: reading.seconds)


def _pages(source: RawSource) -> float:
    layout = source.extract.layout if source.extract else None
    if layout and layout.pages:
        return layout.pages[-1].page
    return len(source.text.split()) / WORDS


def _ingested(
    read: Reading, paths: Sequence[Path], store: Path, embedder: TimedEmbedder, clock: Clock
) -> Reading:
    began = clock()
    Assistant(Index(store), lambda: embedder).ingest(paths)
    seconds = clock() - began
    return Reading(read.format, read.files, read.pages, read.seconds, seconds, embedder.seconds)
