"""The real app with a scripted chat model behind a real client: what a person sees of it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.browsing import Chat, ask, free_port, served
from tests.writing.chat_server import Script, serving

pytestmark = pytest.mark.enable_socket
HOLDS = "The Animation Guild's current Master Agreement ends on 31 July 2027 {}."
QUESTION = "When does the Animation Guild contract end?"
STATEMENT = re.compile(r"^\[(\w{4})\] (.*)$", re.MULTILINE)


class Model:
    """Writes what a test says, with the ids of the statements that hold some words."""

    def __init__(self) -> None:
        self.says = ""
        self.pause = 0.0

    def __call__(self, body: dict[str, Any]) -> Iterator[str | float]:
        told = STATEMENT.findall(body["messages"][1]["content"])
        key = next(key for key, text in told if "current Master Agreement ends on" in text)
        for word in self.says.replace("{}", f"[{key}]").split(" "):
            yield f"{word} "
            yield self.pause


@pytest.fixture(scope="module")
def model() -> Model:
    return Model()


@pytest.fixture(scope="module")
def script(model: Model) -> Script:
    return Script(model)


@pytest.fixture(scope="module")
def writing(
    script: Script, starter_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chat]:
    folder = tmp_path_factory.mktemp("writing")
    shutil.copytree(starter_store, folder / "store")
    with serving(script) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSISTANT_LLM", "scripted")
        patch.setenv("ASSISTANT_LLM_URL", f"{url}/v1")
        patch.setenv("ASSISTANT_LLM_KEY", "sk-secret-1234")
        chat = Chat(folder, free_port())
        with served(chat):
            yield chat


@pytest.fixture
def page(browser: Browser, writing: Chat) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(writing.url)
    expect(page.locator(".status")).to_contain_text("Ready", timeout=60_000)
    yield page
    assert "sk-secret-1234" not in page.content()
    context.close()


def test_an_answer_grows_and_its_numbers_open_the_spans(page: Page, model: Model) -> None:
    model.says = f"{HOLDS} It began on 1 August 2024 {{}}. It pays 99 percent {{}}."
    model.pause = 0.15
    ask(page, QUESTION)
    expect(page.locator(".exchange")).to_contain_text("ends on 31 July 2027", timeout=30_000)
    expect(page.locator(".exchange .pending")).to_contain_text("Writing…")
    expect(page.locator(".answer")).to_contain_text("It began on 1 August 2024", timeout=30_000)
    expect(page.locator(".exchange .pending")).to_have_count(0, timeout=30_000)
    expect(page.locator(".answer")).to_contain_text("Written by scripted")

    page.get_by_text("1 sentence of the chat model withheld").click()
    expect(page.locator(".answer")).to_contain_text("the figure 99 percent is not in")
    page.locator(".answer a.cite").first.click()
    expect(page.locator(".reader mark").first).to_contain_text("31 July 2027")


def test_to_stop_ends_the_request_at_the_provider(page: Page, model: Model, script: Script) -> None:
    model.says = f"{HOLDS} " + "It goes on and on and " * 200
    model.pause = 0.1
    script.left.clear()
    ask(page, QUESTION)
    expect(page.locator(".exchange")).to_contain_text("ends on 31 July 2027", timeout=30_000)
    page.get_by_role("button", name="Stop").click()

    expect(page.locator(".exchange")).to_contain_text("Stopped.")
    assert script.left.wait(10)


def test_a_model_that_fails_leaves_the_quotes_and_a_note(
    page: Page, model: Model, script: Script
) -> None:
    model.pause = 0.0
    script.status = 500
    try:
        ask(page, QUESTION)
        expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
        expect(page.locator(".answer")).to_contain_text("its provider reports error 500")
    finally:
        script.status = 200


def test_on_a_phone_nothing_is_wider_than_the_page(page: Page, model: Model) -> None:
    model.says = f"{HOLDS} It pays 99 percent {{}}."
    page.set_viewport_size({"width": 360, "height": 780})
    ask(page, QUESTION)
    expect(page.locator(".answer")).to_contain_text("Written by scripted", timeout=30_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
