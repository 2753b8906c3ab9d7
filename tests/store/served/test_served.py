"""A library on a real Chroma server: the same as in a folder, shared by several processes."""

import os
import signal
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import chromadb
import httpx
import numpy as np
import pytest
from chromadb.api.client import Client as ClientCreator
from chromadb.errors import InternalError

from assistant.assistant import Assistant
from assistant.documents.articles import parse
from assistant.errors import IndexMissing, StoreError
from assistant.settings import ChromaSettings
from assistant.store.checkup import examine
from assistant.store.index import Index
from assistant.store.served import epochs, segments, server
from assistant.store.served.server import Server
from assistant.store.served.shelf import ServedShelf
from assistant.types import NO_FILTERS, Filters
from tests.conftest import StubEmbedder, StubScorer
from tests.store.filing import ended, start, wait_for
from tests.store.served.serving import (
    ChromaServer,
    asks,
    held_ingest,
    ingests,
    opened,
    sync,
    versions,
)

pytestmark = pytest.mark.enable_socket

Make = Callable[[], Index]
TEXTS = {
    "a": "---\ntitle: Orme levy\n---\nThe gull levy of Orme is 12 percent.\n\n## Fee\nIt is low.",
    "b": "The tern fee of Orme is 5 dollars.\n\nQ&A\nWho pays the fee?\nEach keeper pays it.\n",
    "c": "A cat sat.",
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epochs, "LEASE_SECONDS", 1.0)
    monkeypatch.setattr(epochs, "RENEWED_EVERY", 0.2)
    monkeypatch.setattr(epochs, "LOCK_SECONDS", 1.0)


def texts(index: Index) -> list[str]:
    return [chunk.text for chunk in index.snapshot().chunks.values()]


def test_a_library_is_the_same_as_in_a_folder(make: Make, store: Path, stub: StubEmbedder) -> None:
    served, kept = make(), Index(store)
    with pytest.raises(IndexMissing, match="assistant ingest"):
        served.snapshot()
    for index in (served, kept):
        sync(index, {**TEXTS, "d": "Gone soon."})
        sync(index, TEXTS)

    for reader in (served, make()):
        one, other = reader.snapshot(), kept.snapshot()
        assert one.corpus == other.corpus
        assert [*one.chunks.values()] == [*other.chunks.values()]
        vector = stub.embed_query("the gull levy")
        assert (
            one.nearest(vector, 9, NO_FILTERS).keys() == other.nearest(vector, 9, NO_FILTERS).keys()
        )
        vectors = [each.statement_vectors(each.chunks.values()) for each in (one, other)]
        assert all(np.array_equal(vectors[0][key], vectors[1][key]) for key in vectors[1])
        assert one.lexicon.of("s", "a") == other.lexicon.of("s", "a")
        answers = [
            Assistant(index, lambda: stub, StubScorer).ask("What is the gull levy in percent?")
            for index in (reader, kept)
        ]
        assert answers[0].citations == answers[1].citations
        assert reader.text("b") == TEXTS["b"]


def test_it_is_changed_removed_from_compacted_and_rebuilt(make: Make, stub: StubEmbedder) -> None:
    index = make()
    sync(index, TEXTS)
    sync(index, {**TEXTS, "c": "A dog sat."})
    index.remove("a", StubEmbedder)
    assert texts(make())[-1] == "A dog sat."
    index.compact()
    assert len(index.snapshot().held) == 1
    assert index.rebuild(lambda item, text: parse(item.id, text), stub, lambda _: None) == 2
    assert [*make().snapshot().documents] == ["b", "c"]
    assert not [finding for finding in examine(make(), stub) if finding.is_fault]


def test_nothing_is_left_of_what_the_library_does_not_need(
    make: Make, chroma: ChromaServer, database: str
) -> None:
    index = make()
    for number in range(6):
        sync(index, {"a": f"Number {number}."})
    names = collections(chroma, database)
    assert sum(name.startswith("segment-") for name in names) == 2
    assert sum(name.startswith("manifest-") for name in names) == 1


def collections(chroma: ChromaServer, database: str) -> list[str]:
    held = Server(ChromaSettings(chroma.url, database=database))
    return sorted(held.collections())


