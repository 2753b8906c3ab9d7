"""The program apart that reads untrusted files: ``python -m assistant.readers.worker``.

It takes requests on standard input and gives replies on standard output, each a line of JSON that
tells the length of what follows, and that many bytes: of the file, and of the reply as JSON. It has
bounds on memory and processor time, can write no file, and is killed by whoever waits for it.
"""

import base64
import json
import sys
from typing import Any, BinaryIO

from assistant.errors import InputError
from assistant.extracts import dump_extract
from assistant.pdf.sheets import Mark, read_sheet
from assistant.readers.extracting import extracted
from assistant.readers.formats import Format
from assistant.settings import FileLimits

SPARE_SECONDS = 5
"""Processor time that a file may take beyond what is waited for: who waits ends this program
earlier, unless it was killed itself."""


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["length"])
        _bound_time(request["limits"]["seconds"])
        reply = json.dumps(_answer(request, data)).encode()
        replies.write(json.dumps({"length": len(reply)}).encode() + b"\n" + reply)
        replies.flush()


def _answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    limits = FileLimits(**request["limits"])
    try:
        return _sheet(request, data) if "sheet" in request else _extract(request, data, limits)
    except InputError as error:
        return {"fault": str(error)}
    except MemoryError:
        return {"fault": f"needs more than {limits.memory:,} MB of memory to be read"}
    except RecursionError:
        return {"fault": "is nested too deeply to be read"}


def _extract(request: dict[str, Any], data: bytes, limits: FileLimits) -> dict[str, Any]:
    found = extracted(data, Format(request["format"]), request["declared"], limits)
    places = [[one.start, one.end, one.page, *one.box] for one in found.places]
    return {"extract": dump_extract(found.extract), "places": places}


def _sheet(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    marks = [Mark((x0, y0, x1, y1), a, b) for x0, y0, x1, y1, a, b in request["marks"]]
    found = read_sheet(data, request["sheet"], marks)
    picture = base64.b64encode(found.picture).decode("ascii")
    return {
        "picture": picture,
        "width": found.width,
        "height": found.height,
        "boxes": [list(box) for box in found.boxes],
    }


def _bound(limits: FileLimits) -> None:
    """Bound what this program may take, where the system can."""
    try:
        import resource
    except ImportError:
        return
    memory = limits.memory * 1_000_000
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


def _bound_time(seconds: int) -> None:
    """Let this program end by itself where nobody is left to end it, and a file takes forever."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + 1 + seconds + SPARE_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
    except (ValueError, OSError):
        # The system allows less already.
        return


def main() -> None:
    """Serve standard input, within the limits that the first argument gives as JSON."""
    limits = FileLimits(**json.loads(sys.argv[1])) if len(sys.argv) > 1 else FileLimits()
    _bound(limits)
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
