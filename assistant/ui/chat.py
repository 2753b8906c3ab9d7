"""The chat page: question box, answers with numbered citations, and the sources beside them."""

import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

# Read by gradio when it is imported: nothing is reported to anyone.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr

from assistant.assistant import Assistant
from assistant.errors import AssistantError, IndexMissing
from assistant.types import Answer, CitedPassage, Turn
from assistant.ui import render

TITLE = "Entertainment Policy Assistant"
DISCLAIMER = "Answers are quoted from the library's sources. Information, not legal advice."
_EXAMPLES = 4
_RETRY_SECONDS = 2
_WELCOME = "Every sentence of an answer is a quote, numbered and checked against its source."
_NO_SOURCES = "<p class='about'>The passages behind an answer appear here.</p>"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came back: an answer with its passages, or a fault."""

    question: str
    answer: Answer | None = None
    passages: tuple[CitedPassage, ...] = ()
    fault: str = ""


class Readiness:
    """Loads the assistant in the background and tells how far it is."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._done = threading.Event()
        self._text = "Loading the model and the library…"
        self.examples: list[str] = []

    def start(self) -> None:
        """Begin loading in a thread of its own."""
        threading.Thread(target=self._load, daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether loading has ended, well or not."""
        return self._done.is_set()

    def html(self) -> str:
        """The status line of the page."""
        return f'<h1>{TITLE}</h1><span class="status">{self._text}</span>'

    def _load(self) -> None:
        failure = "The chat could not start; the terminal says why."
        try:
            while not self._is_loaded():
                # Nothing was ingested yet; somebody may be about to.
                time.sleep(_RETRY_SECONDS)
            failure = ""
        except AssistantError as error:
            failure = str(error)
        finally:
            if failure:
                self._text = f'<span class="fault">{render.escape(failure)}</span>'
            self._done.set()

    def _is_loaded(self) -> bool:
        try:
            self._assistant.warm_up()
        except IndexMissing as error:
            self._text = f'<span class="fault">{render.escape(str(error))}</span>'
            return False
        count = len(self._assistant.documents())
        self.examples = self._assistant.example_questions(_EXAMPLES)
        self._text = f"Ready · {count} document{'' if count == 1 else 's'} in the library"
        return True


def build(assistant: Assistant, readiness: Readiness) -> gr.Blocks:
    """The page for one assistant. It appears at once; ``readiness`` fills in the rest."""

    def respond(question: str, exchanges: tuple[Exchange, ...]) -> Any:
        if question.strip():
            exchanges = (*exchanges, _exchange(assistant, question.strip(), exchanges))
        return "", exchanges, _messages(exchanges), _panel(exchanges)

    def refresh() -> Any:
        offered = gr.Chatbot(examples=[{"text": text} for text in readiness.examples])
        return readiness.html(), offered, gr.Timer(active=not readiness.done)

    def choose(event: gr.SelectData, exchanges: tuple[Exchange, ...]) -> Any:
        return respond(event.value["text"], exchanges)

    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        status = gr.HTML(readiness.html(), elem_id="head")
        exchanges = gr.State(())
        with gr.Row(elem_classes="layout"):
            with gr.Column(scale=3):
                chatbot = gr.Chatbot(
                    show_label=False,
                    height="calc(100vh - 250px)",
                    min_height=320,
                    latex_delimiters=[],
                    placeholder=_WELCOME,
                    feedback_options=None,
                    buttons=[],
                    elem_id="conversation",
                )
                question = gr.Textbox(
                    show_label=False,
                    placeholder="Ask about AI, production incentives and labor in film and TV",
                    submit_btn="Ask",
                    max_length=2000,
                    autofocus=True,
                    elem_id="question",
                )
            with gr.Column(scale=2):
                panel = gr.HTML(_panel(()), elem_id="sources")
        gr.HTML(f'<p class="disclaimer">{DISCLAIMER}</p>')

        outputs = [question, exchanges, chatbot, panel]
        question.submit(respond, [question, exchanges], outputs, api_visibility="private")
        chatbot.example_select(choose, exchanges, outputs, api_visibility="private")
        chatbot.clear(lambda: ((), _panel(())), None, [exchanges, panel], api_visibility="private")
        timer = gr.Timer(0.5)
        gr.on(
            [timer.tick, page.load],
            refresh,
            None,
            [status, chatbot, timer],
            show_progress="hidden",
            api_visibility="private",
        )
    return page  # type: ignore[no-any-return]


def serve(assistant: Assistant, host: str, port: int) -> None:
    """Serve the chat until it is interrupted.

    Raises:
        AssistantError: the port is taken.
    """
    readiness = Readiness(assistant)
    page = build(assistant, readiness)
    readiness.start()
    try:
        page.launch(
            server_name=host,
            server_port=port,
            theme=gr.themes.Soft(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
            css=resources.files("assistant.ui").joinpath("style.css").read_text("utf-8"),
            footer_links=[],
            quiet=True,
            prevent_thread_lock=True,
            share=False,
            ssr_mode=False,
            enable_monitoring=False,
        )
    except OSError as error:
        raise AssistantError(
            f"The chat can't be served on {host}:{port}; set PORT to a free port."
        ) from error
    print(f"Serving the chat on http://{host}:{port} (Ctrl+C ends it)", flush=True)
    page.block_thread()


def _exchange(assistant: Assistant, question: str, before: Sequence[Exchange]) -> Exchange:
    history = [
        Turn(role, content)
        for exchange in before
        if exchange.answer
        for role, content in (("user", exchange.question), ("assistant", exchange.answer.answer))
    ]
    try:
        answer = assistant.ask(question, history)
        return Exchange(question, answer, tuple(assistant.passages(answer)))
    except AssistantError as error:
        return Exchange(question, fault=str(error))


def _messages(exchanges: Sequence[Exchange]) -> list[dict[str, str]]:
    messages: list[dict[str, str]] = []
    for turn, exchange in enumerate(exchanges, start=1):
        shown = (
            render.message(exchange.answer, turn)
            if exchange.answer
            else render.notice(exchange.fault)
        )
        messages.append({"role": "user", "content": render.escape(exchange.question)})
        messages.append({"role": "assistant", "content": shown})
    return messages


def _panel(exchanges: Sequence[Exchange]) -> str:
    turns = [
        render.sources(exchange.passages, exchange.question, turn)
        for turn, exchange in enumerate(exchanges, start=1)
    ]
    # The newest answer's sources stand first.
    body = "".join(reversed(turns)) or _NO_SOURCES
    return f'<div class="panel"><h2>Sources</h2>{body}</div>'
