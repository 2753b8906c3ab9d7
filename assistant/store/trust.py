"""What the library believes of a document: all that one says of itself counts in trusted folders.

Elsewhere a document is text like any other. The grades of its sources are shown as its own words,
what it says it supersedes is not superseded, and what it leaves open settles nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.store.snapshot import Snapshot
from assistant.stored import DocumentSummary
from assistant.text.words import content_stems
from assistant.types import Chunk, Role, Sentence

IsTrusted = Callable[[str], bool]
"""Tells of the path that a document was read from whether its folder is trusted."""


def trusting(snapshot: Snapshot, is_trusted: IsTrusted) -> Snapshot:
    """The snapshot as its owner believes it: the same where all of its documents are trusted."""
    documents = believed(snapshot.documents, is_trusted)
    if documents is snapshot.documents:
        return snapshot
    return snapshot.believing(documents, _plain)


def believed(
    documents: Mapping[str, DocumentSummary], is_trusted: IsTrusted
) -> Mapping[str, DocumentSummary]:
    """The documents as their owner believes them: these themselves where all are trusted."""
    distrusted = {key for key, item in documents.items() if not is_trusted(item.source)}
    if not distrusted and not any(item.replaces for item in documents.values()):
        return documents
    titles = {content_stems(item.title) for key, item in documents.items() if key not in distrusted}
    found = {
        key: _disbelieved(item, titles) if key in distrusted else item
        for key, item in documents.items()
    }
    return {key: _replacing(item) if item.replaces else item for key, item in found.items()}


def ignored_claims(supersedes: tuple[str, ...], source: str, is_trusted: IsTrusted) -> list[str]:
    """What a document claims and is not believed, told to its owner."""
    if not supersedes or is_trusted(source):
        return []
    return ["'supersedes' is ignored: its folder is not trusted (see ASSISTANT_TRUSTED)"]


def _disbelieved(document: DocumentSummary, titles: set[frozenset[str]]) -> DocumentSummary:
    return replace(
        document,
        metadata=replace(document.metadata, supersedes=()),
        trusted=False,
        borrows_title=content_stems(document.title) in titles,
    )


def _replacing(document: DocumentSummary) -> DocumentSummary:
    """A document with what its owner says that it takes the place of."""
    known = document.metadata
    told = tuple(dict.fromkeys((*known.supersedes, *document.replaces)))
    return replace(document, metadata=replace(known, supersedes=told))


def _plain(chunk: Chunk) -> Chunk:
    role = Role.BODY if chunk.role is Role.OPEN else chunk.role
    return replace(chunk, role=role, sentences=tuple(map(_claimed, chunk.sentences)))


def _claimed(sentence: Sentence) -> Sentence:
    sources = tuple(replace(source, trusted=False) for source in sentence.sources)
    return replace(sentence, sources=sources) if sources else sentence
