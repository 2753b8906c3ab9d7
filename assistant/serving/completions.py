"""The assistant as a model of OpenAI's interface: the last message is the question.

What else a request holds (temperature, tools, system messages) changes nothing: every sentence of
an answer is a quote. Citations stand in the text as Markdown links, for clients drop annotations,
and beside it as ``url_citation``.
"""

import json
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict

from assistant.errors import InputError
from assistant.tools import Tools
from assistant.ui.markup import is_safe, plain

MODEL = "entertainment-policy-assistant"
_ROLES = ("user", "assistant")
_NUMBER = re.compile(r"\[(\d{1,4})\]")
_LINK = re.compile(r"\[(\[\d{1,4}\])\]\([^()\s]*\)")
_SOURCES = "Sources:"
_PIECE = re.compile(r".+?(?:(?<=[.?!\]])\s+|\n+|$)", re.DOTALL)
"""A sentence, or what is left: what a stream brings at a time."""


class Message(BaseModel):
    """One message; its content is a text, or parts of which those of text are read."""

    model_config = ConfigDict(extra="allow")
    role: str
    content: str | list[dict[str, Any]] | None = None

    @property
    def text(self) -> str:
        """What the message says."""
        if isinstance(self.content, list):
            return "\n".join(str(part.get("text", "")) for part in self.content)
        return self.content or ""


class Request(BaseModel):
    """A request for a completion; further settings are taken, and change nothing."""

    model_config = ConfigDict(extra="allow")
    messages: list[Message]
    model: str = MODEL
    stream: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as a message: its text, and where in it which address is cited."""

    text: str
    annotations: Sequence[Mapping[str, Any]]


def add_completions(app: FastAPI, tools: Tools, now: Callable[[], float] = time.time) -> None:
    """Give an application the addresses that clients of OpenAI's interface ask."""
    router = APIRouter(prefix="/v1", tags=["openai"])
    model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "library"}

    @router.get("/models", summary="The one model there is")
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [model]}

    @router.get("/models/{name}", summary="What is told of a model")
    def one_model(name: str) -> Response:
        if name != MODEL:
            return JSONResponse({"error": _unknown(name)}, 404)
        return JSONResponse(model)

    @router.post("/chat/completions", summary="Answer the last message with quotes")
    def complete(body: Request) -> Response:
        if body.model != MODEL:
            return JSONResponse({"error": _unknown(body.model)}, 404)
        question, history = _asked(body.messages)
        written = write(tools.ask(question, history), tools.address)
        about = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(now()), "model": MODEL}
        if body.stream:
            return StreamingResponse(_streamed(written, about), media_type="text/event-stream")
        return JSONResponse(_completion(written, about))

    app.include_router(router)


def write(answer: Mapping[str, Any], address: Callable[[str], str]) -> Written:
    """An answer of the contract as Markdown: numbers link to their sources, listed at the end.

    Args:
        answer: the answer as JSON.
        address: tells where a document is read, by its id, for one whose source has no address.
    """
    urls = {item["n"]: _url(item) or address(item["document_id"]) for item in answer["citations"]}
    titles = {item["n"]: item["title"] for item in answer["citations"]}
    pieces: list[str] = []
    annotations: list[dict[str, Any]] = []
    at = length = 0
    for found in _NUMBER.finditer(answer["answer"]):
        number = int(found[1])
        before = plain(answer["answer"][at : found.start()])
        url = urls.get(number)
        # A number in brackets that is no citation belongs to what is quoted.
        shown = f"[[{number}]]({url})" if url else found[0]
        length += len(before)
        if url:
            annotations.append(_annotation(length, length + len(shown), url, titles[number]))
        length += len(shown)
        pieces += [before, shown]
        at = found.end()
    pieces.append(plain(answer["answer"][at:]))
    listed = [_source(item, urls[item["n"]]) for item in answer["citations"]]
    notes = [f"Note: {plain(note)}" for note in answer["notes"]]
    parts = [
        "".join(pieces),
        "\n".join(notes),
        "\n".join([_SOURCES, "", *listed] if listed else []),
    ]
    return Written("\n\n".join(filter(None, parts)), annotations)


def _asked(messages: Sequence[Message]) -> tuple[str, list[dict[str, str]]]:
    """The question and the conversation before it.

    Raises:
        InputError: no user asks anything.
    """
    said = [message for message in messages if message.role in _ROLES]
    if not said or said[-1].role != "user":
        raise InputError("The last message has to be the user's.")
    return said[-1].text, [{"role": item.role, "content": _said(item)} for item in said[:-1]]


def _said(message: Message) -> str:
    """What was said, without the links and the list that stand in an answer of ours."""
    if message.role != "assistant":
        return message.text
    return _LINK.sub(r"\1", message.text.partition(f"\n\n{_SOURCES}\n")[0])


def _completion(written: Written, about: Mapping[str, Any]) -> dict[str, Any]:
    message = {
        "role": "assistant",
        "content": written.text,
        "annotations": [*written.annotations],
        "refusal": None,
    }
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    # Nothing is written by a model, so that no tokens are counted.
    usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    return {**about, "object": "chat.completion", "choices": [choice], "usage": usage}


def _streamed(written: Written, about: Mapping[str, Any]) -> Iterator[str]:
    yield _event({"role": "assistant", "content": ""}, about)
    for piece in _PIECE.finditer(written.text):
        yield _event({"content": piece[0]}, about)
    yield _event({"annotations": [*written.annotations]}, about)
    yield _event({}, about, "stop")
    yield "data: [DONE]\n\n"


def _event(delta: Mapping[str, Any], about: Mapping[str, Any], reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    told = {**about, "object": "chat.completion.chunk", "choices": [choice]}
    return f"data: {json.dumps(told)}\n\n"


def _annotation(start: int, end: int, url: str, title: str) -> dict[str, Any]:
    cited = {"start_index": start, "end_index": end, "url": url, "title": title}
    return {"type": "url_citation", "url_citation": cited}


def _source(citation: Mapping[str, Any], url: str) -> str:
    """A line of the list of sources: the document, its place, and who says so, or where it is."""
    named = [
        f"{source['name']} ({source['grade']}) {source['url']}".strip()
        for source in citation["sources"]
    ]
    place = f", {citation['section']}" if citation["section"] else ""
    line = "; ".join([f"[{citation['n']}] {citation['title']}{place}", *(named or [url])])
    return f"- {plain(line)}"


def _url(citation: Mapping[str, Any]) -> str:
    """The address of the best source that is one of the web, empty where there is none."""
    return next((item["url"] for item in citation["sources"] if _is_link(item["url"])), "")


def _is_link(url: str) -> bool:
    # What would end a link of Markdown is none.
    return is_safe(url) and not re.search(r"[\s()<>\[\]]", url)


def _unknown(name: str) -> dict[str, str]:
    message = f"There is no model '{name[:80]}'; ask '{MODEL}'."
    return {"message": message, "type": "invalid_request_error", "code": "model_not_found"}
