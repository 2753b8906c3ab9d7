"""The report: one self-contained HTML page made of a results folder.

Whatever comes from the results is escaped, and the page's content policy allows no script but
its own and nothing from elsewhere.
"""

import base64
import hashlib
import html
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from evals.cases import (
    ABLATED,
    AUTHORITY,
    COMPARISON,
    CONVERSATION,
    FAR,
    FOLLOW_UP,
    INTACT,
    MASKED,
    NEAR,
    PARAPHRASED,
    POLICY,
    PROFESSIONAL,
    TIME,
)
from evals.gate import LOWER_IS_BETTER

SUITES = (
    INTACT,
    MASKED,
    PARAPHRASED,
    ABLATED,
    POLICY,
    PROFESSIONAL,
    FOLLOW_UP,
    CONVERSATION,
    COMPARISON,
    TIME,
    AUTHORITY,
    FAR,
    NEAR,
)
"""The order of the suites; others follow by name."""

SUITE_NOTES = {
    INTACT: "A lookup: it guards the plumbing and proves nothing else.",
}

OUTCOMES = {"correct": "correct", "incorrect": "incorrect", "not_attempted": "not attempted"}

GROUPS = {
    "Outcomes": (
        "correct",
        "incorrect",
        "false_answer_rate",
        "false_refusal_rate",
        "ece",
        "auroc",
    ),
    "Answers and citations": (
        "nugget_recall",
        "token_f1",
        "similarity",
        "citation_precision",
        "citation_recall",
        "document_precision",
        "document_recall",
        "quotes_exact",
    ),
    "Comparisons, time, authority, topics": (
        "cells_right",
        "missing_said",
        "larger_right",
        "handled",
        "noted",
        "claim_shown",
        "provision_shown",
        "both_shown",
        "best_grade_first",
        "on_topic",
    ),
    "Retrieval": ("recall@1", "recall@5", "recall@10", "mrr", "ndcg@10"),
}
"""The tables and their columns; a metric that is in none gets a table at the end."""

_FOLDER = Path(__file__).parent

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored case as a line of ``scored.jsonl`` has it."""

    suite: str
    id: str
    question: str
    searched: str
    reference: str
    answerable: bool
    outcome: str
    passed: bool
    answer: str
    abstained: bool
    open: bool
    confidence: float | None
    missing: Sequence[str]
    citations: Sequence[Mapping[str, Any]]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Plot:
    """The frame of a plot: 0..1 to the right, 0..``top`` upwards; ``across`` and ``up`` say what.

    ``name`` is the plot's own on its page.
    """

    name: str
    across: str
    up: str
    top: float = 1.0
    left: int = 64
    right: int = 620
    upper: int = 14
    lower: int = 270

    def x(self, share: float) -> float:
        """The abscissa in pixels."""
        return round(self.left + share * (self.right - self.left), 1)

    def y(self, share: float) -> float:
        """The ordinate in pixels."""
        return round(self.lower - share / self.top * (self.lower - self.upper), 1)


def build(results: Path) -> str:
    """The page of a results folder: the same folder gives the same page.

    Raises:
        OSError: ``manifest.json``, ``scores.json`` or ``scored.jsonl`` can't be read.
    """
    scores = _read(results / "scores.json")
    rows = read_scored(results)
    timings = results / "timings.json"
    body = [
        _heading(_read(results / "manifest.json")),
        _gate(scores.get("breaches")),
        _tables(scores["suites"]),
        _bars(rows),
        '<div class="wide">',
        _curve(scores["risk_coverage"], scores["aurc"]),
        _calibration(scores["calibration"]),
        _latencies(_read(timings)) if timings.exists() else "",
        "</div>",
        _failures(rows),
    ]
    return _page("\n".join(part for part in body if part))


def read_scored(results: Path) -> list[Scored]:
    """The scored cases in the order of the suites, each suite in its own order."""
    text = (results / "scored.jsonl").read_text(encoding="utf-8")
    # Not splitlines(): it would also split at the separators that JSON leaves as they are.
    lines = [json.loads(line) for line in text.split("\n") if line.strip()]
    rows = [Scored(**{item.name: line[item.name] for item in fields(Scored)}) for line in lines]
    places = {name: place for place, name in enumerate(in_order({row.suite for row in rows}))}
    return sorted(rows, key=lambda row: places[row.suite])


def in_order(suites: Iterable[str]) -> list[str]:
    """The suites in the order of the report."""
    places = {name: place for place, name in enumerate(SUITES)}
    return sorted(suites, key=lambda name: (places.get(name, len(places)), name))


def printable(text: str) -> str:
    r"""The text with control characters and lone surrogates written out, as ``\x1b``.

    What is left is allowed in XML 1.0 and can be encoded.
    """
    return _UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], text)


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _text(value: object) -> str:
    """Anything as inert HTML, for elements and attributes alike."""
    return html.escape(printable(str(value)), quote=True)


def _words(name: str) -> str:
    return _text(name.replace("_", " "))


def _page(body: str) -> str:
    style, script = ((_FOLDER / name).read_text("utf-8") for name in ("page.css", "page.js"))
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{allowed}'"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Eval report</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
<script>{script}</script>
</body>
</html>
"""


