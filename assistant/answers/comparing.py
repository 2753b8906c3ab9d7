"""Answers a comparison: each thing is asked about alone, under each aspect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from assistant.answers.refusing import threshold_for
from assistant.answers.statements import Statement, confidence
from assistant.answers.weighing import HITS, Weighing
from assistant.questions.comparison import Comparison, read_comparison
from assistant.text.vocabulary import terms
from assistant.text.words import content_stems
from assistant.types import Filters, Hit


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
        """The statements of the filled cells, each once."""
        return tuple(dict.fromkeys(cell.statement for cell in self.cells if cell.statement))


@dataclass(frozen=True, slots=True)
class ThingNames:
    """The things of a comparison, each with the stems of every name it goes by."""

    stems: Mapping[str, Sequence[frozenset[str]]]

    def best_about(self, thing: str, aspect: str, found: Sequence[Statement]) -> Statement | None:
        """The best statement about a thing, by its own words or by what stands above it.

        A statement that names only another of the things is not about this one, whatever its
        document is about; and one without a word of the aspect must be read as an answer.
        ``found`` are quotable, scored for the question put of that thing alone, best first.
        """
        best = next((item for item in found if self._is_about(thing, item)), None)
        if best is None or best.features.learned >= 0:
            return best
        said = best.stems | content_stems(f"{best.chunk.section} {best.chunk.question}")
        return best if content_stems(aspect) & said else None

    def _is_about(self, thing: str, item: Statement) -> bool:
        if self._names(thing, item.stems):
            return True
        if any(self._names(other, item.stems) for other in self.stems if other != thing):
            return False
        return self._names(thing, item.stated.subject | item.stems)

    def _names(self, thing: str, words: frozenset[str]) -> bool:
        return any(stems and stems <= words for stems in self.stems[thing])


def comparison_of(searched: str, weighing: Weighing) -> Comparison | None:
    """What a question compares.

    One whose words don't say so compares only things that different documents are about.
    """
    found = read_comparison(searched)
    if found is None or found.is_explicit:
        return found
    if any(thing.islower() for thing in found.things):
        return None
    about = _documents_about(_names(found, weighing), weighing)
    apart = all(about.values()) and not frozenset.intersection(*about.values())
    return found if apart else None


def compare(
    comparison: Comparison, weighing: Weighing, filters: Filters, threshold: float
) -> Compared:
    """The best statement about each thing under each aspect, where one answers.

    Args:
        comparison: what is compared.
        weighing: scores statements.
        filters: the part of the library to search.
        threshold: the confidence from which a cell is filled.
    """
    names = _names(comparison, weighing)
    about = _documents_about(names, weighing)
    hits: dict[str, Hit] = {}
    considered: list[Statement] = []
    cells: list[Filled] = []
    for thing, aspect in product(comparison.things, comparison.aspects):
        weighed = weighing.weigh(aspect.of(thing), filters, about[thing])
        hits |= {hit.chunk.id: hit for hit in weighed.hits if hit.chunk.id not in hits}
        considered += weighed.quotable
        best = names.best_about(thing, aspect.name, weighed.quotable)
        evidence = [best] if best else []
        sure = confidence(evidence)
        needed = threshold_for(weighed.question, evidence, weighing.library, threshold)
        cells.append(Filled(best if sure >= needed else None, sure))
    filled = [cell.confidence for cell in cells if cell.statement]
    return Compared(
        comparison,
        tuple(sorted(hits.values(), key=lambda hit: -hit.score)[:HITS]),
        tuple(sorted(considered, key=lambda item: -item.score)),
        tuple(cells),
        min(filled) if filled else max(cell.confidence for cell in cells),
    )


def _documents_about(names: ThingNames, weighing: Weighing) -> dict[str, frozenset[str]]:
    """By thing, the documents that are about it by their titles."""
    return {
        thing: frozenset[str]().union(*map(weighing.library.about, stems))
        for thing, stems in names.stems.items()
    }


def _names(comparison: Comparison, weighing: Weighing) -> ThingNames:
    knows = weighing.retriever.knows
    return ThingNames(
        {
            thing: [content_stems(name) for name in (thing, *terms(thing, knows))]
            for thing in comparison.things
        }
    )
