"""Fetches again what came from links, keeps the earlier versions, and tells what changed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from assistant.documents.changes import changes
from assistant.documents.ingesting import parse_again, parse_source
from assistant.errors import AssistantError, InputError
from assistant.fetching.fetcher import Fetcher, utc_now
from assistant.fetching.links import read_link
from assistant.models.embedder import Embedder
from assistant.readers.files import FileReader, RawSource
from assistant.readers.links import LinkReader
from assistant.readers.sandbox import Sandbox
from assistant.results import Refreshed
from assistant.settings import FileLimits
from assistant.store.history import History
from assistant.store.index import Index, Progress
from assistant.store.originals import Originals
from assistant.store.planning import seal_of
from assistant.stored import DocumentSummary
from assistant.types import Document

_WORD = re.compile(r"\w{4,}")
_LEAST_KEPT = 0.3
"""Share of the words of a text that a later version of it, under another address, has at least."""

Now = Callable[[], datetime]
"""Tells the time in UTC."""


@dataclass(frozen=True, slots=True)
class Refreshing:
    """What a refresh needs: the library, what fetches, what embeds, and the time."""

    index: Index
    history: History
    limits: FileLimits
    load_fetcher: Callable[[], Fetcher]
    load_embedder: Callable[[], Embedder]
    now: Now = utc_now

    def run(self, older_than: timedelta, progress: Progress) -> list[Refreshed]:
        """Fetch again the documents from links that were fetched longer ago than that.

        A document that can't be fetched stays as it is; one whose text changed is kept as it was in
        the history, and what changed is told in words.

        Raises:
            IndexMissing: nothing was ingested yet.
            StoreError: the store can't be written.
        """
        due = self._due(older_than)
        if not due:
            return []
        told: list[Refreshed] = []
        documents: dict[str, tuple[Document, str]] = {}
        with Sandbox(self.limits) as sandbox:
            reader = LinkReader(self.load_fetcher(), FileReader(sandbox))
            for summary in due:
                result, document = self._refreshed(summary, reader)
                told.append(result)
                if document is not None and document.fetch is not None:
                    documents[summary.id] = (document, document.fetch.url)
        if documents:
            self.index.sync(documents, lambda _: [], self.load_embedder(), progress)
        return told

    def _due(self, older_than: timedelta) -> list[DocumentSummary]:
        oldest = self.now() - older_than
        return [
            summary
            for summary in self.index.snapshot().documents.values()
            if summary.fetch and _time(summary.fetch.at) <= oldest
        ]

    def _refreshed(
        self, summary: DocumentSummary, reader: LinkReader
    ) -> tuple[Refreshed, Document | None]:
        """What became of a document, and itself where anything of it is to be noted."""
        fetch = summary.fetch
        if fetch is None:
            return Refreshed(summary.id, "", "failed", "came from no link"), None
        before = parse_again(summary, self.index.text(summary.id))
        try:
            found = reader.read(fetch.url, fetch)
            if not isinstance(found, RawSource):
                same = replace(before, fetch=replace(fetch, at=found.at))
                return Refreshed(summary.id, fetch.url, "unchanged", ""), same
            after = parse_source(replace(found, id=summary.id))
        except InputError as error:
            return Refreshed(summary.id, fetch.url, "failed", str(error)), None
        if after.fetch and after.fetch.url != fetch.url and _is_another(before.text, after.text):
            where = read_link(after.fetch.url).shown
            reason = f"leads to {where} now, which says something else; ingest that if it is meant"
            return Refreshed(summary.id, fetch.url, "failed", reason), None
        if seal_of(after) == seal_of(before):
            same = replace(before, fetch=after.fetch)
            return Refreshed(summary.id, fetch.url, "unchanged", ""), same
        try:
            self.history.keep(summary.id, fetch, summary.revision, before.text)
        except OSError as error:
            reason = error.strerror or str(error)
            raise AssistantError(f"The earlier version can't be kept: {reason}.") from error
        if found.original is not None:
            original = found.original
            Originals(self.index.path).keep(original.digest, original.data, original.places)
        return Refreshed(summary.id, fetch.url, "changed", str(changes(before, after))), after


def _is_another(before: str, after: str) -> bool:
    """Whether hardly any words of a text are in another, as in the page where one logs in."""
    old, new = (frozenset(_WORD.findall(text.lower())) for text in (before, after))
    return len(old & new) < _LEAST_KEPT * len(old)


def _time(written: str) -> datetime:
    """A time in UTC; the earliest of all where it can't be read."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
