"""Who says so, whether somebody disagrees, and whether it still holds: what an answer tells."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.store.index import Index
from tests.conftest import StubEmbedder, StubScorer

Library = Callable[..., Assistant]

FOOTNOTES = """
[^1]: Statute Book | https://example.org/law | official
[^2]: Screen Gazette | https://example.org/news | trade
[^3]: Film Weekly | https://example.org/weekly | secondary
[^4]: No source found | | unsourced
"""


def test_a_claim_is_shown_as_a_claim(library: Library) -> None:
    text = f"The harbor levy is 12% on docks. [^2]\n{FOOTNOTES}"

    answer = library({"a.md": text}).ask("How much is the harbor levy on docks?")

    assert answer.notes == ("[1] is what Screen Gazette says (trade source).",)


def test_who_claims_what_is_told_in_one_line(library: Library) -> None:
    text = (
        "The harbor levy on docks is 12% of the rent. [^2]\n\n"
        f"The harbor levy on docks is paid, all of it, in spring. [^4]\n{FOOTNOTES}"
    )

    answer = library({"a.md": text}).ask("What is the harbor levy on docks? When is it paid?")

    assert len(answer.citations) == 2
    (note,) = answer.notes
    assert "[1] is what Screen Gazette says (trade source)" in note
    assert "no source is given for [2]" in note


def test_what_a_law_provides_needs_no_such_note(library: Library) -> None:
    text = f"The harbor levy is 12% on docks. [^2][^1]\n{FOOTNOTES}"

    answer = library({"a.md": text}).ask("How much is the harbor levy on docks?")

    assert answer.notes == ()
    assert [source.grade for source in answer.citations[0].sources] == ["official", "trade"]


def test_sources_that_disagree_are_both_quoted(library: Library) -> None:
    text = (
        "The harbor levy on docks is 12% of the rent. [^2]\n\n"
        f"Others say the harbor levy on docks is 14% of the rent. [^3]\n{FOOTNOTES}"
    )

    answer = library({"a.md": text}).ask("How much of the rent is the harbor levy on docks?")

    assert {"12%", "14%"} <= set(answer.answer.replace(".", "").split())
    assert answer.notes[0] == "Sources differ on this: compare [1] and [2]."
    assert {"Screen Gazette", "Film Weekly"} == {
        source.name for citation in answer.citations for source in citation.sources
    }


def test_what_held_in_another_year_is_no_contradiction(library: Library) -> None:
    text = (
        "The harbor levy on docks was 12% of the rent in 2024. [^2]\n\n"
        f"Then the harbor levy on docks was 14% of the rent in 2025. [^3]\n{FOOTNOTES}"
    )

    answer = library({"a.md": text}).ask("How much of the rent was the harbor levy on docks?")

    assert not [note for note in answer.notes if note.startswith("Sources differ")]


def test_a_remark_that_sources_differ_is_quoted_beside_the_answer(library: Library) -> None:
    text = (
        f"The harbor levy on docks is 12% of the rent. [^2]\n\n## Not settled\n"
        f"- Sources differ on the harbor levy on docks, 12% or 14% of the rent.\n{FOOTNOTES}"
    )

    answer = library({"a.md": text}).ask("How much of the rent is the harbor levy on docks?")

    assert not answer.abstained
    assert answer.citations[-1].quote.startswith("Sources differ on the harbor levy")


OLD = "---\ntitle: Ferry pact 2020\n---\nThe ferry pact gives crews 9 days of rest.\n"
NEW = """---
title: Ferry pact 2024
supersedes: [old]
---
The ferry pact gives crews 11 days of rest.
"""


@pytest.fixture
def pacts(library: Library) -> Assistant:
    return library({"old.md": OLD, "new.md": NEW})


def test_what_holds_now_comes_before_what_it_replaced(pacts: Assistant) -> None:
    answer = pacts.ask("How many days of rest does the ferry pact give crews?")

    assert answer.citations[0].document_id == "new"


@pytest.mark.parametrize(
    "question",
    [
        "How many days of rest did the ferry pact give crews before?",
        "How many days of rest does the ferry pact 2020 give crews?",
    ],
)
def test_asked_about_the_past_the_old_is_quoted_as_superseded(
    pacts: Assistant, question: str
) -> None:
    answer = pacts.ask(question)

    assert answer.citations[0].document_id == "old"
    assert "“Ferry pact 2020”: superseded by “Ferry pact 2024”." in answer.notes


@pytest.mark.parametrize(
    ("today", "note"),
    [
        (date(2026, 1, 1), "not yet in force, takes effect on 1 May 2026"),
        (date(2026, 6, 1), None),
        (date(2027, 3, 1), ": old, its facts were checked up to 1 January 2026"),
        (date(2031, 1, 1), "expired on 30 June 2030"),
    ],
)
def test_the_day_decides_what_a_reader_is_told(
    today: date, note: str | None, stub: StubEmbedder, tmp_path: Path
) -> None:
    dates = "as_of: 2026-01-01\neffective: 2026-05-01\nexpires: 2030-06-30"
    file = tmp_path / "a.md"
    file.write_text(f"---\ntitle: Tram act\n{dates}\n---\nThe tram act sets a fare of 2%.\n")
    assistant = Assistant(Index(tmp_path / "store"), lambda: stub, StubScorer, today=lambda: today)
    assistant.ingest([file])

    told = assistant.ask("What fare does the tram act set?").notes

    assert bool(told) is (note is not None)
    assert note is None or any(note in line for line in told)


def test_the_environment_can_set_the_day() -> None:
    assert Settings.read({"ASSISTANT_TODAY": "2026-07-01"}).today == date(2026, 7, 1)
    assert Settings.read({}).today is None
