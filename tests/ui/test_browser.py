"""The real app in a real browser: asked, read and kept, and nothing fetched from outside."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

import docx
import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from assistant.assistant import Assistant
from assistant.models.embedder import Embedder
from assistant.store.index import Index
from tests.conftest import ROOT
from tests.ui.test_evaluation import SCORES
from tests.ui.test_evaluation import write as write_results

pytestmark = pytest.mark.enable_socket

PASSWORD = "open sesame"
ACTIONS = re.compile("/component_server")
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js")
HOSTILE = """# Zeppelin <script>document.title='owned'</script>

The zeppelin levy is 12% <script>document.title='owned'</script> \
<img src="http://evil.example/a.png" onerror="document.title='owned'"> \
![pixel](http://evil.example/b.png) and [a link](http://evil.example/c).
"""


@dataclass(frozen=True)
class Chat:
    url: str
    log: Path


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def chat(
    real_embedder: Embedder, starter_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chat]:
    folder = tmp_path_factory.mktemp("chat")
    (folder / "zeppelin.md").write_text(HOSTILE)
    shutil.copytree(starter_store, folder / "store")
    Assistant(Index(folder / "store"), lambda: real_embedder).ingest([folder / "zeppelin.md"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "app.log"
    environment = os.environ | {"ASSISTANT_STORE": str(folder / "store"), "PORT": str(port)}
    environment["ASSISTANT_ADMIN_PASSWORD"] = PASSWORD
    environment["ASSISTANT_RESULTS"] = str(folder / "results")
    write_results(folder / "results" / "run", SCORES, time.time())
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        try:
            wait_for_port(port, process, log)
            yield Chat(f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail(f"the chat did not start: {log.read_text()}")


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


def test_an_example_question_from_the_library_can_be_chosen(page: Page) -> None:
    example = page.locator(".examples button").first
    expect(example).to_be_visible(timeout=30_000)
    question = example.locator(".question").inner_text()
    example.click()

    expect(page.locator(".answer a.cite").first).to_be_visible(timeout=30_000)
    expect(page.locator(".asked")).to_have_text(question)
    expect(page.locator(".start")).to_be_hidden()


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

    open_history(page)
    expect(page.locator(".conversation")).to_have_count(2)
    other.close()


def test_a_question_is_edited_and_asked_anew(page: Page) -> None:
    ask(page, "When does the Animation Guild contract begin?")
    expect(page.locator(".exchange > .tools")).to_have_count(1, timeout=30_000)
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Edit the question").fill("When does the Animation Guild contract end?")
    page.keyboard.press("Enter")

    expect(page.locator(".answer").last).to_contain_text("31 July 2027", timeout=30_000)


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
    expect(page.locator(".count")).to_contain_text("No document has these words")
    page.locator("#find").fill("watermark")
    found = page.locator(".found .link")
    expect(found.first).to_be_visible(timeout=30_000)
    found.first.click()
    expect(page.locator(".reader mark").first).to_contain_text("watermark", timeout=30_000)
    page.keyboard.press("Escape")
    expect(found.first).to_be_focused()
    page.get_by_label("Jurisdiction").select_option("Georgia")
    page.get_by_role("button", name="Ask within these").click()
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


def test_what_can_be_asked_is_told_with_questions_to_try(page: Page) -> None:
    ask(page, "What can you do?")
    expect(page.locator(".reply li")).to_have_count(5, timeout=30_000)
    page.locator(".next button").first.click()
    expect(page.locator(".answer a.cite").first).to_be_visible(timeout=30_000)


SHIFTS = """
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


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


def test_an_unclear_question_is_asked_back_with_choices(page: Page) -> None:
    ask(page, "When does it expire?")

    expect(page.locator(".clarify")).to_contain_text("refer to", timeout=30_000)
    choice = page.locator(".next button").first
    chosen = choice.inner_text()
    choice.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_visible(timeout=30_000)
    expect(page.locator(".asked").last).to_have_text(chosen)


def test_the_page_says_that_it_is_no_legal_advice(page: Page) -> None:
    expect(page.get_by_text("not legal advice")).to_have_count(1)


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


def test_title_and_preview_are_the_products_own(page: Page, chat: Chat) -> None:
    head = page.request.get(chat.url).text().partition("</head>")[0]

    assert head.count("<title>") == head.count('property="og:title"') == 1
    assert "<title>Entertainment Policy Assistant</title>" in head
    assert "Click to try out" not in head
    expect(page).to_have_title("Entertainment Policy Assistant")


def test_no_route_takes_files_and_no_interface_is_offered(page: Page, chat: Chat) -> None:
    upload = page.request.post(
        f"{chat.url}/gradio_api/upload",
        multipart={"files": {"name": "a.md", "mimeType": "text/plain", "buffer": b"Text."}},
    )
    assert upload.status == 404
    info = page.request.get(f"{chat.url}/gradio_api/info").json()
    assert info["named_endpoints"] == {}


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
    expect(page.locator(".results")).to_contain_text("'.pdf' files can't be read", timeout=30_000)

    page.get_by_role("button", name="Ask", exact=True).first.click()
    ask(page, "What is the gull tax of Orme?")
    expect(page.locator(".answer")).to_contain_text("ten percent", timeout=30_000)
    page.get_by_role("button", name="Library").click()
    page.get_by_role("button", name="Remove: Gull tax").click()
    page.get_by_role("button", name="Remove for good?").click()
    expect(page.locator(".results")).to_contain_text("Gull tax: removed", timeout=30_000)
    expect(page.locator(".documents tbody tr")).to_have_count(48)


def faults(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical, with the first place of each."""
    page.add_script_tag(content=AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document.querySelector('.app'))")["violations"]
    return [
        f"{item['id']}: {item['nodes'][0]['html'][:200]}"
        for item in found
        if item["impact"] in ("serious", "critical")
    ]


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
    assert faults(page) == []
    page.locator("a.cite").first.click()
    expect(page.locator(".reader mark").first).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Close").click()
    open_history(page)
    assert faults(page) == []
    page.get_by_role("button", name="Hide conversations").click()
    page.get_by_role("button", name="Library").click()
    expect(page.locator(".documents tbody tr").first).to_be_visible(timeout=30_000)
    assert faults(page) == []
    page.get_by_role("button", name="Evaluation").click()
    expect(page.locator(".suites tbody tr")).to_have_count(1, timeout=30_000)
    expect(page.locator(".failures")).to_contain_text("Q2")
    assert faults(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    context.close()


def test_a_conversation_is_taken_along(page: Page, tmp_path: Path) -> None:
    ask(page, "When does the Animation Guild contract end?")
    expect(page.locator(".answer")).to_contain_text("31 July 2027", timeout=30_000)
    page.get_by_role("button", name="Not useful").click()
    page.get_by_label(re.compile("^Why")).fill("The year is missing")
    page.get_by_label("Send question and answer").check()
    page.get_by_role("button", name="Keep").click()
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
    (case,) = map(json.loads, files["Judged answers"].read_text("utf-8").splitlines())
    assert (case["verdict"], case["reason"]) == ("not useful", "The year is missing")
