"""An answer -> what may be asked next: questions that its documents answer themselves."""

from collections.abc import Iterable

from assistant.documents.chunks import question_id
from assistant.models.embedder import Embedder
from assistant.results import Answer
from assistant.store.snapshot import Snapshot
from assistant.text.marks import as_shown
from assistant.types import Chunk

SAME = 0.9
"""Cosine from which a question is the one that was asked, in other words."""


def follow_ups(
    answer: Answer, asked: Iterable[str], snapshot: Snapshot, embedder: Embedder, most: int
) -> list[str]:
    """Up to ``most`` own questions of the documents an answer cites or names, the nearest first.

    Args:
        answer: what was answered; a refusal's related documents count as well.
        asked: what was asked before, which is not offered again.
        snapshot: the library that was asked.
        embedder: places the question among those of the documents.
        most: how many at most.
    """
    before = {text.strip().casefold() for text in (*asked, answer.question, answer.searched)}
    chunks = _questioned(answer, snapshot)
    vectors = snapshot.statement_vectors(chunks) if chunks else {}
    place = embedder.embed_query(answer.searched)
    nearness = {
        as_shown(chunk.question): float(vectors[question_id(chunk.id)] @ place) for chunk in chunks
    }
    return [
        text
        for text in sorted(nearness, key=lambda text: -nearness[text])
        if nearness[text] < SAME and text.casefold() not in before
    ][:most]


def _questioned(answer: Answer, snapshot: Snapshot) -> list[Chunk]:
    """The passages of the cited documents that answer a question of their own, but those cited."""
    cited = answer.citations or answer.related
    places = {(item.document_id, item.start) for item in cited}
    return [
        chunk
        for document in dict.fromkeys(item.document_id for item in cited)
        for chunk in snapshot.chunks_of(document)
        if chunk.question
        and not any(document == key and chunk.start <= start < chunk.end for key, start in places)
    ]
