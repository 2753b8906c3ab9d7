"""What programs can ask of the assistant, each as the JSON of the contract."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from assistant.assistant import Assistant
from assistant.contract import answer_json, document_json, hits_json, read_filters, read_history
from assistant.errors import InputError, UnknownDocument
from assistant.settings import Settings
from assistant.turns import Turns
from assistant.types import Filters, Hit

MOST_HITS = 100
"""Passages of one search."""


class Tools:
    """Asks, searches and reads one library."""

    def __init__(self, assistant: Assistant, settings: Settings, turns: Turns) -> None:
        self._assistant = assistant
        self._settings = settings
        self._turns = turns

    @property
    def writes(self) -> bool:
        """Whether a chat model, wherever it runs, is asked to write answers."""
        return self._assistant.writing.is_wanted

    def ask(
        self, question: str, history: Sequence[object] = (), filters: object = None
    ) -> dict[str, Any]:
        """Answer a question from the library, or say that the sources don't.

        Raises:
            InputError: the question is empty or too long, history or filters have another shape.
            Busy: too many questions wait.
            AssistantError: the library can't be read.
        """
        turns, within = read_history(history), read_filters(filters)
        with self._turns.turn(question):
            prepared = self._assistant.prepare(question, turns, within)
        # A chat model takes none of this machine's time: others have their turns meanwhile.
        *_, answer = self._assistant.write(prepared)
        return answer_json(answer)

    def search(self, query: str, k: int = 10) -> dict[str, Any]:
        """The ``k`` best passages for a query, best first, and the query as it was searched.

        Raises:
            InputError: the query is empty or too long, ``k`` out of bounds.
            Busy: too many questions wait.
            AssistantError: the library can't be read.
        """
        _check_count(k)
        with self._turns.turn(query):
            hits = self._assistant.search(query, k, Filters())
            return {"searched": self._assistant.searched(query), "hits": self._passages(hits)}

    def find(self, query: str, k: int = 10) -> dict[str, Any]:
        """The ``k`` best documents: under ``results`` id, title and address of each, best first.

        Under ``hits`` stands the best passage of each.

        Raises:
            InputError: the query is empty or too long, ``k`` out of bounds.
            Busy: too many questions wait.
            AssistantError: the library can't be read.
        """
        _check_count(k)
        with self._turns.turn(query):
            passages = self._passages(self._assistant.search_documents(query, k))
            searched = self._assistant.searched(query)
        results = [
            {
                "id": item["document_id"],
                "title": item["title"],
                "url": self.address(item["document_id"]),
            }
            for item in passages
        ]
        return {"results": results, "searched": searched, "hits": passages}

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

    def _passages(self, hits: Sequence[Hit]) -> list[dict[str, Any]]:
        """Hits of the contract, each with its place and text."""
        titles = {item.id: item.title for item in self._assistant.documents()}
        return [
            {
                **told,
                "title": titles.get(hit.chunk.document_id, hit.chunk.document_id),
                "section": hit.chunk.section,
                "start": hit.chunk.start,
                "end": hit.chunk.end,
                "text": hit.chunk.text,
            }
            for told, hit in zip(hits_json(hits), hits, strict=True)
        ]

    def address(self, document_id: str) -> str:
        """Where a document is read: an address that stays the same as long as it is held."""
        return f"{self._settings.url}/api/documents/{quote(document_id, safe='')}"


def _check_count(k: int) -> None:
    if not 1 <= k <= MOST_HITS:
        raise InputError(f"k is {k}; give a number from 1 to {MOST_HITS}.")
