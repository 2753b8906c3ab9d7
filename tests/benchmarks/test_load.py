"""What clients meet is counted and written as a table."""

import os
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from benchmarks.load import Measured, Process, Run, process, table, waited

pytestmark = pytest.mark.enable_socket


class _Echo(BaseHTTPRequestHandler):
    """Answers with the question, and with something else every third time."""

    asked = 0

    def do_GET(self) -> None:
        _Echo.asked += 1
        said = self.path.strip("/") if _Echo.asked % 3 or _Echo.asked < 4 else "other"
        self.send_response(503 if _Echo.asked % 10 == 0 else 200)
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def ask(http: httpx.Client, question: str) -> str:
    told = http.get(f"/{question}")
    told.raise_for_status()
    return told.text


def test_answers_of_others_and_refusals_are_counted(port: int) -> None:
    run = Run(["one", "two", "three"], seconds=0.5, clients=2, pause=0.005)
    found = run.ask("echo", port, pid=1, kinds={"plain": ask})

    assert set(found.faults) == {"other answer", "status 503"}
    assert len(found.seconds) > 10
    assert found.ended


def test_a_process_holds_memory_files_and_threads() -> None:
    held = process(pid=os.getpid())
    assert held.memory > 10_000_000
    assert held.files > 2
    assert held.threads >= 1


def test_the_time_in_the_queue_is_read_from_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text('Serving\n{"event": "serving"}\n{"event": "questions", "waited": 0.5}\n')
    assert waited(log) == [0.5]


def test_the_table_tells_medians_and_what_is_held() -> None:
    own = Measured("own", [1.0, 2.0, 3.0], Counter({"status 429": 2}), [0.0, 0.0, 0.0])
    own.settled, own.ended = Process(400_000_000, 30, 9), Process(410_000_000, 31, 9)
    row = table([own]).splitlines()[-1]
    assert row.startswith("| own | 3 | 2 status 429 | 2.00 |")
    assert row.endswith("| 400 | 410 | 30 → 31 |")
