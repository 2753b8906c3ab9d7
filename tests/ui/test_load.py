"""Many clients at once, while the library changes and some of them vanish."""

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from assistant.assistant import Assistant
from assistant.models.embedder import Embedder
from assistant.store.index import Index
from benchmarks.clients import CLIENTS
from benchmarks.load import Run, process, served, waited
from tests.conftest import ROOT

pytestmark = pytest.mark.enable_socket

SECONDS = 30
INGEST = "from assistant.cli.main import run; run()"
LEVY = "# Orme levy\n\nThe Orme levy is {} percent of the price of a ticket.\n"
QUESTION = "What percent of the price of a ticket is the Orme levy?"


def write_levy(folder: Path, percent: int) -> Path:
    (folder / "orme.md").write_text(LEVY.format(percent))
    return folder / "orme.md"


def test_fifty_clients_get_their_own_answers_while_the_library_changes(
    real_embedder: Embedder, starter_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    shutil.copytree(starter_store, tmp_path / "store")
    assistant = Assistant(Index(tmp_path / "store"), lambda: real_embedder)
    assistant.ingest([write_levy(tmp_path, 12)])
    with served([sys.executable, "app.py"], tmp_path) as (port, pid, log):
        watched = Watched(f"http://127.0.0.1:{port}", tmp_path)
        watched.start()
        run = Run(assistant.example_questions(6), SECONDS, clients=50, pause=10)
        found = run.ask("assistant", port, pid, CLIENTS)
        watched.join(60)
        after = process(pid)

    assert found.faults == {}
    assert len(found.seconds) >= 50
    assert watched.faults == []
    assert watched.told[-1] == told(15)
    assert set(watched.told) <= {told(12), told(15)}
    assert after.threads < 200
    assert after.files < 200
    assert len(waited(log)) > len(found.seconds)
    assert "Traceback" not in log.read_text()


def told(percent: int) -> str:
    return f"The Orme levy is {percent} percent of the price of a ticket. [1]"


class Watched(threading.Thread):
    """Asks about one document again and again, and has it changed in between."""

    def __init__(self, url: str, folder: Path) -> None:
        super().__init__(daemon=True)
        self.url, self.folder = url, folder
        self.told: list[str] = []
        self.faults: list[str] = []

    def run(self) -> None:
        ends = time.monotonic() + SECONDS
        changes = time.monotonic() + SECONDS / 3
        with httpx.Client(base_url=self.url, timeout=60) as client:
            while time.monotonic() < ends:
                if changes and time.monotonic() > changes:
                    changes = 0
                    self.change()
                self.ask(client)
            self.ask(client)

    def ask(self, client: httpx.Client) -> None:
        answered = client.post("/api/ask", json={"question": QUESTION})
        if answered.status_code != 200:
            self.faults.append(answered.text)
        else:
            self.told.append(answered.json()["answer"])

    def change(self) -> None:
        path = str(write_levy(self.folder, 15))
        command = [sys.executable, "-c", INGEST, "ingest", path]
        store = ["--store", str(self.folder / "store")]
        done = subprocess.run([*command, *store], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            self.faults.append(done.stderr)
