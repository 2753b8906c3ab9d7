"""What is written of requests, questions and faults: a line of JSON each, on standard error."""

import io
import json
import logging
import re
import time
from typing import Any, TextIO

from assistant.settings import Log

OWN = ("assistant.serving", "assistant.questions", "assistant.readiness")
"""Loggers whose messages are objects of JSON already."""

_KIND = re.compile(r"([A-Za-z_][\w.]*(?:Error|Exception|Warning))(?=:|$)")
"""The kind of an error, where the last line of a traceback begins with it."""

_LONGEST = 10_000
"""Characters of a line without an end that are kept."""


class _Lines(logging.Formatter):
    """Puts the time before what a line holds."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a line."""
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        told: dict[str, Any] = {"at": at, "event": record.levelname.lower()}
        if record.name in OWN:
            told |= {"event": record.name.rpartition(".")[2], **json.loads(record.getMessage())}
        else:
            told |= {"logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told)


def start_logs(log: Log, stream: TextIO) -> None:
    """Write on a stream what is asked for, and what libraries warn of."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Lines())
    root = logging.getLogger()
    root.handlers = [handler]
    handler.setLevel(logging.INFO)
    root.setLevel(logging.WARNING)
    for name in OWN:
        logging.getLogger(name).setLevel(logging.ERROR if log is Log.NONE else logging.INFO)


class Printed(io.TextIOBase):
    """Takes the place of standard error for what libraries print there themselves.

    Their tracebacks hold what visitors asked. Of each the kind of error is written, the words only
    where those of questions are.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._begun = ""

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, text: str) -> int:
        """Write what is to be told of each line that is whole."""
        *lines, self._begun = f"{self._begun}{text}".split("\n")
        for line in lines:
            found = _KIND.match(line)
            told = line if self._log is Log.QUESTIONS else found and found[1]
            if told and self._log is not Log.NONE:
                logging.getLogger("printed").warning(told)
        self._begun = self._begun[-_LONGEST:]
        return len(text)
