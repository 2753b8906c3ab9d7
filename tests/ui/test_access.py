"""The page for everybody: by keyboard, at three widths, in both schemes; and what it gives away."""

from importlib import resources
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.browsing import Chat, ask, enter_as_owner, open_history

pytestmark = pytest.mark.enable_socket

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js")

SHIFTS = """
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


def faults(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical, with the first place of each."""
    page.add_script_tag(content=AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document.querySelector('.app'))")["violations"]
    return [
        f"{item['id']}: {item['nodes'][0]['html'][:200]}"
        for item in found
        if item["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_while_the_page_loads_and_answers(
    browser: Browser, chat: Chat, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 760})
    page.add_init_script(f"window.shifted = 0; {SHIFTS}")
    page.goto(chat.url)
    expect(page.locator(".example").first).to_be_visible(timeout=60_000)
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".answer")).to_be_visible(timeout=30_000)
    # Below 0.1 people see no shift (web.dev, "Cumulative Layout Shift").
    assert page.evaluate("window.shifted") < 0.1
    page.close()


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the question")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#question").focus()
    page.keyboard.type("When does the Animation Guild contract end?")
    page.keyboard.press("Enter")
    number = page.locator(".answer a.cite").first
    expect(number).to_be_visible(timeout=30_000)
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if number.evaluate("link => link === document.activeElement"):
            break
    expect(page.locator("#card")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".reader-body")).to_be_focused()
    page.keyboard.press("Escape")
    expect(number).to_be_focused()


def test_title_and_preview_are_the_products_own(page: Page, chat: Chat) -> None:
    head = page.request.get(chat.url).text().partition("</head>")[0]

    assert head.count("<title>") == head.count('property="og:title"') == 1
    assert "<title>Entertainment Policy Assistant</title>" in head
    assert "Click to try out" not in head
    expect(page).to_have_title("Entertainment Policy Assistant")


def test_no_route_takes_files(page: Page, chat: Chat) -> None:
    upload = page.request.post(
        f"{chat.url}/gradio_api/upload",
        multipart={"files": {"name": "a.md", "mimeType": "text/plain", "buffer": b"Text."}},
    )
    assert upload.status == 404


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_every_state_can_be_used_by_everybody(
    browser: Browser, chat: Chat, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 760}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(chat.url)
    expect(page.locator(".status")).to_contain_text("Ready", timeout=60_000)
    assert faults(page) == []
    ask(page, "When does it expire?")
    expect(page.locator(".clarify")).to_be_visible(timeout=30_000)
    ask(page, "Compare California and New York on annual funding.")
    expect(page.locator(".compared")).to_be_visible(timeout=30_000)
    ask(page, "How much is Hungary's film rebate?")
    expect(page.locator(".refusal")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="More").first.click()
    page.get_by_role("button", name="Why?").first.click()
    page.get_by_role("button", name="Changed since?").first.click()
    expect(page.locator(".changes")).to_contain_text("read again", timeout=30_000)
    page.get_by_role("button", name="Not useful").last.click()
    page.get_by_role("button", name="Edit", exact=True).first.click()
    page.get_by_role("button", name="Ask within some documents").click()
    page.locator(".narrow").get_by_label("Topic").select_option("labor")
    assert faults(page) == []
    page.get_by_role("button", name="Cancel").click()
    page.locator("a.cite").first.click()
    expect(page.locator(".reader mark").first).to_be_visible()
    page.get_by_role("button", name="Whole document").click()
    assert faults(page) == []
    page.get_by_role("button", name="Close").click()
    open_history(page)
    assert faults(page) == []
    page.get_by_role("button", name="Hide the list").click()
    page.get_by_role("button", name="Library").click()
    expect(page.locator(".documents tbody tr").first).to_be_visible(timeout=30_000)
    page.locator("#find").fill("watermark")
    expect(page.locator(".found .link").first).to_be_visible(timeout=30_000)
    page.locator(".field").first.click()
    page.locator(".spell").first.click()
    expect(page.locator(".asked-of .chip, .timed-of .chip").first).to_be_visible()
    enter_as_owner(page)
    assert faults(page) == []
    page.get_by_role("button", name="Evaluation").click()
    expect(page.locator(".suites tbody tr")).to_have_count(1, timeout=30_000)
    expect(page.locator(".failures")).to_contain_text("Q2")
    assert faults(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    context.close()
