"""Takes pictures of the chat's states: ``python scripts/screenshots.py FOLDER [--state NAME]``.

Serves the library of the environment (``assistant ingest`` must have run) on a free port and
saves each state at three widths, light and dark, as ``FOLDER/STATE-WIDTH-SCHEME.png``.
``--readme`` takes the README's picture alone, as ``docs/chat.png``.
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from playwright.sync_api import Browser, Page, Route, sync_playwright

ROOT = Path(__file__).parent.parent
PASSWORD = "for the pictures"  # noqa: S105 - of the app that this script starts on loopback
WIDTHS = MappingProxyType({360: 740, 768: 1024, 1440: 900})
"""The widths of the pictures and the height of each, in CSS pixels."""

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
ACTIONS = re.compile("/component_server")
WAIT = 60_000

ANSWERED = "When does the Animation Guild contract end?"
COMPARED = "Compare California, New York and Georgia on annual funding and minimum spend."
REFUSED = "How much is Hungary's film rebate?"
UNCLEAR = "When does it expire?"
IN_PARTS = "What is the annual cap in New York, and when does Georgia's tax credit expire?"
LISTED = "Which uses of digital replicas need consent?"


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs")
    parser.add_argument("--state", choices=STATES, action="append")
    parser.add_argument("--readme", action="store_true", help="the README's picture alone")
    given = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"PORT": str(port), "ASSISTANT_ADMIN_PASSWORD": PASSWORD}
    app = subprocess.Popen([sys.executable, ROOT / "app.py"], cwd=ROOT, env=environment)
    try:
        wait_for_port(port)
        take(f"http://127.0.0.1:{port}", given)
    finally:
        app.terminate()
        app.wait()


def take(url: str, given: argparse.Namespace) -> None:
    """Take what was asked for of the app at ``url``."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        if given.readme:
            picture(browser, url, "readme", (1280, 800, "light"), given.folder / "chat.png")
            browser.close()
            return
        given.folder.mkdir(parents=True, exist_ok=True)
        for state in given.state or STATES:
            for width, height in WIDTHS.items():
                for scheme in SCHEMES:
                    target = given.folder / f"{state}-{width}-{scheme}.png"
                    picture(browser, url, state, (width, height, scheme), target)
            print(state, flush=True)
        browser.close()


def picture(
    browser: Browser, url: str, state: str, looks: tuple[int, int, Scheme], target: Path
) -> None:
    """Bring a page at ``url`` of a size and scheme into ``state`` and save it to ``target``."""
    width, height, scheme = looks
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(url)
    page.locator(".status").get_by_text("Ready").wait_for(timeout=WAIT, state="attached")
    STATES[state](page)
    page.wait_for_timeout(400)
    page.screenshot(path=target)
    context.close()


def ask(page: Page, question: str) -> None:
    """Ask and wait for what comes back."""
    before = page.locator(".exchange:not(.is-pending)").count()
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    page.locator(".exchange:not(.is-pending)").nth(before).wait_for(timeout=WAIT)


def asked(question: str) -> Callable[[Page], None]:
    """The state behind one question."""
    return lambda page: ask(page, question)


def _start(_page: Page) -> None:
    """Nothing was asked."""


def _pending(page: Page) -> None:
    def never(route: Route) -> None:
        if "page_ask" not in (route.request.post_data or ""):
            route.continue_()

    page.route(ACTIONS, never)
    for question in (ANSWERED, REFUSED):
        page.locator("#question").fill(question)
        page.keyboard.press("Enter")
    page.locator("#question").fill("And who voted on it?")


def _offline(page: Page) -> None:
    ask(page, ANSWERED)
    page.route(ACTIONS, lambda route: route.abort())
    page.locator("#question").fill(REFUSED)
    page.keyboard.press("Enter")
    page.locator(".offline").wait_for()
    page.locator("#question").fill("Text that is not sent yet")


def _card(page: Page) -> None:
    ask(page, ANSWERED)
    page.locator(".answer a.cite").first.hover()


def _reader(page: Page) -> None:
    ask(page, ANSWERED)
    page.locator(".answer a.cite").first.click()
    page.locator(".reader mark").first.wait_for()


def _whole(page: Page) -> None:
    _reader(page)
    page.locator(".whole").click()


