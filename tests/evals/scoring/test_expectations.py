from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers.notes import validity
from assistant.answers.table import compose
from assistant.results import Cell, Row, Table
from assistant.stored import DocumentSummary
from assistant.text.marks import as_shown
from assistant.types import MISSING, Citation, Metadata
from evals.cases import AUTHORITY, COMPARISON, CONVERSATION, POLICY, TIME, Case
from evals.scoring.expectations import NOTES, expected_measures, read_table


def measures(
    suite: str, answer: Mapping[str, Any], is_correct: bool = True, **wanted: Any
) -> dict[str, float]:
    case = Case(suite, "x", "What?", answerable=True, documents=("d", "e"), wanted=wanted)
    return expected_measures(case, answer, is_correct)


def answer(text: str = "", *citations: dict[str, Any], **changes: Any) -> dict[str, Any]:
    numbered = [{"n": n, "sources": []} | item for n, item in enumerate(citations, 1)]
    plain = {"abstained": False, "open": False, "notes": [], "hits": []}
    return plain | {"answer": text, "citations": numbered} | changes


def sources(*grades: str) -> list[dict[str, str]]:
    return [{"name": f"The {grade} source", "grade": grade} for grade in grades]


def test_most_suites_expect_nothing_more() -> None:
    assert measures(POLICY, answer()) == {}


TABLE = f"""| | rate | cap |
| --- | --- | --- |
| Iowa | It pays 30%. [1] | {MISSING} |
| Utah | It pays 20%. [2] | It stops at $5 million. [3] |

Higher: Iowa, 30% [1]; then Utah, 20% [2]."""
COMPARED = answer(
    TABLE,
    {"quote": "It pays 30%."},
    {"quote": "It pays 20%."},
    {"quote": "It stops at $5 million."},
)


def entities(*rows: list[Any]) -> list[dict[str, Any]]:
    return [{"cells": row} for row in rows]


def test_a_table_is_right_cell_by_cell() -> None:
    wanted = entities([["30 percent", "30%"], None], [["20%"], ["$5 MILLION"]])
    found = measures(COMPARISON, COMPARED, entities=wanted, larger="Iowa's credit")

    assert found == {"cells_right": 1, "missing_said": 1, "larger_right": 1}


def test_wrong_cells_lower_the_share() -> None:
    wanted = entities([["31%"], ["$1"]], [["20%"], None])
    found = measures(COMPARISON, COMPARED, entities=wanted, larger="Utah")

    assert found == {
        "cells_right": pytest.approx(1 / 3),
        "missing_said": 0,
        "larger_right": 0,
    }


def test_a_cell_is_judged_by_its_own_quote() -> None:
    assert measures(COMPARISON, COMPARED, entities=entities([["20%"]], [["30%"]])) == {
        "cells_right": 0
    }


def test_a_refused_comparison_says_that_all_is_missing() -> None:
    refused = answer("The sources don't answer this.", abstained=True)
    wanted = entities([["30%"], None], [None, None])

    assert measures(COMPARISON, refused, entities=wanted) == {"cells_right": 0, "missing_said": 1}


def test_an_answer_without_a_table_fills_no_cell() -> None:
    found = measures(COMPARISON, answer("It pays 30%. [1]"), entities=entities([["30%"], None]))

    assert found == {"cells_right": 0, "missing_said": 0}


@pytest.mark.parametrize("text", ["", "No table.", "| a |", "| | a |\n| --- | --- |\n\nText"])
def test_a_text_without_rows_has_no_cells(text: str) -> None:
    assert read_table(text) == []


QUOTES = st.text(st.characters(codec="utf-8"), max_size=20)


@given(st.lists(st.tuples(QUOTES, st.booleans()), min_size=1, max_size=4))
def test_a_written_table_is_read_back(cells: list[tuple[str, bool]]) -> None:
    citations = [
        Citation(n, "d", "", "", 0, 1, quote, reads=as_shown(quote))
        for n, (quote, _) in enumerate(cells, 1)
    ]
    rows = tuple(
        Row(f"Thing | {n}", (Cell((n,) if filled else ()), Cell(())))
        for n, (_, filled) in enumerate(cells, 1)
    )
    written = compose(Table(("rate", "cap"), rows, ("Higher: one | other.",)), citations)

    shown = [[cell.replace("\\|", "|") for cell in row] for row in read_table(written)]
    assert shown == [
        [f"{as_shown(quote)} [{n}]".strip() if filled else MISSING, MISSING]
        for n, (quote, filled) in enumerate(cells, 1)
    ]


