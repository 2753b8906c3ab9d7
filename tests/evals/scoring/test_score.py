"""How a case is scored as a whole, by the suite that it is of."""

from typing import Any

import pytest

from assistant.documents.articles import parse
from assistant.types import REFUSAL
from evals.cases import INVARIANCE, POLICY, SHAPE, TIME, Case
from evals.scoring.score import Scored, row, score

DOCUMENT = parse("ohio", "Ohio pays 30% of spend. It stops at $5 million.\n")
FIRST, SECOND = "Ohio pays 30% of spend.", "It stops at $5 million."
PARTS = [
    {"ask": "rate", "must": ["30%"], "documents": ["ohio"]},
    {"ask": "cap", "must": ["$5 million"], "documents": ["ohio"]},
]


def answer(*quotes: str, **changes: Any) -> dict[str, Any]:
    citations = [
        {
            "n": n, "document_id": "ohio", "title": "", "section": "", "quote": quote,
            "start": DOCUMENT.text.index(quote), "end": DOCUMENT.text.index(quote) + len(quote),
        }
        for n, quote in enumerate(quotes, start=1)
    ]  # fmt: skip
    text = " ".join(f"{quote} [{n}]" for n, quote in enumerate(quotes, start=1)) or REFUSAL
    plain = {"answer": text, "abstained": not quotes, "confidence": 0.7, "citations": citations}
    return plain | changes


def scored(suite: str, given: dict[str, Any], **changes: Any) -> Scored:
    plain = {
        "answerable": True, "reference": FIRST, "documents": ("ohio",), "wanted": {"parts": PARTS},
    }  # fmt: skip
    case = Case(suite, "x", "What does Ohio pay?", **(plain | changes))
    return score([(case, given)], {"ohio": DOCUMENT}, lambda *_: 0.0)[0]


def test_a_case_with_parts_is_right_when_all_of_them_are() -> None:
    full = scored(f"{SHAPE}multi", answer(FIRST, SECOND))

    assert (full.outcome, full.passed, full.missing) == ("correct", True, ())
    assert full.measures == {
        "quotes_exact": 1, "complete": 1, "parts_right": 1, "false_refusal_rate": 0,
        "document_precision": 1, "document_recall": 1,
    }  # fmt: skip
    half = scored(f"{SHAPE}multi", answer(FIRST))
    assert (half.outcome, half.passed, half.missing) == ("incorrect", False, ("$5 million",))
    assert row(half)["figures"]["parts_right"] == 0.5
    none = scored(f"{SHAPE}multi", answer())
    assert (none.outcome, none.measures["false_refusal_rate"]) == ("not_attempted", 1)
    assert "document_precision" not in none.measures


def test_an_open_answer_to_a_status_may_be_right() -> None:
    given = answer(FIRST, abstained=True, open=True)

    status = scored(f"{SHAPE}status", given, wanted={"parts": PARTS[:1]})
    assert (status.outcome, status.measures["false_refusal_rate"]) == ("correct", 0)


@pytest.mark.parametrize(
    ("kind", "given", "passed", "measures"),
    [
        ("near", answer(), True, {"false_answer_rate": 0}),
        ("near", answer(FIRST), False, {"false_answer_rate": 1, "quotes_exact": 1}),
        ("reply", answer(mode="reply"), True, {"false_answer_rate": 0, "replied": 1}),
        ("reply", answer(), False, {"false_answer_rate": 0, "replied": 0}),
        ("choice", answer(mode="clarify"), False, {"false_answer_rate": 0, "asked_back": 0}),
    ],
)
def test_what_is_not_to_be_answered(
    kind: str, given: dict[str, Any], passed: bool, measures: dict[str, float]
) -> None:
    found = scored(f"{SHAPE}{kind}", given, answerable=False, wanted={"parts": []})

    assert found.passed is passed
    assert found.measures == measures


@pytest.mark.parametrize(
    ("suite", "given", "wanted", "count"),
    [
        (POLICY, answer(FIRST), {"kind": "numeric"}, 1),
        (POLICY, answer(FIRST, SECOND), {}, 2),
        (POLICY, answer(FIRST), {"kind": "compare"}, None),
        (POLICY, answer(SECOND), {}, None),
        (TIME, answer(FIRST), {"notes": []}, None),
    ],
)
def test_sentences_are_counted_where_one_fact_is_asked_and_found(
    suite: str, given: dict[str, Any], wanted: dict[str, Any], count: int | None
) -> None:
    measures = scored(suite, given | {"notes": []}, wanted=wanted).measures

    assert measures.get("sentences") == count


def test_what_an_invariant_answer_has_lost_is_named() -> None:
    wanted = {"form": "two_sentences", "group": "two_in_one"}
    found = scored(
        INVARIANCE, answer(FIRST), documents=("ohio", "utah"), reference="", wanted=wanted
    )

    assert (found.outcome, found.missing) == ("incorrect", ("utah",))
    assert found.measures["two_sentences"] == found.measures["two_in_one"] == 0
