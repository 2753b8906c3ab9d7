import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.retrieval.lexical import LexicalIndex
from assistant.store.index import Index
from assistant.types import NO_FILTERS
from tests.conftest import ROOT, StubEmbedder
from tests.store.test_index import sync


def test_a_figure_is_one_word(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)
    sync(index, stub, {"a": "The rate is 2,500 now.", "b": "The rate is 2.500 or 2 now."})
    lexical = LexicalIndex(index.snapshot())

    assert [key[0] for key in lexical.scores("2,500", 5, NO_FILTERS)] == ["a"]
    assert [key[0] for key in lexical.scores("2", 5, NO_FILTERS)] == ["b"]


def test_it_knows_the_stems_of_its_words(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)
    sync(index, stub, {"a": "Filings were made."})
    lexical = LexicalIndex(index.snapshot())

    assert lexical.knows("file")
    assert not lexical.knows("made up")


def test_threads_get_what_one_would(store: Path, stub: StubEmbedder) -> None:
    index = Index(store)
    words = ("running", "filings", "credits", "studios")
    sync(index, stub, {f"d{n}": f"{words[n % 4]} {n} of {words[n % 3]}." for n in range(40)})
    lexical = LexicalIndex(index.snapshot())
    queries = [f"{word} {number}" for word in words for number in range(40)]
    alone = [lexical.scores(query, 10, NO_FILTERS) for query in queries]

    with ThreadPoolExecutor(16) as threads:
        together = threads.map(lambda query: lexical.scores(query, 10, NO_FILTERS), queries)
        assert list(together) == alone


def test_nothing_heavy_is_loaded_before_it_is_used() -> None:
    code = (
        "import sys, assistant.retrieval.retriever, assistant.store.index\n"
        "print(*{'scipy', 'chromadb'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == []
