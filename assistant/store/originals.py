"""The PDFs that documents were read from: kept beside the library, so that pages can be shown.

    store/originals/SHA256.pdf
    store/originals/SHA256.json      where each line of the text stands on its page

A file is named by what it holds and never changes; it is there before the document that names it,
and goes after the last that did.
"""

import hashlib
import json
import os
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.errors import StoreError, UnknownDocument
from assistant.pdf.writing import Place
from assistant.store.faults import remedy

ORIGINALS = "originals"

SPARED_SECONDS = 3600
"""For how long a file that no document names is kept: somebody may be about to name it."""


class Originals:
    """The PDFs of a store."""

    def __init__(self, store: Path) -> None:
        self._folder = store / ORIGINALS

    def keep(self, digest: str, data: bytes, places: Sequence[Place]) -> None:
        """Keep a file, and where its lines stand.

        Raises:
            StoreError: it can't be written.
        """
        try:
            self._keep(digest, data, places)
        except OSError as error:
            reason, store = error.strerror or str(error), self._folder.parent
            raise StoreError(
                f"The store {store} can't be written ({reason}); {remedy(reason, store)}."
            ) from error

    def _keep(self, digest: str, data: bytes, places: Sequence[Place]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        lines = [[one.start, one.end, one.page, *(round(x, 1) for x in one.box)] for one in places]
        self._write(f"{digest}.json", json.dumps(lines, separators=(",", ":")).encode())
        self._write(f"{digest}.pdf", data)

    def data(self, digest: str) -> bytes:
        """The bytes of a file.

        Raises:
            UnknownDocument: it is not kept, or is not what it was.
        """
        try:
            data = (self._folder / f"{digest}.pdf").read_bytes()
        except OSError as error:
            raise _gone() from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise _gone()
        return data

    def places(self, digest: str) -> list[Place]:
        """Where the lines of a file stand, in the order of its text; none where that is lost."""
        try:
            lines = json.loads((self._folder / f"{digest}.json").read_text("utf-8"))
            return [Place(a, b, page, (x0, y0, x1, y1)) for a, b, page, x0, y0, x1, y1 in lines]
        except (OSError, ValueError, TypeError):
            return []

    def sweep(self, named: Iterable[str], once: Iterable[str] = ()) -> None:
        """Drop the files that no document names any more, save those just written.

        Those that one named ``once`` go too, however new they are: nobody is about to name them.
        """
        kept = set(named)
        gone = set(once) - kept
        for path in self._folder.glob("*.*"):
            try:
                is_old = time.time() - path.stat().st_mtime > SPARED_SECONDS
                if path.stem in gone or (path.stem not in kept and is_old):
                    path.unlink()
            except OSError:
                continue

    def _write(self, name: str, data: bytes) -> None:
        path = self._folder / name
        if path.is_file() and path.stat().st_size == len(data):
            os.utime(path)
            return
        # Threads of one process may keep the same file at once.
        draft = path.with_name(f".{os.getpid()}-{threading.get_ident()}-{name}")
        draft.write_bytes(data)
        draft.replace(path)


def _gone() -> UnknownDocument:
    return UnknownDocument("The file of this document is not kept; ingest it again.")
