"""The report: one self-contained HTML page made of a results folder.

Whatever comes from the results is escaped, and the page's content policy allows no script but
its own and nothing from elsewhere. It shows no timings, so two runs give the same page.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.report.markup import bullets, decimal, escaped, words
from evals.report.plots import reliability_diagram, risk_plot
from evals.report.rows import OUTCOMES, ScoredRow, by_suite, read_json, read_scored
from evals.report.tables import SUITE_NOTES, outcome_bars, score_tables

_FOLDER = Path(__file__).parent


def build(results: Path) -> str:
    """The page of a results folder: the same folder gives the same page.

    Raises:
        OSError: ``manifest.json``, ``scores.json`` or ``scored.jsonl`` can't be read.
    """
    scores = read_json(results / "scores.json")
    rows = read_scored(results)
    body = [
        _heading(read_json(results / "manifest.json")),
        _gate(scores.get("breaches")),
        score_tables(scores["suites"]),
        outcome_bars(rows),
        '<div class="wide">',
        _curve(scores["risk_coverage"], scores["aurc"], scores.get("right_auroc")),
        _calibration(scores["calibration"]),
        "</div>",
        _failures(rows),
    ]
    return _page("\n".join(part for part in body if part))


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
        f"<div><dt>{words(name)}</dt><dd>{escaped(value)}</dd></div>"
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
        f"{bullets(breaches)}</section>"
    )


def _curve(
    points: Sequence[Sequence[float]], area: float, separation: Mapping[str, Any] | None
) -> str:
    plot = risk_plot(points) if points else '<p class="quiet">No curve was measured.</p>'
    told = (
        f" Of a right and a wrong answer, the right one has the higher confidence in "
        f"<strong>{decimal(separation['value'])}</strong> of all pairs of the "
        f"{escaped(separation['n'])} questions answered (AUROC)."
        if separation
        else ""
    )
    return (
        "<section><h2>Risk and coverage</h2>"
        '<p class="quiet">Of the questions of highest confidence, the share without a correct '
        f"answer. Area under the curve: <strong>{area:.4f}</strong>, lower is better.{told}</p>"
        f"{plot}</section>"
    )


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
        f"{reliability_diagram(calibration['bins'])}</section>"
    )


def _failures(rows: Sequence[ScoredRow]) -> str:
    asked = Counter(row.suite for row in rows)
    failed = by_suite(row for row in rows if not row.passed)
    if not failed:
        return "<section><h2>Failures</h2><p>Every case passed.</p></section>"
    total = sum(map(len, failed.values()))
    options = "".join(
        f'<option value="{escaped(suite)}">{escaped(suite)}</option>' for suite in failed
    )
    groups = (_group(suite, of_suite, asked[suite]) for suite, of_suite in failed.items())
    return (
        f'<section id="failures"><h2>Failures <span class="quiet">{total} of {len(rows)}</span>'
        '</h2><div id="filter" hidden><label>Text <input type="search"></label> '
        f'<label>Suite <select><option value="">all</option>{options}</select></label> '
        f'<output class="quiet"></output></div>{"".join(groups)}</section>'
    )


def _group(suite: str, rows: Sequence[ScoredRow], asked: int) -> str:
    note = SUITE_NOTES.get(suite)
    line = f'<p class="quiet">{escaped(note)}</p>' if note else ""
    return (
        f'<details class="suite" data-suite="{escaped(suite)}"><summary><strong>{escaped(suite)}'
        f'</strong> <span class="quiet">{len(rows)} of {asked}</span></summary>{line}'
        f"{''.join(map(_case, rows))}</details>"
    )


def _case(row: ScoredRow) -> str:
    searched = row.searched if row.searched != row.question else ""
    reference = row.reference or ("none" if row.answerable else "none: to be refused")
    return (
        f'<article class="case"><p class="id">{_state(row)}</p>'
        f"<h3>{escaped(row.question)}</h3>"
        f"{_part('Searched', searched)}"
        f'<div class="pair">{_part("Reference", reference)}{_part("Answer", row.answer)}</div>'
        f"{_part_of('Missing', bullets(row.missing)) if row.missing else ''}"
        f"{_part_of('Notes', bullets(row.notes)) if row.notes else ''}"
        f"{_part_of('Cited', ''.join(map(_cited, row.citations))) if row.citations else ''}"
        "</article>"
    )


def _state(row: ScoredRow) -> str:
    known = row.outcome if row.outcome in OUTCOMES else ""
    outcome = f'<span class="key {known}"></span>{words(row.outcome)}'
    confidence = "none" if row.confidence is None else decimal(row.confidence)
    marks = [outcome, f"confidence {confidence}"]
    marks += ["abstained"] * row.abstained + ["open question"] * row.open
    return f"<code>{escaped(row.id)}</code> {' · '.join(marks)}"


def _part(label: str, text: str) -> str:
    return _part_of(label, f'<p class="said">{escaped(text)}</p>') if text else ""


def _part_of(label: str, content: str) -> str:
    return f'<div class="part"><h4>{label}</h4>{content}</div>'


def _cited(citation: Mapping[str, Any]) -> str:
    section = f" · {escaped(citation['section'])}" if citation["section"] else ""
    place = f"{citation['document_id']} {citation['start']}–{citation['end']}"
    sources = "".join(
        f'<li><span class="grade">{escaped(source["grade"])}</span> {escaped(source["name"])}</li>'
        for source in citation["sources"]
    )
    return (
        f'<div class="cited"><p>[{escaped(citation["n"])}] '
        f"<cite>{escaped(citation['title'])}</cite>{section} <code>{escaped(place)}</code></p>"
        f"<blockquote>{escaped(citation['quote'])}</blockquote>"
        f"{f'<ul>{sources}</ul>' if sources else ''}</div>"
    )
