"""What the tests in a real browser share: the app, and what a visitor does again and again."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.conftest import ROOT

PASSWORD = "open sesame"


ACTIONS = re.compile("/component_server")


@dataclass(frozen=True)
class Chat:
    """The app over the store in a folder, with the results beside it."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def served(chat: Chat) -> Iterator[subprocess.Popen[bytes]]:
    """Serves the chat as the command does; gives its process."""
    environment = os.environ | {
        "ASSISTANT_STORE": str(chat.folder / "store"),
        "ASSISTANT_ADMIN_PASSWORD": PASSWORD,
        "ASSISTANT_RESULTS": str(chat.folder / "results"),
        "PORT": str(chat.port),
    }
    log = chat.folder / "app.log"
    with log.open("w") as output:
        command = [sys.executable, "app.py"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            wait_for_port(chat.port, process, log)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail(f"the chat did not start: {log.read_text()}")


def enter_as_owner(page: Page) -> None:
    page.get_by_role("button", name="Library").click()
    page.get_by_text("Change the library").click()
    page.get_by_label("The owner's password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".entered")).to_be_visible()


def add_as_owner(page: Page, file: Path, told: str) -> None:
    page.get_by_role("button", name="Library").click()
    page.locator(".files").set_input_files(file)
    expect(page.locator(".results li").first).to_contain_text(told, timeout=30_000)


def remove_as_owner(page: Page, title: str) -> None:
    page.get_by_role("button", name="Library").click()
    page.get_by_role("button", name=f"Remove: {title}").click()
    page.get_by_role("button", name="Remove for good?").click()
    expect(page.locator(".results")).to_contain_text(f"{title}: removed", timeout=30_000)


def ask(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")


def open_history(page: Page) -> None:
    if page.locator(".history").is_hidden():
        page.get_by_role("button", name="Conversations").click()


def hold(page: Page) -> Callable[[], None]:
    """Keeps back what the page asks the assistant from now on, until what it returns is called."""
    held: list[Route] = []
    released: list[bool] = []

    def keep(route: Route) -> None:
        is_question = "page_ask" in (route.request.post_data or "")
        held.append(route) if is_question and not released else route.continue_()

    def release() -> None:
        released.append(True)
        while held:
            held.pop().continue_()

    page.route(ACTIONS, keep)
    return release
