"""What a visitor keeps: conversations, exports, judged answers and receipts."""

import json
import re
import shutil
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.browsing import (
    Chat,
    add_as_owner,
    ask,
    enter_as_owner,
    free_port,
    open_history,
    remove_as_owner,
    served,
)

pytestmark = pytest.mark.enable_socket


def test_a_conversation_is_kept_over_a_reload_and_nobody_else_sees_it(
    page: Page, browser: Browser, chat: Chat
) -> None:
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    page.reload()
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    page.locator(".answer a.cite").first.click()
    expect(page.locator(".reader mark").first).to_be_visible(timeout=30_000)
    ask(page, "And who voted on it?")
    expect(page.locator(".searched").first).to_contain_text("Animation Guild", timeout=30_000)

    other = browser.new_page()
    other.goto(chat.url)
    expect(other.locator(".start")).to_be_visible(timeout=30_000)
    expect(other.locator(".exchange")).to_have_count(0)
    other.close()

    open_history(page)
    expect(page.locator(".conversation")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Rename")).click()
    page.get_by_label("New name").fill("Guild terms")
    page.keyboard.press("Enter")
    expect(page.locator(".conversation")).to_have_text("Guild terms")
    expect(page.locator(".conversation")).to_be_focused()
    expect(page.locator(".exchange")).to_have_count(2)
    page.get_by_role("button", name=re.compile("^Delete")).click()
    expect(page.locator(".exchange")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".conversation")).to_have_text("Guild terms")
    expect(page.locator(".exchange")).to_have_count(2)
    page.get_by_role("button", name=re.compile("^Delete")).click()
    expect(page.locator(".exchange")).to_have_count(0)
    page.reload()
    expect(page.locator(".start")).to_be_visible(timeout=30_000)


def test_two_tabs_of_one_conversation_lose_nothing(page: Page, chat: Chat) -> None:
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".answer")).to_have_count(1, timeout=30_000)
    other = page.context.new_page()
    other.goto(chat.url)
    expect(other.locator(".answer")).to_have_count(1, timeout=30_000)
    ask(other, "And who voted on it?")
    expect(other.locator(".answer, .refusal")).to_have_count(2, timeout=30_000)
    ask(page, "When did it begin?")
    expect(page.locator(".answer, .refusal")).to_have_count(2, timeout=30_000)

    for tab in (page, other):
        expect(tab.locator(".asked")).to_have_text(
            [
                "When does the Animation Guild contract end?",
                "And who voted on it?",
                "When did it begin?",
            ]
        )
    other.get_by_role("button", name="Useful", exact=True).first.click()
    judged = page.get_by_role("button", name="Useful", exact=True).first
    expect(judged).to_have_attribute("aria-pressed", "true")
    open_history(page)
    expect(page.locator(".conversation")).to_have_count(1)
    other.close()


