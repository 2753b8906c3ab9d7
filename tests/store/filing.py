"""Files of each binary format whose words, pages and versions are known; ingests of them elsewhere.

What a version of a document says, each sentence on a page of its own, tells the document and the
version. So a sentence that is met tells where it must stand.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path

from assistant.assistant import Assistant
from assistant.models.embedder import Vectors
from assistant.readers.sandbox import Sandbox
from assistant.store import writer as writer_module
from assistant.store import writing as writing_module
from assistant.store.index import Index
from tests.conftest import StubEmbedder, StubScorer
from tests.docx.test_docx import docx
from tests.docx.test_docx import paragraph as word_paragraph
from tests.pdf.building import paragraph, pdf

FORMATS = (".pdf", ".docx", ".html", ".rtf")
BIRDS = {"gull": ".pdf", "tern": ".docx", "auk": ".html", "wren": ".pdf", "kite": ".docx",
         "lark": ".html", "ruff": ".rtf"}  # fmt: skip
"""The names of documents, and the format of each."""

WAITS = 60
"""Seconds for which another process is waited for."""

_START_UP = "tests.store.filing"


def sentences(bird: str, version: int) -> tuple[str, str]:
    """What a version of a document says, on its first and on its second page."""
    return (
        f"The {bird} levy of Orme is {version} percent of the catch of each {bird}.",
        f"The {bird} fee of Orme is {version} dollars for each nest of a {bird}.",
    )


def file_bytes(suffix: str, said: Sequence[str]) -> bytes:
    """A file of paragraphs, each on a page of its own where it has pages."""
    suffix = suffix.lower()
    if suffix == ".pdf":
        return pdf(*(paragraph((72, 100), 400, one) for one in said))
    if suffix == ".docx":
        return docx("".join(map(word_paragraph, said)))
    if suffix == ".html":
        body = "".join(f"<p>{one}</p>" for one in said)
        return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()
    if suffix == ".rtf":
        return ("{\\rtf1\\ansi " + "".join(f"{one}\\par\n" for one in said) + "}").encode()
    return "\n\n".join(said).encode()


def fill(folder: Path, versions: Mapping[str, int]) -> None:
    """Make a folder hold these versions and nothing else."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        if old.stem not in versions:
            old.unlink()
    for bird, version in versions.items():
        path = folder / f"{bird}{BIRDS[bird]}"
        path.write_bytes(file_bytes(path.suffix, sentences(bird, version)))


def opened(store: Path, stub: StubEmbedder | None = None) -> Assistant:
    embedder = stub or StubEmbedder()
    return Assistant(Index(store), lambda: embedder, StubScorer)


def in_small_steps() -> None:
    """Have ingests of this process show what they have written after every other document."""
    writer_module.BATCH_CHUNKS = 4
    writing_module.CHECKPOINT_SECONDS = 0


def start(work: object, *arguments: object) -> multiprocessing.Process:
    """Work in another process, which is forked from one that has opened nothing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_START_UP])
    process = context.Process(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
    process.start()
    return process


def ended(process: multiprocessing.Process) -> int | None:
    """How a process ended."""
    process.join(WAITS)
    return process.exitcode


def killed_ingest(store: Path, folder: Path, counted: Path, moment: int, delay: float) -> None:
    """Ingest, killed at a moment: so many steps of it, and a delay later.

    A step is whatever is done to a file or a folder, and an embedding. They are counted into a
    file, once it is done.
    """
    in_small_steps()
    _write_pids(counted.with_suffix(".pid"))
    steps = count(1)

    def step(event: str, _: object = None) -> None:
        if event.startswith(_STEPS) and moment == next(steps):
            threading.Thread(target=_die, args=(delay,), daemon=True).start()

    sys.addaudithook(step)
    opened(store, SteppingEmbedder(step)).ingest([folder])
    counted.write_text(str(next(steps)))


_STEPS = ("open", "os.", "shutil.", "sqlite3.", "subprocess.", "embed")
"""How the events begin that are steps of an ingest."""


class SteppingEmbedder(StubEmbedder):
    """Tells whenever it embeds."""

    def __init__(self, step: Callable[[str], None]) -> None:
        super().__init__()
        self._step = step

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self._step("embed")
        return super().embed_documents(texts)


def _die(delay: float) -> None:
    time.sleep(delay)
    os.kill(os.getpid(), signal.SIGKILL)


def _write_pids(path: Path) -> None:
    begin = Sandbox._start

    def noted(sandbox: Sandbox) -> object:
        process = begin(sandbox)
        path.write_text(str(process.pid))
        return process

    Sandbox._start = noted  # type: ignore[method-assign, assignment]


class HeldEmbedder(StubEmbedder):
    """Tells by a file that it was asked to embed, and waits for another one."""

    def __init__(self, told: Path) -> None:
        super().__init__()
        self._told = told

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self._told.touch()
        wait_for(self._told.with_suffix(".go"))
        return super().embed_documents(texts)


def held_ingest(store: Path, folder: Path, told: Path) -> None:
    """Ingest, held in the middle of it until it is let go on."""
    opened(store, HeldEmbedder(told)).ingest([folder])


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + WAITS
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    """Whether a process is there that has not ended, as Linux tells it."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"