def _more(page: Page) -> None:
    ask(page, REFUSED)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Why?").click()


def _followed(page: Page) -> None:
    ask(page, ANSWERED)
    ask(page, "And who voted on it?")


def _judged(page: Page) -> None:
    ask(page, ANSWERED)
    page.get_by_role("button", name="Not useful").click()


def _edited(page: Page) -> None:
    ask(page, ANSWERED)
    page.get_by_role("button", name="Edit").click()


def _history(page: Page) -> None:
    ask(page, ANSWERED)
    if page.locator(".history").is_hidden():
        page.locator(".open-history").click()
    page.locator(".new-conversation").click()
    ask(page, REFUSED)
    if page.locator(".history").is_hidden():
        page.locator(".open-history").click()


def _receipt(page: Page) -> None:
    ask(page, ANSWERED)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Changed since?").click()
    page.locator(".changes").get_by_text("read again").wait_for()


def _library(page: Page) -> None:
    page.locator(".views button[data-view=library]").click()
    page.locator(".documents tbody tr").first.wait_for()


def _field(page: Page) -> None:
    _library(page)
    page.get_by_role("button", name="California, labor").click()
    page.locator(".asked-of .chip").first.wait_for()


def _spell(page: Page) -> None:
    _library(page)
    page.locator(".spell").nth(2).click()
    page.locator(".timed-of .chip").first.wait_for()


def _narrow(page: Page) -> None:
    page.locator(".open-narrow").click()
    panel = page.locator(".narrow")
    panel.get_by_label("Jurisdiction").select_option("Georgia")
    panel.get_by_label("Topic").select_option("incentives")


def _busy(page: Page) -> None:
    told = "Many people are asking right now. Your question is kept; try again in a moment."

    def full(route: Route) -> None:
        if "page_ask" in (route.request.post_data or ""):
            route.fulfill(json={"fault": told, "busy": True})
        else:
            route.continue_()

    page.route(ACTIONS, full)
    ask(page, ANSWERED)


def _owner(page: Page) -> None:
    _library(page)
    page.locator(".owner summary").click()
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".entered").wait_for()


def _nothing_found(page: Page) -> None:
    _library(page)
    page.locator("#find").fill("penguins")


def _coverage(page: Page) -> None:
    _library(page)
    page.locator(".coverage").scroll_into_view_if_needed()
    page.locator(".view-library").evaluate(
        "view => view.scrollTop = view.querySelector('.coverage').offsetTop - 100"
    )


def _timeline(page: Page) -> None:
    _library(page)
    page.locator(".view-library").evaluate("view => view.scrollTop = view.scrollHeight")


def _filtered(page: Page) -> None:
    _library(page)
    page.get_by_label("Jurisdiction").select_option("Georgia")
    page.get_by_role("button", name="Ask within Georgia").click()
    ask(page, "What is the minimum spend?")


def _evaluation(page: Page) -> None:
    page.locator(".views button[data-view=evaluation]").click()
    page.wait_for_timeout(1500)


def _readme(page: Page) -> None:
    ask(page, "Compare the annual funding of California and New York.")
    ask(page, REFUSED)
    page.locator("a.cite").first.click()
    page.locator(".reader mark").first.wait_for()


STATES: Mapping[str, Callable[[Page], None]] = MappingProxyType(
    {
        "start": _start,
        "pending": _pending,
        "answer": asked(ANSWERED),
        "card": _card,
        "reader": _reader,
        "whole": _whole,
        "followed": _followed,
        "parts": asked(IN_PARTS),
        "list": asked(LISTED),
        "table": asked(COMPARED),
        "refusal": asked(REFUSED),
        "more": _more,
        "clarify": asked(UNCLEAR),
        "about": asked("What can you do?"),
        "judged": _judged,
        "edited": _edited,
        "history": _history,
        "receipt": _receipt,
        "offline": _offline,
        "filtered": _filtered,
        "library": _library,
        "nothing-found": _nothing_found,
        "owner": _owner,
        "coverage": _coverage,
        "field": _field,
        "spell": _spell,
        "narrow": _narrow,
        "busy": _busy,
        "timeline": _timeline,
        "evaluation": _evaluation,
        "readme": _readme,
    }
)
"""The states, each with what brings a page into it."""


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
