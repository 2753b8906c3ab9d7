"""Composes the flow: ingest, search, ask. The one object that programs and the chat use."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from importlib import metadata as distributions
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assistant.answers import comparing, notes, quoting, undecided
from assistant.answers.answering import Answering, Choice
from assistant.answers.citations import cite, verified
from assistant.answers.statements import Library, Statement, confidence
from assistant.documents.articles import parse
from assistant.errors import InputError, StaleSnapshot
from assistant.models.calibration import Calibration, fitted, probability
from assistant.models.embedder import Embedder, load_embedder
from assistant.models.scorer import Scorer, load_scorer
from assistant.questions.conversation import LONGEST_QUESTION, Resolved, is_text, resolve
from assistant.readers.sources import LINES_SUFFIX, Gathered, gather
from assistant.retrieval.retriever import Retriever
from assistant.settings import APPLICATION, Settings
from assistant.store.index import Index, Progress, check_model
from assistant.store.snapshot import Snapshot
from assistant.text.vocabulary import expand
from assistant.types import (
    ASK_BACK,
    GRADES,
    REFUSAL,
    Answer,
    Citation,
    CitedPassage,
    Considered,
    Document,
    DocumentSummary,
    Failure,
    Filters,
    Hit,
    IngestReport,
    Metadata,
    Source,
    Table,
    Turn,
)

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable

T = TypeVar("T")

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class _View:
    """A snapshot of the index with all that is derived from it."""

    snapshot: Snapshot
    retriever: Retriever
    library: Library

    def resolve(self, question: str, history: Sequence[Turn]) -> Resolved:
        """The question standing alone."""
        return resolve(question, history, self.library)

    def searched(self, question: str, history: Sequence[Turn]) -> str:
        """The question standing alone, with the library's own words for what it names."""
        return expand(self.resolve(question, history).searched, self.retriever.knows)


