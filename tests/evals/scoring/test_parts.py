import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.cases import SHAPE, Case
from evals.scoring.parts import (
    assigned,
    holds,
    is_refused,
    judge_parts,
    overlap,
    refusal_measures,
    sentences,
    unmet,
)

WORDS = st.text(string.ascii_letters + string.digits, min_size=1, max_size=8)


def part(ask: str, *must: str, **more: Any) -> dict[str, Any]:
    return {"ask": ask, "must": list(must), "documents": ["d"]} | more


def asked(kind: str, *parts: dict[str, Any]) -> Case:
    return Case(f"{SHAPE}{kind}", "x", "What?", answerable=True, wanted={"parts": list(parts)})


def answer(*quotes: str, **changes: Any) -> dict[str, Any]:
    """An answer as the contract writes it, each quote from a place of its own."""
    citations = [
        {"n": n, "document_id": "d", "start": 10 * n, "title": "Title", "section": "Section",
         "quote": quote}
        for n, quote in enumerate(quotes, start=1)
    ]  # fmt: skip
    plain = {"question": "What?", "abstained": False, "open": False, "mode": "quote"}
    return plain | {"citations": citations} | changes


def told(ask: str, *numbers: int, found: bool = True, is_open: bool = False) -> dict[str, Any]:
    return {
        "ask": ask, "found": found, "open": is_open, "confidence": 0.5, "citations": list(numbers),
    }  # fmt: skip


REFUSED = answer(abstained=True)


# Matching.


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It pays 5% now.", "5%"),
        ("It pays (5%).", "5%"),
        ("IT PAYS", "it pays"),
        ("the writers’ guild", "writers' guild"),
        ("a “two pizza” team", '"two pizza"'),
        ("a **bold** step", "bold step"),
        ("1 July\n  2023", "1 July 2023"),
        ("1\N{NO-BREAK SPACE}July", "1 July"),
        ("licensing", "licens"),
        ("2.5% or 5%", "5%"),
        ("US$5 million", "$5 million"),
        ("co-author", "author"),
    ],
)
def test_words_are_found(text: str, words: str) -> None:
    assert holds(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It pays 35%.", "5%"),
        ("It pays 2.5%.", "5%"),
        ("It pays 1,500.", "500"),
        ("reformed", "formed"),
        ("v5", "5"),
        ("", "5"),
        ("5", ""),
        ("5", " "),
        ("5", "**"),
    ],
)
def test_words_are_not_found_inside_others(text: str, words: str) -> None:
    assert not holds(text, words)


@given(st.lists(WORDS, min_size=1), st.data())
def test_every_word_of_a_text_is_in_it(words: list[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words))

    assert holds(" ".join(words), word)
    assert holds("  ".join(words).upper(), word.lower())


@given(WORDS, WORDS)
def test_no_word_is_found_behind_a_letter_or_digit(before: str, word: str) -> None:
    joined = before + word

    assert holds(joined, word) == joined.casefold().startswith(word.casefold())


@given(st.decimals(0, 99, places=1), st.sampled_from(".,"))
def test_no_number_is_found_behind_a_point(number: Any, point: str) -> None:
    assert not holds(f"x{point}{number}", str(number))


@given(st.text(), st.text())
def test_marks_and_spacing_change_nothing(text: str, words: str) -> None:
    dressed = f" **{text}**\n".replace("'", "’").replace(" ", "\N{NO-BREAK SPACE}")

    assert holds(dressed, words) == holds(text, words)


@given(st.lists(WORDS, max_size=5), st.text())
def test_what_is_unmet_is_a_part_of_what_is_wanted(must: list[str], text: str) -> None:
    lacking = unmet(must, text)

    assert set(lacking) <= set(must)
    assert unmet(must, " ".join([text, *must])) == ()
    assert unmet(lacking, text) == lacking


def test_one_alternative_is_enough() -> None:
    assert unmet(["5%||5 per", "July"], "5 percent in June") == ("July",)


def test_names_are_compared_by_their_words() -> None:
    assert overlap("The credit of Ohio", "Ohio's credits") == 1
    assert overlap("Ohio", "Utah") == 0
    assert overlap("", "the") == 0
    assert overlap("SAG-AFTRA 2026", "SAG-AFTRA 2023") == pytest.approx(2 / 3)


def test_headings_go_to_the_names_that_mean_them() -> None:
    rows = ["The 2026 contract of SAG-AFTRA", "The 2023 contract of SAG-AFTRA", "Australia"]

    assert assigned(["Oz", "SAG-AFTRA 2023", "SAG-AFTRA 2026"], rows) == {
        "SAG-AFTRA 2026": 0,
        "SAG-AFTRA 2023": 1,
        "Oz": 2,
    }


