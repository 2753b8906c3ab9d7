"""Segments on a Chroma server: two collections each, read and written."""

import base64
import hashlib
import io
import secrets
import zlib
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.errors import StaleSnapshot
from assistant.models.embedder import Vectors
from assistant.store import layout
from assistant.store.database import SEARCHED
from assistant.store.faults import CHANGED
from assistant.store.indexing import save_terms
from assistant.store.manifest import Entry
from assistant.store.paging import metadata
from assistant.store.seals import vectors_damaged
from assistant.store.served.epochs import Epochs
from assistant.store.served.server import AT_ONCE, ServedRecords, Server
from assistant.store.shelf import NO_ROWS, Call, Metadata, Records, Rows
from assistant.store.values import more, pack, sealed, spread, unpack, unsealed_value
from assistant.terms.terms import TermsBuilder

if TYPE_CHECKING:
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

_COLLECTIONS = ("documents", "chunks")
_COSINE: "CreateCollectionConfiguration" = {"hnsw": {"space": "cosine", "ef_search": SEARCHED}}

_AHEAD = 4
"""Calls that wait to be answered, at most."""

_MOST_KEPT = 4_000
"""Passages of a segment of which the vectors of statements are kept."""


class ServedHolding:
    """A segment on a server."""

    searched = SEARCHED
    most_found = AT_ONCE

    def __init__(
        self, server: Server, entry: Entry, dimension: int, cache: Path, *, for_texts: bool
    ) -> None:
        self._dimension = dimension
        self.folder = cache / entry.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.documents: Records = collection(server, f"{entry.name}.documents")
        self.chunks: Records = collection(server, f"{entry.name}.chunks")
        self._place = server.address.url
        self.rows = NO_ROWS
        self._known: dict[int, Vectors] = {}
        if for_texts:
            return
        text = texts(self.documents, {0: "rows"})[0]
        if _hash(text) != entry.seal:
            raise vectors_damaged(self._place)
        self.rows = _load_rows(text)

    def statements(self, rows: Sequence[int]) -> list[Vectors]:
        """Of some passages the vectors of what each states and of its own question."""
        fresh = [row for row in dict.fromkeys(rows) if row not in self._known]
        found = {row: self._known[row] for row in rows if row in self._known}
        for row, text in texts(self.documents, {row: f"s{row}" for row in fresh}).items():
            found[row] = self._vectors(row, text)
        if len(self._known) + len(fresh) > _MOST_KEPT:
            self._known = {}
        self._known.update((row, found[row]) for row in fresh)
        return [found[row] for row in rows]

    def _vectors(self, row: int, text: str) -> Vectors:
        count = int(self.rows.starts[row + 1] - self.rows.starts[row])
        try:
            flat: Vectors = np.frombuffer(base64.b64decode(text), dtype=np.float32)
            return flat.reshape(count, self._dimension)
        except ValueError as error:
            raise vectors_damaged(self._place) from error


class ServedTarget:
    """A segment that is written to a server, by a thread that waits for its answers."""

    def __init__(self, server: Server, epochs: Epochs, cache: Path, generation: int) -> None:
        self.name = f"segment-{generation}-{secrets.token_hex(4)}"
        self._server, self._epochs, self._cache = server, epochs, cache
        self._collections = {
            name: made_collection(server, f"{self.name}.{name}") for name in _COLLECTIONS
        }
        self._thread = ThreadPoolExecutor(1)
        self._pending: deque[Future[None]] = deque()
        self._statements: list[tuple[str, Metadata]] = []

    def write(self, call: Call) -> None:
        """Have records written soon."""
        name, ids, vectors, records = call
        self._epochs.check()
        if len(self._pending) >= _AHEAD:
            self._pending.popleft().result()
        upsert = self._collections[name].upsert
        self._pending.append(self._thread.submit(upsert, ids, vectors, records))
        if name == "chunks":
            self._write_statements()

    def add_statements(self, row: int, block: Vectors) -> None:
        """Keep the vectors of a passage's statements until its record is written."""
        if len(block):
            first, *rest = pack(base64.b64encode(block.tobytes()).decode())
            self._statements.append((f"s{row}", first))
            self._statements += ((f"s{row}+{n}", record) for n, record in enumerate(rest, 1))

    def _write_statements(self) -> None:
        if held := self._statements:
            self._statements = []
            ids, records = zip(*held, strict=True)
            self.write(("documents", ids, spread(0, len(ids)), records))

    def finish(self, rows: Rows, terms: TermsBuilder) -> str:
        """Have all written, where things stand among it."""
        self._write_statements()
        text = _dump_rows(rows)
        first, *rest = pack(text)
        ids = ["rows", *(f"rows+{n}" for n in range(1, len(rest) + 1))]
        self.write(("documents", ids, spread(0, len(ids)), [first, *rest]))
        while self._pending:
            self._pending.popleft().result()
        self._thread.shutdown()
        folder = self._cache / self.name
        folder.mkdir(parents=True, exist_ok=True)
        save_terms(folder, terms)
        return _hash(text)

    def discard(self) -> None:
        """Remove what was written, as far as the server can be reached."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        for name in _COLLECTIONS:
            self._server.delete(f"{self.name}.{name}")
        layout.remove(self._cache / self.name)


def collection(server: Server, name: str) -> ServedRecords:
    """A collection that is there.

    Raises:
        StaleSnapshot: a writer has taken it away.
    """
    from chromadb.errors import NotFoundError

    try:
        found = server.call(lambda client: client.get_collection(name, embedding_function=None))
    except NotFoundError as error:
        raise StaleSnapshot(CHANGED) from error
    return ServedRecords(server, found)


def made_collection(server: Server, name: str) -> ServedRecords:
    """A collection, made if it isn't there."""
    return ServedRecords(
        server,
        server.call(
            lambda client: client.get_or_create_collection(
                name, embedding_function=None, configuration=_COSINE
            )
        ),
    )


def texts(collection: Records, keys: Mapping[int, str]) -> dict[int, str]:
    """The texts of records and those that each goes on in; empty where one is not there."""
    first = metadata(collection, [*keys.values()])
    ids = [f"{key}+{n}" for key, record in first.items() for n in range(1, more(record) + 1)]
    rest: Mapping[str, Any] = metadata(collection, ids) if ids else {}
    return {
        number: unpack(
            [
                first.get(key, {}),
                *(rest.get(f"{key}+{n}", {}) for n in range(1, more(first.get(key, {})) + 1)),
            ]
        )
        for number, key in keys.items()
    }


def _dump_rows(rows: Rows) -> str:
    with io.BytesIO() as file:
        np.savez(file, firsts=rows.firsts, starts=rows.starts, sums=rows.sums)
        return sealed(base64.b64encode(zlib.compress(file.getvalue())).decode())


def _load_rows(text: str) -> Rows:
    data = zlib.decompress(base64.b64decode(unsealed_value(text)))
    with np.load(io.BytesIO(data)) as found:
        return Rows(found["firsts"], found["starts"], found["sums"])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
