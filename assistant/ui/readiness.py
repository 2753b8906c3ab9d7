"""How far loading is, and the questions that a page without a conversation offers."""

import json
import logging
import threading
import time
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import AssistantError, IndexMissing
from assistant.examples import examples

log = logging.getLogger("assistant.readiness")

EMPTY = "The library is empty. Fill it on this machine: assistant ingest FOLDER"
"""What visitors are told: where the library lies is none of their business."""

_EXAMPLES = 4
_RETRY_SECONDS = 2


class Readiness:
    """Loads the assistant in the background and tells how far it is."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._done = threading.Event()
        self._fault = ""
        self._examples: list[dict[str, str]] = []
        self._is_ready = False

    def start(self) -> None:
        """Begin loading in a thread of its own."""
        threading.Thread(target=self._load, daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether loading has ended, well or not."""
        return self._done.is_set()

    def told(self) -> dict[str, Any]:
        """What the page shows: whether all is loaded, the fault if there is one, examples."""
        return {"ready": self._is_ready, "fault": self._fault, "examples": self._examples}

    def _load(self) -> None:
        failure = "The chat could not start; the terminal says why."
        try:
            while not self._is_loaded():
                # Nothing was ingested yet; somebody may be about to.
                time.sleep(_RETRY_SECONDS)
            failure = ""
        except AssistantError as error:
            failure = str(error)
        finally:
            self._fault = failure
            self._done.set()
            log.info(json.dumps({"ready": self._is_ready, "fault": failure}))

    def _is_loaded(self) -> bool:
        try:
            self._assistant.warm_up()
            found = examples(self._assistant, _EXAMPLES)
            self._examples = [{"kind": kind, "question": text} for kind, text in found]
        except IndexMissing:
            if self._fault != EMPTY:
                log.info(json.dumps({"ready": False, "fault": EMPTY}))
            self._fault = EMPTY
            return False
        self._is_ready = True
        return True
