"""The program apart that writes a segment's database: ``python -m assistant.store.scribe FOLDER``.

It takes calls on standard input, each pickled behind its length, and ends with a word on standard
output: that all is written, or what failed. While Chroma writes, no other thread of its process
runs; from here it holds up neither what reads and embeds documents, nor who asks meanwhile.
"""

import pickle
import struct
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from assistant.store.database import COLLECTIONS, Database
from assistant.store.shelf import Call

HEAD = struct.Struct("<Q")
"""The length of a call in bytes; 0 where no more follow and all is to be saved."""

WRITTEN = "written"


def write(database: Database, call: Call) -> None:
    """Write records.

    Raises:
        ChromaError: they can't be written.
    """
    name, ids, vectors, records = call
    collection = getattr(database, name)
    collection.upsert(ids=[*ids], embeddings=np.asarray(vectors), metadatas=[*records])


def save_indexes(store: Path, folder: Path) -> None:
    """Have Chroma write its indexes to their files.

    By itself it does so every thousand records, in whatever process reads them, and until then
    each that opens the library makes the index anew.
    """
    with closing(Database(store, folder, is_writer=True)) as database:
        database.save_indexes_every(1)
    # The number counts for indexes that are loaded after it was set.
    with closing(Database(store, folder, is_writer=True)) as database:
        for name in COLLECTIONS:
            getattr(database, name).get(limit=1, include=[])


def serve(folder: Path, calls: BinaryIO) -> bool:
    """Write what is called for; tells whether all was, and not broken off."""
    with closing(Database(folder.parent, folder, is_writer=True)) as database:
        for call in _read(calls):
            if call is None:
                break
            write(database, call)
        else:
            return False
    save_indexes(folder.parent, folder)
    return True


def _read(calls: BinaryIO) -> Iterator[Any]:
    """The calls as they come, ``None`` for the last; fewer where whoever calls has ended."""
    while len(head := calls.read(HEAD.size)) == HEAD.size:
        (length,) = HEAD.unpack(head)
        if not length:
            yield None
            return
        data = calls.read(length)
        if len(data) < length:
            return
        # From our own parent, through a pipe that nobody else has.
        yield pickle.loads(data)  # noqa: S301


if __name__ == "__main__":
    try:
        if serve(Path(sys.argv[1]), sys.stdin.buffer):
            sys.stdout.write(WRITTEN)
    except BaseException as error:  # noqa: BLE001 - whoever waits for it is told
        sys.stdout.write(" ".join(f"{error}".split())[:1000])
        sys.exit(1)
