"""What a library knows of the documents and names around a passage."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import zip_longest

from assistant.models.embedder import Vectors
from assistant.retrieval.entities import Entities, entities
from assistant.retrieval.wording import Wording
from assistant.store.copies import copies, groups
from assistant.store.snapshot import Snapshot
from assistant.text.standing import replacements
from assistant.text.vocabulary import terms
from assistant.text.words import acronyms, content_stems
from assistant.types import Chunk, Role

_LARGE = re.compile(r"\b[A-Z][\w-]*")

OPENING = 600
"""Characters at the beginning of a document that tell what it is about: its parties, its date."""


class Library:
    """What scoring needs to know of the documents around a statement.

    Many threads may ask it: what it notes for later follows from the snapshot alone, so that two
    threads that work it out at once note the same.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._words: dict[str, frozenset[str]] = {}
        self._about: dict[str, frozenset[str]] = {}
        self._titles: dict[str, frozenset[str]] = {}
        self._subjects: dict[str, bool] = {}
        self._large: frozenset[str] | None = None
        self._places: frozenset[str] | None = None
        self._wording: Wording | None = None
        self._replacements = replacements(snapshot.documents)

    def worded(self, question: str) -> str:
        """A question with names as the library writes them, and words free of slips."""
        if self._wording is None:
            titles = [self.title(key) for key in self._snapshot.documents]
            chunks = self._snapshot.chunks.values()
            over = dict.fromkeys(heading for chunk in chunks for heading in chunk.path)
            texts = [*(chunk.text for chunk in chunks), *over]
            self._wording = Wording([*texts, *titles], titles)
        return self._wording.worded(question)

    @cached_property
    def entities(self) -> Entities:
        """The names that its documents are about."""
        return entities(self._snapshot)

    def title(self, document_id: str) -> str:
        """The title of a document, empty where it has none."""
        return self._snapshot.documents[document_id].metadata.title

    @cached_property
    def trusted(self) -> frozenset[str]:
        """The documents that are believed in what they say of themselves."""
        documents = self._snapshot.documents
        return frozenset(key for key, document in documents.items() if document.trusted)

    def is_trusted(self, document_id: str) -> bool:
        """Whether what a document says of itself counts."""
        return self._snapshot.documents[document_id].trusted

    def borrows_title(self, document_id: str) -> bool:
        """Whether a document that is not trusted bears the title of one that is."""
        return self._snapshot.documents[document_id].borrows_title

    @cached_property
    def _copies(self) -> dict[str, str]:
        return groups(copies(self._snapshot.chunks.values()))

    def first_of(self, document_id: str) -> str:
        """The first of the documents that say nearly what one does, or itself."""
        return self._copies.get(document_id, document_id)

    def words(self, document_id: str) -> frozenset[str]:
        """The stems of a document's content words, and the acronyms its names would have.

        Its title, its headings and its id count as its words.
        """
        if document_id not in self._words:
            chunks = self._snapshot.chunks_of(document_id)
            over = dict.fromkeys(heading for chunk in chunks for heading in chunk.path)
            named = re.sub(r"[-_]+", " ", document_id)
            texts = [chunk.text for chunk in chunks]
            text = " ".join([self.title(document_id), named, *over, *texts])
            self._words[document_id] = content_stems(text) | acronyms(text)
        return self._words[document_id]

    def subject(self, document_id: str) -> frozenset[str]:
        """The stems of what a document is about: of its title, its id and how it begins.

        Who makes an agreement, and for whom, stands in its first lines alone.
        """
        if document_id not in self._about:
            first = next(iter(self._snapshot.chunks_of(document_id)), None)
            named = re.sub(r"[-_]+", " ", document_id)
            opening = first.text[:OPENING] if first else ""
            text = f"{self.title(document_id)} {named} {opening}"
            self._about[document_id] = content_stems(text) | acronyms(text)
        return self._about[document_id]

    def mentions(self, stems: frozenset[str]) -> bool:
        """Whether any document has any of some stems."""
        return any(stems & self.words(key) for key in self._snapshot.documents)

    def is_subject(self, word: str) -> bool:
        """Whether a word in lower case is part of a name that a document is about.

        That is one that titles write large and the library never writes small.
        """
        if word not in self._subjects:
            stems = content_stems(word)
            small = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
            self._subjects[word] = (
                bool(stems)
                and stems <= self._title_names()
                and not any(small.search(chunk.text) for chunk in self._snapshot.chunks.values())
            )
        return self._subjects[word]

    def has_title(self, name: str) -> bool:
        """Whether a document's title holds all words of a name."""
        stems = content_stems(name)
        return bool(stems) and bool(self.about(stems))

    def is_place(self, name: str) -> bool:
        """Whether a name is a jurisdiction of a document, however people call it."""
        if self._places is None:
            given = {
                place
                for document in self._snapshot.documents.values()
                for place in document.metadata.jurisdiction
            }
            said = (terms(place, lambda _: True) for place in given)
            self._places = frozenset(place.lower() for place in given.union(*said))
        names = (name, *terms(name, lambda _: True))
        return any(item.lower() in self._places for item in names)

    def is_topic(self, name: str) -> bool:
        """Whether a name is a topic of a document."""
        documents = self._snapshot.documents.values()
        return any(name.lower() in document.metadata.topics for document in documents)

    def _title_names(self) -> frozenset[str]:
        if self._large is None:
            titles = [self.title(key) for key in self._snapshot.documents]
            names = (content_stems(" ".join(_LARGE.findall(title))) for title in titles)
            self._large = frozenset[str]().union(*names, *map(acronyms, titles))
        return self._large

    def is_replaced(self, document_id: str) -> bool:
        """Whether another document says that it supersedes this one."""
        return document_id in self._replacements

    def about(self, stems: frozenset[str]) -> frozenset[str]:
        """The documents whose title holds all of some stems."""
        return frozenset(key for key in self._snapshot.documents if stems <= self._title(key))

    def concerned_with(self, name: str) -> tuple[str, ...]:
        """The documents whose title, places and topics hold all words of a name, by id."""
        stems = content_stems(name)
        return tuple(
            key
            for key, document in self._snapshot.documents.items()
            if stems
            and stems
            <= self._title(key)
            | content_stems(" ".join((*document.metadata.jurisdiction, *document.metadata.topics)))
        )

    def _title(self, document_id: str) -> frozenset[str]:
        if document_id not in self._titles:
            title = self.title(document_id)
            self._titles[document_id] = content_stems(title) | acronyms(title)
        return self._titles[document_id]

    def example_questions(self, count: int) -> list[str]:
        """Up to ``count`` of the documents' own questions, at even distances in the library."""
        by_document: dict[str, list[str]] = {}
        for chunk in self._snapshot.chunks.values():
            if chunk.question:
                by_document.setdefault(chunk.document_id, []).append(chunk.question)
        rounds = zip_longest(*by_document.values())
        questions = [question for round_ in rounds for question in round_ if question]
        # Neighbours share a subject.
        step = max(1, len(questions) // max(1, count))
        return questions[::step][:count]

    def open_chunks(self, document_id: str) -> Sequence[Chunk]:
        """The chunks of a document that hold what it leaves open."""
        chunks = self._snapshot.chunks_of(document_id)
        return [chunk for chunk in chunks if chunk.role is Role.OPEN]

    def summary_chunks(self, document_id: str) -> Sequence[Chunk]:
        """The chunks that sum up a document: what it says first, then its main points."""
        chunks = self._snapshot.chunks_of(document_id)
        roles = (Role.SUMMARY, Role.TAKEAWAYS)
        return [chunk for role in roles for chunk in chunks if chunk.role is role]

    def vectors(self, chunks: Sequence[Chunk]) -> Mapping[str, Vectors]:
        """The unit vectors of what chunks state and of their own questions, by record id."""
        return self._snapshot.statement_vectors(chunks)
