import pytest

from evals.cases import INTACT, INVARIANCE, Case
from evals.scoring.score import Scored
from evals.scoring.summary import summary


def scored(suite: str, confidence: float, outcome: str, answerable: bool = True) -> Scored:
    answer = {"confidence": confidence, "abstained": outcome == "not_attempted"}
    asked = Case(suite, "x", "Why?", answerable)
    return Scored(asked, answer, outcome, passed=outcome == "correct", missing=(), measures={})


def test_calibration_counts_what_was_judged() -> None:
    found = summary(
        [
            scored("policy", 0.9, "correct"),
            scored("policy", 0.7, "incorrect"),
            scored("policy", 0.8, "incorrect", answerable=False),
            scored("policy", 0.2, "not_attempted", answerable=False),
            # Refused, though the evidence may have been right; and the lookup.
            scored("policy", 0.3, "not_attempted"),
            scored(INTACT, 1.0, "correct"),
        ]
    )

    assert found["calibration"] == {
        "ece": round((0.2 + 0.7 + 0.8 + 0.1) / 4, 4),
        "bins": [[0.2, 0.0, 1], [0.7, 0.0, 1], [0.8, 0.0, 1], [0.9, 1.0, 1]],
    }
    assert "ece" not in found["suites"]["policy"], "four cases are too few"


def test_a_suite_has_its_error_from_forty_cases_of_both_kinds() -> None:
    # A bin of thirty ties, 20 of them right at 0.75; a bin of ten, none right at 0.25.
    right = [scored("policy", 0.75, "correct")] * 20
    wrong = [scored("policy", 0.75, "incorrect")] * 10
    unsure = [scored("policy", 0.25, "incorrect")] * 10
    error = round((30 * (0.75 - 20 / 30) + 10 * 0.25) / 40, 4)

    suites = summary([*right, *wrong, *unsure])["suites"]
    assert suites["policy"]["ece"] == {"value": error, "low": None, "high": None, "n": 40}
    assert "ece" not in summary([*right, *wrong, *unsure[1:]])["suites"]["policy"]
    assert "ece" not in summary(wrong * 4)["suites"]["policy"]


def test_right_and_wrong_answers_are_told_apart_among_what_was_answered() -> None:
    answered = [
        scored("policy", 0.9, "correct"),
        scored("policy", 0.6, "incorrect"),
        scored("policy", 0.7, "correct"),
        scored("policy", 0.8, "incorrect", answerable=False),
    ]
    aside = [
        # Neither refusals, nor the lookup, nor what is asked elsewhere already.
        scored("policy", 0.1, "not_attempted"),
        scored("policy", 0.1, "not_attempted", answerable=False),
        scored(INTACT, 0.2, "correct"),
        scored(INVARIANCE, 0.2, "correct"),
    ]

    found = summary([*answered, *aside])
    by_hand = {"value": 0.75, "low": None, "high": None, "n": 4}
    assert found["right_auroc"] == found["suites"]["policy"]["right_auroc"] == by_hand
    assert summary(aside)["right_auroc"] is None
    assert "right_auroc" not in summary(answered[::2])["suites"]["policy"], "all are right"


@pytest.mark.parametrize("suite", [INVARIANCE, "shape/reply", "shape/choice"])
def test_some_suites_tell_nothing_of_the_confidence(suite: str) -> None:
    items = [
        scored(suite, 0.9, "correct"),
        scored(suite, 0.8, "incorrect"),
        scored(suite, 0.1, "not_attempted", answerable=False),
    ]

    found = summary(items)
    assert found["suites"][suite] == {}
    assert found["calibration"] == {"ece": None, "bins": []}
    assert (found["risk_coverage"], found["aurc"]) == ([], 0)


@pytest.mark.parametrize(
    "item", [scored(INTACT, 1.0, "correct"), scored("policy", 17.3, "correct")]
)
def test_a_lookup_or_a_score_beyond_one_has_no_calibration(item: Scored) -> None:
    assert summary([item])["calibration"] == {"ece": None, "bins": []}