class Assistant:
    """A library of documents that can be asked.

    ``open`` builds and loads nothing; the model and the index are loaded when first needed, or
    by ``warm_up``. Safe to share between threads: one question is answered at a time.
    """

    def __init__(
        self,
        index: Index,
        load_embedder: Callable[[], Embedder],
        load_scorer: Callable[[], Scorer] = load_scorer,
        threshold: float | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Compose an assistant.

        Args:
            index: where the library is kept.
            load_embedder: makes the embedding model.
            load_scorer: makes the sentence scorer, by default the one that comes along.
            threshold: confidence in 0..1 from which to answer, by default the fitted one.
            today: tells the day by which sources are called expired, old or not yet in force.
        """
        self._index = index
        self._load_embedder = load_embedder
        self._load_scorer = load_scorer
        self._today = today
        self._lock = threading.RLock()
        self._view: _View | None = None
        self._embedder: Embedder | None = None
        self._scorer: Scorer | None = None
        self._calibration = fitted()
        self._threshold = self._calibration.threshold if threshold is None else threshold

    @classmethod
    def open(cls, store: str | Path | None = None, settings: Settings | None = None) -> "Assistant":
        """Open the library in ``store``, by default the one the environment names.

        Args:
            store: folder of the library; overrides the settings' store.
            settings: by default read from the process environment.
        """
        settings = settings or Settings.read(os.environ)
        path = Path(store).expanduser() if store is not None else settings.store
        return cls(
            Index(path),
            lambda: load_embedder(settings.model, settings.cache),
            threshold=settings.threshold,
            today=lambda: settings.today or date.today(),
        )

    @property
    def embedder(self) -> Embedder:
        """The embedding model, loaded on first use."""
        with self._lock:
            if self._embedder is None:
                self._embedder = self._load_embedder()
            return self._embedder

    @property
    def scorer(self) -> Scorer:
        """The sentence scorer, loaded on first use."""
        with self._lock:
            if self._scorer is None:
                self._scorer = self._load_scorer()
            return self._scorer

    def warm_up(self) -> None:
        """Load the models and the index now, so that the first question need not wait."""
        with self._lock:
            self._current()
            _ = self.scorer

    def ingest(self, paths: Sequence[str | Path], progress: Progress | None = None) -> IngestReport:
        """Make the library hold what ``paths`` hold now; nothing is lost to a bad input.

        A document deleted from a folder or JSONL file that is ingested again leaves the library.

        Args:
            paths: files and folders.
            progress: called with the number of documents just stored.

        Raises:
            ModelMismatch: the library was built with another embedding model.
            StoreError: the store can't be written.
        """
        began = time.perf_counter()
        gathered = gather([str(path) for path in paths])
        documents, failures = _parse_all(gathered)
        if documents or gathered.complete:
            with self._lock:
                changes = self._index.sync(
                    documents, _gone(gathered), self.embedder, progress or (lambda _: None)
                )
            counts = (changes.added, changes.updated, changes.unchanged, changes.removed)
        else:
            counts = (0, 0, 0, 0)
        seconds = round(time.perf_counter() - began, 3)
        return IngestReport(*counts, failures, seconds)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Embed every stored document anew with the model in use; returns how many there are."""
        with self._lock:
            return self._index.rebuild(_parse_again, self.embedder, progress or (lambda _: None))

    def documents(self) -> list[DocumentSummary]:
        """The documents of the library, by id."""
        with self._lock:
            return list(self._index.snapshot().documents.values())

    def text(self, document_id: str) -> str:
        """The exact stored text of a document.

        Raises:
            UnknownDocument: there is no such document.
        """
        with self._lock:
            return self._index.text(document_id)

    def remove(self, document_id: str) -> None:
        """Remove a document from the library.

        Raises:
            UnknownDocument: there is no such document.
        """
        with self._lock:
            self._index.remove(document_id)

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters | None = None,
        history: Iterable[Turn] = (),
    ) -> list[Hit]:
        """The ``k`` best chunks for a query, best first."""
        asked, turns = _asked(query), tuple(history)
        return self._read(
            lambda view: view.retriever.search(view.searched(asked, turns), k, filters or Filters())
        )

    def search_documents(
        self,
        query: str,
        k: int = 10,
        filters: Filters | None = None,
        history: Iterable[Turn] = (),
    ) -> list[Hit]:
        """The best chunk of each of the ``k`` best documents, best first."""
        asked, turns = _asked(query), tuple(history)
        return self._read(
            lambda view: view.retriever.search_documents(
                view.searched(asked, turns), k, filters or Filters()
            )
        )

    def searched(self, query: str, history: Iterable[Turn] = ()) -> str:
        """The query as it is searched after a conversation, with the library's own words."""
        asked, turns = _asked(query), tuple(history)
        return self._read(lambda view: view.searched(asked, turns))

    def ask(
        self, question: str, history: Iterable[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """Answer a question from the library, or say that the sources don't.

        Raises:
            InputError: the question is empty.
            IndexMissing: nothing was ingested yet.
            ModelMismatch: the library was built with another embedding model.
        """
        asked, turns = _asked(question), tuple(history)
        return self._read(lambda view: self._answer(view, asked, turns, filters or Filters()))

    def passages(self, answer: Answer) -> list[CitedPassage]:
        """The passages around an answer's citations, in their order.

        A citation whose document has changed since is given without surroundings.
        """
        return self._read(
            lambda view: [_surrounded(item, view.snapshot) for item in answer.citations]
        )

    def example_questions(self, count: int) -> list[str]:
        """Up to ``count`` of the documents' own questions, spread over the library."""
        return self._read(lambda view: _spread(_own_questions(view.snapshot), count))

    @cached_property
    def retriever(self) -> "BaseRetriever":
        """The search as a LangChain retriever."""
        from assistant.chains import make_retriever

        return make_retriever(self.search)

    @cached_property
    def chain(self) -> "Runnable[str | dict[str, object], Answer]":
        """Questions to answers as a LangChain runnable."""
        from assistant.chains import make_chain

        return make_chain(self.ask)

    def _answer(
        self, view: "_View", question: str, history: Sequence[Turn], filters: Filters
    ) -> Answer:
        snapshot = view.snapshot
        resolved = view.resolve(question, history)
        if resolved.unclear:
            return self._ask_back(view, question, resolved)
        answering = Answering(
            retriever=view.retriever,
            library=view.library,
            embedder=self.embedder,
            scorer=self.scorer,
            calibration=self._calibration,
            threshold=self._threshold,
        )
        choice = answering.choose(resolved.searched, filters)
        texts = _StoredTexts(self._index, snapshot)
        citations = verified(cite(choice.chosen, snapshot.documents), texts.read)
        related = verified(cite(choice.nearby, snapshot.documents), texts.read)
        as_of = _as_of(citations, snapshot)
        table = (
            comparing.tabulate(choice.comparison, choice.cells, citations)
            if choice.comparison and citations
            else None
        )
        return Answer(
            question=question,
            searched=choice.searched,
            answer=_text(citations, table, choice, as_of),
            abstained=choice.is_open or not citations,
            open=choice.is_open and bool(citations),
            confidence=choice.confidence,
            citations=citations,
            related=tuple(replace(citation, n=0) for citation in related),
            hits=choice.hits,
            corpus=snapshot.corpus,
            version=version(),
            as_of=as_of,
            notes=(
                _notes(citations, choice, snapshot, self._today())
                if citations
                else _refused(choice.confidence, self._threshold)
            ),
            reason=choice.reason,
            considered=tuple(
                _considered(item, choice, self._calibration) for item in choice.considered
            ),
            threshold=self._threshold,
            mode="compare" if table else "quote",
            table=table,
        )

    def _ask_back(self, view: "_View", question: str, resolved: Resolved) -> Answer:
        """The answer to a question too unclear to search."""
        return Answer(
            question=question,
            searched=resolved.searched,
            answer=ASK_BACK.format(resolved.unclear),
            abstained=True,
            confidence=confidence([]),
            citations=(),
            related=(),
            hits=(),
            corpus=view.snapshot.corpus,
            version=version(),
            mode="clarify",
            threshold=self._threshold,
        )

    def _read(self, work: Callable[["_View"], T]) -> T:
        """Do ``work`` on a consistent view of the index, again when a writer interfered."""
        with self._lock:
            for _ in range(_ATTEMPTS):
                try:
                    return work(self._current())
                except StaleSnapshot as error:
                    self._index.forget()
                    last = error
            raise StaleSnapshot(f"{last} If nothing is writing to it, run: assistant rebuild")

    def _current(self) -> "_View":
        snapshot = self._index.snapshot()
        if self._view is None or self._view.snapshot is not snapshot:
            check_model(self._index.path, snapshot.state, self.embedder)
            self._view = _View(snapshot, Retriever(snapshot, self.embedder), Library(snapshot))
        return self._view


def version() -> str:
    """The installed version of the assistant."""
    return distributions.version(APPLICATION)


class _StoredTexts:
    """Document texts re-read from Chroma, each once an answer, at the snapshot's revision."""

    def __init__(self, index: Index, snapshot: Snapshot) -> None:
        self._index = index
        self._snapshot = snapshot
        self._texts: dict[str, str] = {}

    def read(self, document_id: str) -> str | None:
        if document_id not in self._snapshot.documents:
            return None
        if document_id not in self._texts:
            expected = self._snapshot.documents[document_id].revision
            self._texts[document_id] = self._index.text(document_id, expected)
        return self._texts[document_id]


def _asked(question: str) -> str:
    if not question.strip():
        raise InputError("The question is empty; write one.")
    if not is_text(question):
        raise InputError("The question is not valid UTF-8 text; write it anew.")
    if len(question) > LONGEST_QUESTION:
        raise InputError(f"The question has more than {LONGEST_QUESTION} characters; shorten it.")
    return question


def _parse_all(
    gathered: Gathered,
) -> tuple[dict[str, tuple[Document, str]], tuple[Failure, ...]]:
    documents: dict[str, tuple[Document, str]] = {}
    failures = list(gathered.failures)
    for source in gathered.sources:
        try:
            document = parse(source.id, source.text, source.title)
        except InputError as error:
            failures.append(Failure(source.origin, str(error)))
        else:
            documents[source.id] = (document, source.path)
    return documents, tuple(failures)


def _parse_again(summary: DocumentSummary, text: str) -> Document:
    is_record = Path(summary.source).suffix.lower() == LINES_SUFFIX
    return parse(summary.id, text, summary.metadata.title if is_record else None)


def _gone(gathered: Gathered) -> Callable[[DocumentSummary], bool]:
    """Tells of a stored document not read in this ingest whether its source was deleted."""
    complete = set(gathered.complete)

    def gone(stored: DocumentSummary) -> bool:
        # Its source is there, only bad now: the stored version stays.
        if stored.id in gathered.ids:
            return False
        source = Path(stored.source)
        in_folder = not complete.isdisjoint(str(parent) for parent in source.parents)
        return stored.source in complete or (in_folder and not source.is_file())

    return gone


def _text(
    citations: Sequence[Citation], table: Table | None, choice: Choice, as_of: date | None
) -> str:
    if not citations:
        return f"{REFUSAL} {choice.reason}".strip()
    if table:
        return comparing.compose(table, citations)
    quoted = quoting.compose(citations)
    return f"{undecided.introduction(as_of)} {quoted}" if choice.is_open else quoted


def _notes(
    citations: Sequence[Citation], choice: Choice, snapshot: Snapshot, today: date
) -> tuple[str, ...]:
    """What a reader must know of an answer: who disagrees, who only claims, what is out of date."""
    rivals = _numbers(choice.rival, citations)
    cited = (citation.document_id for citation in citations)
    return (
        *(f"Sources differ on this: compare [1] and [{n}]." for n in rivals[:1] if n > 1),
        *_claims(citations),
        *notes.notes(cited, snapshot.documents, today),
    )


def _numbers(statement: Statement | None, citations: Sequence[Citation]) -> tuple[int, ...]:
    return statement.numbers(citations) if statement else ()


def _claims(citations: Sequence[Citation]) -> Iterator[str]:
    """Who says so, for the quotes behind which no official source stands."""
    by_source: dict[Source, list[str]] = {}
    for citation in citations:
        best = citation.sources[0] if citation.sources else None
        if best is not None and best.grade != GRADES[0]:
            by_source.setdefault(best, []).append(f"[{citation.n}]")
    for source, numbers in by_source.items():
        verb = "is" if len(numbers) == 1 else "are"
        yield f"{' and '.join(numbers)} {verb} what {source.name} says ({source.grade} source)."


def _refused(sure: float, threshold: float) -> tuple[str, ...]:
    return (
        f"The best statement found answers this with a probability of {sure:.0%}; "
        f"answers are given from {threshold:.0%}.",
    )


def _considered(item: Statement, choice: Choice, calibration: Calibration) -> Considered:
    return Considered(
        document_id=item.chunk.document_id,
        start=item.sentences[0].start,
        end=item.sentences[-1].end,
        text=item.text,
        probability=probability(item.logit),
        features=asdict(item.features),
        contributions=calibration.contributions(item.features),
        used=item in choice.chosen,
    )


def _as_of(citations: Iterable[Citation], snapshot: Snapshot) -> date | None:
    """The oldest date up to which a cited document was checked."""
    cited = (snapshot.documents[citation.document_id].metadata for citation in citations)
    return min((metadata.as_of for metadata in cited if metadata.as_of), default=None)


def _surrounded(citation: Citation, snapshot: Snapshot) -> CitedPassage:
    stored = snapshot.documents.get(citation.document_id)
    metadata = stored.metadata if stored else Metadata(title=citation.title)
    for chunk in snapshot.chunks_of(citation.document_id):
        start, end = citation.start - chunk.start, citation.end - chunk.start
        if start >= 0 and chunk.text[start:end] == citation.quote:
            return CitedPassage(citation, metadata, chunk.text[:start], chunk.text[end:])
    return CitedPassage(citation, metadata, "", "")


def _own_questions(snapshot: Snapshot) -> list[str]:
    by_document: dict[str, list[str]] = {}
    for chunk in snapshot.chunks.values():
        if chunk.question:
            by_document.setdefault(chunk.document_id, []).append(chunk.question)
    rounds = zip_longest(*by_document.values())
    return [question for round_ in rounds for question in round_ if question]


def _spread(questions: Sequence[str], count: int) -> list[str]:
    """``count`` of the questions at even distances, for neighbours share a subject."""
    step = max(1, len(questions) // max(1, count))
    return list(questions[::step][:count])
