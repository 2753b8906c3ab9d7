from pathlib import Path

from evals.report.page import build
from tests.evals.report.results import Page, write


def test_the_curve(tmp_path: Path) -> None:
    page = build(write(tmp_path))

    # The frame is 64..620 by 270..14 and its top 0.2, so risk 0.15 lies at three quarters.
    assert '<polyline points="342.0,270.0 620.0,78.0"/>' in page
    assert "0.0375" in page
    assert "No curve" in build(write(tmp_path, scores={"risk_coverage": []}))


def test_the_reliability_diagram(tmp_path: Path) -> None:
    page = build(write(tmp_path))

    # The frame is 64..620 by 270..14: a quarter across is 203, 0.75 up 78 and 0.9 up 39.6.
    assert '<path class="ideal" d="M64.0 270.0L620.0 14.0"/>' in page
    assert '<polyline points="203.0,270.0 481.0,39.6"/>' in page
    assert '<path class="gap" d="M203.0 270.0V206.0"/>' in page
    assert '<path class="gap" d="M481.0 39.6V78.0"/>' in page
    # The radii are 16 * 3/5 and 16 * 4/5, so the areas are to each other as 9 and 16 cases.
    assert '<circle cx="203.0" cy="270.0" r="9.6">' in page
    assert '<circle cx="481.0" cy="39.6" r="12.8">' in page
    assert "16 cases, confidence 0.750, right 0.900" in page
    assert "<strong>0.2125</strong> apart on average" in page


def test_calibration_that_was_not_measured(tmp_path: Path) -> None:
    page = build(write(tmp_path, scores={"calibration": {"ece": None, "bins": []}}))

    assert "None was measured" in page
    assert "expected calibration error" not in page


def test_each_plot_has_a_title_and_a_description(tmp_path: Path) -> None:
    elements = Page(build(write(tmp_path))).elements
    plots = [found for name, found in elements if name == "svg" and found.get("class") == "plot"]
    ids = {found["id"]: name for name, found in elements if "id" in found}

    assert [ids[plot["aria-labelledby"]] for plot in plots] == ["title", "title"]
    assert [ids[plot["aria-describedby"]] for plot in plots] == ["desc", "desc"]
    assert len({plot["aria-labelledby"] for plot in plots}) == 2
