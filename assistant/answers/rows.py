"""Rows of a table for a question that names one of them: the others answer something else.

Rows of one table read alike to a model of language, "Weekly 40.40" and "Biweekly 80.80"; which of
them is asked for stands in their headings.
"""

from collections import defaultdict
from collections.abc import Sequence

from assistant.answers.statements import Statement
from assistant.documents.places import row_and_column
from assistant.text.words import content_stems

OTHER_ROW = 1.5
"""How much lower a row scores, in units of the learned logit, where the question names another one
of its table. Set by hand: of a table of withholding allowances "Weekly" was read half a unit higher
than "Biweekly", which was asked for."""


def by_row(scored: Sequence[Statement], asked: frozenset[str]) -> list[Statement]:
    """The statements with the rows lowered that the question does not name, where it names some.

    Args:
        scored: statements of a question, in any order.
        asked: the stems of its content words.
    """
    tables: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    named: set[str] = set()
    for item in scored:
        label = _label(item)
        if label:
            tables[_table(item)].append(item)
            if label <= asked:
                named.add(item.stated.id)
    other = {
        item.stated.id
        for rows in tables.values()
        if any(item.stated.id in named for item in rows)
        for item in rows
        if item.stated.id not in named
    }
    return [item.lowered(OTHER_ROW) if item.stated.id in other else item for item in scored]


def _label(item: Statement) -> frozenset[str]:
    """The stems of the heading of a row, none where a statement is no row."""
    sentence = item.sentences[0]
    row, _ = row_and_column(sentence.text, sentence.lead, "")
    return content_stems(row)


def _table(item: Statement) -> tuple[str, int]:
    """Which table a row is of: told by the head that it stands under."""
    lead = item.sentences[0].lead
    return item.document_id, lead[0].start if lead else -1