def test_a_receipt_tells_what_has_changed_since(page: Page, tmp_path: Path) -> None:
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Changed since?").click()
    expect(page.locator(".changes")).to_contain_text("Nothing has changed", timeout=30_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Receipt", exact=True).click()
    kept = json.loads(download.value.path().read_text("utf-8"))
    kept["spans"][0]["quote"] = "Something else."
    (tmp_path / "receipt.json").write_text(json.dumps(kept))

    open_history(page)
    page.locator(".receipts-file").set_input_files(tmp_path / "receipt.json")
    expect(page.locator(".receipt")).to_contain_text("was edited", timeout=30_000)


def test_a_conversation_is_taken_along(page: Page, tmp_path: Path) -> None:
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    page.get_by_role("button", name="Not useful").click()
    page.get_by_label(re.compile("^Why")).fill("The year is missing")
    page.get_by_label("Send question and answer").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_contain_text("Sent to the library's owner")
    open_history(page)

    files = {}
    for name in ("Markdown", "Word", "Judged answers"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        files[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[name])
    assert "kidscreen.com" in files["Markdown"].read_text("utf-8")
    assert "[^1-1]:" in files["Markdown"].read_text("utf-8")
    opened = docx.Document(str(files["Word"]))
    assert any("31 July 2027" in item.text for item in opened.paragraphs)
    assert any("is what Kidscreen says" in item.text for item in opened.paragraphs)
    (case,) = map(json.loads, files["Judged answers"].read_text("utf-8").splitlines())
    assert (case["verdict"], case["reason"]) == ("not useful", "The year is missing")


def test_an_answer_whose_document_was_edited_says_so_later(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "tern.md"
    file.write_text("# Tern tax\n\nThe tern tax of Orme is ten percent.")
    enter_as_owner(page)
    add_as_owner(page, file, "1 added")
    page.get_by_role("button", name="Ask", exact=True).first.click()
    ask(page, "What is the tern tax of Orme?")
    expect(page.locator(".answer")).to_contain_text("ten percent", timeout=30_000)

    file.write_text("# Tern tax\n\nThe tern tax of Orme is twelve percent.")
    add_as_owner(page, file, "1 updated")
    page.get_by_role("button", name="Ask", exact=True).first.click()
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Changed since?").click()
    expect(page.locator(".changes")).to_contain_text("was edited", timeout=30_000)
    remove_as_owner(page, "Tern tax")
    page.get_by_role("button", name="Ask", exact=True).first.click()
    page.get_by_role("button", name="Changed since?").click()
    expect(page.locator(".changes")).to_contain_text("is not in the library", timeout=30_000)
    page.locator(".answer a.cite").first.click()
    expect(page.locator(".reader")).to_contain_text("not in the library any more")


def test_a_conversation_goes_on_when_the_server_was_killed_and_is_back(
    browser: Browser, starter_store: Path, tmp_path: Path
) -> None:
    shutil.copytree(starter_store, tmp_path / "store")
    chat = Chat(tmp_path, free_port())
    page = browser.new_page()
    with served(chat) as process:
        page.goto(chat.url)
        ask(page, "When does the Animation Guild contract end?")
        expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=60_000)
        process.kill()
        process.wait()
        ask(page, "And who voted on it?")
        expect(page.locator(".offline")).to_be_visible(timeout=30_000)
        page.locator("#question").fill("A draft")
    with served(chat):
        expect(page.locator(".searched")).to_contain_text("Animation Guild", timeout=60_000)
        expect(page.locator("#question")).to_have_value("A draft")
        page.reload()
        expect(page.locator(".exchange")).to_have_count(2, timeout=60_000)
        page.locator(".answer a.cite").first.click()
        expect(page.locator(".reader mark").first).to_be_visible(timeout=30_000)
    page.close()


def test_all_of_a_conversation_is_printed_with_its_sources(browser: Browser, chat: Chat) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(chat.url)
    ask(page, "Compare California and New York on annual funding and minimum spend.")
    expect(page.locator(".compared")).to_be_visible(timeout=60_000)
    page.pdf()
    expect(page.locator(".history")).to_be_visible()

    page.set_viewport_size({"width": 720, "height": 900})
    page.emulate_media(media="print")
    expect(page.locator(".printed li").first).to_be_visible()
    expect(page.locator(".composer")).to_be_hidden()
    table = page.locator(".compared")
    assert table.evaluate("table => table.getBoundingClientRect().right <= innerWidth")
    expect(table.locator("thead")).to_be_visible()
    page.close()


OLD = [
    {"id": "a", "title": 5, "exchanges": [None, {"question": "What is old?", "reply": {"x": 1}}]},
    {"id": "b", "exchanges": 5},
    5,
]


@pytest.mark.parametrize("kept", ["{", "5", json.dumps(OLD)])
def test_what_another_version_kept_keeps_nobody_from_asking(
    browser: Browser, chat: Chat, kept: str
) -> None:
    page = browser.new_page()
    page.goto(chat.url)
    page.evaluate("kept => localStorage.setItem('assistant.conversations', kept)", kept)
    page.reload()
    expect(page.locator(".status")).to_contain_text("Ready", timeout=60_000)
    if "old" in kept:
        expect(page.locator(".exchange")).to_contain_text("kept by another version")
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    page.close()


DENIED = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {get() { throw new DOMException("denied"); }});
"""


def test_a_browser_that_keeps_nothing_can_ask(browser: Browser, chat: Chat) -> None:
    page = browser.new_page()
    page.add_init_script(DENIED)
    page.goto(chat.url)
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=60_000)
    expect(page.locator(".toast")).to_contain_text("no room to keep")
    page.close()


def test_a_full_browser_gives_up_the_oldest_and_says_so(page: Page) -> None:
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    page.evaluate(
        """() => {
          let size = 4_000_000;
          while (size > 100) {
            const old = localStorage.getItem("filler") || "";
            try { localStorage.setItem("filler", old + "x".repeat(size)); } catch { size /= 2; }
          }
        }"""
    )
    page.get_by_role("button", name="New conversation").click()
    ask(page, "Why does Cheng call AI addictive?")
    expect(page.locator(".toast")).to_contain_text("were given up", timeout=30_000)
    page.reload()
    expect(page.locator(".asked")).to_have_text("Why does Cheng call AI addictive?")
