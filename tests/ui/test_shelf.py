"""The library in a real browser: searched, filtered, plotted, and changed by its owner."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ROOT
from tests.ui.browsing import PASSWORD, Chat, ask, enter_as_owner, remove_as_owner

pytestmark = pytest.mark.enable_socket


def test_the_library_is_searched_and_its_filters_apply_to_a_question(page: Page) -> None:
    page.get_by_role("button", name="Library").click()
    expect(page.locator(".documents tbody tr")).to_have_count(48, timeout=30_000)
    page.locator("#find").fill("soundstage filming")
    expect(page.locator(".documents tbody tr")).to_have_count(1)
    page.locator(".documents .link").click()
    expect(page.locator(".reader-head")).to_contain_text("Soundstage")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".documents .link")).to_be_focused()
    page.locator("#find").fill("zzzz")
    expect(page.locator(".count")).to_contain_text("has these words")
    page.locator("#find").fill("watermark")
    found = page.locator(".found .link")
    expect(found.first).to_be_visible(timeout=30_000)
    found.first.click()
    expect(page.locator(".reader mark").first).to_contain_text("watermark", timeout=30_000)
    page.keyboard.press("Escape")
    expect(found.first).to_be_focused()
    page.get_by_label("Jurisdiction").select_option("Georgia")
    page.get_by_role("button", name="Ask within Georgia").click()
    expect(page.locator(".chips")).to_contain_text("Georgia")
    page.get_by_role("button", name="Library").click()
    page.get_by_role("button", name=re.compile("^New York, incentives")).click()
    expect(page.locator(".asked-of .chip").first).to_be_visible()
    page.locator(".asked-of").get_by_role("button", name="Ask within these").click()
    expect(page.locator(".chips")).to_contain_text("New York")
    ask(page, "What is the annual funding of the film credit?")
    expect(page.locator(".answer")).to_contain_text("New York", timeout=30_000)
    page.get_by_role("button", name="Remove filter New York").click()
    expect(page.locator(".chips")).not_to_contain_text("New York")


def test_a_filter_is_chosen_at_the_box(page: Page) -> None:
    page.get_by_role("button", name="Ask within some documents").click()
    page.locator(".narrow").get_by_label("Jurisdiction").select_option("Georgia")
    expect(page.get_by_role("button", name="Remove filter Georgia")).to_be_visible()
    ask(page, "What is the minimum spend?")
    expect(page.locator(".answer")).to_contain_text("$500,000", timeout=30_000)
    expect(page.locator(".exchange")).to_contain_text("Within Georgia")


def test_fields_and_lines_of_the_plots_lead_to_questions(page: Page) -> None:
    page.get_by_role("button", name="Library").click()
    page.locator(".spell", has_text="Animation Guild").click()
    panel = page.locator(".timed-of")
    expect(panel).to_contain_text("expires 31 July 2027", timeout=30_000)
    panel.locator(".chip").first.click()
    expect(page.locator(".answer a.cite").first).to_be_visible(timeout=30_000)


def test_the_owner_alone_adds_and_removes_documents(page: Page, tmp_path: Path) -> None:
    good, bad = tmp_path / "gull.md", tmp_path / "scan.pdf"
    good.write_text("# Gull tax\n\nThe gull tax of Orme is ten percent.")
    bad.write_bytes(b"%PDF")
    page.get_by_role("button", name="Library").click()
    page.get_by_text("Change the library").click()
    page.get_by_label("The owner's password").fill("guess")
    page.keyboard.press("Enter")
    expect(page.locator(".results")).to_contain_text("not the owner's password")
    page.get_by_label("The owner's password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".entered")).to_be_visible()
    page.locator(".files").set_input_files([good, bad])
    expect(page.locator(".results")).to_contain_text("gull.md: 1 added", timeout=30_000)
    expect(page.locator(".results")).to_contain_text("is no PDF file", timeout=30_000)

    page.get_by_role("button", name="Ask", exact=True).first.click()
    ask(page, "What is the gull tax of Orme?")
    expect(page.locator(".answer")).to_contain_text("ten percent", timeout=30_000)
    remove_as_owner(page, "Gull tax")
    expect(page.locator(".documents tbody tr")).to_have_count(48)


def test_who_leaves_changes_nothing_any_more(page: Page) -> None:
    enter_as_owner(page)
    expect(page.get_by_role("button", name=re.compile("^Remove:")).first).to_be_visible()
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("button", name=re.compile("^Remove:"))).to_have_count(0)
    expect(page.get_by_label("The owner's password")).to_be_focused()


def test_what_another_process_adds_is_there_without_a_restart(
    page: Page, chat: Chat, tmp_path: Path
) -> None:
    file = tmp_path / "puffin.md"
    file.write_text("# Puffin grant\n\nThe puffin grant of Orme pays nine percent.")
    environment = os.environ | {"ASSISTANT_STORE": str(chat.folder / "store")}
    command = [Path(sys.executable).with_name("assistant"), "ingest", str(file)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)

    ask(page, "What does the puffin grant of Orme pay?")
    expect(page.locator(".answer")).to_contain_text("nine percent", timeout=30_000)
    enter_as_owner(page)
    expect(page.locator(".documents")).to_contain_text("Puffin grant")
    remove_as_owner(page, "Puffin grant")


def test_a_second_click_or_a_key_held_down_removes_nothing(page: Page) -> None:
    enter_as_owner(page)
    first = page.get_by_role("button", name=re.compile("^Remove:")).first
    first.dblclick()
    expect(page.locator(".documents tbody tr")).to_have_count(48)
    expect(first).to_be_visible()
    first.focus()
    page.keyboard.down("Enter")
    for _ in range(5):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(page.get_by_role("button", name="Remove for good?")).to_be_focused()
    expect(page.locator(".documents tbody tr")).to_have_count(48)
    page.keyboard.press("Escape")
    expect(first).to_be_focused()
