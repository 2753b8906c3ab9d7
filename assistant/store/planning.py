"""What a sync has to do: which documents it writes, notes anew, and drops.

A text is stored once: a document that says what another one does, to the letter, is kept as its
other name, under the id that came first, whatever formats the two are in. When that leaves, the
other takes its place.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from assistant.documents.chunks import revision
from assistant.extracts import Fetch, dump_layout
from assistant.readers.links import is_link
from assistant.store.seals import text_seal
from assistant.stored import Alias, DocumentSummary
from assistant.types import Document

Sourced = tuple[Document, str]
"""A document with the path or link that it was read from."""

Reparse = Callable[[DocumentSummary], Document]
"""Makes the document of a summary from its stored text."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync has to do, by id.

    Attributes:
        changed: the documents to be written.
        noted: those whose text stays and of which something else is noted anew.
        removed: those to be dropped.
        names: the other names of each document that has any.
        refused: those that another source holds, with that source.
        added: how many documents come in.
        updated: how many change.
        unchanged: how many stay as they are, those that are another name among them.
        gone: how many documents and other names leave.
    """

    changed: Mapping[str, Sourced]
    noted: Mapping[str, DocumentSummary]
    removed: tuple[str, ...]
    names: Mapping[str, tuple[Alias, ...]]
    refused: Mapping[str, str]
    added: int
    updated: int
    unchanged: int
    gone: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.changed or self.noted or self.removed)


def seal_of(document: Document) -> str:
    """The seal of a document's text."""
    return text_seal(document.text, dump_layout(document.layout) if document.layout else "")


def with_names(stored: Mapping[str, DocumentSummary]) -> dict[str, DocumentSummary]:
    """The stored documents by each of their names, as if each were one of its own."""
    by_name = dict(stored)
    for summary in stored.values():
        for name in summary.also:
            by_name.setdefault(name.id, replace(summary, id=name.id, source=name.source, also=()))
    return by_name


def plan(
    documents: Mapping[str, Sourced],
    stored: Mapping[str, DocumentSummary],
    gone: Callable[[Mapping[str, DocumentSummary]], Iterable[str]],
    held: Callable[[DocumentSummary, str], bool],
    reparse: Reparse,
    stand_alone: Callable[[str], bool] = lambda _source: False,
    same: Collection[str] = (),
) -> Plan:
    """Plan a sync.

    Args:
        documents: what the library shall hold, by id.
        stored: what it holds.
        gone: tells which of these were deleted, by id or other name.
        held: tells of a stored document whether its id may not go to another source.
        reparse: makes a document of what is stored.
        stand_alone: tells of sources whose documents are stored each by itself.
        same: further ids that it shall hold, as they are stored.
    """
    planner = _Planner(documents, stored, gone, held, stand_alone, same)
    planner.place(reparse)
    return planner.plan()


class _Planner:
    """Works a plan out step by step."""

    def __init__(
        self,
        documents: Mapping[str, Sourced],
        stored: Mapping[str, DocumentSummary],
        gone: Callable[[Mapping[str, DocumentSummary]], Iterable[str]],
        held: Callable[[DocumentSummary, str], bool],
        stand_alone: Callable[[str], bool],
        same: Collection[str],
    ) -> None:
        self._stored = stored
        named = with_names(stored)
        self._refused = {
            key: named[key].source
            for key, (_, source) in documents.items()
            if key in named and held(named[key], source)
        }
        self._incoming = {k: v for k, v in documents.items() if k not in self._refused}
        self._same = same
        kept = self._incoming.keys() | self._refused.keys() | set(same)
        self._gone = {key for key in gone(named) if key not in kept}
        self._stand_alone = stand_alone
        self._own: dict[str, Sourced] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._first: dict[str, str] = {}

    def place(self, reparse: Reparse) -> None:
        """Decide of each document whether it is stored by itself or as another name."""
        for key, summary in self._stored.items():
            if self._stays(key) and not self._stand_alone(summary.source):
                self._first.setdefault(words_seal(summary), key)
        for key, (document, source) in self._incoming.items():
            self._put(key, document, source)
        for summary in self._stored.values():
            for name in summary.also:
                if name.id in self._gone or name.id in self._incoming:
                    continue
                if self._stays(summary.id):
                    self._names.setdefault(summary.id, {})[name.id] = name.source
                else:
                    self._put(name.id, _in_place_of(summary, reparse(summary), name), name.source)

    def plan(self) -> Plan:
        """The plan."""
        stored, own = self._stored, self._own
        changed = {
            key: value
            for key, value in own.items()
            if key not in stored or stored[key].revision != revision(value[0])
        }
        others = {name for names in self._names.values() for name in names}
        removed = [k for k in stored if k in self._gone or (k in others and k not in own)]
        names = {k: tuple(Alias(*item) for item in v.items()) for k, v in self._names.items() if v}
        known = with_names(stored)
        added = sum(key not in known for key in changed)
        return Plan(
            changed=changed,
            noted={item.id: item for item in self._noted(changed, removed, names)},
            removed=tuple(removed),
            names=names,
            refused=self._refused,
            added=added,
            updated=len(changed) - added,
            unchanged=len(self._same) + sum(key not in changed for key in self._incoming),
            gone=len(self._gone & known.keys()),
        )

    def _put(self, key: str, document: Document, source: str) -> None:
        words = text_seal(document.text)
        if key in self._stored and not document.replaces:
            # What its owner said of it once holds for its next version.
            document = replace(document, replaces=self._stored[key].replaces)
        first = self._first.get(words, key)
        is_own = key in self._stored and self._stays(key)
        if first == key or is_own or self._stand_alone(source):
            self._own[key] = (document, source)
            if not self._stand_alone(source):
                self._first.setdefault(words, key)
        else:
            self._names.setdefault(first, {})[key] = source

    def _stays(self, key: str) -> bool:
        """Whether a stored document keeps its text."""
        if key in self._gone:
            return False
        if key not in self._incoming:
            return True
        return words_seal(self._stored[key]) == text_seal(self._incoming[key][0].text)

    def _noted(
        self,
        changed: Mapping[str, Sourced],
        removed: Iterable[str],
        names: Mapping[str, tuple[Alias, ...]],
    ) -> Iterator[DocumentSummary]:
        """The stored documents whose text stays, with what is new of them, if anything is."""
        left = self._stored.keys() - changed.keys() - set(removed)
        for key in sorted(left):
            summary = self._stored[key]
            now = replace(summary, also=names.get(key, ()))
            if key in self._own:
                document, source = self._own[key]
                now = replace(
                    now,
                    source=source,
                    fetch=document.fetch,
                    original=document.original,
                    replaces=document.replaces,
                    reading=document.reading,
                )
            if now != summary:
                yield now


def words_seal(summary: DocumentSummary) -> str:
    """The seal of the text alone, which older libraries have only of a text without a layout."""
    return (summary.seals.words or summary.seals.text) if summary.seals else ""


def _in_place_of(summary: DocumentSummary, document: Document, name: Alias) -> Document:
    """The stored document of a summary under another of its names, once it leaves.

    Where it came from, and its pages if the other is no such file, leave with it.
    """
    fetch = None
    if is_link(name.source):
        # When it was fetched is known of the other alone; what its server said of it, of none.
        fetch = Fetch(name.source, summary.fetch.at if summary.fetch else "")
    document = replace(document, id=name.id, fetch=fetch)
    if _suffix(summary.source) == _suffix(name.source):
        return document
    layout = replace(document.layout, pages=()) if document.layout else None
    return replace(document, layout=layout, original="")


def _suffix(source: str) -> str:
    return PurePath(source).suffix.lower()
