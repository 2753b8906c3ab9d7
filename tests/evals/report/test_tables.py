import re
from pathlib import Path

from evals.cases import INVARIANCE, KINDS, REFUSED_KINDS, SHAPE
from evals.invariance import FORMS
from evals.report.page import build
from evals.report.rows import SUITES
from evals.report.tables import GROUPS
from tests.evals.report.results import measure, write


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


def test_parts_and_forms_have_tables_of_their_own(tmp_path: Path) -> None:
    suites = {
        "shape/multi": {"complete": measure(0.5), "sentences": measure(1.5)},
        "shape/compare": {"called_missing": measure(0.25)},
        "invariance": {"upper_case": measure(0.75), "single_forms": measure(0.7)},
    }
    page = build(write(tmp_path, scores={"suites": suites}))

    captions = re.findall(r"<caption>([^<]+)", page)
    assert captions == ["Parts of a question", "The same questions in other forms"]
    assert '<th scope="col">called missing&nbsp;↓</th>' in page
    assert '<th scope="col">sentences&nbsp;↓</th>' in page
    assert "still cited" in page


def test_every_suite_and_measure_has_its_place() -> None:
    assert set(SUITES) >= {INVARIANCE, *(f"{SHAPE}{kind}" for kind in (*KINDS, *REFUSED_KINDS))}
    assert set(FORMS) <= {name for names in GROUPS.values() for name in names}
