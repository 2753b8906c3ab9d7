"""A server on loopback that speaks OpenAI's, Anthropic's or Ollama's interface as it is told to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """What the server does, and what it was asked.

    ``deltas`` are sent first, of whatever kind; ``pieces`` makes the texts of the reply from the
    request's body; a number among them is seconds of waiting. ``status`` other than 200 answers
    with an error; ``cut`` closes the connection after so many bytes of the stream.
    """

    pieces: Callable[[dict[str, Any]], Iterator[str | float]] = lambda _body: iter(())
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    raw: bytes | None = None
    ends: str | None = "stop"
    deltas: tuple[dict[str, Any], ...] = ()
    counts: bool = True
    bodies: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    headers_sent: list[str] = field(default_factory=list)
    sent: int = 0
    left: threading.Event = field(default_factory=threading.Event)


def openai_events(script: Script, body: dict[str, Any]) -> Iterator[bytes | float]:
    about = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}

    def event(delta: dict[str, Any], reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return f"data: {json.dumps({**about, 'choices': [choice]})}\n\n".encode()

    yield event({"role": "assistant", "content": ""})
    for delta in script.deltas:
        yield event(delta)
    for piece in script.pieces(body):
        yield event({"content": piece}) if isinstance(piece, str) else piece
    if script.ends:
        yield event({}, script.ends)
    if script.counts:
        usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
        yield f"data: {json.dumps({**about, 'choices': [], 'usage': usage})}\n\n".encode()
    yield b"data: [DONE]\n\n"


def anthropic_events(script: Script, body: dict[str, Any]) -> Iterator[bytes | float]:
    def event(kind: str, **told: Any) -> bytes:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **told})}\n\n".encode()

    usage = {"input_tokens": 11, "output_tokens": 1}
    message = {"id": "m1", "type": "message", "role": "assistant", "content": [], "model": "s",
               "stop_reason": None, "stop_sequence": None, "usage": usage}  # fmt: skip
    yield event("message_start", message=message)
    yield event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    for piece in script.pieces(body):
        told = {"type": "text_delta", "text": piece}
        yield (
            event("content_block_delta", index=0, delta=told) if isinstance(piece, str) else piece
        )
    yield event("content_block_stop", index=0)
    if script.ends:
        ended = {"stop_reason": "end_turn", "stop_sequence": None}
        yield event("message_delta", delta=ended, usage={"input_tokens": 11, "output_tokens": 7})
    yield event("message_stop")


def ollama_events(script: Script, body: dict[str, Any]) -> Iterator[bytes | float]:
    about = {"model": "scripted", "created_at": "2026-11-30T00:00:00Z"}
    for piece in script.pieces(body):
        message = {"role": "assistant", "content": piece}
        told = {**about, "message": message, "done": False}
        yield (json.dumps(told) + "\n").encode() if isinstance(piece, str) else piece
    if script.ends:
        last = {"message": {"role": "assistant", "content": ""}, "done": True}
        counts = {"done_reason": "stop", "prompt_eval_count": 11, "eval_count": 7}
        yield (json.dumps({**about, **last, **counts}) + "\n").encode()


EVENTS = {
    "/v1/chat/completions": openai_events,
    "/v1/messages": anthropic_events,
    "/api/chat": ollama_events,
}


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """Serve a script; gives the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script.bodies.append(body)
            script.paths.append(self.path)
            key = self.headers.get("Authorization") or self.headers.get("x-api-key") or ""
            script.keys.append(key)
            script.headers_sent.append(str(self.headers))
            if script.status != 200 or script.raw is not None:
                self._whole(script.raw if script.raw is not None else _error(script.status))
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            # Clients would keep the connection, and tests see it unclosed.
            self.send_header("Connection", "close")
            self.end_headers()
            try:
                self._stream(EVENTS[self.path.partition("?")[0]](script, body))
            except OSError:
                script.left.set()

        def _whole(self, data: bytes) -> None:
            self.send_response(script.status)
            for name, value in script.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(data)

        def _stream(self, events: Iterator[bytes | float]) -> None:
            for event in events:
                if isinstance(event, float):
                    self._wait(event)
                    continue
                data = event
                if script.cut is not None and script.sent + len(data) >= script.cut:
                    data = data[: max(0, script.cut - script.sent)]
                    if data:
                        self._chunk(data)
                    self.close_connection = True
                    self.connection.shutdown(2)
                    return
                self._chunk(data)
            self.wfile.write(b"0\r\n\r\n")

        def _chunk(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()
            script.sent += len(data)

        def _wait(self, seconds: float) -> None:
            """Wait, and see whether the client goes meanwhile."""
            until = time.monotonic() + seconds
            self.connection.settimeout(0.02)
            while time.monotonic() < until:
                try:
                    if not self.connection.recv(1):
                        raise ConnectionError
                except TimeoutError:
                    continue
            self.connection.settimeout(None)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _error(status: int) -> bytes:
    message = "Incorrect API key provided: sk-secret-1234. Ask your administrator."
    return json.dumps({"error": {"message": message, "type": "x", "code": str(status)}}).encode()
