"""Makes a library hold what files hold now, and reports what became of each."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.documents.ingesting import clash, ingested, parse_all
from assistant.models.embedder import Embedder
from assistant.readers.sources import gather, is_held
from assistant.results import IngestReport
from assistant.store.index import Index, Progress
from assistant.store.trust import IsTrusted, ignored_claims
from assistant.types import DocumentSummary


@dataclass(frozen=True, slots=True)
class Ingestion:
    """What an ingest needs: where it writes, what embeds, and whose documents are believed."""

    index: Index
    embedder: Embedder
    is_trusted: IsTrusted

    def run(
        self,
        paths: Sequence[str | Path],
        progress: Progress | None,
        *,
        prune: bool,
        follows_links: bool,
    ) -> IngestReport:
        """Ingest ``paths``, as ``Assistant.ingest`` says."""
        began = time.perf_counter()
        gathered = gather([str(path) for path in paths], follows_links=follows_links)
        parsed, failures = parse_all(gathered)
        documents = {key: (document, source.path) for key, (document, source) in parsed.items()}
        counts = (0, 0, 0, 0)

        def gone(stored: Mapping[str, DocumentSummary]) -> list[str]:
            ids, doubts = gathered.gone(stored, prune=prune)
            failures.extend(doubts)
            return ids

        if documents or gathered.complete:
            changes = self.index.sync(
                documents,
                gone,
                self.embedder,
                progress or (lambda _: None),
                self._is_held,
            )
            counts = (changes.added, changes.updated, changes.unchanged, changes.removed)
            for key, holder in changes.refused.items():
                failures.append(clash(*parsed.pop(key), holder))
        told = tuple(
            ingested(
                document,
                source,
                ignored_claims(document.metadata.supersedes, source.path, self.is_trusted),
            )
            for document, source in parsed.values()
        )
        seconds = round(time.perf_counter() - began, 3)
        passed_over = gathered.passed_over
        return IngestReport(*counts, tuple(failures), seconds, told, gathered.skipped, passed_over)

    def _is_held(self, stored: DocumentSummary, source: str) -> bool:
        """Whether a stored document keeps its id, and another source may not have it."""
        is_claimed = self.is_trusted(stored.source) and not self.is_trusted(source)
        return is_claimed or is_held(stored, source)
