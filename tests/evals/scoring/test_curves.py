import pytest

from evals.scoring import curves


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


def test_calibration_by_hand() -> None:
    # Two bins of two: (0.1, 0.3) with one right, (0.6, 1.0) with both.
    confidences = [0.6, 0.1, 1.0, 0.3]
    labels = [True, False, True, True]

    low, high = curves.calibration(confidences, labels, bins=2)

    assert low == (pytest.approx(0.2), 1 / 2, 2)
    assert high == (pytest.approx(0.8), 1.0, 2)


def test_bins_are_of_equal_mass_not_width() -> None:
    # Bins of equal width would put three cases into the lower half.
    found = curves.calibration([0.01, 0.02, 0.03, 0.9], [False, False, True, True], bins=2)

    assert [item.cases for item in found] == [2, 2]
    assert [item.right for item in found] == [0.0, 1.0]


def test_ties_share_a_bin_whatever_their_order() -> None:
    # The ties take up 1 to 4 of the length 5; their middle 2.5 begins the second of two bins.
    confidences = [0.1, 0.5, 0.5, 0.5, 0.9]

    for labels in ([False, True, False, False, True], [False, False, False, True, True]):
        found = curves.calibration(confidences, labels, bins=2)
        assert found == [(0.1, 0.0, 1), (pytest.approx(2.4 / 4), 2 / 4, 4)]
    assert curves.calibration([0.5] * 4, [True, False, False, False], bins=3) == [(0.5, 1 / 4, 4)]


def test_more_bins_than_cases_leave_a_bin_for_each() -> None:
    assert curves.calibration([0.75, 0.25], [True, False], 10) == [(0.25, 0.0, 1), (0.75, 1.0, 1)]


def test_expected_calibration_error_by_hand() -> None:
    # The gaps of the bins (0.2, 1/2) and (0.8, 1), two cases each.
    error = (2 * 0.3 + 2 * 0.2) / 4
    found = curves.expected_calibration_error([0.6, 0.1, 1.0, 0.3], [True, False, True, True], 2)
    assert found == pytest.approx(error)
    # One case at 0.1, four at the mean 0.6 of which half are right.
    uneven = (1 * 0.1 + 4 * 0.1) / 5
    tied = curves.expected_calibration_error(
        [0.1, 0.5, 0.5, 0.5, 0.9], [False, True, False, False, True], 2
    )
    assert tied == pytest.approx(uneven)


def test_gaps_of_either_sign_do_not_cancel() -> None:
    # 0.25 too sure of one, 0.25 too unsure of the other.
    found = curves.expected_calibration_error([0.25, 0.75], [False, True], 2)
    assert found == pytest.approx(0.25)
    # One bin takes them together, and right half the time is what its mean 0.5 says.
    assert curves.expected_calibration_error([0.25, 0.75], [False, True], 1) == 0
    assert curves.expected_calibration_error([1.0, 0.0], [False, True], 2) == 1


def test_calibration_needs_cases_bins_and_probabilities() -> None:
    with pytest.raises(ValueError, match="needs cases"):
        curves.calibration([], [], 2)
    with pytest.raises(ValueError, match="needs cases and bins"):
        curves.calibration([0.5], [True], 0)
    with pytest.raises(ValueError, match="1 scores for 2 labels"):
        curves.expected_calibration_error([0.5], [True, False], 2)
    for value in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match=r"in 0\.\.1"):
            curves.expected_calibration_error([0.5, value], [True, False], 2)


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
