"""An overview of a subject: what the documents about it say of themselves in short."""

from assistant.answers.statements import Statement, confidence
from assistant.answers.weighing import HITS, HITS_DEEP, Weighing
from assistant.types import Filters, Hit

MOST_OF_ONE = 3
MOST_DOCUMENTS = 5
"""How many sentences sum up one document, and how many documents are summed up by one each."""


def overview(
    subject: str, searched: str, weighing: Weighing, filters: Filters
) -> tuple[tuple[Statement, ...], tuple[Hit, ...], float]:
    """The statements that sum up what the library holds on a subject.

    Returns:
        The statements, nothing where no document has any; the passages found; and the confidence
        in 0..1 of the best statement.
    """
    library = weighing.library
    about = frozenset(library.concerned_with(subject))
    question = weighing.read(searched)
    ranked = weighing.retriever.rank(question.text, question.vector, HITS_DEEP, filters)
    hits = [hit for hit in ranked if hit.chunk.document_id in about]
    seen = {hit.chunk.id: hit for hit in hits}
    found = sorted(
        dict.fromkeys(hit.chunk.document_id for hit in hits),
        key=library.is_replaced,
    )
    chosen: list[Statement] = []
    for document_id in found[:MOST_DOCUMENTS]:
        chunks = library.summary_chunks(document_id)
        order = {chunk.id: at for at, chunk in enumerate(chunks)}
        scored = weighing.score(
            question, [seen.get(chunk.id, Hit(chunk, 0.0, 0.0)) for chunk in chunks]
        )
        scored.sort(key=lambda item: (order[item.chunk.id], item.sentences[0].start))
        chosen += scored[: MOST_OF_ONE if len(found) == 1 else 1]
    best = sorted(chosen, key=lambda item: -item.score)
    return tuple(chosen), tuple(hits[:HITS]), confidence(best)
