"""The terms of a whole library: of all its parts, without the documents that were removed."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from assistant.terms import fields
from assistant.terms.reading import counted_words
from assistant.terms.terms import Terms

MOST_PASSAGES = 200
"""Passages that are looked into for how a phrase is written."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as its words are looked into: its text, and the title and headings over it."""

    text: str
    over: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Part:
    """A part of a library: its terms, its documents by row, and which of them are still there.

    ``passages`` gives the passages of some rows.
    """

    terms: Terms
    ids: Sequence[str]
    alive: NDArray[np.bool_]
    passages: Callable[[Sequence[int]], Sequence[Passage]] = field(repr=False)

    @cached_property
    def is_whole(self) -> bool:
        """Whether none of its documents was removed."""
        return bool(self.alive.all())

    @cached_property
    def passages_alive(self) -> NDArray[np.bool_]:
        """Which of its passages are of documents that are still there."""
        found: NDArray[np.bool_] = self.alive[self.terms.owners]
        return found


class Lexicon:
    """Tells which documents of a library hold which terms. Threads may share it."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)

    def has(self, name: str, term: str) -> bool:
        """Whether a document holds a term of a field."""
        return any(len(rows) for _, rows in self._rows(name, term))

    def count(self, name: str, term: str) -> int:
        """How often documents hold a term of a field."""
        total = 0
        for part in self.parts:
            number = part.terms.postings.find(name + term)
            if number is not None:
                total += _alive_count(part, number)
        return total

    def occurrences(self, word: str) -> int:
        """How often passages hold a word in small letters or another form of it, or have it."""
        total = self.count(fields.WORDS, word)
        for part in self.parts:
            for stem in {*counted_words(word)} if total else ():
                number = part.terms.postings.find(fields.PASSAGE + stem)
                if number is not None:
                    rows = part.terms.postings.rows(number)
                    counts = part.terms.postings.counts(number)
                    total += int(counts[part.passages_alive[rows]].sum())
        return total

    def beginning(self, name: str, start: str) -> Counter[str]:
        """The terms of a field that begin so, with how often documents hold each."""
        found: Counter[str] = Counter()
        for part in self.parts:
            postings = part.terms.postings
            for number in postings.beginning(name + start):
                if count := _alive_count(part, number):
                    found[postings.term(number)[len(name) :]] += count
        return found

    def documents(self, name: str, terms: Iterable[str]) -> frozenset[str]:
        """The documents that hold all of some terms of a field; none where there are no terms."""
        wanted = [*terms]
        found: list[str] = []
        for part in self.parts if wanted else ():
            numbers = [part.terms.postings.find(name + term) for term in wanted]
            held = [part.terms.postings.rows(number) for number in numbers if number is not None]
            if len(held) == len(numbers):
                rows = reduce(_both, sorted(held, key=len))
                found += [part.ids[row] for row in rows[part.alive[rows]].tolist()]
        return frozenset(found)

    def of(self, name: str, document_id: str) -> frozenset[str]:
        """The terms of a document in one of ``fields.BY_DOCUMENT``."""
        part, row = self.places[document_id]
        return part.terms.in_document(name, row)

    def lacking(self, name: str, document_id: str, terms: Iterable[str]) -> frozenset[str]:
        """Those of some terms that a document lacks in one of ``fields.BY_DOCUMENT``."""
        part, row = self.places[document_id]
        return frozenset(term for term in terms if not part.terms.holds(name, row, term))

    def words_like(self, first: str, bits: int, most: int) -> set[str]:
        """Words that begin with a letter, and of which ``most`` letters are none of ``bits``."""
        return {word for part in self.parts for word in part.terms.words_like(first, bits, most)}

    def containing(self, stems: Iterable[str]) -> list[Passage]:
        """Passages that hold all of some stems, ``MOST_PASSAGES`` at most."""
        wanted, found = [*stems], list[Passage]()
        for part in self.parts if wanted else ():
            numbers = [part.terms.postings.find(fields.PASSAGE + stem) for stem in wanted]
            held = [part.terms.postings.rows(number) for number in numbers if number is not None]
            if len(held) == len(numbers):
                rows = reduce(_both, sorted(held, key=len))
                rows = rows[part.passages_alive[rows]][: MOST_PASSAGES - len(found)]
                found += part.passages(rows.tolist())
        return found

    def writes_small(self, words: str) -> bool:
        """Whether a passage or a title has words as they are here, in small letters."""
        if words.isidentifier() and words.isascii():
            return self.has(fields.SMALL, words)
        written = re.compile(rf"(?<!\w){re.escape(words)}")
        return any(map(written.search, self.holding(words)))

    def writings(self, words: str) -> Counter[str]:
        """How often passages and titles have words, in whatever letters, by how they write them."""
        written = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        return Counter(form for text in self.holding(words) for form in written.findall(text))

    def holding(self, words: str) -> list[str]:
        """The texts of passages that have all of some words, and once what stands over them."""
        found = self.containing({*counted_words(words)})
        over = dict.fromkeys(line for passage in found for line in passage.over)
        return [*(passage.text for passage in found), *over]

    def texts(self, documents: Iterable[str]) -> Iterator[str]:
        """Title and text of each of some documents, of its first passages at least."""
        for key in documents:
            part, row = self.places[key]
            first, end = part.terms.firsts[row], part.terms.firsts[row + 1]
            passages = part.passages(range(first, min(end, first + MOST_PASSAGES)))
            over = passages[0].over[0] if passages else ""
            yield " ".join([over, *(passage.text for passage in passages)])

    @cached_property
    def places(self) -> Mapping[str, tuple[Part, int]]:
        """By document, its part and its row there."""
        return {
            part.ids[row]: (part, row)
            for part in self.parts
            for row in np.flatnonzero(part.alive).tolist()
        }

    def _rows(self, name: str, term: str) -> Iterable[tuple[Part, NDArray[np.int32]]]:
        for part in self.parts:
            number = part.terms.postings.find(name + term)
            if number is not None:
                rows = part.terms.postings.rows(number)
                alive = part.passages_alive if name == fields.PASSAGE else part.alive
                yield part, rows if part.is_whole else rows[alive[rows]]


def _alive_count(part: Part, number: int) -> int:
    counts = part.terms.postings.counts(number)
    if not part.is_whole:
        counts = counts[part.alive[part.terms.postings.rows(number)]]
    return int(counts.sum())


def _both(one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.int32]:
    """The rows that both have; each has a row once."""
    if not len(other):
        return other
    at = np.searchsorted(other, one)
    found: NDArray[np.int32] = one[other[np.minimum(at, len(other) - 1)] == one]
    return found
