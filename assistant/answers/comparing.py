"""Answers a comparison: each thing is asked about alone, under each aspect."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from assistant.answers.statements import Statement, confidence, quotable
from assistant.answers.weighing import HITS, STATEMENTS_READ, Weighing
from assistant.questions.comparison import Comparison, read_comparison
from assistant.text.vocabulary import terms
from assistant.text.words import content_stems
from assistant.types import Filters, Hit

CELL_READ = 12
"""Statements read for a cell whose documents are known."""

CELL_THRESHOLD = 0.25
"""The confidence from which a cell is filled from its thing's own documents, which are known: of
101 cells of the development questions that are held 57 are right from 0.25 and 50 from 0.33, 12
and 12 wrong, and of 13 that are not held 5 and 3 are filled."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What was found for a cell: its statement, ``None`` if none will do, and how sure that is."""

    statement: Statement | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found for a comparison.

    Attributes:
        comparison: what is compared.
        hits: the passages found for all cells, best first.
        considered: the quotable statements weighed for all cells, best first.
        cells: what was found for each cell, row by row.
        confidence: that of the least sure filled cell, or of the surest one where none is filled.
    """

    comparison: Comparison
    hits: tuple[Hit, ...]
    considered: tuple[Statement, ...]
    cells: tuple[Filled, ...]
    confidence: float

    @property
    def chosen(self) -> tuple[Statement, ...]:
        """The statements of the filled cells, each once; none where all say what is undecided."""
        found = dict.fromkeys(cell.statement for cell in self.cells if cell.statement)
        return tuple(found) if not all(item.is_open for item in found) else ()


@dataclass(frozen=True, slots=True)
class ThingNames:
    """The things of a comparison, each with the stems of every name it goes by."""

    stems: Mapping[str, Sequence[frozenset[str]]]
    documents: Mapping[str, frozenset[str]]

    def about(self, thing: str, found: Sequence[Statement]) -> Iterator[Statement]:
        """The statements about a thing, in their order.

        One that names only another of the things is not about this one, whatever its document is
        about. What stands in a document about this thing is; elsewhere the thing must be named.
        """
        return (item for item in found if self._is_about(thing, item))

    def _is_about(self, thing: str, item: Statement) -> bool:
        if self._names(thing, item.stems):
            return True
        others = [other for other in self.stems if other != thing]
        if any(self._names(other, item.stems) for other in others):
            return False
        if item.document_id in self.documents.get(thing, ()):
            return True
        return self._names(thing, item.stated.subject | item.stems)

    def _names(self, thing: str, words: frozenset[str]) -> bool:
        return any(stems and stems <= words for stems in self.stems[thing])


def comparison_of(searched: str, weighing: Weighing, filters: Filters) -> Comparison | None:
    """What a question compares.

    One whose words don't say so asks for something that the things have together where the best
    statement for all of it names several of them.
    """
    found = read_comparison(searched, weighing.library.entities)
    if found is None or found.is_explicit:
        return found
    names = _names(found, weighing)
    best = weighing.weigh(searched, filters).quotable[:1]
    named = [thing for thing in found.things for item in best if _holds(names, thing, item)]
    return found if len(named) < 2 else None


def _holds(names: ThingNames, thing: str, item: Statement) -> bool:
    held = item.stated.subject | item.stems
    return any(stems <= held for stems in names.stems[thing])


def compare(
    comparison: Comparison, weighing: Weighing, filters: Filters, threshold: float
) -> Compared:
    """The best statement about each thing under each aspect, where one answers.

    Args:
        comparison: what is compared.
        weighing: scores statements.
        filters: the part of the library to search.
        threshold: the confidence from which a free question is answered.
    """
    names = _names(comparison, weighing)
    hits: dict[str, Hit] = {}
    considered: list[Statement] = []
    cells: list[Filled] = []
    for thing, aspect in product(comparison.things, comparison.aspects):
        about = comparison.documents.get(thing, frozenset())
        most = CELL_READ if about else STATEMENTS_READ
        weighed = weighing.weigh(aspect.of(thing), filters, about, most=most)
        hits |= {hit.chunk.id: hit for hit in weighed.hits if hit.chunk.id not in hits}
        considered += weighed.quotable
        least = min(threshold, CELL_THRESHOLD) if about else threshold
        cells.append(_fill(list(names.about(thing, weighed.scored)), least))
    filled = [cell.confidence for cell in cells if cell.statement]
    return Compared(
        comparison,
        tuple(sorted(hits.values(), key=lambda hit: -hit.score)[:HITS]),
        tuple(sorted(considered, key=lambda item: -item.score)),
        tuple(cells),
        min(filled) if filled else max(cell.confidence for cell in cells),
    )


def _fill(found: Sequence[Statement], threshold: float) -> Filled:
    """A cell from the best statement about its thing, else from a remark that it is unknown."""
    best = quotable(found)
    sure = confidence(best)
    if sure >= threshold:
        return Filled(best[0], sure)
    remarks = [item for item in found if item.says_unknown]
    said = confidence(remarks)
    return Filled(remarks[0], said) if said >= threshold else Filled(None, sure)


def _names(comparison: Comparison, weighing: Weighing) -> ThingNames:
    knows = weighing.retriever.knows
    stems = {
        thing: [content_stems(name) for name in (thing, *terms(thing, knows))]
        for thing in comparison.things
    }
    return ThingNames(stems, comparison.documents)
