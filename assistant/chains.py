"""The assistant as LangChain sees it: a retriever and a runnable."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.contract import read_history
from assistant.errors import InputError
from assistant.results import Answer
from assistant.types import Hit, Turn


class Ask(Protocol):
    """``Assistant.ask``, as far as a chain needs it."""

    def __call__(self, question: str, history: Iterable[Turn]) -> Answer:
        """Answer a question."""
        ...


class PolicyRetriever(BaseRetriever):
    """Gives the assistant's hits as LangChain documents: the passage, its place and scores."""

    search: Callable[[str, int], list[Hit]]
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [_document(hit) for hit in self.search(query, self.k)]


def make_retriever(search: Callable[[str, int], list[Hit]]) -> BaseRetriever:
    """A retriever that gives the same hits as ``search``; ``k`` is a field of it."""
    return PolicyRetriever(search=search)


def make_chain(ask: Ask) -> "Runnable[str | dict[str, Any], Answer]":
    """A runnable from a question, or ``{"question", "history"}``, to an ``Answer``."""

    def answer(request: str | dict[str, Any]) -> Answer:
        if isinstance(request, str):
            return ask(request, ())
        question = request.get("question")
        if not isinstance(question, str):
            raise InputError('The chain needs a string or {"question": …, "history": […]}.')
        return ask(question, read_history(request.get("history", ())))

    return RunnableLambda(answer, name="EntertainmentPolicyAssistant")


def _document(hit: Hit) -> LangChainDocument:
    chunk = hit.chunk
    return LangChainDocument(
        id=chunk.id,
        page_content=chunk.text,
        metadata={
            "document_id": chunk.document_id,
            "section": chunk.section,
            "start": chunk.start,
            "end": chunk.end,
            "score": hit.score,
        },
    )
