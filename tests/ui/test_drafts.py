"""The page sees an answer grow, and stops it; what was withheld is told with its reasons."""

import threading
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.errors import ChatModelError
from assistant.feedback import Feedback
from assistant.ui.actions import Actions
from assistant.ui.owner import Owner
from assistant.ui.readiness import Readiness
from assistant.writing.talking import ChatFault, Prompt, Tokens
from assistant.writing.writer import Writer
from tests.conftest import StubEmbedder, StubScorer
from tests.writing.scripted import ScriptedChat, statements, writer

NOVA = "# Nova film credit\n\nThe Nova film credit is 30 percent of wages. It ends on 5 May 2027.\n"
BODY = {"question": "What is the Nova film credit?", "draft": "a-key-of-the-page"}
NOWHERE = Path("nowhere")

Make = Callable[[Callable[[], Writer]], Actions]


@pytest.fixture
def make(library: Callable[..., Assistant], stub: StubEmbedder, store: Path) -> Make:
    def made(load: Callable[[], Writer]) -> Actions:
        read = library({"nova.md": NOVA})
        assistant = Assistant(read._index, lambda: stub, StubScorer, load_writer=load)
        readiness = Readiness(assistant)
        readiness._is_loaded()
        owner = Owner(assistant, NOWHERE, "")
        now = datetime(2026, 11, 30, tzinfo=UTC)
        return Actions(assistant, readiness, owner, NOWHERE, Feedback(store), lambda: now)

    return made


class Halting(ScriptedChat):
    """Writes a sentence, and goes on when it is told to."""

    def __init__(self) -> None:
        super().__init__(lambda _told: "")
        self.waits, self.goes_on = Event(), Event()

    def reply(self, prompt: Prompt, stop: Event | None = None) -> Generator[str | Tokens]:
        key = statements(prompt)[0][0]
        yield f"Nova gives 30 percent [{key}]."
        self.waits.set()
        while not self.goes_on.wait(0.01):
            if stop and stop.is_set():
                raise ChatFault("it was stopped")
        yield f" It is of wages [{key}]."
        yield Tokens(1200, 30)


def asked(actions: Actions, told: list[dict[str, Any]]) -> threading.Thread:
    thread = threading.Thread(target=lambda: told.append(actions.ask(BODY)))
    thread.start()
    return thread


def test_an_answer_is_seen_as_it_is_written(make: Make) -> None:
    chat = Halting()
    actions, told = make(lambda: writer(chat)), []
    thread = asked(actions, told)
    assert chat.waits.wait(10)

    so_far = actions.so_far({"draft": BODY["draft"]})["html"]
    assert "Nova gives 30 percent." in so_far
    assert "of wages" not in so_far
    assert actions.so_far({"draft": "another-key"}) == {"html": ""}
    chat.goes_on.set()
    thread.join(10)

    assert "It is of wages." in told[0]["html"]
    assert (
        "Written by scripted, each sentence held to its sources · 1,200 tokens in"
        in told[0]["html"]
    )
    assert actions.so_far({"draft": BODY["draft"]}) == {"html": ""}
    assert told[0]["receipt"]["written"] is True
    assert told[0]["receipt"]["spans"][0]["quote"] == "The Nova film credit is 30 percent of wages."


def test_to_stop_ends_the_request(make: Make) -> None:
    chat = Halting()
    actions, told = make(lambda: writer(chat)), []
    thread = asked(actions, told)
    assert chat.waits.wait(10)

    actions.stop({"draft": BODY["draft"]})
    thread.join(10)

    assert told == [{"fault": "Stopped."}]


def test_what_is_withheld_is_told_with_its_reasons(make: Make) -> None:
    def says(told: list[tuple[str, str]]) -> str:
        return f"Nova gives 30 percent [{told[0][0]}]. <b>45 percent</b> for all [{told[0][0]}]."

    told = make(lambda: writer(ScriptedChat(says))).ask(BODY)

    assert "1 sentence of the chat model withheld" in told["html"]
    assert "&lt;b&gt;45 percent&lt;/b&gt; for all." in told["html"]
    assert "the address &lt;b&gt; is not in “Nova film credit”" in told["html"]
    assert "<b>" not in told["html"]


def test_a_model_that_can_t_be_used_is_told_at_start(make: Make) -> None:
    def load() -> Writer:
        raise ChatModelError("The chat model x needs a key: set X_KEY.")

    told = make(load).status({})

    assert told["ready"] is True
    assert (told["writes"], told["writing_fault"]) == (
        True,
        "The chat model x needs a key: set X_KEY.",
    )
