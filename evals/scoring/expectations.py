"""What some suites expect beyond a right answer: cells of a table, notes, who says so, the topic.

Each function reads one answer as the contract writes it, with the case's ``wanted``, and gives
measures in 0..1. Their means are the suite's measures.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.types import GRADES, MISSING
from evals.cases import AUTHORITY, COMPARISON, CONVERSATION, INVARIANCE, TIME, Case
from evals.invariance import invariance_measures

Answer = Mapping[str, Any]

NOTES = {
    "superseded": (": superseded",),
    "expired": (": expired",),
    "not-yet": ("not yet in force", ": pending"),
    "old": (": old, ",),
}
"""By kind of note, the words by which it is known."""

_CELL_BORDER = re.compile(r"(?<!\\)\|")
_NUMBER = re.compile(r"\[(\d+)\]")
_VERDICT = re.compile(
    r"^(?:"
    r"Larger"
    r"|Smaller"
    r"|Higher"
    r"|Lower"
    r"|Longer"
    r"|Shorter"
    r"|Later"
    r"|Earlier"
    r"): (.+)",
    re.MULTILINE,
)


def expected_measures(case: Case, answer: Answer, is_correct: bool) -> dict[str, float]:
    """The further measures of a case's suite; none for most suites."""
    measure = _OF_SUITE.get(case.suite)
    return measure(case, answer, is_correct) if measure else {}


def comparison_measures(case: Case, answer: Answer, _: bool) -> dict[str, float]:
    """Cells that hold what they should, cells said to be missing, the larger thing named.

    ``cells_right`` is over the cells that the library fills, ``missing_said`` over the others;
    a case without a larger thing has no ``larger_right``.
    """
    quotes = {str(item["n"]): str(item["quote"]).lower() for item in answer["citations"]}
    table = read_table(str(answer["answer"]))
    filled, missing = [], []
    for at, entity in enumerate(case.wanted["entities"]):
        row = table[at] if at < len(table) else []
        for column, keys in enumerate(entity["cells"]):
            cell = row[column] if column < len(row) else ""
            quoted = " ".join(quotes.get(n, "") for n in _NUMBER.findall(cell))
            if keys is None:
                missing.append(float(cell == MISSING or (not table and answer["abstained"])))
            else:
                filled.append(float(any(key.lower() in quoted for key in keys)))
    measures = {"cells_right": _mean(filled)} if filled else {}
    measures |= {"missing_said": _mean(missing)} if missing else {}
    if case.wanted.get("larger"):
        measures["larger_right"] = float(
            _names_larger(str(answer["answer"]), case.wanted["larger"])
        )
    return measures


def time_measures(case: Case, answer: Answer, is_correct: bool) -> dict[str, float]:
    """Whether a dated question is handled: answered rightly, or open, with the notes it needs."""
    told = " ".join(answer["notes"])
    found = {kind for kind, words in NOTES.items() if any(word in told for word in words)}
    needed = set(case.wanted["notes"])
    noted = needed <= found if needed else not found
    if case.wanted.get("open"):
        return {
            "handled": float(bool(answer["open"]) and answer["abstained"]),
            "noted": float(noted),
        }
    return {"handled": float(is_correct and noted), "noted": float(noted)}


def authority_measures(case: Case, answer: Answer, _: bool) -> dict[str, float]:
    """Whether it is shown who says so, and whether the best grade stands first."""
    grades = [[source["grade"] for source in item["sources"]] for item in answer["citations"]]
    measures = {"best_grade_first": float(all(map(_in_order, grades)))} if grades else {}
    quoted = " ".join(str(item["quote"]) for item in answer["citations"])
    if "values" in case.wanted:
        both = all(str(value["figure"]) in quoted for value in case.wanted["values"])
        return measures | {"both_shown": float(both)}
    names = [source["name"] for item in answer["citations"] for source in item["sources"]]
    shown = " ".join([str(answer["answer"]), *answer["notes"], *names])
    speaks = case.wanted["speaker"].lower() in shown.lower() and not answer["abstained"]
    kind = "claim_shown" if case.wanted["claim"] else "provision_shown"
    return measures | {kind: float(speaks)}


def conversation_measures(case: Case, answer: Answer, _: bool) -> dict[str, float]:
    """Whether the turn was searched under its own topic: the best hit is of its document."""
    best = answer["hits"][0]["document_id"] if answer["hits"] else ""
    return {"on_topic": float(best in case.documents)}


def read_table(answer: str) -> list[list[str]]:
    """The cells of a Markdown table, row by row, without its head and its first column."""
    lines = [line for line in answer.split("\n") if line.startswith("|")]
    rows = [[cell.strip() for cell in _CELL_BORDER.split(line)[1:-1]] for line in lines]
    return [row[1:] for row in rows[2:]]


def _names_larger(answer: str, larger: str) -> bool:
    name = re.escape(larger.split("'")[0])
    return any(re.match(rf"{name}(?!\w| [A-Z])", verdict) for verdict in _VERDICT.findall(answer))


def _in_order(grades: Sequence[str]) -> bool:
    places = [GRADES.index(grade) for grade in grades]
    return places == sorted(places)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


_OF_SUITE: Mapping[str, Callable[[Case, Answer, bool], dict[str, float]]] = {
    COMPARISON: comparison_measures,
    TIME: time_measures,
    AUTHORITY: authority_measures,
    CONVERSATION: conversation_measures,
    INVARIANCE: lambda case, answer, _: invariance_measures(case, answer),
}
