"""What programs can ask of the assistant, each as the JSON of the contract."""

from collections.abc import Sequence
from typing import Any

from assistant.assistant import Assistant
from assistant.contract import answer_json, document_json, hits_json, read_history
from assistant.errors import InputError, UnknownDocument
from assistant.settings import Settings
from assistant.turns import Turns
from assistant.types import DocumentSummary, Filters

MOST_HITS = 100
"""Passages of one search."""


class Tools:
    """Asks, searches and reads one library."""

    def __init__(self, assistant: Assistant, settings: Settings, turns: Turns) -> None:
        self._assistant = assistant
        self._settings = settings
        self._turns = turns

    def ask(self, question: str, history: Sequence[object] = ()) -> dict[str, Any]:
        """Answer a question with quotes from the library, or say that the sources don't.

        Raises:
            InputError: the question is empty or too long, the history has another shape.
            Busy: too many questions wait.
            AssistantError: the library can't be read.
        """
        turns = read_history(history)
        with self._turns.turn():
            return answer_json(self._assistant.ask(question, turns))

    def search(self, query: str, k: int = 10) -> dict[str, Any]:
        """The ``k`` best passages for a query, best first, and the query as it was searched.

        Raises:
            InputError: the query is empty or too long, ``k`` out of bounds.
            Busy: too many questions wait.
            AssistantError: the library can't be read.
        """
        if not 1 <= k <= MOST_HITS:
            raise InputError(f"k is {k}; give a number from 1 to {MOST_HITS}.")
        with self._turns.turn():
            hits = self._assistant.search(query, k, Filters())
            return {"searched": self._assistant.searched(query), "hits": hits_json(hits)}

    def documents(self) -> dict[str, Any]:
        """The documents of the library."""
        return {"documents": [document_json(item) for item in self._assistant.documents()]}

    def document(self, document_id: str) -> dict[str, Any]:
        """A document with its whole text.

        Raises:
            UnknownDocument: there is no such document.
        """
        text = self._assistant.text(document_id)
        held = {item.id: item for item in self._assistant.documents()}
        if document_id not in held:
            raise UnknownDocument(f"There is no document '{document_id[:80]}'.")
        summary = held[document_id]
        return {
            "id": document_id,
            "title": summary.title,
            "text": text,
            "url": self._address(summary),
            "metadata": document_json(summary),
        }

    def _address(self, summary: DocumentSummary) -> str:
        """Where a document is read: an address that stays the same as long as it is held."""
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        return f"http://{host}:{self._settings.port}/api/documents/{summary.id}"
