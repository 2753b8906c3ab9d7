"""Makes a library hold what files hold now, and reports what became of each."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.documents.ingesting import clash, ingested, parse_all
from assistant.errors import IndexMissing, InputError, StoreError
from assistant.fetching.fetcher import Fetcher
from assistant.models.embedder import Embedder
from assistant.readers.files import RawSource, is_lines
from assistant.readers.sources import gather, is_held
from assistant.results import Ingested, IngestReport
from assistant.settings import FileLimits
from assistant.store.index import Index, Progress
from assistant.store.originals import Originals
from assistant.store.planning import words_seal
from assistant.store.seals import text_seal
from assistant.store.trust import IsTrusted, ignored_claims
from assistant.stored import DocumentSummary
from assistant.terms.copies import copies
from assistant.types import Document


@dataclass(frozen=True, slots=True)
class Ingestion:
    """What an ingest needs: where it writes, what embeds, and whose documents are believed."""

    index: Index
    embedder: Embedder
    is_trusted: IsTrusted
    limits: FileLimits
    load_fetcher: Callable[[], Fetcher] = Fetcher

    def run(
        self,
        paths: Sequence[str | Path],
        progress: Progress | None,
        *,
        prune: bool,
        follows_links: bool,
        supersedes: Sequence[str] = (),
    ) -> IngestReport:
        """Ingest ``paths``, as ``Assistant.ingest`` says."""
        began = time.perf_counter()
        given = [str(path) for path in paths]
        known = {} if supersedes else self._known()
        gathered = gather(
            given, self.limits, self.load_fetcher, follows_links=follows_links, known=known
        )
        parsed, failures = parse_all(gathered)
        same = {source.id: source for source in gathered.sources if source.is_known}
        originals = Originals(self.index.path)
        if supersedes:
            self._check_replaced(parsed.keys(), supersedes)
        _keep(originals, parsed)
        documents = {
            key: (replace(document, replaces=tuple(supersedes)), source.path)
            for key, (document, source) in parsed.items()
        }
        counts = (0, 0, 0, 0)
        once: set[str] = set()

        def gone(stored: Mapping[str, DocumentSummary]) -> list[str]:
            once.update(summary.original for summary in stored.values())
            ids, doubts = gathered.gone(stored, _moved(stored, parsed), prune=prune)
            failures.extend(doubts)
            return ids

        if documents or same or gathered.complete:
            changes = self.index.sync(
                documents,
                gone,
                self.embedder,
                progress or (lambda _: None),
                self._is_held,
                is_lines,
                same,
            )
            counts = (changes.added, changes.updated, changes.unchanged, changes.removed)
            for key, holder in changes.refused.items():
                failures.append(clash(*parsed.pop(key), holder))
            held = self.index.snapshot().documents.values()
            originals.sweep({summary.original for summary in held}, once)
        told = self._told(gathered.sources, parsed, known)
        seconds = round(time.perf_counter() - began, 3)
        passed_over = gathered.passed_over
        return IngestReport(*counts, tuple(failures), seconds, told, gathered.skipped, passed_over)

    def _known(self) -> dict[str, DocumentSummary]:
        """The stored documents whose reading is told, by its digest."""
        try:
            stored = self.index.snapshot().documents.values()
        except (IndexMissing, StoreError):
            # What is wrong is told by whoever writes to the store.
            return {}
        return {item.reading.digest: item for item in stored if item.reading}

    def _told(
        self,
        sources: Sequence[RawSource],
        parsed: Mapping[str, tuple[Document, RawSource]],
        known: Mapping[str, DocumentSummary],
    ) -> tuple[Ingested, ...]:
        """What became of each source that is in the library, those that were known among them."""
        held = [source for source in sources if source.is_known or source.id in parsed]
        copied = self._copied([source.id for source in held]) if held else {}
        told = []
        for source in held:
            item = known[source.digest] if source.is_known else parsed[source.id][0]
            if item.reading is not None:
                claims = item.metadata.supersedes
                ignored = ignored_claims(claims, source.path, self.is_trusted)
                noted = [*ignored, *copied.get(source.id, ())]
                told.append(ingested(source, item.reading, noted))
        return tuple(told)

    def _check_replaced(self, parsed: Set[str], supersedes: Sequence[str]) -> None:
        """Refuse to let documents take the place of others where it is not plain which.

        Raises:
            InputError: several come in, there is none of the ids, or one stands behind the other.
        """
        if len(parsed) != 1:
            raise InputError("--supersedes goes with one document: ingest the new version alone")
        held = self.index.snapshot()
        for key in supersedes:
            if key not in held.documents or key in parsed:
                raise InputError(f"There is no other document '{key[:80]}' to supersede")
            if loop := parsed & _displaced(held.documents, key):
                raise InputError(
                    f"'{key[:80]}' takes the place of '{min(loop)[:80]}' itself; remove it first"
                )

    def _copied(self, parsed: Collection[str]) -> dict[str, list[str]]:
        """By document, which others say the same or nearly the same, as its owner is told it."""
        snapshot = self.index.snapshot()
        told: dict[str, list[str]] = {}
        for name, key in snapshot.names.items():
            said = f"is the same text as '{key}', so it is stored once, under that id"
            told.setdefault(name, []).append(said)
        for copy in copies(snapshot.lexicon, [key for key in parsed if key in snapshot.documents]):
            for one, other in ((copy.id, copy.of), (copy.of, copy.id)):
                said = f"says nearly what '{other}' does ({copy.share:.0%} of the sentences): "
                told.setdefault(one, []).append(f"{said}one of them is cited for what both say")
        return {key: told[key] for key in parsed if key in told}

    def _is_held(self, stored: DocumentSummary, source: str) -> bool:
        """Whether a stored document keeps its id, and another source may not have it."""
        is_claimed = self.is_trusted(stored.source) and not self.is_trusted(source)
        return is_claimed or is_held(stored, source)


def _displaced(documents: Mapping[str, DocumentSummary], key: str) -> set[str]:
    """The documents that one takes the place of, and those that they do."""
    found: set[str] = set()
    open_keys = [key]
    while open_keys:
        summary = documents.get(open_keys.pop())
        more = set(summary.replaces) - found if summary else set()
        found |= more
        open_keys += more
    return found


def _moved(
    stored: Mapping[str, DocumentSummary], parsed: Mapping[str, tuple[Document, RawSource]]
) -> set[str]:
    """The ids of stored documents whose text came in, under whatever name."""
    texts = {text_seal(document.text) for document, _ in parsed.values()}
    return {key for key, summary in stored.items() if words_seal(summary) in texts}


def _keep(originals: Originals, parsed: Mapping[str, tuple[Document, RawSource]]) -> None:
    """Keep the files whose pages can be shown."""
    for _, source in parsed.values():
        if source.original is not None:
            originals.keep(source.original.digest, source.original.data, source.original.places)
