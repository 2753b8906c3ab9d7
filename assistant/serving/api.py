"""The library over HTTP, for programs: JSON in, JSON out, a code and a remedy for each fault."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from assistant.errors import AssistantError, Busy, IndexMissing, InputError, UnknownDocument
from assistant.serving import schemas
from assistant.serving.refusals import BAD_METHOD, NOT_FOUND, Refusal, bug, fault
from assistant.serving.schemas import Json
from assistant.tools import MOST_HITS, Tools
from assistant.ui.readiness import EMPTY

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


_ALWAYS = (401, 421, 500)
_STATUS: Mapping[int, str] = MappingProxyType(
    {
        400: "Bad input; the message says what of it.",
        401: "A password or token is missing or wrong.",
        404: "There is no such thing.",
        421: "The server is not called by that name.",
        429: "Too many ask; Retry-After says when to ask again.",
        500: "A fault of the assistant.",
        503: "The library is empty, or can't be read.",
    }
)
"""By status of a fault, what it means; some can come from everywhere."""

_HTTP: Mapping[int, Refusal] = MappingProxyType({404: NOT_FOUND, 405: BAD_METHOD})
"""By status that the framework answers with: the code and the words of ours."""


class Question(BaseModel):
    """A question, and the conversation before it."""

    question: str = Field(description="One message, up to 4,000 characters.")
    # Looked at turn by turn, up to the first that is none: a body may hold very many.
    history: Any = Field(
        default=None,
        description='The turns before it, the oldest first, each {"role", "content"}.',
        json_schema_extra={"type": "array", "items": schemas.TURN},
    )
    filters: Any = Field(
        default=None,
        description=schemas.WITHIN,
        json_schema_extra=schemas.FILTERS,
    )


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
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_bug)


def describe(app: FastAPI, schemes: Mapping[str, Mapping[str, str]]) -> None:
    """Tell in OpenAPI's description by which of several ways a program enters, if by any.

    And leave out of it the fault of the framework that ``_on_bad_body`` takes the place of.
    """
    plain = app.openapi

    def described() -> Json:
        told = plain()
        for operations in told["paths"].values():
            for operation in operations.values():
                operation["responses"].pop("422", None)
        if schemes:
            told.setdefault("components", {})["securitySchemes"] = {**schemes}
            told["security"] = [{name: []} for name in schemes]
        return told

    # FastAPI documents it so.
    app.openapi = described  # type: ignore[method-assign]


def close_rest(app: FastAPI) -> None:
    """Answer as a program expects for addresses beside those that were added, before the page."""
    nothing = _Nothing(tuple(app.router.routes))
    for area in ("/api/{rest:path}", "/v1/{rest:path}", "/mcp{rest:path}"):
        app.router.routes.append(Route(area, nothing, include_in_schema=False))


class _Nothing:
    """What stands at addresses where nothing is, and there for all methods."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = routes

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        """Tell that there is nothing, or nothing for this method."""
        is_known = any(route.matches(scope)[0] is Match.PARTIAL for route in self._routes)
        raise HTTPException(405 if is_known else 404)


def _endpoints(tools: Tools) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["library"])

    @router.post("/ask", **described(schemas.Answer, 400, 429, 503))
    def ask(body: Question) -> Json:
        """Answer a question with quotes from the library, or say that the sources don't."""
        return tools.ask(body.question, body.history or (), body.filters)

    @router.post("/search", **described(schemas.Passages, 400, 429, 503))
    def search(body: Query) -> Json:
        """Find the passages nearest to a query, best first."""
        return tools.search(body.query, body.k)

    @router.get("/documents", **described(schemas.Documents, 503))
    def documents() -> Json:
        """List the documents of the library."""
        return tools.documents()

    @router.get("/documents/{document_id:path}", **described(schemas.Text, 404, 503))
    def document(document_id: str, request: Request) -> Response:
        """Read a document with its whole text; a browser is led to it on the page."""
        if request.headers.get("accept", "").startswith("text/html"):
            return RedirectResponse(f"/#document={quote(document_id, safe='')}", 303)
        return JSONResponse(tools.document(document_id))

    return router


def described(model: type[BaseModel], *faults: int) -> dict[str, Any]:
    """What OpenAPI tells of an endpoint: what it gives, and which faults; the JSON stays as is."""
    told: dict[int, dict[str, Any]] = {
        status: {"model": schemas.Faulty, "description": _STATUS[status]}
        for status in sorted({*faults, *_ALWAYS})
    }
    return {"response_model": None, "responses": {200: {"model": model}, **told}}


def _health(told: Callable[[], Mapping[str, Any]]) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/healthz", **described(schemas.Health))
    def healthz() -> dict[str, str]:
        """Tell that the process is alive."""
        return {"status": "ok"}

    @router.get("/readyz", **described(schemas.Health, 503))
    def readyz() -> JSONResponse:
        """Tell whether questions can be answered."""
        now = told()
        if now["ready"]:
            return JSONResponse({"status": "ready"})
        # Who loads will be ready by itself; the rest needs somebody to do something.
        status = "loading" if not now["fault"] else "empty" if now["fault"] == EMPTY else "failed"
        return JSONResponse({"status": status}, 503)

    return router


def _on_fault(_request: Request, error: Exception) -> JSONResponse:
    status, code = next(found for kind, found in _FAULTS.items() if isinstance(error, kind))
    # Where a library lies on the machine is none of a stranger's business.
    told = EMPTY if isinstance(error, IndexMissing) else str(error)
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, Busy) else None
    return JSONResponse(fault(code, told), status, headers)


def _on_bad_body(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it is registered for
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part != "body")
    told = _BODY.get(
        first["type"] if len(first["loc"]) == 1 or first["type"] == "json_invalid" else ""
    )
    return JSONResponse(fault("bad_input", told or f"{place or 'the body'}: {first['msg']}"), 400)


_BODY: Mapping[str, str] = MappingProxyType(
    {
        "missing": "The request has no body; send an object of JSON.",
        "json_invalid": "The body is no JSON.",
        "model_attributes_type": "The body is no object of JSON; send one, and the header "
        "Content-Type: application/json.",
    }
)
"""By what is wrong with a body as a whole: what is told of it."""


def _on_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
    told = _HTTP.get(error.status_code, Refusal(error.status_code, "refused", str(error.detail)))
    return JSONResponse(fault(told.code, told.message), told.status, error.headers)


def _on_bug(_request: Request, _error: Exception) -> JSONResponse:
    told = bug()
    return JSONResponse(fault(told.code, told.message), told.status)
