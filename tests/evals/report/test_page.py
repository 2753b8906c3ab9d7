import json
import re
from pathlib import Path

import pytest

from evals.report.page import build
from tests.evals.report.results import CASES, Page, case, hostile, write


def test_nothing_comes_from_elsewhere(tmp_path: Path) -> None:
    page = build(write(tmp_path))

    assert not {"src", "href", "srcset", "action", "data"} & set(Page(page).attributes())
    assert not re.search(r"@import|url\(|https?://", page)
    assert "default-src 'none'" in page


def test_hostile_text_is_inert(tmp_path: Path) -> None:
    quiet = Page(build(write(tmp_path)))
    page = Page(build(hostile(tmp_path)))

    assert page.count("script") == quiet.count("script") == 1
    assert {name for name, _ in page.elements} <= {name for name, _ in quiet.elements} | {"small"}
    assert not {name for name in page.attributes() if name.startswith("on") or name == "src"}
    assert page.words.count("<script>alert(1)</script>") > 15
    assert r"\x00\x1b\ud800" in page.words


def test_the_page_holds_no_control_characters(tmp_path: Path) -> None:
    page = build(hostile(tmp_path))

    assert page.encode()
    assert not re.search("[\x00-\x08\x0b-\x1f]", page)


def test_each_failure_is_told_and_no_pass(tmp_path: Path) -> None:
    page = Page(build(write(tmp_path)))

    assert page.count("article") == 3
    for name in ("p2", "p3", "i1"):
        assert f"What of {name}?" in page.words
        assert f"The reference of {name}." in page.words
    assert "$750 million" in page.words
    assert "What of p1?" not in page.words
    assert [element[1]["data-suite"] for element in page.elements if element[0] == "details"] == [
        "own-qa/intact",
        "policy",
    ]


def test_a_failure_shows_what_was_cited(tmp_path: Path) -> None:
    words = Page(build(write(tmp_path))).words

    for text in ("Title The quote.", "Section The quote.", "Quote The quote.", "official"):
        assert text in words
    assert "confidence 0.750" in words


@pytest.mark.parametrize("searched", ["What of p2?", "something else"])
def test_what_was_searched_is_shown_where_it_differs(tmp_path: Path, searched: str) -> None:
    one = case("policy", "p2", passed=False, searched=searched)

    words = Page(build(write(tmp_path, [one]))).words

    assert ("Searched" in words) == (searched == "something else")


def test_the_gate(tmp_path: Path) -> None:
    assert "all bounds hold" in build(write(tmp_path))

    page = build(write(tmp_path, scores={"breaches": ["policy mrr: 0.1 < 0.2", "second"]}))
    assert "2 bounds do not hold" in page
    assert "<li>policy mrr: 0.1 &lt; 0.2</li>" in page
    assert "all bounds hold" not in page

    page = build(write(tmp_path, scores={"breaches": None}))
    assert "not held against bounds" in page
    assert "all bounds hold" not in page


def test_all_passed(tmp_path: Path) -> None:
    page = Page(build(write(tmp_path, [CASES[0]])))

    assert "Every case passed." in page.words
    assert page.count("select") == 0


def test_the_same_results_give_the_same_page(tmp_path: Path) -> None:
    assert build(write(tmp_path)) == build(write(tmp_path))


def test_how_long_it_took_is_no_part_of_the_page(tmp_path: Path) -> None:
    page = build(write(tmp_path))

    for seconds in (12.4, 56.6):
        timing = {"p50_ms": seconds, "p95_ms": 2 * seconds, "questions": 3}
        (tmp_path / "timings.json").write_text(json.dumps({"policy": timing}))
        assert build(tmp_path) == page


def test_it_tells_how_well_right_answers_are_told_from_wrong_ones(tmp_path: Path) -> None:
    separation = {"value": 0.8125, "low": None, "high": None, "n": 40}
    page = Page(build(write(tmp_path, scores={"right_auroc": separation}))).words

    assert "the right one has the higher confidence in 0.812 of all pairs of the 40" in page
    assert "AUROC" not in Page(build(write(tmp_path))).words
