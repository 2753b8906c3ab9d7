import re
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import invariance
from evals.cases import INVARIANCE, MASKED, POLICY, SHAPE, Case
from evals.invariance import (
    FORMS,
    SINGLE_FORMS,
    TWO_IN_ONE,
    invariance_cases,
    invariance_measures,
    joined,
    shortened,
    started_small,
    swapped,
    typeset,
)

QUESTIONS = st.text("abc XYZ'\"?", min_size=1).filter(lambda text: text.strip())
SEEDS = st.integers(0, 99)


def cited(*documents: str, abstained: bool = False) -> dict[str, Any]:
    return {"abstained": abstained, "citations": [{"document_id": name} for name in documents]}


def asked(number: int, suite: str = POLICY, **changes: Any) -> tuple[Case, dict[str, Any]]:
    case = Case(suite, f"q{number:02}", f"What does place {number} pay?", True, **changes)
    return case, cited(f"law-{number % 7}", f"other-{number}")


MANY = [asked(number) for number in range(40)]


def test_a_sample_of_each_form_is_made() -> None:
    cases = invariance_cases(MANY, 20)

    assert {case.suite for case in cases} == {INVARIANCE}
    assert Counter(case.wanted["form"] for case in cases) == dict.fromkeys(FORMS, 20)
    assert len({case.id for case in cases}) == len(cases)
    assert len(invariance_cases(MANY, None)) == 40 * len(FORMS)


def test_the_sample_is_the_same_every_time_and_one_question_moves_no_other() -> None:
    cases = invariance_cases(MANY, 20)
    without_one = invariance_cases(MANY[1:], 20)

    assert invariance_cases(list(reversed(MANY)), 20) == cases
    singles = {case.id: case for case in cases if case.wanted["group"] == SINGLE_FORMS}
    others = {case.id: case for case in without_one if case.wanted["group"] == SINGLE_FORMS}
    assert all(others[key] == case for key, case in singles.items() if not key.endswith("/q00"))


def test_only_what_was_answered_when_asked_plainly_counts() -> None:
    answered = [
        asked(1),
        (asked(2)[0], cited("law", abstained=True)),
        (asked(3)[0], cited()),
        asked(4, suite=MASKED),
        asked(5, wanted={"kind": "compare"}),
        asked(6, history=("turn",)),
        asked(7, suite=f"{SHAPE}single", today="2026-07-02"),
    ]

    sources = {case.id.partition("/")[2] for case in invariance_cases(answered)}
    assert sources == {"q01", "q07"}, "and no two in one, for they are asked on different days"


def test_two_in_one_ask_for_different_documents() -> None:
    cases = [case for case in invariance_cases(MANY) if case.wanted["group"] == TWO_IN_ONE]

    assert cases
    assert all(len(set(case.documents)) == 2 for case in cases)
    assert all(len(re.findall("place", case.question)) == 2 for case in cases)
    double = [(replace(case, question="Who and when?"), given) for case, given in MANY]
    assert not [c for c in invariance_cases(double) if c.wanted["group"] == TWO_IN_ONE]
    same = [(case, cited("one")) for case, _ in MANY]
    assert not [c for c in invariance_cases(same) if c.wanted["group"] == TWO_IN_ONE]


@pytest.mark.parametrize("form", FORMS)
def test_no_form_can_be_met_by_one_string(form: str) -> None:
    asked_once = MANY[0][0].question.rstrip("?").lower()
    made = [case.question for case in invariance_cases(MANY, None) if case.wanted["form"] == form]
    framing = {re.sub(r"what does place \d+ pay", "", question.lower()) for question in made}
    if form in ("upper_case", "lower_case"):
        assert framing == {"?"}
    else:
        assert len(framing) > 2
    assert any(question.rstrip("?").lower() != asked_once for question in made)


def test_a_case_is_kept_when_all_its_documents_are_still_cited() -> None:
    case = next(c for c in invariance_cases(MANY) if c.wanted["form"] == "two_sentences")
    first, second = case.documents

    assert invariance_measures(case, cited("x", second, first)) == {
        "two_sentences": 1, TWO_IN_ONE: 1,
    }  # fmt: skip
    assert invariance_measures(case, cited(first)) == {"two_sentences": 0, TWO_IN_ONE: 0}


@pytest.mark.parametrize(
    ("question", "small"),
    [
        ("What is it?", "what is it?"),
        ("Is it paid?", "is it paid?"),
        ("Which one?", "which one?"),
        ("Who's paid?", "who's paid?"),
        ("Ohio pays?", "Ohio pays?"),
        ("SAG-AFTRA won?", "SAG-AFTRA won?"),
        ("U.S. law?", "U.S. law?"),
        ("is it?", "is it?"),
    ],
)
def test_a_question_starts_small_within_a_sentence_but_a_name_does_not(
    question: str, small: str
) -> None:
    assert started_small(question) == small


@pytest.mark.parametrize(
    ("wording", "message"),
    [
        ("{first}? {Second}?", "What pays? Who won?"),
        ("First, {first}? Second, {second}?", "First, what pays? Second, who won?"),
        ("Two questions. {first}? {Second}?", "Two questions. What pays? Who won?"),
        ("{first}, and {second}?", "What pays, and who won?"),
    ],
)
def test_two_questions_are_joined_as_people_write(wording: str, message: str) -> None:
    assert joined(wording, "What pays?", "Who won?") == message


@given(QUESTIONS, SEEDS)
def test_a_swap_changes_two_neighbours_and_a_gap_takes_one_letter(text: str, seed: int) -> None:
    other = swapped(text, Random(seed))
    changed = [at for at in range(len(text)) if text[at] != other[at]]
    less = shortened(text, Random(seed))

    assert sorted(other) == sorted(text)
    assert changed in ([], [*range(changed[0], changed[0] + 2)] if changed else [])
    assert len(text) - len(less) in (0, 1)
    assert text[:1] == less[:1] == other[:1]


@given(QUESTIONS, SEEDS)
def test_typesetting_changes_only_spaces_and_quotes(text: str, seed: int) -> None:
    plain = typeset(text, Random(seed)).translate(str.maketrans("’“”", '\'""'))

    assert plain.split() == text.split()


def test_typesetting_by_hand() -> None:
    shown = typeset('Who\'s in the "writers\' room" deal ("mini") now?', Random(0))

    assert "\N{NO-BREAK SPACE}" in shown
    assert "  " in shown
    assert " ".join(shown.split()) == "Who’s in the “writers’ room” deal (“mini”) now?"


def test_a_short_question_stays_as_it_is() -> None:
    assert swapped("Who won?", Random(0)) == shortened("Who won?", Random(0)) == "Who won?"


def test_frames_hold_the_question_and_nothing_else() -> None:
    lists = (invariance.SITUATIONS, invariance.FRAMES)
    assert all(text.count("{}") == 1 for texts in lists for text in texts)
    for wording in (
        *invariance.IN_TWO_SENTENCES, *invariance.JOINED_BY_AND, *invariance.JOINED_BY_ALSO,
    ):  # fmt: skip
        assert joined(wording, "What pays?", "Who won?").lower().count("who won") == 1
