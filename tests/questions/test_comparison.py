from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.questions.comparison import read_comparison
from assistant.results import Outcome
from assistant.types import MISSING, OPEN
from tests.questions.known import KNOWN

Library = Callable[..., Assistant]


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("Which is larger a year, Iowa's or New Hampshire's film fund?", ["Iowa", "New Hampshire"]),
        ("Who treats dubbing better, the NGA or the Stage League?", ["NGA", "Stage League"]),
        ("Compare refunds in Iowa, Utah and Ohio.", ["Iowa", "Utah", "Ohio"]),
        ("How do Iowa and Utah differ on caps?", ["Iowa", "Utah"]),
        ("Is Iowa's annual cap larger than Utah's?", ["Iowa", "Utah"]),
        ("Iowa vs Utah: can a studio sell its credit?", ["Iowa", "Utah"]),
        (
            "What is the difference between SB 12 and Utah's Voice Act?",
            ["SB 12", "Utah's Voice Act"],
        ),
        (
            "How do Iowa's Fund Two and its stage credit differ on caps?",
            ["Iowa's Fund Two", "Iowa's stage credit"],
        ),
        ("How did the 2026 NGA and LGA deals handle notice?", ["2026 NGA", "LGA 2026"]),
        ("Did writers or directors get the bigger raise?", ["writers", "directors"]),
        ("carry-forward years: Iowa, Utah", ["Iowa", "Utah"]),
    ],
)
def test_the_things_compared_are_found(question: str, things: list[str]) -> None:
    found = read_comparison(question, KNOWN)

    assert found is not None
    assert list(found.things) == things
    for thing in things:
        asked = found.aspects[0].of(thing)
        assert thing in asked
        assert not any(other in asked for other in things if other not in thing)


@pytest.mark.parametrize(
    ("question", "aspects"),
    [
        ("Compare Iowa and Utah on annual caps and refunds.", ["annual caps", "refunds"]),
        ("Compare the annual caps of Iowa and Utah.", ["annual caps"]),
        ("Iowa, Utah and Ohio: when does each apply and what are the fines?", ["apply", "fines"]),
        ("Which pays more for dubbing, Iowa or Utah?", ["dubbing"]),
    ],
)
def test_each_aspect_is_a_column(question: str, aspects: list[str]) -> None:
    found = read_comparison(question, KNOWN)

    assert found is not None
    assert [aspect.name for aspect in found.aspects] == aspects


@pytest.mark.parametrize(
    "question",
    [
        "How much does Iowa pay?",
        "Which state pays more than it earns?",
        "Who wrote SB 12, the Iowa voice law?",
        "What damages did Warner Bros. win against Midjourney?",
        "Compare them.",
        "",
    ],
)
def test_other_questions_compare_nothing(question: str) -> None:
    assert read_comparison(question, KNOWN) is None


def test_names_joined_without_a_word_of_comparing_are_no_explicit_comparison() -> None:
    found = read_comparison("What did Iowa and Utah sign?", KNOWN)

    assert found is not None
    assert not found.is_explicit


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = read_comparison(text, KNOWN)

    assert found is None or (len(found.things) >= 2 and found.aspects)


WORDS = ("and", "or", "vs", "than", "which", "how", "does", "differ", "pays", "larger", "caps", "?")


@given(st.lists(st.sampled_from((*WORDS, "Iowa", "Utah", "Ohio")), max_size=12))
def test_a_comparison_always_has_an_aspect(words: list[str]) -> None:
    found = read_comparison(" ".join(words), KNOWN)

    assert found is None or found.aspects


IOWA = """---
title: Iowa film fund
---
The Iowa film fund pays $9 million a year. The Iowa film fund repays cash to producers.
"""
UTAH = "---\ntitle: Utah film fund\n---\nThe Utah film fund pays $2 million a year.\n"


@pytest.fixture
def assistant(library: Library) -> Assistant:
    return library({"iowa.md": IOWA, "utah.md": UTAH})


def test_a_comparison_is_a_table_of_quotes(assistant: Assistant) -> None:
    answer = assistant.ask("Which film fund pays more a year, Iowa or Utah?")

    assert answer.outcome is Outcome.COMPARED
    assert {citation.document_id for citation in answer.citations} == {"iowa", "utah"}
    assert "| Iowa | The Iowa film fund pays $9 million a year. [1] |" in answer.answer
    assert "| Utah | The Utah film fund pays $2 million a year. [2] |" in answer.answer


def test_the_larger_of_comparable_figures_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("Which film fund pays more a year, Utah or Iowa?")

    assert "Larger: Iowa, $9 million [2]; then Utah, $2 million [1]." in answer.answer


def test_a_missing_cell_is_said_to_be_missing(assistant: Assistant) -> None:
    answer = assistant.ask("Which film fund pays more a year, Iowa or Ohio?")

    assert not answer.abstained
    assert answer.table is not None
    assert [row.cells[0].citations for row in answer.table.rows] == [(1,), ()]
    assert f"| Ohio | {MISSING} |" in answer.answer
    assert "Larger" not in answer.answer


def test_an_aspect_that_nothing_answers_is_not_undecided(assistant: Assistant) -> None:
    answer = assistant.ask("Compare Iowa and Utah on what they pay a year and on zebras in zoos.")

    missing = [part for part in answer.parts if not part.citations]
    assert missing
    assert not any(part.open for part in missing)


def test_what_is_undecided_fills_a_cell_as_such(library: Library) -> None:
    open_ = "---\ntitle: Utah film fund\n---\n## Not settled\n\n- {}\n"
    remark = "Whether the Utah film fund pays more a year remains open."

    answer = library({"iowa.md": IOWA, "utah.md": open_.format(remark)}).ask(
        "Which film fund pays more a year, Iowa or Utah?"
    )

    assert answer.table is not None
    assert [row.cells[0].open for row in answer.table.rows] == [False, True]
    assert f"| Utah | {OPEN}: {remark} [2] |" in answer.answer
    assert not answer.table.verdicts


def test_a_cell_is_never_filled_from_a_neighbour(library: Library) -> None:
    both = "---\ntitle: Iowa and Utah\n---\nThe Utah film fund pays $2 million a year.\n"

    answer = library({"both.md": both}).ask("Which film fund pays more a year, Iowa or Utah?")

    assert answer.table is not None
    assert [row.cells[0].found for row in answer.table.rows] == [False, True]


def test_groups_joined_without_a_word_of_comparing_are_asked_about_together(
    library: Library,
) -> None:
    text = "---\ntitle: Directors and actors\n---\nFees of actors and directors do not count.\n"

    answer = library({"a.md": text}).ask("Do actors' and directors' fees count?")

    assert answer.outcome is not Outcome.COMPARED
    assert answer.citations


def test_a_comparison_of_nothing_known_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Which harbor is deeper, Oslo or Bergen?")

    assert answer.abstained
    assert answer.outcome is not Outcome.COMPARED