def _heading(manifest: Mapping[str, object]) -> str:
    items = (
        f"<div><dt>{_words(name)}</dt><dd>{_text(value)}</dd></div>"
        for name, value in manifest.items()
    )
    return f'<header><h1>Eval report</h1><dl class="manifest">{"".join(items)}</dl></header>'


def _gate(breaches: Sequence[str] | None) -> str:
    if breaches is None:
        return '<p class="gate">Gate: these results were not held against bounds.</p>'
    if not breaches:
        return '<p class="gate holds"><strong>Gate:</strong> all bounds hold.</p>'
    bounds = "1 bound does" if len(breaches) == 1 else f"{len(breaches)} bounds do"
    return (
        f'<section class="gate missed"><p><strong>Gate:</strong> {bounds} not hold.</p>'
        f"{_list(breaches)}</section>"
    )


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{_text(line)}</li>' for line in lines)}</ul>"


def _tables(suites: Mapping[str, Mapping[str, Any]]) -> str:
    measured = {name for figures in suites.values() for name in figures}
    other = measured.difference(*GROUPS.values())
    groups = {**GROUPS, "Other": tuple(sorted(other))}
    tables = (
        _table(title, [name for name in names if name in measured], suites)
        for title, names in groups.items()
    )
    return (
        "<section><h2>Scores</h2>"
        '<p class="quiet">Below each figure is its 95 % bootstrap interval, then the number it '
        "was measured on where that is not all questions of the suite. ↓ lower is better. A table "
        "leaves out suites that have none of its figures.</p>"
        f"{''.join(tables)}</section>"
    )


