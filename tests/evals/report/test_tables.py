from pathlib import Path

from evals.report.page import build
from tests.evals.report.results import write


def test_scores_with_their_intervals(tmp_path: Path) -> None:
    page = build(write(tmp_path))

    assert "<td>0.250<small>0.125–1.000</small></td>" in page
    assert '<th scope="col">ece&nbsp;↓</th>' in page
    assert "<td>0.125</td>" in page, "no interval was measured"
    assert "<td>1.000<small>n = 3</small></td>" in page, "not measured on all four"
    assert "<td></td>" in page, "what makes no sense for a suite stays empty"
    assert '<th scope="col">new</th>' in page, "an unknown metric is shown too"
    assert "proves nothing else" in page


def test_the_outcomes_are_counted_from_the_cases(tmp_path: Path) -> None:
    page = build(write(tmp_path))

    assert 'aria-label="1 correct, 1 incorrect, 1 not attempted"' in page
    assert 'aria-label="0 correct, 0 incorrect, 1 not attempted"' in page
