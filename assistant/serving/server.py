"""Serves the page and the programs: nothing is uploaded, reported or fetched."""

import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, redirect_stderr
from types import FrameType

import anyio.to_thread
import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from assistant.assistant import Assistant
from assistant.cli.terminal import say
from assistant.errors import AssistantError
from assistant.feedback import Feedback
from assistant.limits import Rate, default_rate
from assistant.serving.access import Access, access
from assistant.serving.api import add_api, close_rest, describe
from assistant.serving.completions import add_completions
from assistant.serving.connections import Connection
from assistant.serving.gradio_api import add_endpoints, forget_unread
from assistant.serving.guard import LARGEST_OF_OWNER, LARGEST_OF_PAGE, Guard
from assistant.serving.introduction import Introduction
from assistant.serving.logs import Printed, start_logs
from assistant.serving.mcp import add_mcp
from assistant.settings import Log, Settings, version
from assistant.tools import Tools
from assistant.turns import Turns
from assistant.ui import page
from assistant.ui.actions import Actions
from assistant.ui.owner import Owner
from assistant.ui.readiness import Readiness

OTHER_THREADS = 40
"""Threads beside those of questions: for pages, documents and the library."""

MOST_SESSIONS = 200
"""Sessions that the framework remembers, of 47 KB each."""

MANY_AT_ONCE = 3
"""Questions that any client may ask at once, however few a minute; a quarter of them if more."""

MOST_FILES = 16_384
"""Open files, connections among them, where the machine allows as many."""

ADDED = "added"
"""The folder of a store that keeps the files which its owner added on the page."""


def serve(assistant: Assistant, settings: Settings) -> None:
    """Serve the chat until it is interrupted.

    Raises:
        AssistantError: the port is taken, or the host is none of this machine.
    """
    host, port = settings.host, settings.port
    allowed = access(host, settings.auth, settings.token, (*settings.hosts, settings.name))
    a_minute = default_rate() if settings.rate is None else settings.rate
    rate = Rate(a_minute, max(MANY_AT_ONCE, a_minute // 4))
    turns = Turns(rate=rate, logs_text=settings.log is Log.QUESTIONS)
    start_logs(settings.log, sys.stderr)
    readiness = Readiness(assistant)
    app = application(assistant, settings, readiness, allowed, turns)
    _open_many_files()
    with _listening(host, port) as listener:
        readiness.start()
        say(f"Serving the chat on http://{host}:{port} (Ctrl+C ends it)")
        config = uvicorn.Config(
            app,
            http=Connection,
            # Whoever is on this machine could name himself as he likes otherwise.
            proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=settings.proxies or None,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=2,
            server_header=False,
        )
        with redirect_stderr(Printed(settings.log)):
            _Server(config, turns).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Lets nobody wait for his turn once it is told to end."""

    def __init__(self, config: uvicorn.Config, turns: Turns) -> None:
        super().__init__(config)
        self._turns = turns

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end."""
        self._turns.close()
        super().handle_exit(sig, frame)


def application(
    assistant: Assistant,
    settings: Settings,
    readiness: Readiness,
    allowed: Access,
    turns: Turns,
) -> ASGIApp:
    """The page and the endpoints of programs, behind one guard."""
    # Read by gradio before it reports anything: nothing is reported to anyone.
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    owner = Owner(assistant, settings.store / ADDED, settings.password)
    feedback = Feedback(settings.store)
    actions = Actions(assistant, readiness, owner, settings.results, feedback, turns=turns)
    app = FastAPI(
        title=page.TITLE,
        description=page.DESCRIPTION,
        version=version(),
        servers=[{"url": settings.url}],
        docs_url=None,
        redoc_url=None,
    )
    tools = Tools(assistant, settings, turns)
    add_api(app, tools, readiness.told)
    add_completions(app, tools)
    describe(app, allowed.schemes)
    built = page.build(actions, lambda: add_endpoints(tools))
    # Sessions hold nothing here: few need to be remembered, and each takes room.
    built.state_session_capacity = MOST_SESSIONS
    built.queue(max_size=turns.most, default_concurrency_limit=None)
    of_page = LARGEST_OF_OWNER if owner.may_change else LARGEST_OF_PAGE
    app.router.lifespan_context = _lifespan(built, turns.most + OTHER_THREADS)
    add_mcp(app, tools)
    close_rest(app)
    return Guard(Introduction(_with_page(app, built)), allowed, of_page)


def _lifespan(
    built: gr.Blocks, threads: int
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What goes on as long as the application does.

    There are so many threads for what is asked that whoever waits for his turn holds up nobody.
    """

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = threads
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(forget_unread, built)
            yield
            tasks.cancel_scope.cancel()

    return lifespan


def _with_page(app: FastAPI, built: gr.Blocks) -> FastAPI:
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        built,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        favicon_path=page.icon(),
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        css=page.styles(),
    )
    return mounted


def _open_many_files() -> None:
    """Raise the bound of open files to what the machine allows: each connection is one."""
    try:
        import resource
    except ImportError:
        # Windows has no such bound.
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if most == resource.RLIM_INFINITY else min(MOST_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise AssistantError(
            f"The chat can't be served on {host}:{port}; set PORT to a free port."
        ) from error
    return listener
