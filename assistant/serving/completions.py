"""The assistant as a model of OpenAI's interface: the last message is the question.

What else a request holds (temperature, tools, system messages) changes nothing: every sentence of
an answer is a quote, or was held to one. Citations stand in the text as Markdown links, for clients
drop annotations, and beside it as ``url_citation``.
"""

import json
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import InputError
from assistant.serving import schemas
from assistant.serving.api import described
from assistant.serving.markdown import Written, read, write
from assistant.settings import APPLICATION
from assistant.tools import Tools

MODEL = APPLICATION
_ROLES = ("user", "assistant")
_PIECE = re.compile(r".+?(?:(?<=[.?!\]])\s+|\n+|$)", re.DOTALL)
"""A sentence, or what is left: what a stream brings at a time."""


class Request(BaseModel):
    """A request for a completion; further settings are taken, and change nothing."""

    model_config = ConfigDict(extra="allow")
    # Looked at message by message, up to the first that is none: a body may hold very many.
    messages: Any = Field(
        description="The conversation; the last message is the question.",
        json_schema_extra={"type": "array", "items": {"type": "object"}},
    )
    model: str = MODEL
    stream: bool | None = False
    stream_options: dict[str, Any] | None = None


def add_completions(app: FastAPI, tools: Tools, now: Callable[[], float] = time.time) -> None:
    """Give an application the addresses that clients of OpenAI's interface ask."""
    router = APIRouter(prefix="/v1", tags=["openai"])
    model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "library"}

    @router.get("/models", **described(schemas.Models))
    def models() -> dict[str, Any]:
        """List the one model there is."""
        return {"object": "list", "data": [model]}

    @router.get("/models/{name}", **described(schemas.Model, 404))
    def one_model(name: str) -> Response:
        """Tell of a model whether it is there."""
        if name != MODEL:
            return JSONResponse({"error": _unknown(name)}, 404)
        return JSONResponse(model)

    @router.post("/chat/completions", **described(schemas.Completion, 400, 404, 429, 503))
    def complete(body: Request) -> Response:
        """Answer the last message with quotes, as Markdown with links and as a stream if asked."""
        if body.model != MODEL:
            return JSONResponse({"error": _unknown(body.model)}, 404)
        question, history = _asked(body.messages)
        answer = tools.ask(question, history)
        written = write(answer, tools.address)
        about = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(now()), "model": MODEL}
        if body.stream:
            counts = bool((body.stream_options or {}).get("include_usage"))
            events = _streamed(written, about, _usage(answer) if counts else None)
            return StreamingResponse(events, media_type="text/event-stream")
        return JSONResponse(_completion(written, about, _usage(answer)))

    app.include_router(router)


def _asked(messages: object) -> tuple[str, list[dict[str, str]]]:
    """The question and the conversation before it.

    Raises:
        InputError: the messages have another shape, or no user asks anything.
    """
    if not isinstance(messages, list):
        raise InputError("The messages have to be a list.")
    said = [_turn(item) for item in messages if _role(item) in _ROLES]
    if not said or said[-1]["role"] != "user":
        raise InputError("The last message has to be the user's.")
    return said[-1]["content"], said[:-1]


def _role(message: object) -> str:
    role = message.get("role") if isinstance(message, dict) else None
    if not isinstance(role, str):
        raise InputError('Each message needs a "role".')
    return role


def _turn(message: Mapping[str, Any]) -> dict[str, str]:
    """A message as the contract has it; of several parts those of text are read."""
    content = message.get("content") or ""
    parts = content if isinstance(content, list) else [{"text": content}]
    texts = [part.get("text") or "" for part in parts if isinstance(part, dict)]
    if not all(isinstance(text, str) for text in texts):
        raise InputError('The "content" of a message has to be a text, or parts with a "text".')
    text = "".join(texts)
    is_ours = message["role"] == "assistant"
    return {"role": message["role"], "content": read(text) if is_ours else text}


def _usage(answer: Mapping[str, Any]) -> dict[str, int]:
    """The tokens that a chat model took for an answer; none where it quotes."""
    took = answer.get("usage") or {}
    given, said = (took.get(name) or 0 for name in ("input_tokens", "output_tokens"))
    return {"prompt_tokens": given, "completion_tokens": said, "total_tokens": given + said}


def _completion(
    written: Written, about: Mapping[str, Any], usage: Mapping[str, int]
) -> dict[str, Any]:
    message = {
        "role": "assistant",
        "content": written.text,
        "annotations": [*written.annotations],
        "refusal": None,
    }
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return {**about, "object": "chat.completion", "choices": [choice], "usage": usage}


def _streamed(
    written: Written, about: Mapping[str, Any], usage: Mapping[str, int] | None
) -> Iterator[str]:
    """The events of a stream: an answer is whole first, for what was sent can't be taken back."""
    yield _event({"role": "assistant", "content": ""}, about)
    for piece in _PIECE.finditer(written.text):
        yield _event({"content": piece[0]}, about)
    yield _event({"annotations": [*written.annotations]}, about)
    yield _event({}, about, "stop")
    if usage is not None:
        told = {**about, "object": "chat.completion.chunk", "choices": [], "usage": usage}
        yield f"data: {json.dumps(told)}\n\n"
    yield "data: [DONE]\n\n"


def _event(delta: Mapping[str, Any], about: Mapping[str, Any], reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    told = {**about, "object": "chat.completion.chunk", "choices": [choice]}
    return f"data: {json.dumps(told)}\n\n"


def _unknown(name: str) -> dict[str, str]:
    shown = name[:80].encode("utf-8", "replace").decode()
    message = f"There is no model '{shown}'; ask '{MODEL}'."
    return {"message": message, "type": "invalid_request_error", "code": "model_not_found"}
