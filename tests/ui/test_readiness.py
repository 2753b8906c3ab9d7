"""What the page says while the library is loaded, and when that fails."""

import time
from collections.abc import Callable
from pathlib import Path

from assistant.assistant import Assistant
from assistant.errors import ModelError
from assistant.store.index import Index
from assistant.ui.readiness import Readiness
from tests.conftest import StubEmbedder, StubScorer

ARTICLE = "# Credit\n\nThe credit pays 30 percent.\n\nQ&A\nWho may sell?\nOnly studios may sell.\n"


EXAMPLES = [{"kind": "Look up", "question": "Who may sell?"}]


def wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_was_loaded_is_told(library: Callable[..., Assistant]) -> None:
    ready = Readiness(library({"credit.md": ARTICLE}))
    assert ready.told() == {"ready": False, "fault": "", "examples": []}
    ready.start()
    wait(lambda: ready.done)

    assert ready.told() == {"ready": True, "fault": "", "examples": EXAMPLES}


def test_an_empty_library_is_waited_for(stub: StubEmbedder, store: Path, tmp_path: Path) -> None:
    assistant = Assistant(Index(store), lambda: stub, StubScorer)
    ready = Readiness(assistant)

    assert not ready._is_loaded()
    assert "assistant ingest" in ready.told()["fault"]
    (tmp_path / "credit.md").write_text(ARTICLE)
    assistant.ingest([tmp_path / "credit.md"])
    assert ready._is_loaded()


def test_a_fault_ends_the_loading_and_is_shown(
    library: Callable[..., Assistant], store: Path
) -> None:
    def fails() -> StubEmbedder:
        raise ModelError("The weights <b>are</b> damaged.")

    library({"credit.md": ARTICLE})
    ready = Readiness(Assistant(Index(store), fails, StubScorer))
    ready._load()

    assert ready.done
    assert ready.told()["fault"] == "The weights <b>are</b> damaged."