def test_names_beyond_the_headings_share_the_nearest_or_have_none() -> None:
    assert assigned(["yearly cap", "rate", "end"], ["rate and cap"]) == {"rate": 0, "yearly cap": 0}
    assert assigned(["rate"], []) == {}


@given(st.lists(WORDS, unique=True, max_size=5), st.lists(WORDS, unique=True, max_size=5))
def test_no_two_names_share_a_heading_while_there_are_others(
    names: list[str], headings: list[str]
) -> None:
    found = assigned(names, headings)

    assert set(found) <= set(names)
    assert len(set(found.values())) == min(len(names), len(headings))
    if len(names) <= len(headings):
        assert len(found) == len(names)


# Parts.


TWO = (part("the rate", "30%"), part("the start", "July"))


def test_each_of_several_parts_has_to_stand_under_one_of_the_answers() -> None:
    split = answer("It pays 30%.", "It starts in July.", parts=[told("rate", 1), told("start", 2)])

    assert judge_parts(asked("multi", *TWO), split).measures == {"complete": 1, "parts_right": 1}
    both = part("the rate and the start", "30%", "July")
    found = judge_parts(asked("multi", both), split)
    assert found.measures == {"complete": 0, "parts_right": 0}
    assert len(found.missing) == 1
    assert not found.is_complete


def test_an_answer_that_tells_no_parts_is_one_part() -> None:
    whole = answer("It pays 30%.", "It starts in May.")

    found = judge_parts(asked("multi", *TWO), whole)
    assert found.measures == {"complete": 0, "parts_right": 0.5}
    assert found.missing == ("July",)


def test_a_part_said_not_to_be_found_holds_nothing_and_an_open_one_does() -> None:
    quotes = ("It pays 30%.", "Nobody knows of July.")
    parts = [told("rate", 1, found=False), told("start", 2, found=False, is_open=True)]

    found = judge_parts(asked("multi", *TWO), answer(*quotes, parts=parts))
    assert found.missing == ("30%",)


def test_a_part_that_the_library_lacks_is_right_when_it_is_said() -> None:
    wanted = asked("multi", TWO[0], part("the judge", missing=True))
    honest = answer("It pays 30%.", parts=[told("rate", 1), told("judge", found=False)])
    guessing = answer("It pays 30%.", "Ada.", parts=[told("rate", 1), told("judge", 2)])

    assert judge_parts(wanted, honest).measures == {
        "complete": 1, "parts_right": 1, "missing_said": 1,
    }  # fmt: skip
    assert judge_parts(wanted, guessing).measures["missing_said"] == 0
    assert judge_parts(wanted, REFUSED).measures == {
        "complete": 0, "parts_right": 0.5, "missing_said": 1,
    }  # fmt: skip


def cell(*numbers: int, found: bool = True) -> dict[str, Any]:
    return {"found": found, "confidence": 0.5, "citations": list(numbers)}


def compared(*parts: dict[str, Any]) -> Case:
    return asked("compare", *parts)


FOUR = (
    part("Ohio's rate", "30%", entity="Ohio", aspect="the rate"),
    part("Ohio's cap", "$5", entity="Ohio", aspect="the cap"),
    part("Utah's rate", "20%", entity="Utah", aspect="the rate"),
    part("Utah's cap", missing=True, entity="Utah", aspect="the cap"),
)
QUOTES = ("It pays 30%.", "It stops at $5 million.", "It pays 20%.")


