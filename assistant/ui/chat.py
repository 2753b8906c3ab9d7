"""What happens on a question: it is asked after those before it, and the whole chat is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.results import Answer, CitedPassage
from assistant.types import Turn
from assistant.ui import render

_NO_SOURCES = "<p class='about'>The passages behind an answer appear here.</p>"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came back: an answer with its passages, or a fault."""

    question: str
    answer: Answer | None = None
    passages: tuple[CitedPassage, ...] = ()
    fault: str = ""


def ask(assistant: Assistant, question: str, before: Sequence[Exchange]) -> Exchange:
    """Ask a question of a conversation; a fault is told in the exchange, not raised."""
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


def messages(exchanges: Sequence[Exchange]) -> list[dict[str, Any]]:
    """The chat as its component takes it: dicts of ``role`` and ``content``, two an exchange.

    Questions to choose from are the ``options`` of the last message, which it shows as buttons.
    """
    shown: list[dict[str, Any]] = []
    for turn, exchange in enumerate(exchanges, start=1):
        reply = (
            render.message(exchange.answer, turn)
            if exchange.answer
            else render.notice(exchange.fault)
        )
        shown.append({"role": "user", "content": render.escape(exchange.question)})
        shown.append({"role": "assistant", "content": reply})
    last = exchanges[-1].answer if exchanges else None
    if last and last.choices:
        shown[-1]["options"] = [{"value": choice} for choice in last.choices]
    return shown


def panel(exchanges: Sequence[Exchange]) -> str:
    """The sources beside the chat, as HTML; the newest answer's stand first."""
    turns = [
        render.sources(exchange.passages, exchange.question, turn)
        for turn, exchange in enumerate(exchanges, start=1)
    ]
    body = "".join(reversed(turns)) or _NO_SOURCES
    return f'<div class="panel"><h2>Sources</h2>{body}</div>'
