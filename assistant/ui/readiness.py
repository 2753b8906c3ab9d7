"""How far loading is: the status line of the page, and the questions it offers."""

import threading
import time

from assistant.assistant import Assistant
from assistant.errors import AssistantError, IndexMissing
from assistant.ui import render

TITLE = "Entertainment Policy Assistant"
_EXAMPLES = 4
_RETRY_SECONDS = 2


class Readiness:
    """Loads the assistant in the background and tells how far it is."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._done = threading.Event()
        self._text = "Loading the model and the library…"
        self.examples: list[str] = []

    def start(self) -> None:
        """Begin loading in a thread of its own."""
        threading.Thread(target=self._load, daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether loading has ended, well or not."""
        return self._done.is_set()

    def html(self) -> str:
        """The status line of the page."""
        return f'<h1>{TITLE}</h1><span class="status">{self._text}</span>'

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
            if failure:
                self._text = f'<span class="fault">{render.escape(failure)}</span>'
            self._done.set()

    def _is_loaded(self) -> bool:
        try:
            self._assistant.warm_up()
        except IndexMissing as error:
            self._text = f'<span class="fault">{render.escape(str(error))}</span>'
            return False
        count = len(self._assistant.documents())
        self.examples = self._assistant.example_questions(_EXAMPLES)
        self._text = f"Ready · {count} document{'' if count == 1 else 's'} in the library"
        return True
