import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from evals.cases import INTACT, Case
from evals.report import page as report
from evals.scoring.score import Scored, summary

HOSTILE = (
    "<script>alert(1)</script>\"'><img src=http://evil.example/x onerror=alert(1)>\x00\x1b\ud800"
)


def case(suite: str, name: str, **changes: Any) -> dict[str, Any]:
    """A scored case that passed."""
    return {
        "suite": suite,
        "id": name,
        "question": f"What of {name}?",
        "searched": f"What of {name}?",
        "reference": f"The reference of {name}.",
        "answerable": True,
        "outcome": "correct",
        "passed": True,
        "answer": f"The answer of {name}.",
        "abstained": False,
        "open": False,
        "confidence": 0.75,
        "missing": [],
        "citations": [],
        "notes": [],
        "figures": {"token_f1": 0.5},
    } | changes


def citation(text: str = "The quote.") -> dict[str, Any]:
    return {
        "n": 1,
        "document_id": "credit",
        "title": f"Title {text}",
        "section": f"Section {text}",
        "start": 10,
        "end": 20,
        "quote": f"Quote {text}",
        "sources": [{"name": f"Name {text}", "url": "http://x.example", "grade": "official"}],
    }


def figure(value: float, n: int = 4, low: float | None = None) -> dict[str, Any]:
    return {"value": value, "low": low, "high": None if low is None else 1.0, "n": n}


CASES = [
    case("policy", "p1"),
    case("policy", "p2", outcome="incorrect", passed=False, missing=["$750 million"]),
    case("policy", "p3", outcome="not_attempted", passed=False, abstained=True, answer=""),
    case("own-qa/intact", "i1", outcome="incorrect", passed=False, citations=[citation()]),
    case("off-topic/far", "f1", answerable=False, outcome="not_attempted", reference=""),
]

SCORES = {
    "suites": {
        "policy": {"ece": figure(0.125), "correct": figure(0.25, low=0.125), "new": figure(0.5)},
        "own-qa/intact": {"correct": figure(1), "recall@1": figure(1.0, n=3)},
    },
    "risk_coverage": [[0.5, 0.0], [1.0, 0.15]],
    "aurc": 0.0375,
    "calibration": {"ece": 0.2125, "bins": [[0.25, 0.0, 9], [0.75, 0.9, 16]]},
    "breaches": [],
}

MANIFEST = {
    "corpus": "c0ffee",
    "settings": "5e771465",
    "version": "0.1.0",
    "model": "m",
    "documents": 2,
}


def write(
    folder: Path, cases: list[dict[str, Any]] = CASES, scores: dict[str, Any] | None = None
) -> Path:
    (folder / "manifest.json").write_text(json.dumps(MANIFEST))
    (folder / "scores.json").write_text(json.dumps(SCORES | (scores or {})))
    lines = "".join(json.dumps(line) + "\n" for line in cases)
    (folder / "scored.jsonl").write_text(lines)
    return folder


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def attributes(self) -> Iterator[str]:
        return (name for _, attributes in self.elements for name in attributes)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


def hostile(folder: Path) -> Path:
    """Results in which every text is hostile."""
    strings = {name: HOSTILE for name, value in CASES[0].items() if isinstance(value, str)}
    lists = {"missing": [HOSTILE], "notes": [HOSTILE], "citations": [citation(HOSTILE)]}
    bad = CASES[0] | strings | lists | {"searched": HOSTILE + "?", "passed": False}
    suites = {HOSTILE: {HOSTILE: figure(0.5)}}
    write(folder, [bad], {"suites": suites, "breaches": [HOSTILE]})
    (folder / "manifest.json").write_text(json.dumps({HOSTILE: HOSTILE}))
    timing = {"p50_ms": 1.0, "p95_ms": 2.0, "questions": 1}
    (folder / "timings.json").write_text(json.dumps({HOSTILE: timing}))
    return folder


def test_nothing_comes_from_elsewhere(tmp_path: Path) -> None:
    page = report.build(write(tmp_path))

    assert not {"src", "href", "srcset", "action", "data"} & set(Page(page).attributes())
    assert not re.search(r"@import|url\(|https?://", page)
    assert "default-src 'none'" in page


def test_hostile_text_is_inert(tmp_path: Path) -> None:
    quiet = Page(report.build(write(tmp_path)))
    page = Page(report.build(hostile(tmp_path)))

    assert page.count("script") == quiet.count("script") == 1
    assert {name for name, _ in page.elements} <= {name for name, _ in quiet.elements} | {"small"}
    assert not {name for name in page.attributes() if name.startswith("on") or name == "src"}
    assert page.words.count("<script>alert(1)</script>") > 15
    assert r"\x00\x1b\ud800" in page.words


def test_the_page_holds_no_control_characters(tmp_path: Path) -> None:
    page = report.build(hostile(tmp_path))

    assert page.encode()
    assert not re.search("[\x00-\x08\x0b-\x1f]", page)


