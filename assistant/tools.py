"""What programs can ask of the assistant, each as the JSON of the contract."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from assistant.assistant import Assistant
from assistant.contract import answer_json, document_json, hits_json, read_history
from assistant.errors import InputError, UnknownDocument
from assistant.settings import Settings
from assistant.turns import Turns
from assistant.types import Filters

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
        with self._turns.turn(question):
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
        with self._turns.turn(query):
            hits = self._assistant.search(query, k, Filters())
            return {"searched": self._assistant.searched(query), "hits": hits_json(hits)}

    def find(self, query: str, k: int = 10) -> dict[str, Any]:
        """A search by document: under ``results`` id, title and address of each, best first.

        Raises:
            InputError: the query is empty or too long, ``k`` out of bounds.
            Busy: too many questions wait.
            AssistantError: the library can't be read.
        """
        found = self.search(query, k)
        held = {item.id: item for item in self._assistant.documents()}
        ids = dict.fromkeys(hit["document_id"] for hit in found["hits"])
        results = [
            {"id": one, "title": held[one].title, "url": self.address(one)}
            for one in ids
            if one in held
        ]
        return {"results": results, **found}

    def documents(self) -> dict[str, Any]:
        """The documents of the library."""
        return {"documents": [document_json(item) for item in self._assistant.documents()]}

    def document(self, document_id: str) -> dict[str, Any]:
        """A document with its whole text.

        Raises:
            UnknownDocument: there is no such document.
        """
        held = {item.id: item for item in self._assistant.documents()}
        if document_id not in held:
            named = document_id[:80]
            raise UnknownDocument(f"There is no document '{named}'; list them for their ids.")
        text = self._assistant.text(document_id)
        summary = held[document_id]
        return {
            "id": document_id,
            "title": summary.title,
            "text": text,
            "url": self.address(document_id),
            "metadata": document_json(summary),
        }

    def address(self, document_id: str) -> str:
        """Where a document is read: an address that stays the same as long as it is held."""
        return f"{self._settings.url}/api/documents/{quote(document_id, safe='')}"
