"""Where a library is kept, as its reader and its writer need it: a folder, or a Chroma server."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.models.embedder import Vectors
from assistant.store.manifest import Entry, Manifest
from assistant.stored import DocumentSummary
from assistant.terms.terms import TermsBuilder

Seen = tuple[object, ...]
"""What tells a generation from another one."""

Metadata = dict[str, str | int]

Call = tuple[str, Sequence[str], Vectors, Sequence[Metadata]]
"""A collection, and the ids, vectors and metadata of records to be written to it."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Where things stand in a segment.

    Attributes:
        firsts: of each document the row of its first passage, and the number of all.
        starts: of each passage where the vectors of its statements begin, and their number.
        sums: of each passage a checksum over these.
    """

    firsts: NDArray[np.int32]
    starts: NDArray[np.int64]
    sums: NDArray[np.uint32]


NO_ROWS = Rows(
    np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint32)
)
"""Where nothing stands."""


class Records(Protocol):
    """A collection of Chroma, as far as it is read."""

    def get(self, *, ids: list[str], include: Any) -> Any:
        """The records with these ids, as Chroma gives them."""
        ...

    def query(self, *, query_embeddings: Vectors, n_results: int, include: Any) -> Any:
        """The records nearest to a vector, as Chroma gives them."""
        ...

    def count(self) -> int:
        """How many records there are."""
        ...


class Holding(Protocol):
    """What a segment is read from.

    Attributes:
        documents: records of each document.
        chunks: a record for each passage, with its vector.
        rows: where things stand.
        folder: the folder for its index of terms.
        searched: how many neighbours Chroma keeps in view, as it was written.
        most_found: how many neighbours it may be asked for.
    """

    documents: Records
    chunks: Records
    rows: Rows
    folder: Path
    searched: int
    most_found: int

    def statements(self, rows: Sequence[int]) -> list[Vectors]:
        """Of some passages the vectors of what each states and of its own question.

        Raises:
            StoreError: they are not there.
        """
        ...


class Target(Protocol):
    """What a segment is written to."""

    name: str

    def write(self, call: Call) -> None:
        """Write records, or have it done soon.

        Raises:
            ChromaError, StoreError: these or those before can't be written.
        """
        ...

    def add_statements(self, row: int, block: Vectors) -> None:
        """Write the vectors of what a passage states and of its own question.

        Raises:
            ChromaError, StoreError, OSError: they can't be written.
        """
        ...

    def finish(self, rows: Rows, terms: TermsBuilder) -> str:
        """Have all written and sealed; returns a hash of the seal, and nothing may follow.

        Raises:
            ChromaError, StoreError, OSError: something can't be written.
        """
        ...

    def discard(self) -> None:
        """Stop, and remove what was written."""
        ...


class Shelf(Protocol):
    """Keeps the generations of one library, and the segments that they name.

    Attributes:
        place: where that is, for messages: a folder, or an address.
    """

    place: Path | str

    def seen(self) -> Seen | None:
        """Which generation is the library now, ``None`` where nothing was ingested yet."""
        ...

    def read(self) -> Manifest | None:
        """What the library is now, ``None`` where nothing was ingested yet.

        Raises:
            StoreError: another version wrote it, or it is damaged.
        """
        ...

    def older(self) -> Mapping[str, tuple[DocumentSummary, str]] | None:
        """The documents of a library that an older version wrote; ``None`` where there is none."""
        ...

    def open(self, entry: Entry, dimension: int, *, for_texts: bool = False) -> Holding:
        """What a segment is read from; only ``for_texts`` where a rebuild makes all else anew.

        Raises:
            StaleSnapshot: a writer has taken it away.
            StoreError: it is not as it was written.
        """
        ...

    def locked(self) -> AbstractContextManager[None]:
        """Be the one writer of the library.

        Raises:
            StoreError: another one keeps writing, or it can't be written.
        """
        ...

    def begin(self, generation: int, expected: int) -> Target:
        """What a new segment is written to, of about so many passages.

        Raises:
            ChromaError, StoreError, OSError: it can't be written.
        """
        ...

    def commit(self, manifest: Manifest) -> None:
        """Let this be the library from now on; for whoever has locked it.

        Raises:
            StoreError: another writer has taken over.
        """
        ...

    def sweep(self) -> None:
        """Remove what the library does not need; for whoever has locked it."""
        ...

    def size(self) -> int:
        """The bytes that it takes, 0 where that can't be told."""
        ...

    def opening(self, is_replaced: Callable[[], bool]) -> AbstractContextManager[None]:
        """Turn what Chroma raises while a library is opened into faults that say what to do.

        Raises:
            StaleSnapshot: another generation took the place of the one that was opened.
            StoreError: it can't be read now, or is damaged.
        """
        ...

    def reading(self, is_replaced: Callable[[], bool]) -> AbstractContextManager[None]:
        """As ``opening``, for what is asked of segments that are open; reading anew may help."""
        ...

    def look_over(self) -> Iterator[Callable[[], str]]:
        """Steps of a check-up of how it is kept; each tells what is well, or raises what is not."""
        ...
