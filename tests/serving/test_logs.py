"""What is written of requests, questions and faults."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from assistant.serving.logs import OWN, start_logs
from assistant.settings import Log


@pytest.fixture(autouse=True)
def loggers() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers, root.level
    yield
    root.handlers = before
    root.setLevel(level)
    for name in OWN:
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_each_line_is_an_object_with_its_time() -> None:
    stream = io.StringIO()
    start_logs(Log.REQUESTS, stream)
    logging.getLogger("assistant.serving").info(json.dumps({"request": "r1", "status": 200}))
    logging.getLogger("elsewhere").warning("two\nlines")
    logging.getLogger("elsewhere").info("not told")
    try:
        raise ValueError("bad")
    except ValueError:
        logging.getLogger("assistant.serving").exception(json.dumps({"request": "r2"}))

    first, second, third = map(json.loads, stream.getvalue().splitlines())
    assert (first["event"], first["request"], first["status"]) == ("serving", "r1", 200)
    assert first["at"].endswith("Z")
    assert (second["event"], second["message"]) == ("warning", "two\nlines")
    assert "ValueError: bad" in third["traceback"]


def test_nothing_is_written_of_requests_if_that_is_asked_for() -> None:
    stream = io.StringIO()
    start_logs(Log.NONE, stream)
    logging.getLogger("assistant.questions").info("{}")
    assert stream.getvalue() == ""
