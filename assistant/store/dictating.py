"""Writes the database of a segment: here, or by a program apart where there is much to write."""

import pickle
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Protocol

from assistant.store.database import Database
from assistant.store.scribe import HEAD, WRITTEN, save_indexes, write
from assistant.store.shelf import Call

_AHEAD = 4
"""Calls that wait to be written, at most."""


class Hand(Protocol):
    """Writes records to the database of a segment, in the order in which they come."""

    def write(self, call: Call) -> None:
        """Write records, or have it done soon.

        Raises:
            ChromaError: these or those before can't be written.
        """
        ...

    def finish(self) -> None:
        """Have all written and the indexes saved; nothing may follow.

        Raises:
            ChromaError: something can't be written.
        """
        ...

    def discard(self) -> None:
        """Stop, whatever was written."""
        ...


class OwnHand:
    """Writes at once, in this process."""

    def __init__(self, store: Path, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._database = Database(store, folder, is_writer=True)
        self._database.make_collections()

    def write(self, call: Call) -> None:
        """Write records."""
        write(self._database, call)

    def finish(self) -> None:
        """Save the indexes."""
        self._database.close()
        save_indexes(self._store, self._folder)

    def discard(self) -> None:
        """Close the database."""
        self._database.close()


class Dictation:
    """Has a program apart write; a thread hands it what there is."""

    def __init__(self, store: Path, folder: Path) -> None:
        # Made here, so that both hands begin alike.
        OwnHand(store, folder).discard()
        self._process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            [sys.executable, "-m", "assistant.store.scribe", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._calls: queue.Queue[Call | None] = queue.Queue(_AHEAD)
        self._thread = threading.Thread(target=self._hand_over, daemon=True)
        self._thread.start()

    def write(self, call: Call) -> None:
        """Have records written soon."""
        self._put(call)

    def finish(self) -> None:
        """Wait until all is written and saved."""
        self._put(None)
        self._thread.join()
        said = self._end()
        if said != WRITTEN:
            raise _failed(said)

    def discard(self) -> None:
        """Stop the program."""
        self._process.kill()
        self._end()

    def _put(self, call: Call | None) -> None:
        while True:
            if not self._thread.is_alive():
                raise _failed(self._end())
            try:
                return self._calls.put(call, timeout=1)
            except queue.Full:
                continue

    def _hand_over(self) -> None:
        pipe = self._process.stdin
        while pipe is not None:
            call = self._calls.get()
            try:
                data = b"" if call is None else pickle.dumps(call, pickle.HIGHEST_PROTOCOL)
                pipe.write(HEAD.pack(len(data)))
                pipe.write(data)
                pipe.flush()
            except OSError:
                # It has ended; what it said is told to whoever goes on.
                return
            if call is None:
                return

    def _end(self) -> str:
        """What the program said at its end."""
        try:
            out, _ = self._process.communicate(timeout=None)
        except (OSError, ValueError):
            out = b""
        return out.decode(errors="replace").strip()


def _failed(said: str) -> Exception:
    from chromadb.errors import InternalError

    return InternalError(said or "the program that writes it was ended")
