"""What is written of requests, questions and faults: a line of JSON each, on standard error."""

import json
import logging
import time
from typing import Any, TextIO

from assistant.settings import Log

OWN = ("assistant.serving", "assistant.questions")
"""Loggers whose messages are objects of JSON already."""


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
    # What it writes of its work it writes at this level.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
