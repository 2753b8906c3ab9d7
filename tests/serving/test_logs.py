"""What is written of requests, questions and faults."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from assistant.serving.logs import OWN, Printed, start_logs
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


TRACEBACK = """Traceback (most recent call last):
  File "x.py", line 1, in <module>
ValueError: what was asked
"at": "forged"
"""


@pytest.mark.parametrize(
    ("log", "told"),
    [
        (Log.REQUESTS, ["ValueError"]),
        (Log.QUESTIONS, TRACEBACK.splitlines()),
        (Log.NONE, []),
    ],
)
def test_what_libraries_print_is_told_without_the_words_of_visitors(
    log: Log, told: list[str]
) -> None:
    stream = io.StringIO()
    start_logs(log, stream)
    printed = Printed(log)
    for start in range(0, len(TRACEBACK), 7):
        printed.write(TRACEBACK[start : start + 7])

    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["message"] for line in lines] == told
    assert all(line["logger"] == "printed" for line in lines)
