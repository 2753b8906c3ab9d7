"""The same for ``gradio_client``: four named endpoints, and no event of the page among them."""

from collections.abc import Callable
from typing import Any, TypeVar

import anyio
import gradio as gr
from gradio.events import api

from assistant.errors import AssistantError, IndexMissing
from assistant.serving.exchange import REQUEST_ID
from assistant.tools import Tools
from assistant.turns import Asking, asking
from assistant.ui.readiness import EMPTY

T = TypeVar("T")

UNREAD_SECONDS = 60.0


def add_endpoints(tools: Tools) -> None:
    """Give the page that is being built the endpoints of programs."""

    def ask(
        request: gr.Request, question: str, history: list[dict[str, Any]] | None = None
    ) -> dict[str, Any]:
        """Answer a question with quotes, or say that the sources don't.

        Args:
            request: who asks, as the framework tells it.
            question: one message.
            history: the turns before it, each {"role", "content"}.
        """
        return _told(request, lambda: tools.ask(question, history or []))

    def search(request: gr.Request, query: str, k: int = 10) -> dict[str, Any]:
        """The passages nearest to a query, best first.

        Args:
            request: who asks, as the framework tells it.
            query: what is searched for.
            k: how many passages.
        """
        return _told(request, lambda: tools.search(query, k))

    def documents(request: gr.Request) -> dict[str, Any]:
        """The documents of the library."""
        return _told(request, tools.documents)

    def document(request: gr.Request, id: str) -> dict[str, Any]:  # noqa: A002 - the name that programs give
        """A document with its whole text.

        Args:
            request: who asks, as the framework tells it.
            id: the id of the document.
        """
        return _told(request, lambda: tools.document(id))

    for function in (ask, search, documents, document):
        api(function, api_name=function.__name__, concurrency_limit=None)


async def forget_unread(page: gr.Blocks, seconds: float = UNREAD_SECONDS) -> None:
    """Drop, for ever on, what was answered and nobody reads: the framework keeps it without end.

    Args:
        page: the page whose queue answers.
        seconds: for so long an answer may lie unread, and up to twice as long.
    """
    queue = page._queue  # noqa: SLF001 - it has no other name
    before: set[str] = set()
    while True:
        await anyio.sleep(seconds)
        answered = queue.pending_messages_per_session
        idle = {name for name in answered if name not in queue.pending_event_ids_session}
        unread = {name for name in idle if answered[name].qsize()}
        for name in unread & before:
            del answered[name]
        before = unread - before


def _told(request: gr.Request, work: Callable[[], T]) -> T:
    # The framework's queue works in a task of its own, which knows of the request this alone.
    client = request.client.host if request.client else ""
    asking.set(Asking(request.headers.get(REQUEST_ID, ""), client))
    try:
        return work()
    except IndexMissing as error:
        raise gr.Error(EMPTY, print_exception=False) from error
    except AssistantError as error:
        raise gr.Error(str(error), print_exception=False) from error
