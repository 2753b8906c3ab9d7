"""The façade: open, ingest, search, ask. The one object that programs and the chat use."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property, partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from assistant.answers.following import follow_ups
from assistant.answers.written import Prepared
from assistant.asking import Asking
from assistant.documents.ingesting import parse_again
from assistant.fetching.fetcher import Fetcher
from assistant.fetching.limits import Limits
from assistant.ingestion import Ingestion
from assistant.models.calibration import fitted
from assistant.models.embedder import Embedder
from assistant.models.export import load_embedder
from assistant.models.loaded import Models
from assistant.models.scorer import Scorer, load_scorer
from assistant.questions.conversation import check_question, recent
from assistant.questions.courtesy import Phrasings
from assistant.refreshing import Refreshing
from assistant.results import Answer, IngestReport, Refreshed
from assistant.retrieval.retriever import Retriever
from assistant.settings import FileLimits, Settings, expanded
from assistant.sheets import Sheets
from assistant.store.checkup import Finding, examine
from assistant.store.history import History
from assistant.store.index import Index, Progress
from assistant.store.opening import open_index
from assistant.store.originals import Originals
from assistant.store.trust import IsTrusted
from assistant.stored import DocumentSummary
from assistant.types import Document, Filters, Hit, Spoken, Turn
from assistant.viewing import Views
from assistant.writing.loading import Writing, load_writer
from assistant.writing.writer import Writer

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable


class Assistant:
    """A library of documents that can be asked.

    ``open`` builds and loads nothing; the models and the index are loaded when first needed, or
    by ``warm_up``. Safe to share between threads, which read at the same time: a question is
    answered from one view of the library, whatever is written meanwhile.
    """

    def __init__(
        self,
        index: Index,
        load_embedder: Callable[[], Embedder],
        load_scorer: Callable[[], Scorer] = load_scorer,
        threshold: float | None = None,
        today: Callable[[], date] = date.today,
        is_trusted: IsTrusted = lambda _path: True,
        limits: FileLimits = FileLimits(),  # noqa: B008 - it is frozen
        load_fetcher: Callable[[], Fetcher] = Fetcher,
        load_writer: Callable[[], Writer] | None = None,
    ) -> None:
        """Compose an assistant.

        Args:
            index: where the library is kept.
            load_embedder: makes the embedding model.
            load_scorer: makes the sentence scorer, by default the one that comes along.
            threshold: confidence in 0..1 from which to answer, by default the fitted one.
            today: tells the day by which sources are called expired, old or not yet in force.
            is_trusted: tells whose documents are believed in what they say of themselves.
            limits: what a file may take to be read.
            load_fetcher: makes what fetches links.
            load_writer: makes what writes with a chat model; without it answers quote.
        """
        self.writing = Writing(load_writer)
        self._index = index
        self._models = Models(load_embedder, load_scorer)
        self._today = today
        self._is_trusted = is_trusted
        self.limits = limits
        self._load_fetcher = load_fetcher
        self._views = Views(index, is_trusted, self._models.embedder, lambda: self._phrasings)
        self._threshold = fitted().threshold if threshold is None else threshold

    @classmethod
    def open(cls, store: str | Path | None = None, settings: Settings | None = None) -> "Assistant":
        """Open the library in ``store``, by default the one the environment names.

        Args:
            store: folder of the library; overrides the settings' store.
            settings: by default read from the process environment.
        """
        settings = settings or Settings.read(os.environ)
        path = expanded(str(store)) if store is not None else settings.store
        return cls(
            open_index(path, settings),
            lambda: load_embedder(settings.model, settings.cache),
            threshold=settings.threshold,
            today=lambda: settings.today or date.today(),
            is_trusted=settings.is_trusted,
            limits=settings.limits,
            load_fetcher=lambda: Fetcher(Limits(most_bytes=settings.limits.megabytes * 1_000_000)),
            load_writer=partial(load_writer, settings.chat) if settings.chat.model else None,
        )

    @property
    def embedder(self) -> Embedder:
        """The embedding model, loaded on first use."""
        return self._models.embedder()

    def warm_up(self) -> None:
        """Load the models and the index now, so that the first question need not wait."""
        self._views.follow().library.worded("")
        _ = self._models.scorer(), self._asking.remarks, self.writing.writer()

    def ingest(
        self,
        paths: Sequence[str | Path],
        progress: Progress | None = None,
        *,
        prune: bool = False,
        follows_links: bool = False,
        supersedes: Sequence[str] = (),
    ) -> IngestReport:
        """Make the library hold what ``paths`` hold now; nothing is lost to a bad input.

        A document deleted from a folder or JSONL file that is ingested again leaves the library.

        Args:
            paths: files, folders and links.
            progress: called with the number of documents just stored.
            prune: whether a folder may lose more than half of its documents.
            follows_links: whether links lead out of a folder.
            supersedes: ids of documents of which the one that comes in takes the place.

        Raises:
            InputError: ``supersedes`` names none, or several documents come in.
            ModelMismatch: the library was built with another embedding model.
            StoreError: the store can't be written.
        """
        ingestion = Ingestion(
            self._index, self.embedder, self._is_trusted, self.limits, self._load_fetcher
        )
        with self._views.changing():
            return ingestion.run(
                paths, progress, prune=prune, follows_links=follows_links, supersedes=supersedes
            )

    def refresh(
        self, older_than: timedelta = timedelta(0), progress: Progress | None = None
    ) -> list[Refreshed]:
        """Fetch again what came from links longer ago than that, and tell what changed.

        Raises:
            IndexMissing: nothing was ingested yet.
            StoreError: the store can't be written.
        """
        embed = self._models.embedder
        refreshing = Refreshing(self._index, self.history, self.limits, self._load_fetcher, embed)
        with self._views.changing():
            return refreshing.run(older_than, progress or (lambda _: None))

    @property
    def history(self) -> History:
        """The earlier versions of the documents that came from links."""
        return History(self._index.path)

    @property
    def originals(self) -> Originals:
        """The PDFs that documents were read from."""
        return Originals(self._index.path)

    @cached_property
    def sheets(self) -> Sheets:
        """The pages of PDFs as pictures."""
        return Sheets(self.originals, self.limits)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Embed every stored document anew with the model in use; returns how many there are."""
        return self._index.rebuild(parse_again, self.embedder, progress or (lambda _: None))

    def compact(self) -> tuple[int, int]:
        """Write the library anew without what was removed from it; its bytes before and after."""
        return self._index.compact()

    def examine(self) -> Iterator[Finding]:
        """Look the whole store over; tells what is well, what is wrong and what helps."""
        return examine(self._index, self.embedder)

    def documents(self) -> list[DocumentSummary]:
        """The documents of the library, by id, as its owner believes them."""
        return self._views.documents()

    def text(self, document_id: str) -> str:
        """The exact stored text of a document.

        Raises:
            UnknownDocument: there is no such document.
        """
        return self._index.text(document_id)

    def document(self, document_id: str) -> Document:
        """A document as it is stored, read into its parts.

        Raises:
            UnknownDocument: there is no such document.
        """
        text, snapshot = self._index.text(document_id), self._index.snapshot()
        return parse_again(snapshot.documents[snapshot.names.get(document_id, document_id)], text)

    def remove(self, document_id: str) -> None:
        """Remove a document from the library, or one of its names.

        Raises:
            UnknownDocument: there is no such document.
        """
        once = {item.original for item in self._index.snapshot().documents.values()}
        with self._views.changing():
            self._index.remove(document_id, self._models.embedder)
        left = {item.original for item in self._index.snapshot().documents.values()}
        self.originals.sweep(left, once)
        self.history.forget(document_id)

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters | None = None,
        history: Iterable[Turn] = (),
    ) -> list[Hit]:
        """The ``k`` best chunks for a query, best first."""
        return self._found(
            query,
            history,
            lambda one, text, spoken: one.search(text, k, filters or Filters(), spoken),
        )

    def search_documents(
        self,
        query: str,
        k: int = 10,
        filters: Filters | None = None,
        history: Iterable[Turn] = (),
    ) -> list[Hit]:
        """The best chunk of each of the ``k`` best documents, best first."""
        return self._found(
            query,
            history,
            lambda one, text, spoken: one.search_documents(text, k, filters or Filters(), spoken),
        )

    def _found(
        self,
        query: str,
        history: Iterable[Turn],
        find: Callable[[Retriever, str, Spoken], list[Hit]],
    ) -> list[Hit]:
        asked, turns = check_question(query), recent(history)
        return self._views.read(lambda view: find(view.retriever, *view.query(asked, turns)))

    def searched(self, query: str, history: Iterable[Turn] = ()) -> str:
        """The query as it is searched after a conversation, with the library's own words."""
        asked, turns = check_question(query), recent(history)
        return self._views.read(lambda view: view.query(asked, turns)[0])

    def ask(
        self, question: str, history: Iterable[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """Answer a question from the library, or say that the sources don't.

        Raises:
            InputError: the question is empty.
            IndexMissing: nothing was ingested yet.
            ModelMismatch: the library was built with another embedding model.
        """
        *_, answer = self.stream(question, history, filters)
        return answer

    def quote(
        self, question: str, history: Iterable[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """The answer in quotes, whether or not a chat model could write it. Raises as ``ask``."""
        return self.prepare(question, history, filters).answer

    def stream(
        self,
        question: str,
        history: Iterable[Turn] = (),
        filters: Filters | None = None,
        stop: Event | None = None,
    ) -> Generator[Answer]:
        """The answer as far as it is known, again with each sentence that a chat model writes.

        The last one is the answer; without a chat model it is the only one. To set ``stop``, or to
        close the iterator, ends the request at the model's provider. Raises as ``ask``.
        """
        yield from self.write(self.prepare(question, history, filters), stop)

    def prepare(
        self, question: str, history: Iterable[Turn] = (), filters: Filters | None = None
    ) -> Prepared:
        """The quoting answer, and what a chat model may write it from. Raises as ``ask``."""
        asked, turns = check_question(question), recent(history)
        return self._views.read(
            lambda view: self._asking.prepare(view, asked, turns, filters or Filters())
        )

    def write(self, prepared: Prepared, stop: Event | None = None) -> Generator[Answer]:
        """A prepared answer as a chat model writes it, as ``stream`` gives it."""
        yield from self.writing.write(prepared, stop)

    def follow_ups(self, answer: Answer, asked: Iterable[str] = (), most: int = 3) -> list[str]:
        """Up to ``most`` questions that the documents of an answer answer too, the nearest first.

        Those in ``asked`` are not offered again.
        """
        return self._views.read(
            lambda view: follow_ups(answer, asked, view.snapshot, self.embedder, most)
        )

    def example_questions(self, count: int) -> list[str]:
        """Up to ``count`` of the documents' own questions, spread over the library."""
        return self._views.read(lambda view: view.library.example_questions(count))

    @cached_property
    def retriever(self) -> "BaseRetriever":
        """The search as a LangChain retriever."""
        from assistant.chains import make_retriever

        return make_retriever(self.search)

    @cached_property
    def chain(self) -> "Runnable[str | dict[str, object], Answer]":
        """Questions to answers as a LangChain runnable."""
        from assistant.chains import AnswerChain

        return AnswerChain(self.stream)

    @cached_property
    def _asking(self) -> Asking:
        return Asking(self._models, fitted(), self._threshold, self._today)

    @cached_property
    def _phrasings(self) -> Phrasings:
        return Phrasings(self.embedder)
