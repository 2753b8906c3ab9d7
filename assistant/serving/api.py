"""The library over HTTP, for programs: JSON in, JSON out, a code and a remedy for each fault."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from assistant.errors import AssistantError, Busy, IndexMissing, InputError, UnknownDocument
from assistant.serving.guard import fault
from assistant.tools import MOST_HITS, Tools
from assistant.ui.readiness import EMPTY

RETRY_SECONDS = 2
"""When whoever found too many waiting may try again: some questions later."""

_FAULTS: Mapping[type[AssistantError], tuple[int, str]] = MappingProxyType(
    {
        UnknownDocument: (404, "unknown_document"),
        IndexMissing: (503, "library_empty"),
        InputError: (400, "bad_input"),
        Busy: (429, "busy"),
        AssistantError: (503, "unavailable"),
    }
)
"""By fault, the nearest kind first: the status and the code of what a program gets."""


class Turn(BaseModel):
    """What was said before."""

    role: str
    content: str


class Question(BaseModel):
    """A question, and the conversation before it."""

    question: str = Field(description="One message, up to 4,000 characters.")
    history: list[Turn] = Field(default=[], description="The turns before it, the oldest first.")


class Query(BaseModel):
    """What is searched for."""

    query: str
    k: int = Field(default=10, ge=1, le=MOST_HITS, description="How many passages.")


def add_api(app: FastAPI, tools: Tools, told: Callable[[], Mapping[str, Any]]) -> None:
    """Give an application the endpoints of programs, and what tells whether it is well.

    Args:
        app: the application.
        tools: what is asked.
        told: tells whether all is loaded, under ``ready``, and the fault if there is one.
    """
    app.include_router(_endpoints(tools))
    app.include_router(_health(told))
    app.add_exception_handler(AssistantError, _on_fault)
    app.add_exception_handler(RequestValidationError, _on_bad_body)


def _endpoints(tools: Tools) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["library"])

    @router.post("/ask", summary="Answer a question with quotes, or say that the sources don't")
    def ask(body: Question) -> dict[str, Any]:
        return tools.ask(body.question, [turn.model_dump() for turn in body.history])

    @router.post("/search", summary="The passages nearest to a query, best first")
    def search(body: Query) -> dict[str, Any]:
        return tools.search(body.query, body.k)

    @router.get("/documents", summary="The documents of the library")
    def documents() -> dict[str, Any]:
        return tools.documents()

    @router.get("/documents/{document_id}", summary="A document with its whole text")
    def document(document_id: str) -> dict[str, Any]:
        return tools.document(document_id)

    return router


def _health(told: Callable[[], Mapping[str, Any]]) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="Whether the process is alive")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz", summary="Whether questions can be answered")
    def readyz() -> JSONResponse:
        is_ready = bool(told()["ready"])
        status = "ready" if is_ready else "loading"
        return JSONResponse({"status": status}, 200 if is_ready else 503)

    return router


def _on_fault(_request: Request, error: Exception) -> JSONResponse:
    status, code = next(found for kind, found in _FAULTS.items() if isinstance(error, kind))
    # Where a library lies on the machine is none of a stranger's business.
    told = EMPTY if isinstance(error, IndexMissing) else str(error)
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == 429 else None
    return JSONResponse(fault(code, told), status, headers)


def _on_bad_body(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it is registered for
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part != "body")
    return JSONResponse(fault("bad_input", f"{place or 'the body'}: {first['msg']}"), 400)
