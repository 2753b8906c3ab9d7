"""The tables of the report: every measure of every suite, and the outcomes as bars."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from evals.cases import INTACT, INVARIANCE
from evals.gate import LOWER_IS_BETTER
from evals.invariance import FORMS, SINGLE_FORMS, TWO_IN_ONE
from evals.report.markup import decimal, escaped, words
from evals.report.rows import OUTCOMES, ScoredRow, by_suite, in_order

SUITE_NOTES = {
    INTACT: "A lookup: it guards the plumbing and proves nothing else.",
    INVARIANCE: "Made by program from questions answered when asked plainly: whether the document "
    "cited first is still cited.",
}

GROUPS = {
    "Outcomes": (
        "correct",
        "incorrect",
        "false_answer_rate",
        "false_refusal_rate",
        "ece",
        "auroc",
        "right_auroc",
    ),
    "Parts of a question": (
        "complete",
        "parts_right",
        "items_right",
        "said_first",
        "cells_right",
        "called_missing",
        "missing_said",
        "sentences",
        "replied",
        "asked_back",
    ),
    "The same questions in other forms": (SINGLE_FORMS, TWO_IN_ONE, *FORMS),
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


def score_tables(suites: Mapping[str, Mapping[str, Any]]) -> str:
    """A table for each of ``GROUPS`` that has measures: a row a suite, with 95 % intervals."""
    measured = {name for measures in suites.values() for name in measures}
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
        f'<th scope="col">{words(name)}{"&nbsp;↓" if name in LOWER_IS_BETTER else ""}</th>'
        for name in names
    )
    body = (_row(suite, names, suites[suite]) for suite in kept)
    return (
        f'<div class="scroll"><table class="figures"><caption>{escaped(title)}</caption>'
        f'<thead><tr><th scope="col">suite</th>{"".join(heads)}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _row(suite: str, names: Sequence[str], measures: Mapping[str, Any]) -> str:
    most = max(measure["n"] for measure in measures.values())
    cells = (_cell(measures.get(name), most) for name in names)
    row = f'<tr><th scope="row">{escaped(suite)}</th>{"".join(cells)}</tr>'
    note = SUITE_NOTES.get(suite)
    if note is None:
        return row
    return f'{row}<tr class="note"><td colspan="{len(names) + 1}">{escaped(note)}</td></tr>'


def _cell(measure: Mapping[str, Any] | None, most: int) -> str:
    if measure is None:
        return "<td></td>"
    value, low, high = measure["value"], measure["low"], measure["high"]
    lines = [decimal(value)]
    if low is not None and high is not None:
        lines.append(f"<small>{decimal(low)}–{decimal(high)}</small>")
    if measure["n"] != most:
        lines.append(f"<small>n = {escaped(measure['n'])}</small>")
    return f"<td>{''.join(lines)}</td>"


def outcome_bars(rows: Sequence[ScoredRow]) -> str:
    """The outcomes of each suite, counted and as a bar."""
    heads = "".join(
        f'<th scope="col"><span class="key {name}"></span>{label}</th>'
        for name, label in OUTCOMES.items()
    )
    body = "".join(_bar(suite, of_suite) for suite, of_suite in by_suite(rows).items())
    return (
        "<section><h2>Correct, incorrect, not attempted</h2>"
        '<p class="quiet">Each bar is all questions of its suite, in the order of the columns.</p>'
        f'<div class="scroll"><table class="bars"><thead><tr><th scope="col">suite</th>'
        f'<th scope="col"></th>{heads}<th scope="col">questions</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div></section>"
    )


def _bar(suite: str, rows: Sequence[ScoredRow]) -> str:
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
        f'<tr><th scope="row">{escaped(suite)}{refusals}</th><td class="bar">'
        f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{label}">'
        f"{''.join(rects)}</svg></td>{cells}</tr>"
    )
