"""The real app, served once for all tests in a browser; nothing is fetched from outside."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.assistant import Assistant
from assistant.models.embedder import Embedder
from assistant.store.index import Index
from tests.ui.browsing import Chat, free_port, served
from tests.ui.test_evaluation import SCORES
from tests.ui.test_evaluation import write as write_results

HOSTILE = """# Zeppelin <script>document.title='owned'</script>

The zeppelin levy is 12% <script>document.title='owned'</script> \
<img src="http://evil.example/a.png" onerror="document.title='owned'"> \
![pixel](http://evil.example/b.png) and [a link](http://evil.example/c).
"""


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
def chat(
    real_embedder: Embedder, starter_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chat]:
    folder = tmp_path_factory.mktemp("chat")
    (folder / "zeppelin.md").write_text(HOSTILE)
    shutil.copytree(starter_store, folder / "store")
    Assistant(Index(folder / "store"), lambda: real_embedder).ingest([folder / "zeppelin.md"])
    write_results(folder / "results" / "run", SCORES, time.time())
    chat = Chat(folder, free_port())
    with served(chat):
        yield chat


@pytest.fixture
def page(browser: Browser, chat: Chat) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(chat.url)
    expect(page.locator(".status")).to_contain_text("Ready", timeout=60_000)
    yield page
    context.close()
    outside = [url for url in requested if not url.startswith((chat.url, "data:", "blob:"))]
    assert outside == []