def table(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows for Utah and Ohio, columns for cap and rate: another order than that of the case."""
    return {"entities": ["Utah", "Ohio"], "aspects": ["cap", "rate"], "cells": list(rows)}


def test_a_comparison_is_right_cell_by_cell() -> None:
    full = table([cell(found=False), cell(3)], [cell(2), cell(1)])

    assert judge_parts(compared(*FOUR), answer(*QUOTES, table=full)).measures == {
        "complete": 1, "parts_right": 1, "missing_said": 1, "cells_right": 1, "called_missing": 0,
    }  # fmt: skip


def test_a_quote_in_another_cell_does_not_count() -> None:
    crossed = table([cell(found=False), cell(1)], [cell(2), cell(3)])

    found = judge_parts(compared(*FOUR), answer(*QUOTES, table=crossed))
    assert found.measures["cells_right"] == pytest.approx(1 / 3)
    assert found.missing == ("30%", "20%")


def test_a_held_cell_may_be_called_missing_and_a_missing_one_filled() -> None:
    wrong = table([cell(1), cell(3)], [cell(found=False), cell(1)])

    measures = judge_parts(compared(*FOUR), answer(*QUOTES, table=wrong)).measures
    assert measures["called_missing"] == pytest.approx(1 / 3)
    assert measures["missing_said"] == 0


def test_a_row_that_is_left_out_says_nothing_and_a_refusal_says_all() -> None:
    half = {"entities": ["Ohio"], "aspects": ["rate", "cap"], "cells": [[cell(1), cell(2)]]}

    left_out = judge_parts(compared(*FOUR), answer(*QUOTES, table=half)).measures
    assert (left_out["called_missing"], left_out["missing_said"]) == (0, 0)
    refused = judge_parts(compared(*FOUR), REFUSED).measures
    assert (refused["called_missing"], refused["missing_said"]) == (1, 1)
    assert refused["cells_right"] == 0
    assert judge_parts(compared(*FOUR), answer(*QUOTES, table=None)).measures["cells_right"] == 0


def test_a_list_tells_the_share_of_its_items() -> None:
    found = judge_parts(asked("list", part("members", "Ada", "Bo", "Cy", "Di")), answer("Ada, Bo"))

    assert found.measures == {"complete": 0, "parts_right": 0, "items_right": 0.5}


def test_a_sweep_is_over_all_citations_and_their_titles() -> None:
    items = (part("Ohio", "Ohio"), part("Utah", "Utah"), part("Iowa", "Iowa"))
    found = answer("It pays.", "It pays in Utah.")
    found["citations"][0]["title"] = "The credit of Ohio"

    assert judge_parts(asked("across", *items), found).measures == {
        "complete": 0, "parts_right": pytest.approx(2 / 3),
    }  # fmt: skip
    single = judge_parts(asked("single", items[0]), found).measures
    assert single == {"complete": 0, "parts_right": 0}, "elsewhere a title is no answer"


@pytest.mark.parametrize("kind", ["status", "premise"])
def test_a_status_should_be_said_first_and_shortly(kind: str) -> None:
    case = asked(kind, part("ratified?", "ratified"))
    late, first = answer("Talks began.", "It was ratified."), answer("It was ratified.")

    assert judge_parts(case, first).measures == {
        "complete": 1, "parts_right": 1, "said_first": 1, "sentences": 1,
    }  # fmt: skip
    assert judge_parts(case, late).measures == {
        "complete": 1, "parts_right": 1, "said_first": 0, "sentences": 2,
    }  # fmt: skip
    assert "sentences" not in judge_parts(case, answer("Talks began.")).measures
    assert judge_parts(case, REFUSED).measures["said_first"] == 0


def test_no_must_is_met_across_two_quotes() -> None:
    assert not judge_parts(
        asked("single", part("it", "30 percent")), answer("30", "percent")
    ).is_complete


def test_the_same_span_twice_is_one_sentence() -> None:
    twice = answer("It pays.", "It pays.")
    twice["citations"][1]["start"] = twice["citations"][0]["start"]

    assert sentences(twice) == 1


def test_an_open_answer_is_no_refusal() -> None:
    assert is_refused(REFUSED)
    assert not is_refused(answer("Nobody knows.", abstained=True, open=True))
    assert not is_refused(answer("It pays."))


@pytest.mark.parametrize(
    ("kind", "changes", "measures"),
    [
        ("reply", {"mode": "reply"}, {"replied": 1}),
        ("reply", {"mode": "quote"}, {"replied": 0}),
        ("choice", {"mode": "clarify", "choices": ["A?", "B?"]}, {"asked_back": 1}),
        ("choice", {"mode": "clarify", "choices": ["A?"]}, {"asked_back": 0}),
        ("choice", {"mode": "clarify"}, {"asked_back": 0}),
        ("choice", {"choices": ["A?", "B?"]}, {"asked_back": 0}),
        ("near", {}, {}),
    ],
)
def test_what_is_no_question_for_the_documents_gets_something_else(
    kind: str, changes: dict[str, Any], measures: dict[str, float]
) -> None:
    case = Case(f"{SHAPE}{kind}", "x", "Hello", answerable=False)

    assert refusal_measures(case, answer(abstained=True, **changes)) == measures


def test_a_reply_cites_nothing() -> None:
    case = Case(f"{SHAPE}reply", "x", "Hello", answerable=False)

    assert refusal_measures(case, answer("Hello.", mode="reply")) == {"replied": 0}


def test_judging_reads_nothing_but_json() -> None:
    full = answer(*QUOTES, table=table([cell(found=False), cell(3)], [cell(2), cell(1)]))

    case = compared(*FOUR)
    assert judge_parts(case, json.loads(json.dumps(full))) == judge_parts(case, full)
