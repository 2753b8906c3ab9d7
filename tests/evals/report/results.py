"""Results folders written by hand, and a reader of the page made of them."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

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


def measure(value: float, n: int = 4, low: float | None = None) -> dict[str, Any]:
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
        "policy": {"ece": measure(0.125), "correct": measure(0.25, low=0.125), "new": measure(0.5)},
        "own-qa/intact": {"correct": measure(1), "recall@1": measure(1.0, n=3)},
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
    suites = {HOSTILE: {HOSTILE: measure(0.5)}}
    write(folder, [bad], {"suites": suites, "breaches": [HOSTILE]})
    (folder / "manifest.json").write_text(json.dumps({HOSTILE: HOSTILE}))
    return folder
