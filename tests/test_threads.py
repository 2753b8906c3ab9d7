"""Many threads ask while the library is written to: each answer is that of one view of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from assistant.assistant import Assistant
from assistant.contract import answer_json
from assistant.store.index import Index
from tests.conftest import StubEmbedder, StubScorer

THREADS = 16
QUESTIONS = (
    "What percent of wages does the Iowa credit pay?",
    "Does Utah refund its credit?",
    "Compare the caps of Iowa and Utah.",
    "When does the Iowa credit end?",
    "How much is Hungary's film rebate?",
)
OLD = {
    "iowa.md": "# Iowa credit\n\nThe Iowa credit pays 30 percent of wages. The Iowa credit ends in "
    "2030. The cap of Iowa is $10 million.",
    "utah.md": "# Utah credit\n\nUtah refunds its credit. The cap of Utah is $7 million.",
}
NEW = OLD | {
    "iowa.md": "# Iowa credit\n\nIn a later law of that state it was settled that the Iowa credit "
    "pays 35 percent of wages. The Iowa credit ends in 2036. The cap of Iowa is $20 million.",
    "ohio.md": "# Ohio credit\n\nThe Ohio credit pays 25 percent of wages.",
}


def put(writer: Assistant, folder: Path, files: dict[str, str]) -> None:
    """Make the folder hold the files and nothing else, and the library what it holds."""
    folder.mkdir(exist_ok=True)
    for stale in folder.iterdir():
        if stale.name not in files:
            stale.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    writer.ingest([folder])


@pytest.mark.parametrize("same_object", [True, False], ids=["same assistant", "another writer"])
def test_answers_beside_a_writer_are_those_given_alone(
    library: Callable[..., Assistant],
    store: Path,
    stub: StubEmbedder,
    tmp_path: Path,
    same_object: bool,
) -> None:
    reader = library({})
    writer = reader if same_object else Assistant(Index(store), lambda: stub, StubScorer)
    folder = tmp_path / "in"
    alone = {}
    for version in (OLD, NEW):
        put(writer, folder, version)
        for question in QUESTIONS:
            answer = reader.ask(question)
            alone[answer.corpus, question] = answer_json(answer)
        if version is NEW:
            writer.remove("ohio")
            for question in QUESTIONS:
                answer = reader.ask(question)
                alone[answer.corpus, question] = answer_json(answer)
    assert len({corpus for corpus, _ in alone}) == len(alone) / len(QUESTIONS) == 3

    done = Event()

    def ask(number: int) -> int:
        asked = 0
        while not done.is_set() or asked < len(QUESTIONS):
            question = QUESTIONS[(number + asked) % len(QUESTIONS)]
            answer = reader.ask(question)
            assert answer_json(answer) == alone[answer.corpus, question]
            for citation in answer.citations:
                assert citation.quote in "".join([*OLD.values(), *NEW.values()])
            asked += 1
        return asked

    with ThreadPoolExecutor(THREADS) as threads:
        asking = [threads.submit(ask, number) for number in range(THREADS)]
        try:
            for _ in range(4):
                put(writer, folder, NEW)
                writer.remove("ohio")
                put(writer, folder, OLD)
        finally:
            done.set()
        assert sum(item.result() for item in asking) >= THREADS * len(QUESTIONS)
