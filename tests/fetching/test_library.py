"""Links in a library: ingested, refreshed, kept as they were."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.contract import parts_json
from assistant.fetching.fetcher import Fetcher
from assistant.refreshing import Refreshing
from assistant.store.index import Index
from tests.conftest import StubEmbedder, StubScorer
from tests.fetching.site import Site, answer
from tests.pdf.building import paragraph, pdf

pytestmark = pytest.mark.enable_socket

At = Callable[[str], str]
PAGE = (
    "<html lang=en><head><title>Orme film credit</title></head><body><main><h1>Orme film credit"
    "</h1><p>The credit is {rate} percent of qualified spending in the state of Orme.</p>"
    "<p>Applications are due on {day} March 2027 at the office of the commission.</p></main>"
)
LATER = datetime(2027, 1, 1, tzinfo=UTC)


def page(rate: int, day: int, **headers: str) -> bytes:
    return answer(PAGE.format(rate=rate, day=day).encode(), kind="text/html", **headers)


@pytest.fixture
def assistant(store: Path, stub: StubEmbedder, fetcher: Callable[..., Fetcher]) -> Assistant:
    return Assistant(Index(store), lambda: stub, StubScorer, load_fetcher=fetcher)


@pytest.fixture
def refresh(
    assistant: Assistant, store: Path, stub: StubEmbedder, fetcher: Callable[..., Fetcher]
) -> Callable[..., list[str]]:
    def run(days: int = 0, now: datetime = LATER) -> list[str]:
        refreshing = Refreshing(
            Index(store),
            assistant.history,
            assistant.limits,
            fetcher,
            lambda: stub,
            lambda: now,
        )
        told = refreshing.run(timedelta(days=days), lambda _: None)
        return [f"{item.id}: {item.outcome} {item.words}".strip() for item in told]

    return run


def test_a_link_is_a_document_named_by_its_host_and_path(
    assistant: Assistant, site: Site, at: At
) -> None:
    site.pages["film.example/credit/rules.html"] = page(25, 1, ETag='"1"')
    report = assistant.ingest([at("film.example/credit/rules.html")])

    assert (report.added, report.failed) == (1, ())
    (summary,) = assistant.documents()
    assert summary.id == "film-example-credit-rules-html"
    assert summary.title == "Orme film credit"
    told = parts_json(assistant.document(summary.id))
    assert told["url"] == at("film.example/credit/rules.html")
    assert told["language"] == "en"
    assert told["fetched"] == "2026-11-30T12:00:00+00:00"
    assert assistant.ask("What is the Orme credit in percent of qualified spending?").citations


def test_a_redirect_gives_the_id_of_where_it_leads(
    assistant: Assistant, site: Site, at: At
) -> None:
    site.pages["film.example/old"] = answer(status=301, Location=at("film.example/new"))
    site.pages["film.example/new"] = page(25, 1)
    assistant.ingest([at("film.example/old")])

    assert [item.id for item in assistant.documents()] == ["film-example-new"]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("film.example/missing", "404"),
        ("film.example/picture", "picture"),
        ("film.example/empty", "empty"),
    ],
)
def test_a_link_that_gives_nothing_is_one_line_and_the_others_land(
    assistant: Assistant, site: Site, at: At, place: str, reason: str
) -> None:
    site.pages["film.example/good"] = page(25, 1)
    site.pages["film.example/picture"] = answer(b"\x89PNG\r\n\x1a\n", kind="application/pdf")
    site.pages["film.example/empty"] = answer(b" ", kind="text/html")
    report = assistant.ingest([at(place), at("film.example/good")])

    assert report.added == 1
    (failure,) = report.failed
    assert failure.path == at(place)
    assert reason in failure.reason


@pytest.mark.parametrize("link", ["file:///etc/passwd", "ftp://film.example/x", "gopher://x/y"])
def test_only_the_web_is_fetched(assistant: Assistant, link: str) -> None:
    (failure,) = assistant.ingest([link]).failed
    assert "http" in failure.reason


def test_a_document_of_a_link_stays_when_a_folder_is_ingested(
    assistant: Assistant, site: Site, at: At, tmp_path: Path
) -> None:
    site.pages["film.example/rules"] = page(25, 1)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("The gull tax is ten percent.")
    assistant.ingest([at("film.example/rules")])
    assistant.ingest([tmp_path / "docs"])

    assert [item.id for item in assistant.documents()] == ["a", "film-example-rules"]


def test_what_has_not_changed_is_asked_for_by_its_etag(
    assistant: Assistant, site: Site, at: At, refresh: Callable[..., list[str]]
) -> None:
    site.pages["film.example/rules"] = page(25, 1, ETag='"1"')
    assistant.ingest([at("film.example/rules")])
    site.pages["film.example/rules"] = answer(status=304)

    assert refresh() == ["film-example-rules: unchanged"]
    assert site.asked[-1].headers["if-none-match"] == '"1"'
    assert assistant.history.versions("film-example-rules") == []


def test_what_changed_is_told_in_words_and_kept_as_it_was(
    assistant: Assistant, site: Site, at: At, refresh: Callable[..., list[str]]
) -> None:
    site.pages["film.example/rules"] = page(25, 1)
    assistant.ingest([at("film.example/rules")])
    before = assistant.text("film-example-rules")
    site.pages["film.example/rules"] = page(30, 15)

    assert refresh() == ["film-example-rules: changed 2 sentences changed, 1 date, 1 figure"]
    assert "30 percent" in assistant.text("film-example-rules")
    (version,) = assistant.history.versions("film-example-rules")
    assert version.text == before
    assert assistant.history.text("film-example-rules", version.revision) == before
    assert refresh() == ["film-example-rules: unchanged"]


def test_a_page_behind_a_log_in_takes_no_documents_place(
    assistant: Assistant, site: Site, at: At, refresh: Callable[..., list[str]]
) -> None:
    site.pages["film.example/rules"] = page(25, 1)
    assistant.ingest([at("film.example/rules")])
    before = assistant.text("film-example-rules")
    form = b"<html><p>Please sign in with your password to continue to this website.</p></html>"
    site.pages["film.example/login"] = answer(form, kind="text/html")
    site.pages["film.example/rules"] = answer(status=302, Location="/login")

    (told,) = refresh()
    assert "failed leads to" in told
    assert "/login now, which says something else" in told
    assert assistant.text("film-example-rules") == before
    # The same text at another address is the document as before.
    site.pages["film.example/moved"] = page(26, 1)
    site.pages["film.example/rules"] = answer(status=302, Location="/moved")
    assert refresh() == ["film-example-rules: changed 1 sentence changed, 1 figure"]


def test_a_refresh_takes_what_is_old_and_leaves_what_fails(
    assistant: Assistant, site: Site, at: At, refresh: Callable[..., list[str]]
) -> None:
    site.pages["film.example/rules"] = page(25, 1)
    assistant.ingest([at("film.example/rules")])

    assert refresh(days=30, now=datetime(2026, 12, 20, tzinfo=UTC)) == []
    del site.pages["film.example/rules"]
    (told,) = refresh(days=30)
    assert told.startswith("film-example-rules: failed isn't there (status 404)")
    assert "25 percent" in assistant.text("film-example-rules")


def test_a_removed_document_leaves_no_history(
    assistant: Assistant, site: Site, at: At, refresh: Callable[..., list[str]]
) -> None:
    site.pages["film.example/rules"] = page(25, 1)
    assistant.ingest([at("film.example/rules")])
    site.pages["film.example/rules"] = page(30, 1)
    refresh()
    assistant.remove("film-example-rules")

    assert assistant.history.versions("film-example-rules") == []
    assert assistant.documents() == []


def test_a_pdf_that_changed_is_shown_on_its_pages(
    assistant: Assistant, site: Site, at: At, refresh: Callable[..., list[str]]
) -> None:
    def put(rate: int) -> str:
        said = f"The credit of Orme is {rate} percent of what is spent."
        file = pdf(paragraph((72, 100), 300, said))
        site.pages["film.example/act.pdf"] = answer(file, kind="application/pdf")
        return said

    put(25)
    assistant.ingest([at("film.example/act.pdf")])
    said = put(30)
    assert refresh()[0].startswith("film-example-act-pdf: changed")

    document = assistant.document("film-example-act-pdf")
    number, _ = assistant.sheets.of(document, 0, len(said))
    assert (document.text, number) == (said, 1)


def test_another_link_to_the_same_text_takes_its_place_with_its_own_address(
    assistant: Assistant, site: Site, at: At, refresh: Callable[..., list[str]]
) -> None:
    for name in ("a", "b"):
        site.pages[f"film.example/{name}"] = page(25, 1, ETag=f'"{name}"')
        assistant.ingest([at(f"film.example/{name}")])
    (summary,) = assistant.documents()
    assert [name.id for name in summary.also] == ["film-example-b"]

    assistant.remove("film-example-a")
    told = parts_json(assistant.document("film-example-b"))
    assert told["url"] == at("film.example/b")
    assert refresh() == ["film-example-b: unchanged"]
    assert site.asked[-1].place == "film.example/b"
    assert "if-none-match" not in site.asked[-1].headers
