from assistant.retrieval.library import replacements
from assistant.types import DocumentSummary, Metadata


def library(**facts: Metadata) -> dict[str, DocumentSummary]:
    return {key: DocumentSummary(key, value, "r", "file", 1, 0) for key, value in facts.items()}


def test_a_replaced_document_knows_all_that_supersede_it() -> None:
    documents = library(
        old=Metadata(),
        second=Metadata(supersedes=("old",)),
        first=Metadata(supersedes=("old", "second")),
    )

    assert replacements(documents) == {"old": ("first", "second"), "second": ("first",)}


def test_nothing_replaces_itself_or_what_is_not_in_the_library() -> None:
    assert replacements(library(a=Metadata(supersedes=("a", "gone")))) == {}