def test_each_failure_is_told_and_no_pass(tmp_path: Path) -> None:
    page = Page(report.build(write(tmp_path)))

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
    words = Page(report.build(write(tmp_path))).words

    for text in ("Title The quote.", "Section The quote.", "Quote The quote.", "official"):
        assert text in words
    assert "confidence 0.750" in words


@pytest.mark.parametrize("searched", ["What of p2?", "something else"])
def test_what_was_searched_is_shown_where_it_differs(tmp_path: Path, searched: str) -> None:
    one = case("policy", "p2", passed=False, searched=searched)

    words = Page(report.build(write(tmp_path, [one]))).words

    assert ("Searched" in words) == (searched == "something else")


def test_the_gate(tmp_path: Path) -> None:
    assert "all bounds hold" in report.build(write(tmp_path))

    page = report.build(write(tmp_path, scores={"breaches": ["policy mrr: 0.1 < 0.2", "second"]}))
    assert "2 bounds do not hold" in page
    assert "<li>policy mrr: 0.1 &lt; 0.2</li>" in page
    assert "all bounds hold" not in page

    page = report.build(write(tmp_path, scores={"breaches": None}))
    assert "not held against bounds" in page
    assert "all bounds hold" not in page


def test_scores_with_their_intervals(tmp_path: Path) -> None:
    page = report.build(write(tmp_path))

    assert "<td>0.250<small>0.125–1.000</small></td>" in page
    assert '<th scope="col">ece&nbsp;↓</th>' in page
    assert "<td>0.125</td>" in page, "no interval was measured"
    assert "<td>1.000<small>n = 3</small></td>" in page, "not measured on all four"
    assert "<td></td>" in page, "what makes no sense for a suite stays empty"
    assert '<th scope="col">new</th>' in page, "an unknown metric is shown too"
    assert "proves nothing else" in page


def test_the_outcomes_are_counted_from_the_cases(tmp_path: Path) -> None:
    page = report.build(write(tmp_path))

    assert 'aria-label="1 correct, 1 incorrect, 1 not attempted"' in page
    assert 'aria-label="0 correct, 0 incorrect, 1 not attempted"' in page


def test_the_curve(tmp_path: Path) -> None:
    page = report.build(write(tmp_path))

    # The frame is 64..620 by 270..14 and its top 0.2, so risk 0.15 lies at three quarters.
    assert '<polyline points="342.0,270.0 620.0,78.0"/>' in page
    assert "0.0375" in page
    assert "No curve" in report.build(write(tmp_path, scores={"risk_coverage": []}))


def test_the_reliability_diagram(tmp_path: Path) -> None:
    page = report.build(write(tmp_path))

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
    page = report.build(write(tmp_path, scores={"calibration": {"ece": None, "bins": []}}))

    assert "None was measured" in page
    assert "expected calibration error" not in page


def test_each_plot_has_a_title_and_a_description(tmp_path: Path) -> None:
    elements = Page(report.build(write(tmp_path))).elements
    plots = [found for name, found in elements if name == "svg" and found.get("class") == "plot"]
    ids = {found["id"]: name for name, found in elements if "id" in found}

    assert [ids[plot["aria-labelledby"]] for plot in plots] == ["title", "title"]
    assert [ids[plot["aria-describedby"]] for plot in plots] == ["desc", "desc"]
    assert len({plot["aria-labelledby"] for plot in plots}) == 2


def scored(suite: str, confidence: float, outcome: str, answerable: bool = True) -> Scored:
    answer = {"confidence": confidence, "abstained": outcome == "not_attempted"}
    asked = Case(suite, "x", "Why?", answerable)
    return Scored(asked, answer, outcome, passed=outcome == "correct", missing=(), figures={})


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


@pytest.mark.parametrize(
    "item", [scored(INTACT, 1.0, "correct"), scored("policy", 17.3, "correct")]
)
def test_a_lookup_or_a_score_beyond_one_has_no_calibration(item: Scored) -> None:
    assert summary([item])["calibration"] == {"ece": None, "bins": []}


def test_latencies_only_where_measured(tmp_path: Path) -> None:
    assert "Latencies" not in report.build(write(tmp_path))

    timing = {"p50_ms": 12.4, "p95_ms": 56.6, "questions": 3}
    (tmp_path / "timings.json").write_text(json.dumps({"policy": timing}))
    page = report.build(tmp_path)
    assert "Not part of the scores" in page
    assert "<td>12</td><td>57</td><td>3</td>" in page


def test_all_passed(tmp_path: Path) -> None:
    page = Page(report.build(write(tmp_path, [CASES[0]])))

    assert "Every case passed." in page.words
    assert page.count("select") == 0


def test_line_separators_in_a_text_do_not_split_a_case(tmp_path: Path) -> None:
    write(tmp_path)
    line = json.dumps(case("policy", "a\u2028b\x85c"), ensure_ascii=False)
    (tmp_path / "scored.jsonl").write_text(line + "\n", encoding="utf-8")

    assert [row.id for row in report.read_scored(tmp_path)] == ["a\u2028b\x85c"]