def test_the_limits_of_the_hosted_service_are_kept(
    make: Make, chroma: ChromaServer, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "AT_ONCE", 7)
    long = " ".join(f"word{number}" for number in range(30_000))
    sync(make(), {**TEXTS, "long": long, "日本" * 90: "It is so. " * 40})

    held = Server(ChromaSettings(chroma.url, database=database))
    for item in held.call(lambda client: client.list_collections()):
        assert len(item.name) <= 128
        assert all(len(str(value)) <= 256 for value in (item.metadata or {}).values())
        for key, record in zip(*[item.get()[name] for name in ("ids", "metadatas")], strict=True):
            assert len(key.encode()) <= 128
            assert len(record) <= 32
            assert all(len(str(value).encode()) <= 4096 for value in record.values())
    assert make().text("long") == long
    assert len(make().snapshot().chunks) == len(texts(make()))


def test_a_filter_finds_what_is_far_behind_others(make: Make, stub: StubEmbedder) -> None:
    """More is asked for than a server gives in one call."""
    front = "---\ntopics: [{}]\n---\nThe levy is {} percent{}."
    many = {f"a{n}": front.format("ai", n, "") for n in range(330)}
    few = {f"b{n}": front.format("labor", n, " of the catch of all the birds") for n in range(410)}
    index = make()
    sync(index, many | few)

    near = index.snapshot().nearest(
        stub.embed_query("the levy percent"), 50, Filters(topics=("labor",))
    )
    assert len(near) == 50
    assert all(key.startswith("b") for key in near)