def _table(title: str, names: Sequence[str], suites: Mapping[str, Mapping[str, Any]]) -> str:
    kept = [suite for suite in in_order(suites) if any(name in suites[suite] for name in names)]
    if not kept:
        return ""
    heads = (
        f'<th scope="col">{_words(name)}{"&nbsp;↓" if name in LOWER_IS_BETTER else ""}</th>'
        for name in names
    )
    body = (_row(suite, names, suites[suite]) for suite in kept)
    return (
        f'<div class="scroll"><table class="figures"><caption>{_text(title)}</caption>'
        f'<thead><tr><th scope="col">suite</th>{"".join(heads)}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _row(suite: str, names: Sequence[str], figures: Mapping[str, Any]) -> str:
    most = max(figure["n"] for figure in figures.values())
    cells = (_cell(figures.get(name), most) for name in names)
    row = f'<tr><th scope="row">{_text(suite)}</th>{"".join(cells)}</tr>'
    note = SUITE_NOTES.get(suite)
    if note is None:
        return row
    return f'{row}<tr class="note"><td colspan="{len(names) + 1}">{_text(note)}</td></tr>'


def _cell(figure: Mapping[str, Any] | None, most: int) -> str:
    if figure is None:
        return "<td></td>"
    value, low, high = figure["value"], figure["low"], figure["high"]
    lines = [_decimal(value)]
    if low is not None and high is not None:
        lines.append(f"<small>{_decimal(low)}–{_decimal(high)}</small>")
    if figure["n"] != most:
        lines.append(f"<small>n = {_text(figure['n'])}</small>")
    return f"<td>{''.join(lines)}</td>"


def _decimal(value: float) -> str:
    return f"{value:.3f}"


def _bars(rows: Sequence[Scored]) -> str:
    heads = "".join(
        f'<th scope="col"><span class="key {name}"></span>{label}</th>'
        for name, label in OUTCOMES.items()
    )
    body = "".join(_bar(suite, of_suite) for suite, of_suite in _by_suite(rows).items())
    return (
        "<section><h2>Correct, incorrect, not attempted</h2>"
        '<p class="quiet">Each bar is all questions of its suite, in the order of the columns.</p>'
        f'<div class="scroll"><table class="bars"><thead><tr><th scope="col">suite</th>'
        f'<th scope="col"></th>{heads}<th scope="col">questions</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div></section>"
    )


def _bar(suite: str, rows: Sequence[Scored]) -> str:
    counts = Counter(row.outcome for row in rows)
    rects, start = [], 0.0
    for name in OUTCOMES:
        width = 100 * counts[name] / len(rows)
        rects.append(f'<rect class="{name}" x="{start:.2f}" width="{width:.2f}" height="10"/>')
        start += width
    label = ", ".join(f"{counts[name]} {label}" for name, label in OUTCOMES.items())
    cells = "".join(
        f"<td>{count}</td>" for count in (*(counts[name] for name in OUTCOMES), len(rows))
    )
    refusals = "" if any(row.answerable for row in rows) else "<small>to be refused</small>"
    return (
        f'<tr><th scope="row">{_text(suite)}{refusals}</th><td class="bar">'
        f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{label}">'
        f"{''.join(rects)}</svg></td>{cells}</tr>"
    )


def _by_suite(rows: Iterable[Scored]) -> dict[str, list[Scored]]:
    grouped: dict[str, list[Scored]] = {}
    for row in rows:
        grouped.setdefault(row.suite, []).append(row)
    return grouped


def _curve(points: Sequence[Sequence[float]], area: float) -> str:
    figure = _risk_plot(points) if points else '<p class="quiet">No curve was measured.</p>'
    return (
        "<section><h2>Risk and coverage</h2>"
        '<p class="quiet">Of the questions of highest confidence, the share without a correct '
        f"answer. Area under the curve: <strong>{area:.4f}</strong>, lower is better.</p>"
        f"{figure}</section>"
    )


def _risk_plot(points: Sequence[Sequence[float]]) -> str:
    highest = max(risk for _, risk in points)
    top = next((top for top in (0.1, 0.2, 0.5) if highest <= top), 1.0)
    across, up = "coverage (share of the questions, surest first)", "risk (share not correct)"
    plot = Plot("risk", across, up, top)
    ordered = sorted((coverage, risk) for coverage, risk in points)
    line = " ".join(f"{plot.x(coverage)},{plot.y(risk)}" for coverage, risk in ordered)
    first, last = plot.x(ordered[0][0]), plot.x(ordered[-1][0])
    marks = (
        f'<polygon points="{first},{plot.lower} {line} {last},{plot.lower}"/>'
        f'<polyline points="{line}"/>'
    )
    description = (
        f"{len(points)} points, from risk {ordered[0][1]:.3f} at coverage {ordered[0][0]:.3f} "
        f"to risk {ordered[-1][1]:.3f} at coverage {ordered[-1][0]:.3f}."
    )
    return _svg(plot, "Risk against coverage", description, marks)


def _calibration(calibration: Mapping[str, Any]) -> str:
    if not calibration["bins"]:
        return '<section><h2>Calibration</h2><p class="quiet">None was measured.</p></section>'
    return (
        "<section><h2>Calibration</h2>"
        '<p class="quiet">Of calibrated answers with confidence 0.8, eight in ten are right, and '
        "the circles lie on the dashed line. Confidence and share right are "
        f"<strong>{calibration['ece']:.4f}</strong> apart on average (expected calibration error), "
        "lower is better. Left out are the lookup and refused answerable questions, so "
        "circles below the threshold of refusal stand for unanswerable questions, of which none "
        "counts as right.</p>"
        f"{_reliability_diagram(calibration['bins'])}</section>"
    )


def _reliability_diagram(bins: Sequence[Sequence[float]]) -> str:
    plot = Plot("reliability", "mean confidence", "share right")
    total = sum(count for *_, count in bins)
    line = " ".join(f"{plot.x(confidence)},{plot.y(right)}" for confidence, right, _ in bins)
    marks = (
        f'<path class="ideal" d="M{plot.x(0.0)} {plot.y(0.0)}L{plot.x(1.0)} {plot.y(1.0)}"/>'
        f"{''.join(_gap(plot, confidence, right) for confidence, right, _ in bins)}"
        f'<polyline points="{line}"/>'
        f"{''.join(_bin(plot, of_bin, total) for of_bin in bins)}"
    )
    listed = "; ".join(
        f"confidence {confidence:.3f}, right {right:.3f}" for confidence, right, _ in bins
    )
    description = f"Bins of {total} cases. {listed}."
    return _svg(plot, "Share right against mean confidence", description, marks)


def _gap(plot: Plot, confidence: float, right: float) -> str:
    x = plot.x(confidence)
    return f'<path class="gap" d="M{x} {plot.y(right)}V{plot.y(confidence)}"/>'


def _bin(plot: Plot, of_bin: Sequence[float], total: float) -> str:
    confidence, right, count = of_bin
    # The area is the bin's share of the cases, for ties can make one bin as large as several.
    radius = max(3.0, round(16 * math.sqrt(count / total), 1))
    return (
        f'<circle cx="{plot.x(confidence)}" cy="{plot.y(right)}" r="{radius}">'
        f"<title>{count:.0f} cases, confidence {confidence:.3f}, right {right:.3f}</title></circle>"
    )


def _svg(plot: Plot, title: str, description: str, marks: str) -> str:
    middle = (plot.upper + plot.lower) // 2
    return (
        '<svg class="plot" viewBox="0 0 640 322" role="img" '
        f'aria-labelledby="{plot.name}-title" aria-describedby="{plot.name}-desc">'
        f'<title id="{plot.name}-title">{title}</title>'
        f'<desc id="{plot.name}-desc">{description}</desc>'
        f"{_ticks(plot)}{marks}"
        f'<path class="axis" d="M{plot.left} {plot.upper}V{plot.lower}H{plot.right}"/>'
        f'<text x="{plot.x(0.5)}" y="314">{plot.across}</text>'
        f'<text x="16" y="{middle}" transform="rotate(-90 16 {middle})">{plot.up}</text>'
        "</svg>"
    )


def _ticks(plot: Plot) -> str:
    parts = []
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x, y = plot.x(share), plot.y(share * plot.top)
        parts += [
            f'<path class="grid" d="M{plot.left} {y}H{plot.right}"/>',
            f'<path class="axis" d="M{x} {plot.lower}v5M{plot.left} {y}h-5"/>',
            f'<text x="{x}" y="{plot.lower + 21}">{share:.1f}</text>',
            f'<text class="end" x="{plot.left - 9}" y="{y + 4.5}">{share * plot.top:.2f}</text>',
        ]
    return "".join(parts)


def _latencies(timings: Mapping[str, Mapping[str, float]]) -> str:
    body = (
        f'<tr><th scope="row">{_text(suite)}</th><td>{timings[suite]["p50_ms"]:.0f}</td>'
        f"<td>{timings[suite]['p95_ms']:.0f}</td><td>{timings[suite]['questions']:.0f}</td></tr>"
        for suite in in_order(timings)
    )
    return (
        "<section><h2>Latencies</h2>"
        '<p class="quiet">Not part of the scores: they depend on the machine.</p>'
        '<table class="latencies"><thead><tr><th scope="col">suite</th>'
        '<th scope="col">median, ms</th><th scope="col">95th percentile, ms</th>'
        f'<th scope="col">questions</th></tr></thead><tbody>{"".join(body)}</tbody></table>'
        "</section>"
    )


def _failures(rows: Sequence[Scored]) -> str:
    asked = Counter(row.suite for row in rows)
    failed = _by_suite(row for row in rows if not row.passed)
    if not failed:
        return "<section><h2>Failures</h2><p>Every case passed.</p></section>"
    total = sum(map(len, failed.values()))
    options = "".join(f'<option value="{_text(suite)}">{_text(suite)}</option>' for suite in failed)
    groups = (_group(suite, of_suite, asked[suite]) for suite, of_suite in failed.items())
    return (
        f'<section id="failures"><h2>Failures <span class="quiet">{total} of {len(rows)}</span>'
        '</h2><div id="filter" hidden><label>Text <input type="search"></label> '
        f'<label>Suite <select><option value="">all</option>{options}</select></label> '
        f'<output class="quiet"></output></div>{"".join(groups)}</section>'
    )


def _group(suite: str, rows: Sequence[Scored], asked: int) -> str:
    note = SUITE_NOTES.get(suite)
    line = f'<p class="quiet">{_text(note)}</p>' if note else ""
    return (
        f'<details class="suite" data-suite="{_text(suite)}"><summary><strong>{_text(suite)}'
        f'</strong> <span class="quiet">{len(rows)} of {asked}</span></summary>{line}'
        f"{''.join(map(_case, rows))}</details>"
    )


def _case(row: Scored) -> str:
    searched = row.searched if row.searched != row.question else ""
    reference = row.reference or ("none" if row.answerable else "none: to be refused")
    return (
        f'<article class="case"><p class="id">{_state(row)}</p>'
        f"<h3>{_text(row.question)}</h3>"
        f"{_part('Searched', searched)}"
        f'<div class="pair">{_part("Reference", reference)}{_part("Answer", row.answer)}</div>'
        f"{_part_of('Missing', _list(row.missing)) if row.missing else ''}"
        f"{_part_of('Notes', _list(row.notes)) if row.notes else ''}"
        f"{_part_of('Cited', ''.join(map(_cited, row.citations))) if row.citations else ''}"
        "</article>"
    )


def _state(row: Scored) -> str:
    known = row.outcome if row.outcome in OUTCOMES else ""
    outcome = f'<span class="key {known}"></span>{_words(row.outcome)}'
    confidence = "none" if row.confidence is None else _decimal(row.confidence)
    marks = [outcome, f"confidence {confidence}"]
    marks += ["abstained"] * row.abstained + ["open question"] * row.open
    return f"<code>{_text(row.id)}</code> {' · '.join(marks)}"


def _part(label: str, text: str) -> str:
    return _part_of(label, f'<p class="said">{_text(text)}</p>') if text else ""


def _part_of(label: str, content: str) -> str:
    return f'<div class="part"><h4>{label}</h4>{content}</div>'


def _cited(citation: Mapping[str, Any]) -> str:
    section = f" · {_text(citation['section'])}" if citation["section"] else ""
    place = f"{citation['document_id']} {citation['start']}–{citation['end']}"
    sources = "".join(
        f'<li><span class="grade">{_text(source["grade"])}</span> {_text(source["name"])}</li>'
        for source in citation["sources"]
    )
    return (
        f'<div class="cited"><p>[{_text(citation["n"])}] <cite>{_text(citation["title"])}</cite>'
        f"{section} <code>{_text(place)}</code></p>"
        f"<blockquote>{_text(citation['quote'])}</blockquote>"
        f"{f'<ul>{sources}</ul>' if sources else ''}</div>"
    )
