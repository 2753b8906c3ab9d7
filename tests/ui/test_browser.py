"""The real app in a real browser: one question, one click, and nothing fetched from outside."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.assistant import Assistant
from assistant.models.embedder import Embedder
from assistant.store.index import Index
from tests.conftest import ROOT

pytestmark = pytest.mark.enable_socket

HOSTILE = """# Zeppelin <script>document.title='owned'</script>

The zeppelin levy is 12% <script>document.title='owned'</script> \
<img src="http://evil.example/a.png" onerror="document.title='owned'"> \
![pixel](http://evil.example/b.png) and [a link](http://evil.example/c).
"""


@dataclass(frozen=True)
class Chat:
    url: str
    log: Path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        message = "no browser: apt-get install chromium"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chat(
    real_embedder: Embedder, starter_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chat]:
    folder = tmp_path_factory.mktemp("chat")
    (folder / "zeppelin.md").write_text(HOSTILE)
    shutil.copytree(starter_store, folder / "store")
    Assistant(Index(folder / "store"), lambda: real_embedder).ingest([folder / "zeppelin.md"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "app.log"
    environment = os.environ | {"ASSISTANT_STORE": str(folder / "store"), "PORT": str(port)}
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        try:
            wait_for_port(port, process, log)
            yield Chat(f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail(f"the chat did not start: {log.read_text()}")


@pytest.fixture
def page(browser: Browser, chat: Chat) -> Iterator[Page]:
    page = browser.new_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(chat.url)
    expect(page.locator(".status")).to_contain_text("Ready", timeout=60_000)
    yield page
    page.close()
    outside = [url for url in requested if not url.startswith((chat.url, "data:", "blob:"))]
    assert outside == []


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def test_a_question_is_answered_and_its_citation_leads_to_the_sentence(page: Page) -> None:
    ask(page, "Why does Cheng call AI addictive?")

    answer = page.locator(".answer")
    expect(answer).to_contain_text("It suggests teams may default to speed", timeout=30_000)
    answer.locator("a.cite").first.click()
    source = page.locator(".source:target")
    expect(source).to_be_in_viewport()
    expect(source.locator("mark")).to_contain_text("It suggests teams may default to speed")
    expect(source).to_contain_text("Why does Cheng call AI addictive")
    expect(source).to_contain_text("article · undated")


def test_a_refusal_is_shown_as_one(page: Page) -> None:
    ask(page, "What is the boiling point of ethanol?")

    expect(page.locator(".refusal")).to_contain_text(
        "The sources don't answer this.", timeout=30_000
    )
    expect(page.locator(".answer")).to_have_count(0)


def test_an_example_question_from_the_library_can_be_chosen(page: Page) -> None:
    example = page.locator("#conversation button", has_text="?").first
    expect(example).to_be_visible(timeout=30_000)
    question = example.inner_text().strip()
    example.click()

    expect(page.locator(".answer a.cite").first).to_be_visible(timeout=30_000)
    expect(page.locator("#conversation")).to_contain_text(question)


def test_a_conversation_is_resolved_and_a_comparison_is_a_table(page: Page) -> None:
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    ask(page, "And who voted on it?")
    expect(page.locator(".searched").first).to_contain_text("Animation Guild", timeout=30_000)
    ask(page, "Compare California and New York on annual funding.")

    table = page.locator(".answer table")
    expect(table).to_contain_text("$750 million", timeout=30_000)
    expect(table).to_contain_text("$800 million")
    expect(table.locator("a.cite")).to_have_count(2)


def test_an_unclear_question_is_asked_back(page: Page) -> None:
    ask(page, "What about it?")

    expect(page.locator(".clarify")).to_contain_text("What does “it” refer to?", timeout=30_000)


def test_the_page_says_that_it_is_no_legal_advice(page: Page) -> None:
    expect(page.get_by_text("not legal advice")).to_have_count(1)


def test_markup_in_a_document_is_text_and_fetches_nothing(page: Page) -> None:
    ask(page, "How high is the zeppelin levy?")

    answer = page.locator(".answer")
    expect(answer).to_contain_text("<script>document.title='owned'</script>", timeout=30_000)
    # The marks of links and images are no words: they are left out, and nothing is fetched.
    expect(answer).to_contain_text("pixel and a link")
    expect(page.locator("#sources mark").first).to_contain_text("<img src=")
    expect(page.locator("img[src*='evil']")).to_have_count(0)
    expect(page.locator("a[href*='evil']")).to_have_count(0)
    expect(page).not_to_have_title("owned")


def test_markup_in_a_question_is_text_too(page: Page) -> None:
    question = "<img src=http://bad.test/q.png> ![q](http://bad.test/r.png) penguins?"
    ask(page, question)

    expect(page.locator(".refusal, .answer")).to_be_visible(timeout=30_000)
    expect(page.locator("#conversation")).to_contain_text(question)
    expect(page.locator("img[src*='bad.test']")).to_have_count(0)


def test_a_choice_is_a_button_that_asks_its_question(page: Page) -> None:
    ask(page, "When does it expire?")

    expect(page.locator(".clarify")).to_contain_text("refer to", timeout=30_000)
    choice = page.get_by_role("button", name=re.compile("^When does .+ expire")).first
    chosen = choice.inner_text()
    choice.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_visible(timeout=30_000)
    expect(page.locator("#conversation")).to_contain_text(chosen)
