"""Many clients at once of the served assistant, beside the plain recipe in the same run.

    python -m benchmarks load --seconds 300 --clients 50 --pause 10

Each client is a page, an HTTP program, or one of gradio_client, MCP or OpenAI's interface; it asks,
reads for a while (between none and twice the pause), and asks again. Each answer is compared with
what the same client got alone. Some cut their connections off in the middle of a question.
"""

import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from assistant.assistant import Assistant
from benchmarks.clients import CLIENTS, Client, gradio_call

QUESTIONS = 40
"""Questions that are asked, own ones of the documents."""

SETTLED = 500
"""Answers after which the memory is looked at for the first time."""

CUT_OFF = 0.02
"""The share of questions whose clients vanish."""

_STARTS = 90
_WAITS = 60
"""Seconds that a server may take to start, and a client waits for an answer."""


@dataclass(frozen=True, slots=True)
class Process:
    """What a server holds: resident memory in bytes, open files, threads."""

    memory: int
    files: int
    threads: int


@dataclass
class Measured:
    """What clients met: seconds of each answer, what went wrong by kind, and what it took."""

    name: str
    seconds: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    waited: list[float] = field(default_factory=list)
    settled: Process | None = None
    ended: Process | None = None


def measure(
    corpus: Path, store: Path, seconds: float, clients: int, pause: float
) -> list[Measured]:
    """Ask the assistant, and then the plain recipe, each for so many seconds.

    Raises:
        AssistantError: the store can't be read.
    """
    questions = Assistant.open(store).example_questions(QUESTIONS)
    run = Run(questions, seconds, clients, pause)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(store, Path(folder) / "store")
        with served([sys.executable, "app.py"], Path(folder)) as (port, pid, log):
            own = run.ask("assistant", port, pid, CLIENTS)
        own.waited = waited(log)
        recipe = [sys.executable, "-m", "benchmarks.recipe", str(corpus)]
        with served(recipe, Path(folder)) as (port, pid, _):
            plain = run.ask("plain recipe", port, pid, {"gradio": _recipe})
    return [own, plain]


def table(results: Sequence[Measured]) -> str:
    """The results as a table of Markdown; times in seconds, memory in MB."""
    head = "| server | answers | faults | p50 | p95 | waited p50 | p95 | MB at 500 | end | files |"
    lines = [head, "|---|---|---|---|---|---|---|---|---|---|"]
    for item in results:
        faults = ", ".join(f"{count} {kind}" for kind, count in item.faults.items()) or "0"
        times = [f"{value:.2f}" for value in (*_both(item.seconds), *_both(item.waited))]
        held = [
            f"{state.memory / 1e6:.0f}" if state else "" for state in (item.settled, item.ended)
        ]
        files = f"{item.settled.files} → {item.ended.files}" if item.settled and item.ended else ""
        cells = [item.name, str(len(item.seconds)), faults, *times, *held, files]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


@contextmanager
def served(command: Sequence[str], folder: Path) -> Iterator[tuple[int, int, Path]]:
    """Start a server over the store in a folder; gives its port, its process and its log."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {"ASSISTANT_STORE": str(folder / "store"), "PORT": str(port)}
    is_own = "app.py" in command
    log = folder / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(  # noqa: S603 - our own programs
            [*command, *([] if is_own else [str(port)])],
            env=environment,
            stderr=output,
            stdout=output,
        )
        try:
            _await(f"http://127.0.0.1:{port}/{'readyz' if is_own else 'config'}", process)
            yield port, process.pid, log
        finally:
            process.terminate()
            process.wait(timeout=20)


def waited(log: Path) -> list[float]:
    """Seconds that questions waited for their turn, as the server wrote them."""
    lines = [line for line in log.read_text("utf-8").splitlines() if line.startswith("{")]
    return [told["waited"] for told in map(json.loads, lines) if told["event"] == "questions"]


def process(pid: int) -> Process:
    """What a process holds now, as Linux tells it."""
    status = dict(
        line.split(":\t", 1)
        for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
        if ":\t" in line
    )
    memory = int(status["VmRSS"].split()[0]) * 1024
    files = sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    return Process(memory, files, int(status["Threads"]))


class Run:
    """Clients that ask the same questions of one server after the other."""

    def __init__(
        self, questions: Sequence[str], seconds: float, clients: int, pause: float
    ) -> None:
        """Ask for so many seconds by so many clients; each reads for ``pause`` seconds."""
        self._questions = questions
        self._seconds, self._clients, self._pause = seconds, clients, pause

    def ask(self, name: str, port: int, pid: int, kinds: Mapping[str, Client]) -> Measured:
        """Ask a server with so many clients, its kinds in turn."""
        found = Measured(name)
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=url, timeout=_WAITS) as http:
            expected = {
                (kind, question): ask(http, question)
                for kind, ask in kinds.items()
                for question in self._questions
            }
        ends = time.monotonic() + self._seconds
        lock = threading.Lock()

        def done(seconds: float, fault: str) -> None:
            with lock:
                if fault:
                    found.faults[fault] += 1
                    return
                found.seconds.append(seconds)
                if len(found.seconds) == SETTLED:
                    found.settled = process(pid)

        names = [list(kinds)[at % len(kinds)] for at in range(self._clients)]
        with ThreadPoolExecutor(self._clients) as pool:
            for seed, kind in enumerate(names):
                known = {asked: told for (one, asked), told in expected.items() if one == kind}
                pool.submit(self._one, url, kinds[kind], known, seed, ends, done)
        found.ended = process(pid)
        return found

    def _one(
        self,
        url: str,
        ask: Client,
        known: Mapping[str, str],
        seed: int,
        ends: float,
        done: Callable[[float, str], None],
    ) -> None:
        """One client, until its time is over."""
        chance = random.Random(seed)  # noqa: S311 - which question comes next
        with httpx.Client(base_url=url, timeout=_WAITS) as http:
            while time.monotonic() < ends:
                question = chance.choice(self._questions)
                if chance.random() < CUT_OFF:
                    _vanish(url, question)
                began = time.monotonic()
                fault = _fault(ask, http, question, known[question])
                done(time.monotonic() - began, fault)
                time.sleep(chance.uniform(0, 2 * self._pause))


def _fault(ask: Client, http: httpx.Client, question: str, expected: str) -> str:
    """Ask; returns what went wrong, empty if nothing did."""
    try:
        told = ask(http, question)
    except httpx.HTTPStatusError as error:
        return f"status {error.response.status_code}"
    except (httpx.HTTPError, LookupError) as error:
        return type(error).__name__
    return "" if told == expected else "other answer"


def _vanish(url: str, question: str) -> None:
    """Ask, and be gone before the answer comes."""
    address = httpx.URL(url)
    body = json.dumps({"question": question}).encode()
    head = f"POST /api/ask HTTP/1.1\r\nHost: {address.host}\r\nContent-Type: application/json\r\n"
    with socket.create_connection((address.host, address.port or 80)) as gone:
        gone.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


def _recipe(http: httpx.Client, question: str) -> str:
    return str(gradio_call(http, "chat", [question]))


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + _STARTS
    while time.monotonic() < ends and process.poll() is None:
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise TimeoutError(f"{url} did not answer within {_STARTS} s")


def _both(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    if len(values) < 2:
        return (0.0, 0.0)
    return statistics.median(values), statistics.quantiles(values, n=20)[-1]
