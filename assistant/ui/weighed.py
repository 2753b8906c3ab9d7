"""Why an answer is what it is, for those who ask: what was weighed, and how likely each was."""

from collections.abc import Iterable

from assistant.results import Answer, Considered, Part, Table
from assistant.ui.markup import escape
from assistant.ui.shelf import Shelf

MOST_WEIGHED = 5
"""Statements that are shown."""


def why(answer: Answer, shelf: Shelf) -> str:
    """What an answer was chosen by, as HTML: its cells, its parts or the statements weighed."""
    reason = f"<p>{escape(answer.reason)}</p>" if answer.reason else ""
    if answer.table:
        head = "How likely it is that each cell is answered:"
        return f"{reason}{_listed(head, _cells(answer.table))}"
    bound = f"from {answer.threshold:.2f} on it is shown"
    if len(answer.parts) > 1:
        head = f"How likely each part is answered; {bound}:"
        return f"{reason}{_listed(head, map(_part, answer.parts))}"
    head = (
        f"The likeliest statement answers with an estimated probability of "
        f"{answer.confidence:.2f}; {bound}. Weighed, the likeliest first:"
    )
    likeliest = sorted(answer.considered, key=lambda item: -item.probability)[:MOST_WEIGHED]
    return f"{reason}{_listed(head, (_statement(item, shelf) for item in likeliest))}"


def _listed(head: str, rows: Iterable[str]) -> str:
    return f"<p>{escape(head)}</p><ul>{''.join(f'<li>{escape(row)}</li>' for row in rows)}</ul>"


def _cells(table: Table) -> Iterable[str]:
    for row in table.rows:
        for aspect, cell in zip(table.aspects, row.cells, strict=True):
            told = f"{cell.confidence:.2f}" if cell.citations else "nothing found"
            yield f"{row.thing}, {aspect}: {told}"


def _part(part: Part) -> str:
    return f"{part.confidence:.2f} {part.ask}"


def _statement(item: Considered, shelf: Shelf) -> str:
    summary = shelf.summary(item.document_id)
    title = summary.title if summary else item.document_id
    return f"{item.probability:.2f} {item.text} ({title})"
