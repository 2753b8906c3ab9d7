"""The assistant as LangChain sees it: a retriever, a runnable, and answers as messages."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.messages import AIMessage, BaseMessage, convert_to_messages
from langchain_core.messages.content import Citation as LangChainCitation
from langchain_core.messages.content import TextContentBlock, create_citation
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import run_in_executor

from assistant.contract import read_history
from assistant.errors import InputError
from assistant.results import Answer
from assistant.types import Hit, Turn

Asked = str | dict[str, Any]

_SHAPES = (
    'The chain needs a string, {"question": …, "history": […]} or {"messages": […]} '
    "that ends with a user's."
)
_CITED = re.compile(r"\s*(\S.*?)((?:\s*\[\d+\])+)", re.DOTALL)
_NUMBER = re.compile(r"\[(\d+)\]")
_END: Any = object()


class Stream(Protocol):
    """``Assistant.stream``, as far as a chain needs it."""

    def __call__(self, question: str, history: Iterable[Turn]) -> Iterator[Answer]:
        """The answer as far as it is known, the last one whole."""
        ...


class PolicyRetriever(BaseRetriever):
    """Gives the assistant's hits as LangChain documents: the passage, its place and scores."""

    search: Callable[[str, int], list[Hit]]
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [_document(hit) for hit in self.search(query, self.k)]


class AnswerChain(Runnable[Asked, Answer]):
    """From a question, or ``{"question", "history"}``, or ``{"messages"}``, to an ``Answer``.

    A stream gives the answer as far as it is written, again with each sentence; the last one is
    whole, which is what a step behind it in a chain is given.
    """

    name = "EntertainmentPolicyAssistant"

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def invoke(
        self,
        input: Asked,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Answer:
        """The whole answer."""
        return self._call_with_config(self._whole, input, config, **kwargs)

    def stream(
        self,
        input: Asked,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Iterator[Answer]:
        """The answer as far as it is written, again with each sentence."""
        yield from self._transform_stream_with_config(
            iter([input]), self._transform, config, **kwargs
        )

    async def astream(
        self,
        input: Asked,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[Answer]:
        """The same for programs that wait for several things at once."""
        answers = self.stream(input, config, **kwargs)
        try:
            while (answer := await run_in_executor(config, next, answers, _END)) is not _END:
                yield answer
        finally:
            await run_in_executor(config, answers.close)  # type: ignore[attr-defined]

    def _whole(self, request: Asked) -> Answer:
        *_, answer = self._answers(request)
        return answer

    def _transform(self, requests: Iterator[Asked]) -> Iterator[Answer]:
        for request in requests:
            yield from self._answers(request)

    def _answers(self, request: Asked) -> Iterator[Answer]:
        question, history = _read(request)
        return self._stream(question, history)


def make_retriever(search: Callable[[str, int], list[Hit]]) -> BaseRetriever:
    """A retriever that gives the same hits as ``search``; ``k`` is a field of it."""
    return PolicyRetriever(search=search)


def as_message(answer: Answer) -> AIMessage:
    """An answer as a message of one text block, whose annotations cite what supports it.

    Each tells of which part of the text, with the quote and, in its ``extras``, the document and
    the offsets of the quote in its text.
    """
    block = TextContentBlock(type="text", text=answer.answer, annotations=[*_annotations(answer)])
    return AIMessage(
        content=[dict(block)],
        response_metadata={
            "abstained": answer.abstained,
            "confidence": answer.confidence,
            "notes": [*answer.notes],
        },
    )


def _annotations(answer: Answer) -> Iterator[LangChainCitation]:
    by_number = {item.n: item for item in answer.citations}
    for said in _CITED.finditer(answer.answer):
        for number in map(int, _NUMBER.findall(said[2])):
            if cited := by_number.get(number):
                yield create_citation(
                    url=cited.sources[0].url if cited.sources else None,
                    title=cited.title,
                    start_index=said.start(1),
                    end_index=said.end(1),
                    cited_text=cited.quote,
                    document_id=cited.document_id,
                    start=cited.start,
                    end=cited.end,
                    n=cited.n,
                )


def _read(request: Asked) -> tuple[str, tuple[Turn, ...]]:
    if isinstance(request, str):
        return request, ()
    if isinstance(request, Mapping):
        if "messages" in request:
            return _last(convert_to_messages(request["messages"]))
        question = request.get("question")
        if isinstance(question, str):
            return question, read_history(request.get("history", ()))
    raise InputError(_SHAPES)


def _last(messages: list[BaseMessage]) -> tuple[str, tuple[Turn, ...]]:
    """The last message as the question, those of people and models before it as history."""
    roles = {"human": "user", "ai": "assistant"}
    said = [Turn(roles[item.type], str(item.text)) for item in messages if item.type in roles]
    if not said or said[-1].role != "user":
        raise InputError(_SHAPES)
    return said[-1].content, tuple(said[:-1])


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
