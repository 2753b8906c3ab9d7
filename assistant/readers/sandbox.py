"""Reads untrusted files in a program apart, which is killed where one of them takes too much."""

import base64
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import TracebackType
from typing import Any

from assistant.errors import InputError
from assistant.extracts import load_extract
from assistant.pdf.sheets import Mark, Sheet
from assistant.pdf.writing import Place
from assistant.readers.extracting import Extracted
from assistant.readers.formats import Format
from assistant.settings import FileLimits

_PASSED = ("PATH", "PYTHONPATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")
"""What the program is told of the environment: no keys, no passwords."""

LARGEST_REPLY = 200_000_000
"""Bytes of a reply, at most: a book has a hundredth of that."""


class Sandbox:
    """One program that reads file after file; a new one takes the place of one that died.

    Use it as a context: leaving it ends the program. One thread at a time.
    """

    def __init__(self, limits: FileLimits) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._replies: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def read(self, data: bytes, kind: Format, declared: str = "") -> Extracted:
        """Read the bytes of a file.

        Raises:
            InputError: they can't be read, or reading them took more than the limits allow.
        """
        reply = self._ask(data, {"format": kind, "declared": declared})
        places = tuple(
            Place(start, end, page, (x0, y0, x1, y1))
            for start, end, page, x0, y0, x1, y1 in reply["places"]
        )
        return Extracted(load_extract(reply["extract"]), places)

    def sheet(self, data: bytes, number: int, marks: Sequence[Mark]) -> Sheet:
        """Draw a page of a PDF; see ``pdf.sheets.read_sheet``.

        Raises:
            InputError: it can't be drawn, or drawing it took more than the limits allow.
        """
        told = [[*mark.box, mark.start, mark.end] for mark in marks]
        reply = self._ask(data, {"sheet": number, "marks": told})
        boxes = tuple((x0, y0, x1, y1) for x0, y0, x1, y1 in reply["boxes"])
        picture = base64.b64decode(reply["picture"])
        return Sheet(picture, reply["width"], reply["height"], boxes)

    def _ask(self, data: bytes, what: Mapping[str, Any]) -> dict[str, Any]:
        """The reply to a request.

        Raises:
            InputError: there is none, or it tells a fault.
        """
        if self._process is not None and self._process.poll() is not None:
            # It died after its last reply, as when the system wants its memory: no fault of this.
            self._end()
        process = self._process or self._start()
        head = {"length": len(data), "limits": asdict(self.limits), **what}
        try:
            _send(process, json.dumps(head).encode() + b"\n" + data)
            reply = self._replies.get(timeout=self.limits.seconds)
        except queue.Empty:
            self._end()
            seconds = self.limits.seconds
            raise InputError(
                f"takes more than {seconds} s to read; ASSISTANT_FILE_SECONDS allows it more"
            ) from None
        except OSError:
            reply = None
        if reply is None:
            self._end()
            raise InputError(
                "can't be read: the reader broke off on it, or it needs more than "
                f"{self.limits.memory:,} MB of memory"
            )
        found: dict[str, Any] = json.loads(reply)
        if "fault" in found:
            raise InputError(str(found["fault"]))
        return found

    def _start(self) -> "subprocess.Popen[bytes]":
        self._replies = queue.SimpleQueue()
        process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            [sys.executable, "-m", "assistant.readers.worker", json.dumps(asdict(self.limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(os.environ),
            start_new_session=True,
        )
        threading.Thread(target=_collect, args=(process, self._replies), daemon=True).start()
        self._process = process
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue


def _send(process: "subprocess.Popen[bytes]", request: bytes) -> None:
    if process.stdin is not None:
        process.stdin.write(request)
        process.stdin.flush()


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: environ[name] for name in _PASSED if name in environ}


def _collect(
    process: "subprocess.Popen[bytes]", replies: "queue.SimpleQueue[bytes | None]"
) -> None:
    """Take the replies of a program as they come; ``None`` tells that there are no more."""
    pipe = process.stdout
    try:
        while pipe is not None and (line := pipe.readline(100)):
            length = json.loads(line)["length"]
            reply = pipe.read(length) if 0 <= length <= LARGEST_REPLY else b""
            if len(reply) != length:
                break
            replies.put(reply)
    except (ValueError, OSError, KeyError, TypeError):
        pass
    replies.put(None)
