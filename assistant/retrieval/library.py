"""What a library knows of the documents and names around a passage."""

from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from itertools import zip_longest

from assistant.models.embedder import Vectors
from assistant.retrieval.entities import Entities
from assistant.retrieval.wording import Wording
from assistant.store.snapshot import Snapshot
from assistant.terms import fields
from assistant.terms.copies import firsts_of
from assistant.text.standing import replacements
from assistant.text.vocabulary import terms
from assistant.text.words import content_stems
from assistant.types import Chunk, Role


class Library:
    """What scoring needs to know of the documents around a statement.

    Many threads may ask it: what it notes for later follows from the snapshot alone, so that two
    threads that work it out at once note the same.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._lexicon = snapshot.lexicon
        self._about: dict[str, frozenset[str]] = {}
        self._firsts: dict[str, str] = {}
        self._replacements = replacements(snapshot.documents)
        self._wording = Wording(self._lexicon)
        self.entities = Entities(self._lexicon, len(snapshot.documents))

    def worded(self, question: str) -> str:
        """A question with names as the library writes them, and words free of slips."""
        return self._wording.worded(question)

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

    def first_of(self, document_id: str) -> str:
        """The first of the documents that say nearly what one does, or itself."""
        self.compare({document_id})
        return self._firsts[document_id]

    def compare(self, documents: Set[str]) -> None:
        """Find the copies of some documents at once, which takes hardly longer than for one."""
        fresh = documents - self._firsts.keys()
        if fresh:
            self._firsts |= firsts_of(self._lexicon, fresh)

    def lacking(self, document_id: str, stems: frozenset[str]) -> frozenset[str]:
        """Those of some stems that no content word of a document has, and no acronym of its names.

        Its title, its headings and its id count as its words.
        """
        return self._lexicon.lacking(fields.STEMS, document_id, stems)

    def subject(self, document_id: str) -> frozenset[str]:
        """The stems of what a document is about: of its title, its id and how it begins.

        Who makes an agreement, and for whom, stands in its first lines alone.
        """
        if document_id not in self._about:
            self._about[document_id] = self._lexicon.of(fields.ABOUT, document_id)
        return self._about[document_id]

    def mentions(self, stems: frozenset[str]) -> bool:
        """Whether any document has any of some stems."""
        return any(self._lexicon.has(fields.STEMS, stem) for stem in stems)

    def is_subject(self, word: str) -> bool:
        """Whether a word in lower case is part of a name that a document is about.

        That is one that titles write large and the library never writes small.
        """
        stems = content_stems(word)
        return (
            bool(stems)
            and all(self._lexicon.has(fields.TITLE_NAMES, stem) for stem in stems)
            and not self._lexicon.writes_small(word)
        )

    def has_title(self, name: str) -> bool:
        """Whether a document's title holds all words of a name."""
        stems = content_stems(name)
        return bool(stems) and bool(self.about(stems))

    def is_place(self, name: str) -> bool:
        """Whether a name is a jurisdiction of a document, however people call it."""
        names = (name, *terms(name, lambda _: True))
        return any(item.lower() in self._places for item in names)

    @cached_property
    def _places(self) -> frozenset[str]:
        given = {
            place
            for document in self._snapshot.documents.values()
            for place in document.metadata.jurisdiction
        }
        said = (terms(place, lambda _: True) for place in given)
        return frozenset(place.lower() for place in given.union(*said))

    def is_topic(self, name: str) -> bool:
        """Whether a name is a topic of a document."""
        return name.lower() in self._topics

    @cached_property
    def _topics(self) -> frozenset[str]:
        documents = self._snapshot.documents.values()
        return frozenset(topic for document in documents for topic in document.metadata.topics)

    def is_replaced(self, document_id: str) -> bool:
        """Whether another document says that it supersedes this one."""
        return document_id in self._replacements

    def about(self, stems: frozenset[str]) -> frozenset[str]:
        """The documents whose title holds all of some stems; all where there are none."""
        if not stems:
            return frozenset(self._snapshot.documents)
        return self._lexicon.documents(fields.TITLE, stems)

    def concerned_with(self, name: str) -> tuple[str, ...]:
        """The documents whose title, places and topics hold all words of a name, by id."""
        return tuple(sorted(self._lexicon.documents(fields.CONCERN, content_stems(name))))

    def example_questions(self, count: int) -> list[str]:
        """Up to ``count`` of the documents' own questions, at even distances in the library."""
        by_document: dict[str, list[str]] = {}
        for part in self._lexicon.parts:
            for row, question in part.terms.questions:
                if part.alive[row]:
                    by_document.setdefault(part.ids[row], []).append(question)
        rounds = zip_longest(*(by_document[key] for key in sorted(by_document)))
        questions = [question for round_ in rounds for question in round_ if question]
        # Neighbours share a subject.
        step = max(1, len(questions) // max(1, count))
        return questions[::step][:count]

    def open_chunks(self, document_id: str) -> Sequence[Chunk]:
        """The chunks of a document that hold what it leaves open."""
        chunks = self._snapshot.chunks_of(document_id, (Role.OPEN,))
        # What a document that is not trusted leaves open settles nothing.
        return [chunk for chunk in chunks if chunk.role is Role.OPEN]

    def summary_chunks(self, document_id: str) -> Sequence[Chunk]:
        """The chunks that sum up a document: what it says first, then its main points."""
        roles = (Role.SUMMARY, Role.TAKEAWAYS)
        chunks = self._snapshot.chunks_of(document_id, roles)
        return [chunk for role in roles for chunk in chunks if chunk.role is role]

    def vectors(self, chunks: Sequence[Chunk]) -> Mapping[str, Vectors]:
        """The unit vectors of what chunks state and of their own questions, by record id."""
        return self._snapshot.statement_vectors(chunks)
