"""How a document stands on a day, and what of a library replaces what."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.stored import DocumentSummary
from assistant.text.standing import replacements, standing
from assistant.types import Metadata
from assistant.ui.shelf import Shelf

TODAY = date(2026, 11, 30)
BEFORE, AFTER = date(2026, 6, 30), date(2027, 7, 31)


def documents_of(**facts: Metadata) -> dict[str, DocumentSummary]:
    return {key: DocumentSummary(key, value, "r", "file", 1, 0) for key, value in facts.items()}


@pytest.mark.parametrize(
    ("metadata", "name", "words"),
    [
        (Metadata(), "", ""),
        (Metadata(expires=AFTER), "", ""),
        (Metadata(status="in force"), "in force", "in force"),
        (Metadata(status="in force", expires=AFTER), "in force", "in force until 31 July 2027"),
        (Metadata(status="in force", expires=BEFORE), "expired", "expired on 30 June 2026"),
        (Metadata(status="in force", expires=TODAY), "in force", "in force until 30 November 2026"),
        (Metadata(status="in force", effective=AFTER), "pending", "in effect from 31 July 2027"),
        (Metadata(status="pending"), "pending", "pending"),
        (Metadata(status="superseded", expires=BEFORE), "superseded", "superseded"),
        (Metadata(status="historical"), "historical", "historical"),
    ],
)
def test_the_day_counts_more_than_the_status_written(
    metadata: Metadata, name: str, words: str
) -> None:
    found = standing(metadata, TODAY)

    assert (found.name, found.words) == (name, words)


def test_what_another_document_replaces_is_superseded_whatever_it_says() -> None:
    found = standing(Metadata(status="in force"), TODAY, replaced_by="“New”")

    assert (found.name, found.words) == ("superseded", "superseded by “New”")


def test_who_says_that_a_document_is_superseded_is_not_the_document() -> None:
    held = documents_of(
        old=Metadata(title="Deal", status="in force"), new=Metadata(title="deal"), own=Metadata()
    )
    held = {key: replace(item, trusted=False) for key, item in held.items()}
    held["new"] = replace(held["new"], metadata=Metadata(title="deal", supersedes=("old",)))
    held["own"] = replace(held["own"], metadata=Metadata(status="superseded"))
    shelf = Shelf.of(list(held.values()), TODAY)

    assert shelf.standing("old").words == "superseded by “deal” (new)"
    assert shelf.standing("own").words == "superseded, as the document says"


def test_a_badge_names_few_documents() -> None:
    newer = {f"n{at}": Metadata(supersedes=("old",)) for at in range(3)}
    shelf = Shelf.of(list(documents_of(old=Metadata(), **newer).values()), TODAY)

    assert shelf.standing("old").words == "superseded by 3 documents"


def test_a_replaced_document_knows_all_that_supersede_it() -> None:
    documents = documents_of(
        old=Metadata(),
        second=Metadata(supersedes=("old",)),
        first=Metadata(supersedes=("old", "second")),
    )

    assert replacements(documents) == {"old": ("first", "second"), "second": ("first",)}


def test_nothing_replaces_itself_or_what_is_not_in_the_library() -> None:
    assert replacements(documents_of(a=Metadata(supersedes=("a", "gone")))) == {}
