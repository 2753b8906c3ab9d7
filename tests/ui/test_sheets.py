"""A PDF in a real browser: added, asked, and shown as it is printed where it is quoted."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.pdf.building import paragraph, pdf
from tests.ui.browsing import ask, enter_as_owner, remove_as_owner

pytestmark = pytest.mark.enable_socket

FIRST = "Nests on the cliffs of Orme are counted in spring. The harbour office keeps the list."
SECOND = (
    "Nobody pays it by the nest. The petrel levy of Orme is seventeen percent of the catch. "
    "It is due at the end of each season, at the harbour office."
)


def test_a_quote_of_a_pdf_is_shown_on_its_page(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "petrel.pdf"
    pages = [paragraph((72, 100), 300, said) for said in (FIRST, SECOND)]
    file.write_bytes(pdf(*pages, title="Petrel levy of Orme"))
    enter_as_owner(page)
    page.locator(".files").set_input_files([file])
    expect(page.locator(".results")).to_contain_text("petrel.pdf: 1 added", timeout=30_000)
    page.get_by_role("button", name="Ask", exact=True).first.click()
    ask(page, "What is the petrel levy of Orme?")
    expect(page.locator(".answer")).to_contain_text("seventeen percent", timeout=30_000)
    page.locator(".answer a.cite").first.click()

    sheet = page.locator(".reader .sheet")
    expect(sheet).to_contain_text("Page 2 of 2 as printed", timeout=30_000)
    picture = sheet.get_by_role("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("picture => picture.naturalWidth") == 1000
    paper = sheet.locator(".paper").bounding_box()
    box = sheet.locator(".marked-box").first.bounding_box()
    assert paper is not None
    assert box is not None
    # The text begins an inch and a half from the top of eleven.
    assert 0.1 < (box["y"] - paper["y"]) / paper["height"] < 0.2
    assert box["width"] > 10
    # A mark is as high as a line, and so leaves the next one alone.
    assert box["height"] / paper["height"] < 0.02
    expect(page.locator(".reader mark")).to_contain_text("seventeen percent")
    page.keyboard.press("Escape")
    remove_as_owner(page, "Petrel levy of Orme")


def test_on_a_phone_the_mark_is_scrolled_into_view_sideways(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "fulmar.pdf"
    left = paragraph((60, 100), 220, FIRST * 4)
    right = paragraph((330, 100), 220, SECOND.replace("petrel", "fulmar"))
    file.write_bytes(pdf(left + right, title="Fulmar levy of Orme"))
    enter_as_owner(page)
    page.locator(".files").set_input_files([file])
    expect(page.locator(".results")).to_contain_text("fulmar.pdf: 1 added", timeout=30_000)
    page.get_by_role("button", name="Ask", exact=True).first.click()
    ask(page, "What is the fulmar levy of Orme?")
    expect(page.locator(".answer")).to_contain_text("seventeen percent", timeout=30_000)
    page.set_viewport_size({"width": 360, "height": 780})
    page.locator(".answer a.cite").first.click()

    holder = page.locator(".reader .sheet-holder")
    expect(holder.locator(".marked-box").first).to_be_visible(timeout=30_000)
    page.wait_for_function("document.querySelector('.sheet-holder').scrollLeft > 0")
    seen = holder.bounding_box()
    assert seen is not None
    for box in (item.bounding_box() for item in holder.locator(".marked-box").all()):
        assert box is not None
        assert seen["x"] <= box["x"]
        assert box["x"] + box["width"] <= seen["x"] + seen["width"]
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1280, "height": 720})
    remove_as_owner(page, "Fulmar levy of Orme")


def test_a_link_that_leads_nowhere_is_told_to_the_owner(page: Page) -> None:
    enter_as_owner(page)
    page.get_by_label("A link to a document").fill("http://127.0.0.1:1/petrel")
    page.get_by_role("button", name="Fetch").click()
    expect(page.locator(".results .notice")).to_contain_text(
        "http://127.0.0.1:1/petrel:", timeout=30_000
    )
