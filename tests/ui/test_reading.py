"""Answers read in a real browser: numbers, cards, the source at its sentence, tables, refusals."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.ui.browsing import Chat, ask

pytestmark = pytest.mark.enable_socket


def test_a_question_is_answered_and_its_citation_leads_to_the_sentence(page: Page) -> None:
    ask(page, "Why does Cheng call AI addictive?")

    answer = page.locator(".answer")
    expect(answer).to_contain_text("It suggests teams may default to speed", timeout=30_000)
    number = answer.locator("a.cite").first
    number.hover()
    expect(page.locator("#card")).to_contain_text("It suggests teams may default to speed")
    number.click()
    expect(page.locator("#card")).to_be_hidden()
    reader = page.locator(".reader")
    expect(reader.locator("mark").first).to_be_in_viewport()
    expect(reader.locator("mark").first).to_contain_text("It suggests teams may default to speed")
    expect(reader).to_contain_text("Why does Cheng call AI addictive")
    expect(reader).to_contain_text("article · undated")
    reader.get_by_role("button", name="Whole document").click()
    expect(reader.locator(".text section").first).to_be_visible()
    reader.get_by_role("button", name="Close").click()
    expect(reader).to_be_hidden()
    expect(number).to_be_focused()


def test_badges_and_notes_lead_further(page: Page) -> None:
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".line .badge")).to_have_text("in force until 31 July 2027", timeout=30_000)
    page.locator(".note a.cite").first.click()
    reader = page.locator(".reader")
    expect(reader.locator(".reader-head a.original").first).to_have_attribute(
        "href", re.compile("^https://")
    )
    reader.locator("mark").first.locator("xpath=following::sup[1]/button").click()
    expect(reader.locator(".footnotes .back:focus")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(reader.locator(".text .note:focus")).to_have_count(1)


def test_an_old_answer_opens_its_own_source(page: Page) -> None:
    ask(page, "Why does Cheng call AI addictive?")
    expect(page.locator(".answer")).to_have_count(1, timeout=30_000)
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".answer")).to_have_count(2, timeout=30_000)

    page.locator(".answer").last.locator("a.cite").first.click()
    expect(page.locator(".reader-head")).to_contain_text("Animation Guild")
    page.locator(".answer").first.locator("a.cite").first.click()
    expect(page.locator(".reader-head")).to_contain_text("Albert Cheng")


def test_a_refusal_is_shown_as_one_and_what_is_near_can_be_opened(page: Page) -> None:
    ask(page, "How much is Hungary's film rebate?")

    refusal = page.locator(".refusal")
    expect(refusal).to_contain_text("The sources don't answer this.", timeout=30_000)
    expect(refusal).not_to_contain_text("probability")
    expect(page.locator(".answer")).to_have_count(0)
    refusal.locator("a.cite").first.click()
    expect(page.locator(".reader mark").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_comparison_is_a_table_that_fits_the_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 760})
    ask(page, "Compare California and New York on annual funding.")

    table = page.locator(".compared")
    expect(table).to_contain_text("$750 million", timeout=30_000)
    expect(table).to_contain_text("$800 million")
    expect(table.locator("a.cite")).to_have_count(2)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    page.locator("a.cite").first.click()
    expect(page.locator(".reader mark").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(".reader")).to_be_hidden()


def test_markup_in_a_document_is_text_and_fetches_nothing(page: Page) -> None:
    ask(page, "How high is the zeppelin levy?")

    answer = page.locator(".answer")
    expect(answer).to_contain_text("<script>document.title='owned'</script>", timeout=30_000)
    # The marks of links and images are no words: they are left out, and nothing is fetched.
    expect(answer).to_contain_text("pixel and a link")
    answer.locator("a.cite").first.click()
    expect(page.locator(".reader mark").first).to_contain_text("<img src=")
    expect(page.locator("img[src*='evil']")).to_have_count(0)
    expect(page.locator("a[href*='evil']")).to_have_count(0)
    expect(page).not_to_have_title("owned")


def test_markup_in_a_question_is_text_too(page: Page) -> None:
    question = "<img src=http://bad.test/q.png> ![q](http://bad.test/r.png) penguins?"
    ask(page, question)

    expect(page.locator(".refusal, .answer")).to_be_visible(timeout=30_000)
    expect(page.locator(".asked")).to_have_text(question)
    expect(page.locator("img[src*='bad.test']")).to_have_count(0)


def test_the_page_says_that_it_is_no_legal_advice(page: Page) -> None:
    expect(page.get_by_text("not legal advice")).to_have_count(1)


def test_the_address_of_a_document_opens_it_on_the_page(page: Page, chat: Chat) -> None:
    page.goto(f"{chat.url}/api/documents/labor-animation-guild-2024")
    expect(page.locator(".reader-head")).to_contain_text("The Animation Guild", timeout=30_000)
    expect(page.locator(".reader-body")).to_contain_text("31 July 2027")
    page.goto(f"{chat.url}/#document=gone")
    expect(page.locator(".reader-body")).to_contain_text("not in the library", timeout=30_000)
