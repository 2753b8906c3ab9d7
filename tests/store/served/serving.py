"""A real Chroma server on this machine, to be killed and started again; ingests of it elsewhere."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx

from assistant.assistant import Assistant
from assistant.documents.articles import parse
from assistant.errors import StoreError
from assistant.settings import ChromaSettings
from assistant.store import writer as writer_module
from assistant.store import writing as writing_module
from assistant.store.index import Index
from assistant.store.served import epochs
from assistant.store.served.server import Server
from assistant.store.served.shelf import ServedShelf
from tests.conftest import StubEmbedder, StubScorer
from tests.store.filing import HeldEmbedder

STARTS = 60
"""Seconds that a server may take to start."""


class ChromaServer:
    """A Chroma server on loopback, with what it keeps in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        program = Path(sys.executable).with_name("chroma")
        arguments = ["run", "--path", str(self._folder), "--host", "127.0.0.1"]
        self._process = subprocess.Popen(
            [program, *arguments, "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + STARTS
        while not self._is_up():
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def _is_up(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat", timeout=1).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


def shelf(url: str, database: str, cache: Path) -> ServedShelf:
    return ServedShelf(Server(ChromaSettings(url, database=database)), cache)


def index(url: str, database: str, cache: Path) -> Index:
    return Index(cache / "store", shelf(url, database, cache))


def opened(url: str, database: str, cache: Path) -> Assistant:
    embedder = StubEmbedder()
    return Assistant(index(url, database, cache), lambda: embedder, StubScorer)


def sync(to: Index, texts: Mapping[str, str], embedder: StubEmbedder | None = None) -> None:
    documents = {key: (parse(key, text), key) for key, text in texts.items()}
    to.sync(documents, lambda stored: stored, embedder or StubEmbedder(), lambda _: None)


def quickly() -> None:
    """Have leases of this process expire soon, and ingests show what they wrote step by step."""
    epochs.LEASE_SECONDS, epochs.RENEWED_EVERY, epochs.LOCK_SECONDS = 1.0, 0.2, 1.0
    writer_module.BATCH_CHUNKS = 8
    writing_module.CHECKPOINT_SECONDS = 0


def held_ingest(url: str, database: str, cache: Path, text: str, told: Path) -> None:
    """Ingest one document more, held before anything is embedded; tells how it ended."""
    quickly()
    to = index(url, database, cache)
    stored = {key: to.text(key) for key in to.snapshot().documents}
    try:
        sync(to, {**stored, "late": text}, HeldEmbedder(told))
        told.with_suffix(".end").write_text("done")
    except StoreError as error:
        told.with_suffix(".end").write_text(f"{type(error).__name__}: {error}")


def versions(number: int, count: int = 24) -> dict[str, str]:
    said = f"Mark v{number} begins.\n\n## Part\nMark v{number} ends"
    return {f"d{n}": f"{said} in {n}." for n in range(count)}


def ingests(url: str, database: str, cache: Path) -> None:
    """Write version after version."""
    quickly()
    for number in range(2, 6):
        sync(index(url, database, cache), versions(number))


def asks(url: str, database: str, cache: Path, stop: Path, told: Path) -> None:
    """Ask on until there is a file; tells what was seen, or what was wrong."""
    reader = opened(url, database, cache)
    seen: set[str] = set()
    asked = 0
    while not stop.exists():
        reader.ask("Mark begins, mark ends?")
        documents = {}
        for chunk in reader._views.current().snapshot.chunks.values():
            documents.setdefault(chunk.document_id, set()).add(chunk.text.split()[1])
        assert len(documents) == 24
        assert all(len(found) == 1 for found in documents.values()), documents
        seen |= set().union(*documents.values())
        asked += 1
    told.write_text(f"{asked} {' '.join(sorted(seen))}")