SUPERSEDED = "“A”: superseded by “B”."
OLD = "“A”: old, its facts were checked up to 1 May 2020."


@pytest.mark.parametrize(
    ("told", "needed", "noted"),
    [
        ([], [], 1),
        ([SUPERSEDED], ["superseded"], 1),
        ([SUPERSEDED, OLD], ["superseded"], 1),
        ([OLD], ["superseded", "old"], 0),
        ([SUPERSEDED], [], 0),
        (["Sources differ on this: compare [1] and [2]."], [], 1),
    ],
)
def test_a_dated_question_needs_its_notes_and_no_idle_one(
    told: list[str], needed: list[str], noted: int
) -> None:
    found = measures(TIME, answer(notes=told), notes=needed, open=False)

    assert found == {"handled": noted, "noted": noted}
    assert measures(TIME, answer(notes=told), False, notes=needed)["handled"] == 0


@pytest.mark.parametrize(
    ("changes", "handled"),
    [
        ({"open": True, "abstained": True}, 1),
        ({"open": False, "abstained": True}, 0),
        ({"open": True, "abstained": False}, 0),
    ],
)
def test_an_undecided_matter_is_handled_by_saying_so(
    changes: dict[str, bool], handled: int
) -> None:
    found = measures(TIME, answer(**changes), False, notes=[], open=True)

    assert found == {"handled": handled, "noted": 1}


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("superseded", Metadata(status="superseded")),
        ("expired", Metadata(status="expired")),
        ("expired", Metadata(expires=date(2026, 1, 1))),
        ("not-yet", Metadata(effective=date(2027, 1, 1))),
        ("not-yet", Metadata(status="pending", as_of=date(2026, 6, 1))),
        ("old", Metadata(as_of=date(2024, 1, 1))),
    ],
)
def test_a_kind_of_note_is_known_by_the_words_the_assistant_uses(
    kind: str, facts: Metadata
) -> None:
    documents = {"a": DocumentSummary("a", facts, "r", "file", 1, 0)}
    told = validity(["a"], documents, date(2026, 7, 1))

    text = " ".join(told)
    assert [key for key, words in NOTES.items() if any(word in text for word in words)] == [kind]


@pytest.mark.parametrize(
    ("grades", "first"),
    [(("official", "trade", "trade"), 1), (("trade", "official"), 0), ((), 1)],
)
def test_the_best_grade_stands_first(grades: tuple[str, ...], first: int) -> None:
    quotes = [{"quote": "30%", "sources": sources(*each)} for each in (("trade",), grades)]

    found = measures(AUTHORITY, answer("", *quotes), speaker="X", claim=True)
    assert found["best_grade_first"] == first


def test_without_citations_no_grade_is_judged() -> None:
    assert measures(AUTHORITY, answer(), speaker="X", claim=True) == {"claim_shown": 0}


@pytest.mark.parametrize(
    "shown",
    [
        answer("As the mpa says."),
        answer(notes=["[1] is what the MPA says (trade source)."]),
        answer("", {"quote": "", "sources": [{"name": "MPA", "grade": "trade"}]}),
    ],
)
def test_who_says_so_is_shown_in_the_answer_its_notes_or_its_sources(shown: dict[str, Any]) -> None:
    assert measures(AUTHORITY, shown, speaker="MPA", claim=True)["claim_shown"] == 1
    assert measures(AUTHORITY, shown, speaker="MPA", claim=False)["provision_shown"] == 1
    assert measures(AUTHORITY, shown, speaker="WGA", claim=True)["claim_shown"] == 0
    refused = {**shown, "abstained": True}
    assert measures(AUTHORITY, refused, speaker="MPA", claim=True)["claim_shown"] == 0


@pytest.mark.parametrize(("other", "both"), [("35%", 1), ("40%", 0)])
def test_figures_at_odds_are_both_shown(other: str, both: int) -> None:
    shown = answer("", {"quote": "It pays 30%."}, {"quote": "It pays 35%."})
    wanted = [{"figure": "30%"}, {"figure": other}]

    assert measures(AUTHORITY, shown, values=wanted) == {"best_grade_first": 1, "both_shown": both}


@pytest.mark.parametrize(("hits", "on_topic"), [(["e", "z"], 1), (["z", "d"], 0), ([], 0)])
def test_a_turn_is_on_topic_when_the_best_hit_is(hits: list[str], on_topic: int) -> None:
    found = answer(hits=[{"document_id": key} for key in hits])

    assert measures(CONVERSATION, found) == {"on_topic": on_topic}
