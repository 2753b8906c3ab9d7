"""Retakes the README's picture of the chat: ``python scripts/screenshot.py [docs/chat.png]``.

Serves the library of the environment (``assistant ingest`` must have run) on a free port, asks
a question in a headless Chromium, clicks the first citation and saves the page.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
QUESTIONS = (
    "Compare the annual funding of California and New York.",
    "How much is Hungary's film rebate?",
)


def main() -> None:
    """Take the picture."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "chat.png"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = subprocess.Popen(
        [sys.executable, ROOT / "app.py"], cwd=ROOT, env=os.environ | {"PORT": str(port)}
    )
    try:
        take(f"http://127.0.0.1:{port}", port, target)
    finally:
        app.terminate()
        app.wait()


def take(url: str, port: int, target: Path) -> None:
    """Ask the questions at ``url`` and save the page to ``target``."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        wait_for_port(port)
        page.goto(url)
        page.get_by_text("Ready").wait_for(timeout=60_000)
        for number, question in enumerate(QUESTIONS, start=1):
            page.locator("#question").fill(question)
            page.keyboard.press("Enter")
            shown = page.locator(".answer, .refusal")
            shown.nth(number - 1).wait_for(timeout=60_000)
        page.locator("a.cite").first.click()
        page.locator(".reader mark").first.wait_for()
        page.wait_for_timeout(800)
        page.screenshot(path=target)
        browser.close()


def wait_for_port(port: int) -> None:
    """Wait up to a minute until something listens on ``port`` of this machine."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    sys.exit("The chat did not start.")


if __name__ == "__main__":
    main()
