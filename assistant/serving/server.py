"""Serves the page and the programs: nothing is uploaded, reported or fetched."""

import os
import socket

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from assistant.assistant import Assistant
from assistant.cli.terminal import say
from assistant.errors import AssistantError
from assistant.feedback import Feedback
from assistant.serving.api import add_api
from assistant.serving.completions import add_completions
from assistant.serving.gradio_api import add_endpoints
from assistant.serving.guard import Access, Guard, access
from assistant.serving.introduction import Introduction
from assistant.settings import Settings, version
from assistant.tools import Tools
from assistant.turns import Turns
from assistant.ui import page
from assistant.ui.actions import Actions
from assistant.ui.owner import Owner
from assistant.ui.readiness import Readiness

ADDED = "added"
"""The folder of a store that keeps the files which its owner added on the page."""


def serve(assistant: Assistant, settings: Settings) -> None:
    """Serve the chat until it is interrupted.

    Raises:
        AssistantError: the port is taken, or the host is none of this machine.
    """
    host, port = settings.host, settings.port
    allowed = access(host, settings.auth, settings.token, settings.hosts)
    readiness = Readiness(assistant)
    app = application(assistant, settings, readiness, allowed)
    with _listening(host, port) as listener:
        readiness.start()
        say(f"Serving the chat on http://{host}:{port} (Ctrl+C ends it)")
        config = uvicorn.Config(
            app, log_level="warning", timeout_graceful_shutdown=2, server_header=False
        )
        uvicorn.Server(config).run(sockets=[listener])


def application(
    assistant: Assistant, settings: Settings, readiness: Readiness, allowed: Access
) -> ASGIApp:
    """The page and the endpoints of programs, behind one guard."""
    # Read by gradio before it reports anything: nothing is reported to anyone.
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    turns = Turns()
    owner = Owner(assistant, settings.store / ADDED, settings.password)
    feedback = Feedback(settings.store)
    actions = Actions(assistant, readiness, owner, settings.results, feedback, turns=turns)
    app = FastAPI(title=page.TITLE, version=version(), docs_url=None, redoc_url=None)
    app.description = page.DESCRIPTION
    tools = Tools(assistant, settings, turns)
    add_api(app, tools, readiness.told)
    add_completions(app, tools)
    built = page.build(actions, lambda: add_endpoints(tools))
    return Guard(Introduction(_with_page(app, built)), allowed)


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
