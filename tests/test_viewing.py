"""Questions are answered beside a writer: from the generation before, until the new one is read."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import viewing
from assistant.assistant import Assistant
from assistant.store.index import Index
from assistant.viewing import Views
from tests.conftest import StubEmbedder, StubScorer
from tests.store.test_index import sync

Library = Callable[..., Assistant]
OLD = "The gull levy of Orme is 12 percent."
NEW = "The gull levy of Orme is 15 percent."


class Held:
    """Holds up whoever makes a view, until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go = threading.Event()
        self.made = threading.Event()
        make = Views._made

        def held(views: Views, *arguments: Any) -> Any:
            assert self.go.wait(60)
            view = make(views, *arguments)
            self.made.set()
            return view

        monkeypatch.setattr(Views, "_made", held)


@pytest.fixture
def reader(store: Path, stub: StubEmbedder) -> Assistant:
    sync(Index(store), stub, {"a": OLD})
    reader = Assistant(Index(store), lambda: stub, StubScorer)
    assert quote(reader) == OLD
    return reader


def quote(reader: Assistant) -> str:
    (citation,) = reader.ask("What is the gull levy of Orme in percent?").citations
    return citation.quote


def test_a_question_is_answered_from_the_view_before_while_the_new_one_is_made(
    reader: Assistant, store: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch)
    monkeypatch.setattr(viewing, "LATEST", 10**6)
    sync(Index(store), stub, {"a": NEW})

    assert quote(reader) == OLD
    assert quote(reader) == OLD
    held.go.set()
    assert held.made.wait(60)
    assert quote(reader) == NEW


def test_a_question_waits_for_a_generation_that_is_there_for_long(
    reader: Assistant, store: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch)
    monkeypatch.setattr(viewing, "LATEST", 0.0)
    sync(Index(store), stub, {"a": NEW})
    threading.Timer(0.3, held.go.set).start()

    assert quote(reader) == NEW


def test_who_wrote_is_answered_from_what_was_written(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = library({"a.md": OLD})
    assert quote(assistant) == OLD
    held = Held(monkeypatch)
    threading.Timer(0.3, held.go.set).start()
    folder = Path(assistant.documents()[0].source).parent
    (folder / "a.md").write_text(NEW)
    assistant.ingest([folder])

    assert quote(assistant) == NEW


def test_who_follows_has_read_a_generation_before_it_is_asked_for(
    reader: Assistant, store: Path, stub: StubEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewing, "FOLLOWED_EVERY", 0.01)
    held = Held(monkeypatch)
    held.go.set()
    reader.warm_up()
    held.made.clear()
    sync(Index(store), stub, {"a": NEW})

    assert held.made.wait(60)
    assert quote(reader) == NEW


def test_a_fault_of_a_new_generation_is_told_to_who_asks(
    reader: Assistant, store: Path, stub: StubEmbedder
) -> None:
    other = StubEmbedder()
    other.name = "other"
    index = Index(store)
    from assistant.documents.articles import parse

    index.rebuild(lambda item, text: parse(item.id, text), other, lambda _: None)
    with pytest.raises(Exception, match="assistant rebuild"):
        quote(reader)
