from collections.abc import Callable
from datetime import date

import pytest

from assistant.assistant import Assistant
from assistant.retrieval.retriever import ANSWER_SHARE, Retriever
from assistant.types import SILENCE, Filters, Spoken, Turn
from tests.conftest import StubEmbedder

Library = Callable[..., Assistant]

DATED = """---
title: {title}
kind: {kind}
jurisdiction: [{place}]
topics: [{topic}]
published: {published}
---
The rate of the credit is fixed by law in {place}.
"""


def files() -> dict[str, str]:
    rows = {
        "ca": ("California credit", "brief", "California", "incentives", "2025-07-03"),
        "ny": ("New York credit", "statute", "New York", "incentives", "2026-01-01"),
        "uk": ("Union deal", "brief", "UK", "labor", ""),
    }
    keys = ("title", "kind", "place", "topic", "published")
    return {
        f"{name}.md": DATED.format(**dict(zip(keys, row, strict=True)))
        for name, row in rows.items()
    }


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"ca", "ny", "uk"}),
        (Filters(topics=("labor",)), {"uk"}),
        (Filters(jurisdictions=("California", "UK")), {"ca", "uk"}),
        (Filters(kinds=("brief",)), {"ca", "uk"}),
        (Filters(kinds=("brief",), topics=("incentives",)), {"ca"}),
        (Filters(since=date(2025, 7, 4)), {"ny"}),
        (Filters(until=date(2025, 12, 31)), {"ca"}),
        (Filters(topics=("none",)), set()),
    ],
)
def test_filters_hold_in_both_rankings(
    library: Library, filters: Filters, expected: set[str]
) -> None:
    assistant = library(files())

    hits = assistant.search("the rate of the credit fixed by law", 10, filters)
    assert {hit.chunk.document_id for hit in hits} == expected


def test_words_find_what_vectors_miss(library: Library) -> None:
    assistant = library(
        {
            "a.txt": "Filings name the section 17053.98 credit.",
            "b.txt": "Something else entirely stands here.",
        }
    )

    assert assistant.search("filing")[0].chunk.document_id == "a"


def test_the_same_text_is_given_once(library: Library) -> None:
    body = "The rate is thirty percent."
    assistant = library({"a.md": f"# Law\n{body}", "b.md": f"# Law\n{body}", "c.md": "# Law\nNo."})

    texts = [hit.chunk.text for hit in assistant.search("rate thirty percent")]
    assert sorted(texts) == ["No.", body]


def test_by_document_each_document_is_one_row(library: Library) -> None:
    long = "\n\n".join(f"## Part {n}\nThe rate is {n} percent." for n in range(8))
    assistant = library({"long.md": long, "short.md": "The rate is low.", "other.md": "A cat sat."})

    found = assistant.search_documents("rate percent", 2)
    assert [hit.chunk.document_id for hit in found] == ["long", "short"]


def test_scores_fall(library: Library) -> None:
    scores = [hit.score for hit in library(files()).search("credit in California")]

    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_query_without_known_words_still_gives_hits(library: Library) -> None:
    assert len(library(files()).search("zzz")) == 3


def test_a_library_of_stop_words_can_be_searched(library: Library) -> None:
    assert library({"a.txt": "It is what it is."}).search("what is it?")


def test_langchain_gets_the_same_hits(library: Library) -> None:
    assistant = library(files())

    documents = assistant.retriever.invoke("credit in California")
    hits = assistant.search("credit in California")
    assert [document.id for document in documents] == [hit.chunk.id for hit in hits]
    assert documents[0].page_content == hits[0].chunk.text
    assert documents[0].metadata["document_id"] == "ca"


def test_langchain_gets_the_same_answer(library: Library) -> None:
    assistant = library(files())
    question = "The rate of the credit is fixed by law in California?"

    assert assistant.chain.invoke(question) == assistant.ask(question)
    assert assistant.chain.invoke({"question": question, "history": []}).question == question


def test_what_was_spoken_of_draws_the_search(library: Library) -> None:
    assistant = library(
        {"a.txt": "The cap is nine.", "b.txt": "The cap of the Marlow fund is ten."}
    )
    history = [
        Turn("user", "and the Marlow fund?"),
        Turn("assistant", "There is a Marlow fund of ten."),
    ]

    for search in (assistant.search, assistant.search_documents):
        alone = [hit.chunk.document_id for hit in search("The cap is?", 2)]
        after = [hit.chunk.document_id for hit in search("The cap is?", 2, history=history)]
        assert (alone, after) == (["a", "b"], ["b", "a"])


def test_what_was_spoken_of_leaves_a_unit_vector(stub: StubEmbedder) -> None:
    drawing = Retriever.__new__(Retriever)
    drawing._embedder = stub
    own = stub.embed_query("cap")

    drawn = drawing.after(Spoken(answer="Marlow"), own)

    assert float(drawn @ drawn) == pytest.approx(1.0)
    assert float(drawn @ stub.embed_query("Marlow")) == pytest.approx(
        ANSWER_SHARE * float(drawn @ own)
    )
    assert drawing.after(SILENCE, own) is own
