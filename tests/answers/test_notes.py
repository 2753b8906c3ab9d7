from datetime import date

import pytest

from assistant.answers.notes import OLD_DAYS, validity
from assistant.stored import DocumentSummary
from assistant.types import Metadata

TODAY = date(2026, 7, 1)
DAY_BEFORE = date(2026, 6, 30)
DAY_AFTER = date(2026, 7, 2)


def library(**facts: Metadata) -> dict[str, DocumentSummary]:
    return {key: DocumentSummary(key, value, "r", "file", 1, 0) for key, value in facts.items()}


def told(facts: Metadata) -> tuple[str, ...]:
    return validity(["a"], library(a=facts), TODAY)


def test_a_reader_is_told_what_replaced_a_document() -> None:
    documents = library(
        old=Metadata(title="Old deal", status="superseded"),
        new=Metadata(title="New deal", supersedes=("old",)),
        amended=Metadata(supersedes=("old",)),
    )

    expected = ("“Old deal”: superseded by “amended” and “New deal”.",)
    assert validity(["old"], documents, TODAY) == expected
    assert validity(["new"], documents, TODAY) == ()


def test_versions_of_one_title_are_told_apart_by_their_ids() -> None:
    documents = library(v1=Metadata(title="Rates"), v2=Metadata(title="Rates", supersedes=("v1",)))

    assert validity(["v1"], documents, TODAY) == ("“Rates” (v1): superseded by “Rates” (v2).",)


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        (Metadata(status="superseded"), "“a”: superseded."),
        (Metadata(status="expired"), "“a”: expired."),
        (
            Metadata(title="Deal", status="expired", expires=DAY_BEFORE),
            "“Deal”: expired on 30 June 2026.",
        ),
        (
            Metadata(status="pending", effective=DAY_AFTER),
            "“a”: not yet in force, takes effect on 2 July 2026.",
        ),
        (Metadata(status="pending"), "“a”: pending."),
        (
            Metadata(status="pending", as_of=DAY_BEFORE),
            "“a”: pending when last checked, on 30 June 2026.",
        ),
        (
            Metadata(as_of=date(2025, 6, 30)),
            "“a”: old, its facts were checked up to 30 June 2025.",
        ),
    ],
)
def test_a_reader_is_told_what_no_longer_or_not_yet_holds(facts: Metadata, note: str) -> None:
    assert told(facts) == (note,)


@pytest.mark.parametrize(
    "facts",
    [
        Metadata(),
        Metadata(status="in-force"),
        Metadata(expires=TODAY),
        Metadata(effective=TODAY),
        Metadata(as_of=date.fromordinal(TODAY.toordinal() - OLD_DAYS)),
    ],
)
def test_what_holds_today_needs_no_note(facts: Metadata) -> None:
    assert told(facts) == ()


def test_each_cited_document_has_its_notes_once_in_the_order_cited() -> None:
    facts = Metadata(status="expired", as_of=date(2024, 1, 1))
    documents = library(a=facts, b=Metadata(status="superseded"))

    assert [note[:3] for note in validity(["b", "a", "b"], documents, TODAY)] == [
        "“b”",
        "“a”",
        "“a”",
    ]