@pytest.mark.parametrize("status", [429, 502, 503])
def test_what_may_be_asked_again_is(
    make: Make, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(server, "WAITS", (0.01, 0.01))
    sync(make(), TEXTS)
    send, refused = httpx.Client.send, []

    def refusing(client: httpx.Client, request: httpx.Request, **options: object) -> httpx.Response:
        if len(refused) % 2 == 0:
            refused.append(request.url.path)
            return httpx.Response(status, json={"error": "RateLimit"}, request=request)
        refused.append("")
        return send(client, request, **options)  # type: ignore[arg-type]

    reader = Assistant(make(), lambda: StubEmbedder(), StubScorer)
    assert reader.search("gull levy")
    monkeypatch.setattr(httpx.Client, "send", refusing)
    assert reader.ask("What is the tern fee of Orme in dollars?").citations
    assert any(refused)
    monkeypatch.setattr(
        httpx.Client, "send", lambda _, request, **__: httpx.Response(status, request=request)
    )
    with pytest.raises(StoreError, match="can't be reached"):
        reader.ask("What is the gull levy of Orme in percent?")


def test_a_lease_outlasts_a_renewal_that_fails(
    make: Make, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make()
    sync(first, TEXTS)
    latest, failures = epochs.Epochs.latest, [InternalError("no"), InternalError("no")]

    def failing(held: epochs.Epochs) -> object:
        if failures and threading.current_thread() is not threading.main_thread():
            raise failures.pop()
        return latest(held)

    monkeypatch.setattr(epochs.Epochs, "latest", failing)
    with first.shelf.locked():
        time.sleep(1.0)
        assert not failures
        first.shelf._epochs.check()  # type: ignore[attr-defined]
        assert latest(first.shelf._epochs).beat > 0  # type: ignore[attr-defined]


def test_a_server_that_takes_no_collection_is_told_of(
    make: Make, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make()
    sync(index, TEXTS)
    monkeypatch.setattr(epochs, "LEASE_SECONDS", 0.5)
    with index.shelf.locked():
        pass

    def refused(*_: object, **__: object) -> None:
        raise InternalError("Quota exceeded")

    monkeypatch.setattr(ClientCreator, "create_collection", refused)
    with pytest.raises(StoreError, match="Quota exceeded"):
        sync(index, {"x": "New."})


def test_what_was_asked_before_a_write_is_not_taken_for_the_present(make: Make) -> None:
    """The answer to a question of another thread comes late, after this one has written."""
    index = make()
    sync(index, TEXTS)
    shelf: ServedShelf = index.shelf  # type: ignore[assignment]
    latest = shelf._epochs.latest

    def late() -> object:
        found = latest()
        shelf._epochs.latest = latest  # type: ignore[method-assign]
        sync(index, {**TEXTS, "d": "Later."})
        return found

    shelf._forget()
    shelf._epochs.latest = late  # type: ignore[method-assign, assignment]
    shelf.seen()
    assert [*index.snapshot().documents] == ["a", "b", "c", "d"]
    sync(index, {**TEXTS, "d": "Later.", "e": "Last."})
    assert [*make().snapshot().documents] == ["a", "b", "c", "d", "e"]


def test_another_machine_sees_what_was_written_in_two_seconds(make: Make) -> None:
    writer = make()
    sync(writer, TEXTS)
    reader = Assistant(make(), lambda: StubEmbedder(), StubScorer)
    assert reader.search("gull levy")[0].chunk.document_id == "a"

    sync(writer, {**TEXTS, "e": "The zyx levy is high."})
    began = time.monotonic()
    while reader.search("zyx levy")[0].chunk.document_id != "e":
        assert time.monotonic() - began < 2
    assert reader.ask("Is the zyx levy high?").citations


def test_a_second_writer_waits_or_is_told(make: Make, quick: None) -> None:
    first, second = make(), make()
    sync(first, TEXTS)
    with first.shelf.locked(), pytest.raises(StoreError, match="Another process is writing"):
        sync(second, {"x": "New."})
    sync(second, {**TEXTS, "x": "New."})
    assert "x" in first.snapshot().documents


def test_what_a_writer_sends_that_lost_its_lease_is_never_seen(
    make: Make, chroma: ChromaServer, database: str, tmp_path: Path, quick: None
) -> None:
    reader = make()
    sync(reader, TEXTS)
    told = tmp_path / "told"
    late = start(held_ingest, chroma.url, database, tmp_path / "late", "Late news.", told)
    wait_for(told)
    os.kill(late.pid, signal.SIGSTOP)

    # Its lease expires by the clock of whoever waits for it.
    other = make()
    sync(other, {**TEXTS, "other": "Other news."})
    told.with_suffix(".go").touch()
    os.kill(late.pid, signal.SIGCONT)
    assert ended(late) == 0
    assert "StoreError: Another process took over writing" in told.with_suffix(".end").read_text()

    for index in (reader, other, make()):
        assert [*index.snapshot().documents] == ["a", "b", "c", "other"]
    sync(other, {**TEXTS, "other": "Newer."})
    kept = {entry.name for entry in make().snapshot().manifest.entries}
    assert {name.partition(".")[0] for name in collections(chroma, database)
            if name.startswith("segment-")} == kept  # fmt: skip


def test_a_writer_that_lost_its_lease_as_it_commits_is_fenced(make: Make, quick: None) -> None:
    """The number of the generation that it would write is taken."""
    first, second = make(), make()
    sync(first, TEXTS)
    manifest = first.snapshot().manifest
    taken = second.shelf._epochs  # type: ignore[attr-defined]
    taken._holder = "another"
    # As if it had been stopped: nothing tells it yet that another one took over.
    with first.shelf.locked():
        assert taken._created(taken.latest(), taken.latest().manifest)
        with pytest.raises(StoreError, match="took over"):
            first.shelf.commit(manifest)
    assert second.snapshot().corpus == manifest.state.corpus


def test_a_server_that_is_gone_is_one_line_and_comes_back(
    make: Make, chroma: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "WAITS", (0.05, 0.1))
    sync(make(), TEXTS)
    reader = Assistant(make(), lambda: StubEmbedder(), StubScorer)
    before = reader.ask("What is the gull levy of Orme in percent?")
    chroma.kill()

    time.sleep(0.3)
    with pytest.raises(StoreError, match=r"server http://127.* can't be reached") as caught:
        reader.ask("What is the tern fee of Orme?")
    assert "\n" not in str(caught.value)
    with pytest.raises(StoreError, match="can't be reached"):
        sync(make(), {"x": "New."})

    chroma.start()
    after = reader.ask("What is the gull levy of Orme in percent?")
    assert (after.citations, after.answer) == (before.citations, before.answer)


def test_questions_outlast_a_restart(
    make: Make, chroma: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "WAITS", (0.5,) * 40)
    sync(make(), TEXTS)
    reader = Assistant(make(), lambda: StubEmbedder(), StubScorer)
    restart = threading.Timer(0.2, lambda: (chroma.kill(), time.sleep(0.5), chroma.start()))
    restart.start()
    deadline = time.monotonic() + 60
    while restart.is_alive():
        assert time.monotonic() < deadline
        assert reader.ask("What is the gull levy of Orme in percent?").citations
    assert reader.ask("What is the tern fee of Orme in dollars?").citations


@pytest.mark.parametrize("comes_back", [True, False])
def test_an_ingest_whose_server_is_killed_is_done_or_undone(
    make: Make, chroma: ChromaServer, monkeypatch: pytest.MonkeyPatch, comes_back: bool
) -> None:
    monkeypatch.setattr(server, "WAITS", (0.5,) * 40 if comes_back else (0.1,))
    monkeypatch.setattr(epochs, "LEASE_SECONDS", 1.0)
    sync(make(), versions(1))
    upsert, calls = segments.ServedRecords.upsert, []

    def killing(records: object, *arguments: object) -> None:
        calls.append(records)
        if len(calls) == 2:
            chroma.kill()
            if comes_back:
                threading.Timer(0.5, chroma.start).start()
        upsert(records, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(segments.ServedRecords, "upsert", killing)
    if comes_back:
        sync(make(), versions(2))
    else:
        with pytest.raises(StoreError, match="can't be reached"):
            sync(make(), versions(2))
        chroma.start()
    monkeypatch.setattr(segments.ServedRecords, "upsert", upsert)

    seen = {chunk.text.split()[1] for chunk in make().snapshot().chunks.values()}
    assert seen == {"v2" if comes_back else "v1"}
    sync(make(), versions(3))
    assert {text.split()[1] for text in texts(make())} == {"v3"}


def test_two_readers_beside_an_ingest_see_whole_versions(
    make: Make, chroma: ChromaServer, database: str, tmp_path: Path
) -> None:
    sync(make(), versions(1))
    stop = tmp_path / "stop"
    told = [tmp_path / "one", tmp_path / "two"]
    readers = [
        start(asks, chroma.url, database, tmp_path / f"{path.name}-cache", stop, path)
        for path in told
    ]
    writer = start(ingests, chroma.url, database, tmp_path / "writer")
    assert ended(writer) == 0
    time.sleep(2.5)
    stop.touch()
    assert [ended(reader) for reader in readers] == [0, 0]
    for path in told:
        asked, *seen = path.read_text().split()
        assert int(asked) > 1
        assert "v5" in seen


def test_a_server_of_another_major_version_is_refused(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromadb, "__version__", "9.1.0")
    with pytest.raises(StoreError, match=r"is of version 1\.\S+, and this program needs 9: run"):
        make().snapshot()


def test_the_token_is_sent_and_a_refusal_is_one_line() -> None:
    heard: list[str] = []

    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(f"{self.headers['Authorization']} {self.headers['X-Chroma-Token']}")
            self.send_response(401)
            self.end_headers()
            self.wfile.write(b'{"error": "Unauthorized", "message": "no"}')

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    refusing = HTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=refusing.serve_forever, daemon=True).start()
    address = ChromaSettings(f"http://127.0.0.1:{refusing.server_port}", "secret")
    with pytest.raises(StoreError) as caught:
        Server(address).collections()
    refusing.shutdown()
    refusing.server_close()
    assert heard[0] == "Bearer secret secret"
    assert "ASSISTANT_CHROMA_TOKEN" in str(caught.value)
    assert "secret" not in f"{caught.value}{address}"


def test_what_is_derived_is_made_anew_on_a_machine_that_lost_it(
    make: Make, chroma: ChromaServer, database: str, tmp_path: Path
) -> None:
    sync(make(), TEXTS)
    reader = opened(chroma.url, database, tmp_path / "mine")
    assert reader.search("gull levy")[0].chunk.document_id == "a"
    for file in (tmp_path / "mine").rglob("terms.*"):
        file.write_bytes(b"")

    assert (
        opened(chroma.url, database, tmp_path / "mine").search("gull")[0].chunk.document_id == "a"
    )
