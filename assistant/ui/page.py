"""The chat page: question box, answers with numbered citations, and the sources beside them."""

import os
from importlib import resources
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.ui import chat
from assistant.ui.readiness import TITLE, Readiness

DISCLAIMER = "Answers are quoted from the library's sources. Information, not legal advice."
_WELCOME = "Every sentence of an answer is a quote, numbered and checked against its source."


def serve(assistant: Assistant, host: str, port: int) -> None:
    """Serve the chat until it is interrupted.

    Raises:
        AssistantError: the port is taken.
    """
    # Read by gradio before it reports anything: nothing is reported to anyone.
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
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


def build(assistant: Assistant, readiness: Readiness) -> gr.Blocks:
    """The page for one assistant. It appears at once; ``readiness`` fills in the rest."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        status = gr.HTML(readiness.html(), elem_id="head")
        exchanges = gr.State(())
        with gr.Row(elem_classes="layout"):
            with gr.Column(scale=3):
                conversation, question = _conversation(), _question()
            with gr.Column(scale=2):
                sources = gr.HTML(chat.panel(()), elem_id="sources")
        gr.HTML(f'<p class="disclaimer">{DISCLAIMER}</p>')
        _answer_questions(assistant, question, exchanges, conversation, sources)
        _show_readiness(readiness, page, status, conversation)
    return page  # type: ignore[no-any-return]


def _conversation() -> gr.Chatbot:
    return gr.Chatbot(
        show_label=False,
        height="calc(100vh - 250px)",
        min_height=320,
        latex_delimiters=[],
        placeholder=_WELCOME,
        feedback_options=None,
        buttons=[],
        elem_id="conversation",
    )


def _question() -> gr.Textbox:
    return gr.Textbox(
        show_label=False,
        placeholder="Ask about AI, production incentives and labor in film and TV",
        submit_btn="Ask",
        max_length=2000,
        autofocus=True,
        elem_id="question",
    )


def _answer_questions(
    assistant: Assistant,
    question: gr.Textbox,
    exchanges: gr.State,
    conversation: gr.Chatbot,
    sources: gr.HTML,
) -> None:
    """Ask what is typed or chosen; forget the conversation when it is cleared."""

    def respond(asked: str, before: tuple[chat.Exchange, ...]) -> Any:
        after = before
        if asked.strip():
            after = (*before, chat.ask(assistant, asked.strip(), before))
        return "", after, chat.messages(after), chat.panel(after)

    def choose(event: gr.SelectData, before: tuple[chat.Exchange, ...]) -> Any:
        return respond(event.value["text"], before)

    def ask_choice(event: gr.SelectData, before: tuple[chat.Exchange, ...]) -> Any:
        return respond(event.value, before)

    outputs = [question, exchanges, conversation, sources]
    question.submit(respond, [question, exchanges], outputs, api_visibility="private")
    conversation.example_select(choose, exchanges, outputs, api_visibility="private")
    conversation.option_select(ask_choice, exchanges, outputs, api_visibility="private")
    conversation.clear(
        lambda: ((), chat.panel(())), None, [exchanges, sources], api_visibility="private"
    )


def _show_readiness(
    readiness: Readiness, page: gr.Blocks, status: gr.HTML, conversation: gr.Chatbot
) -> None:
    """Keep the status line and the examples as they are now, until loading has ended."""

    def refresh() -> Any:
        offered = gr.Chatbot(examples=[{"text": text} for text in readiness.examples])
        return readiness.html(), offered, gr.Timer(active=not readiness.done)

    timer = gr.Timer(0.5)
    gr.on(
        [timer.tick, page.load],
        refresh,
        None,
        [status, conversation, timer],
        show_progress="hidden",
        api_visibility="private",
    )
