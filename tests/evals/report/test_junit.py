from pathlib import Path
from xml.etree import ElementTree

from evals.report import junit
from tests.evals.report.results import CASES, case, hostile, write


def parsed(folder: Path) -> ElementTree.Element:
    return ElementTree.fromstring(junit.build(folder).encode())


def test_suites_and_cases(tmp_path: Path) -> None:
    root = parsed(write(tmp_path))

    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in root] == [
        ("own-qa/intact", "1", "1"),
        ("policy", "3", "2"),
        ("off-topic/far", "1", "0"),
    ]
    assert (root.get("tests"), root.get("failures")) == ("5", "3")
    for suite in root:
        assert {found.get("classname") for found in suite} == {suite.get("name")}
    assert [found.get("name") for found in root.iter("testcase")] == ["i1", "p1", "p2", "p3", "f1"]


def test_a_failure_says_what_was_asked_and_what_was_missing(tmp_path: Path) -> None:
    bad = {"outcome": "incorrect", "passed": False, "missing": ["$750 million", "a date"]}
    root = parsed(write(tmp_path, [CASES[0], case("policy", "p2", **bad)]))
    failed = {found.get("name"): found.find("failure") for found in root.iter("testcase")}

    assert failed["p1"] is None
    assert failed["p2"] is not None
    assert failed["p2"].get("message") == (
        "question: What of p2?\nreference: The reference of p2.\n"
        "answer: The answer of p2.\nmissing: $750 million; a date"
    )
    assert failed["p2"].text == failed["p2"].get("message")
    assert failed["p2"].get("type") == "incorrect"


def test_forbidden_characters_are_written_out(tmp_path: Path) -> None:
    failure = parsed(hostile(tmp_path)).find(".//failure")

    assert failure is not None
    message = failure.get("message", "")
    assert "<script>alert(1)</script>" in message
    assert r"\x00\x1b\ud800" in message
