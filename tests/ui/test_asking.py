"""Questions asked in a real browser: one after the other, stopped, lost, edited and asked back."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.ui.browsing import ACTIONS, ask, hold

pytestmark = pytest.mark.enable_socket


def test_a_second_question_waits_while_the_first_is_answered(page: Page) -> None:
    release = hold(page)
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".pending")).to_contain_text("Searching 48 documents", timeout=30_000)
    expect(page.locator("#question")).to_have_value("")
    page.locator("#question").type("And who voted on it?")
    release()
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    expect(page.locator("#question")).to_have_value("And who voted on it?")
    page.keyboard.press("Enter")
    expect(page.locator(".searched").first).to_contain_text("Animation Guild", timeout=30_000)


def test_questions_are_queued_and_can_be_stopped(page: Page) -> None:
    release = hold(page)
    ask(page, "What is Section 301?")
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".pending")).to_have_count(2)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped.")).to_have_count(2)
    release()
    page.locator(".exchange").last.get_by_role("button", name="Try again").click()
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)


def test_an_example_question_from_the_library_can_be_chosen(page: Page) -> None:
    example = page.locator(".examples button").first
    expect(example).to_be_visible(timeout=30_000)
    question = example.locator(".question").inner_text()
    example.click()

    expect(page.locator(".answer a.cite").first).to_be_visible(timeout=30_000)
    expect(page.locator(".asked")).to_have_text(question)
    expect(page.locator(".start")).to_be_hidden()


def test_a_lost_connection_keeps_the_question_and_asks_it_when_it_is_back(page: Page) -> None:
    page.route(ACTIONS, lambda route: route.abort())
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".offline")).to_be_visible(timeout=30_000)
    expect(page.locator(".asked")).to_have_text("When does the Animation Guild contract end?")
    page.unroute(ACTIONS)
    page.locator(".try-again").click()
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    expect(page.locator(".offline")).to_be_hidden()
    expect(page.locator(".exchange")).to_have_count(1)


def test_what_was_asked_or_written_when_the_page_was_left_is_not_lost(page: Page) -> None:
    hold(page)
    ask(page, "When does the Animation Guild contract end?")
    page.locator("#question").fill("And who voted")
    page.unroute(ACTIONS)
    page.reload()
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    expect(page.locator("#question")).to_have_value("And who voted")


def test_a_question_is_edited_and_asked_anew(page: Page) -> None:
    ask(page, "When does the Animation Guild contract begin?")
    expect(page.locator(".exchange > .tools")).to_have_count(1, timeout=30_000)
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Edit the question").fill("When does the Animation Guild contract end?")
    page.keyboard.press("Enter")

    expect(page.locator(".answer").last).to_contain_text("31 July 2027", timeout=30_000)


def test_an_unclear_question_is_asked_back_with_choices(page: Page) -> None:
    ask(page, "When does it expire?")

    expect(page.locator(".clarify")).to_contain_text("refer to", timeout=30_000)
    choice = page.locator(".next button").first
    chosen = choice.inner_text()
    choice.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_visible(timeout=30_000)
    expect(page.locator(".asked").last).to_have_text(chosen)


def test_what_can_be_asked_is_told_with_questions_to_try(page: Page) -> None:
    ask(page, "What can you do?")
    expect(page.locator(".reply li")).to_have_count(5, timeout=30_000)
    page.locator(".next button").first.click()
    expect(page.locator(".answer a.cite").first).to_be_visible(timeout=30_000)


def test_what_failed_or_was_stopped_is_asked_again_at_its_place(page: Page) -> None:
    release = hold(page)
    ask(page, "When does the Animation Guild contract end?")
    page.get_by_role("button", name="Stop").click()
    release()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    expect(page.locator(".exchange")).to_have_count(1)


def test_a_question_that_waits_can_be_dropped(page: Page) -> None:
    release = hold(page)
    ask(page, "When does the Animation Guild contract end?")
    ask(page, "What is Section 301?")
    page.get_by_role("button", name="Don't ask").click()
    release()
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    expect(page.get_by_text("Stopped.")).to_have_count(1)


def test_a_failure_of_the_server_is_no_lost_connection(page: Page) -> None:
    def fail(route: Route) -> None:
        is_question = "page_ask" in (route.request.post_data or "")
        route.fulfill(status=500) if is_question else route.continue_()

    page.route(ACTIONS, fail)
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".notice")).to_contain_text("Something went wrong", timeout=30_000)
    expect(page.locator(".offline")).to_be_hidden()


def test_a_question_keeps_its_own_filters(page: Page) -> None:
    page.get_by_role("button", name="Ask within some documents").click()
    page.locator(".narrow").get_by_label("Jurisdiction").select_option("New York")
    ask(page, "When did the Academy publish its AI rules for the 99th Oscars?")
    expect(page.locator(".refusal")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Remove filter New York").click()
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".refusal")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Ask the whole library").click()
    expect(page.locator(".answer")).to_contain_text("1 May 2026", timeout=30_000)
    expect(page.locator(".exchange")).to_have_count(1)


def test_a_question_that_is_too_long_is_counted_and_not_cut(page: Page) -> None:
    box = page.locator("#question")
    box.fill("word " * 700)
    expect(page.locator("#length")).to_have_text("3,499 of 4,000 characters")
    box.fill("word " * 900)
    page.keyboard.press("Enter")
    expect(page.locator("#length")).to_contain_text("4,499 of 4,000 characters: shorten")
    expect(page.locator(".send")).to_be_disabled()
    assert len(box.input_value()) == 4500
    expect(page.locator(".exchange")).to_have_count(0)
    box.fill("word")
    expect(page.locator("#length")).to_be_hidden()
    expect(page.locator(".send")).to_be_enabled()
