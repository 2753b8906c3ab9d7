import pytest

from evals import curves


def test_auroc_by_hand() -> None:
    # Of the pairs (0.9, 0.5), (0.9, 0.1), (0.4, 0.5), (0.4, 0.1) three are in order.
    assert curves.auroc([0.9, 0.5, 0.4, 0.1], [True, False, True, False]) == 3 / 4
    assert curves.auroc([2, 1], [True, False]) == 1
    assert curves.auroc([1, 2], [True, False]) == 0


def test_a_tie_counts_half_in_auroc() -> None:
    # (0.5, 0.5) is a tie, (0.5, 0.2) in order, (0.5, 0.5) a tie, (0.5, 0.2) in order.
    assert curves.auroc([0.5, 0.5, 0.5, 0.2], [True, False, True, False]) == 3 / 4
    assert curves.auroc([0.3, 0.3, 0.3], [True, False, False]) == 1 / 2


def test_auroc_needs_both_kinds_and_equal_lengths() -> None:
    with pytest.raises(ValueError, match="undefined"):
        curves.auroc([0.1, 0.2], [True, True])
    with pytest.raises(ValueError, match="undefined"):
        curves.auroc([], [])
    with pytest.raises(ValueError, match="2 scores for 1 labels"):
        curves.auroc([0.1, 0.2], [True])


def test_risk_coverage_by_hand() -> None:
    confidences = [0.2, 0.9, 0.5, 0.7]
    correct = [False, True, True, False]

    assert curves.risk_coverage(confidences, correct) == [
        (1 / 4, 0.0),
        (2 / 4, 1 / 2),
        (3 / 4, 1 / 3),
        (4 / 4, 2 / 4),
    ]


def test_cases_of_one_confidence_are_answered_together() -> None:
    points = [(3 / 4, 1 / 3), (1.0, 1 / 4)]

    assert curves.risk_coverage([0.5, 0.5, 0.5, 0.1], [True, False, True, True]) == points
    assert curves.risk_coverage([0.5, 0.5, 0.5, 0.1], [False, True, True, True]) == points


def test_aurc_by_hand() -> None:
    # The risks above, each for a quarter of the cases.
    area = (0 + 1 / 2 + 1 / 3 + 2 / 4) / 4
    assert curves.aurc([0.2, 0.9, 0.5, 0.7], [False, True, True, False]) == pytest.approx(area)
    # Three cases stand at the risk 1/3, one at 1/4.
    tied = (3 / 3 + 1 / 4) / 4
    assert curves.aurc([0.5, 0.5, 0.5, 0.1], [True, False, True, True]) == pytest.approx(tied)
    assert curves.aurc([0.3, 0.2], [True, True]) == 0
    assert curves.aurc([0.3, 0.2], [False, False]) == pytest.approx(1)


def test_a_curve_needs_cases_and_equal_lengths() -> None:
    with pytest.raises(ValueError, match="needs cases"):
        curves.risk_coverage([], [])
    with pytest.raises(ValueError, match="1 scores for 2 labels"):
        curves.aurc([0.1], [True, False])


def test_the_interval_of_equal_values_is_a_point() -> None:
    assert curves.bootstrap_interval([0.5, 0.5, 0.5]) == (0.5, 0.5)


def test_the_interval_of_a_coin() -> None:
    # The mean of 400 fair coins has the standard error sqrt(0.25 / 400) = 0.025.
    values = [0.0, 1.0] * 200

    low, high = curves.bootstrap_interval(values)

    assert low == pytest.approx(0.5 - 1.96 * 0.025, abs=0.01)
    assert high == pytest.approx(0.5 + 1.96 * 0.025, abs=0.01)
    assert curves.bootstrap_interval(values) == (low, high)
    assert curves.bootstrap_interval(values, seed=1) != (low, high)


def test_an_interval_of_a_few_resamples_by_hand() -> None:
    # One value differs: every mean of two is 0, 1/2 or 1, and two thousand meet all three.
    assert curves.bootstrap_interval([0.0, 1.0], resamples=2000) == (0.0, 1.0)


def test_an_interval_needs_values() -> None:
    with pytest.raises(ValueError, match="needs values"):
        curves.bootstrap_interval([])
