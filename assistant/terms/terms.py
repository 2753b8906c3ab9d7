"""The index of terms of one part of a library: made once of its documents, then mapped."""

import hashlib
import json
import re
from array import array
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.terms import fields
from assistant.terms.arrays import Array, read_arrays, write_arrays
from assistant.terms.postings import Postings, PostingsBuilder, by_row, each
from assistant.terms.reading import (
    Told,
    counted_in,
    document_terms,
    named,
    terms_in,
    written_large,
)
from assistant.text.spelling import letters
from assistant.types import Chunk, Role

FORMAT = 1
"""Raised when what is noted of a text changes, so that an index of before is made anew."""

LEAST_WORDS = 6
"""Words of a sentence that tells a copy: shorter ones are said by many."""

_OF_TITLES = frozenset({fields.STEMS, fields.SMALL, fields.WORDS, fields.FORMS})
_OF_HEADINGS = frozenset({fields.WORDS, fields.FORMS})
"""The fields in which the words of titles and of headings are found, one by one."""

_LETTERS = re.compile(r"[^\W_]+")
ROLES = tuple(Role)


class TermsBuilder:
    """Collects the terms of documents, which come in the order of their rows."""

    def __init__(self) -> None:
        self._postings = PostingsBuilder()
        self._counted: dict[str, tuple[int, ...]] = {}
        self._apart: dict[str, frozenset[int]] = {}
        self._headings: set[str] = set()
        self._lengths = array("i")
        self._roles = array("B")
        self._firsts = array("i", [0])
        self._said: list[NDArray[np.uint64]] = []
        self._questions: list[tuple[int, str]] = []

    def add(self, told: Told) -> None:
        """Note the terms of a document."""
        row = len(self._said)
        for text in told.passages:
            counts = Counter(chain.from_iterable(map(self._counted_in, text.split())))
            self._postings.count(len(self._lengths), counts)
            self._lengths.append(counts.total())
        self._roles.extend(ROLES.index(chunk.role) for chunk in told.chunks)
        self._firsts.append(len(self._lengths))
        self._add_document(row, told)
        self._said.append(np.array(sorted(_said(told)), dtype=np.uint64))
        self._questions += [(row, chunk.question) for chunk in told.chunks if chunk.question]

    def _add_document(self, row: int, told: Told) -> None:
        """Note the terms of a document; a heading counts once, however many have it."""
        fresh = [heading for heading in told.headings if heading not in self._headings]
        self._headings.update(fresh)
        held = set[int]().union(*map(self._terms_in, {*told.text.split()}))
        held |= self._some_in(told.title, _OF_TITLES)
        held |= self._some_in(" ".join(fresh), _OF_HEADINGS)
        held |= self._some_in(" ".join([named(told), *told.headings]), (fields.STEMS,))
        for field, terms in document_terms(told).items():
            held |= {self._postings.number(field, term) for term in terms}
        self._postings.add(row, held)
        texts = (*(chunk.text for chunk in told.chunks), *fresh, told.title)
        large = written_large(texts)
        number = self._postings.number
        self._postings.count(row, {number(fields.FORMS, form): n for form, n in large.items()})

    def _counted_in(self, apart: str) -> tuple[int, ...]:
        """The numbers of the stems that BM25 counts of what stands between two spaces."""
        found = self._counted.get(apart)
        if found is None:
            number = self._postings.number
            found = tuple(number(fields.PASSAGE, stem) for stem in counted_in(apart))
            self._counted[apart] = found
        return found

    def _terms_in(self, apart: str) -> frozenset[int]:
        """The numbers of the terms of what stands between two spaces."""
        found = self._apart.get(apart)
        if found is None:
            number = self._postings.number
            terms = terms_in(apart).items()
            found = frozenset(number(field, term) for field, held in terms for term in held)
            self._apart[apart] = found
        return found

    def _some_in(self, text: str, wanted: Container[str]) -> set[int]:
        """The numbers of the terms of a text in some fields only."""
        return {
            self._postings.number(field, term)
            for apart in {*text.split()}
            for field, terms in terms_in(apart).items()
            for term in terms
            if field in wanted
        }

    def skip(self, passages: int) -> None:
        """Leave the row of a document empty, and those of its passages."""
        self._lengths.extend([0] * passages)
        self._roles.extend([0] * passages)
        self._firsts.append(len(self._lengths))
        self._said.append(np.empty(0, dtype=np.uint64))

    def arrays(self) -> dict[str, Array]:
        """What ``Terms`` reads."""
        count = len(self._said)
        arrays = self._postings.arrays()
        postings = Postings(arrays)
        for field in fields.BY_DOCUMENT:
            arrays[f"{field}_ends"], arrays[f"{field}_terms"] = by_row(postings, field, count)
        words = each(postings, postings.beginning(fields.WORDS), fields.WORDS)
        arrays["letters"] = np.array([letters(word) for word in words], dtype=np.uint32)
        said = np.concatenate([*self._said, np.empty(0, dtype=np.uint64)])
        by = np.repeat(np.arange(count, dtype=np.int32), [*map(len, self._said)])
        order = np.argsort(said, kind="stable")
        return arrays | {
            "format": np.array([FORMAT], dtype=np.int32),
            "lengths": np.frombuffer(self._lengths, dtype=np.int32),
            "roles": np.frombuffer(self._roles, dtype=np.uint8),
            "firsts": np.frombuffer(self._firsts, dtype=np.int32),
            "said": said,
            "said_ends": np.cumsum([*map(len, self._said)], dtype=np.int64),
            "said_sorted": said[order],
            "said_by": by[order],
            "questions": np.frombuffer(json.dumps(self._questions).encode(), dtype=np.uint8),
        }

    def save(self, path: Path) -> None:
        """Write the index to a file.

        Raises:
            OSError: it can't be written.
        """
        write_arrays(path, self.arrays())


class Terms:
    """Reads the index of terms of a part; never changed, so that threads may share it.

    Attributes:
        postings: which rows hold which terms.
        lengths: how many words BM25 counts in each passage.
        roles: of each passage, as the place of its role in ``ROLES``.
        firsts: of each document the row of its first passage, and the number of all.
        owners: of each passage the row of its document.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Read arrays that a builder has made.

        Raises:
            ValueError: another version has made them.
        """
        if arrays.get("format", np.zeros(1)).tolist() != [FORMAT]:
            raise ValueError("its index of terms is another version's")
        self._arrays = arrays
        self.postings = Postings(arrays)
        self.lengths: NDArray[np.int32] = arrays["lengths"]
        self.roles: NDArray[np.uint8] = arrays["roles"]
        self.firsts: NDArray[np.int32] = arrays["firsts"]
        counts = np.diff(self.firsts)
        self.owners = np.repeat(np.arange(len(counts), dtype=np.int32), counts)

    @classmethod
    def read(cls, path: Path) -> "Terms":
        """The index in a file.

        Raises:
            OSError: there is no such file.
            ValueError: it is none, or another version's.
        """
        return cls(read_arrays(path))

    @property
    def said(self) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
        """The hashes of all long sentences, ascending, with the row of the document of each."""
        return self._arrays["said_sorted"], self._arrays["said_by"]

    def said_in(self, row: int) -> NDArray[np.uint64]:
        """The hashes of the long sentences of a document."""
        ends = self._arrays["said_ends"]
        found: NDArray[np.uint64] = self._arrays["said"][ends[row - 1] if row else 0 : ends[row]]
        return found

    def in_document(self, field: str, row: int) -> frozenset[str]:
        """The terms of a document in one of ``fields.BY_DOCUMENT``."""
        ends, terms = self._arrays[f"{field}_ends"], self._arrays[f"{field}_terms"]
        numbers = terms[ends[row - 1] if row else 0 : ends[row]].tolist()
        return frozenset(each(self.postings, numbers, field))

    def holds(self, field: str, row: int, term: str) -> bool:
        """Whether a document has a term in one of ``fields.BY_DOCUMENT``."""
        number = self.postings.find(field + term)
        if number is None:
            return False
        rows = self.postings.rows(number)
        at = int(np.searchsorted(rows, row))
        return at < len(rows) and int(rows[at]) == row

    @cached_property
    def questions(self) -> tuple[tuple[int, str], ...]:
        """The own questions of documents, each with the row of its document."""
        return tuple((row, text) for row, text in json.loads(self._arrays["questions"].tobytes()))

    def words_like(self, first: str, bits: int, most: int) -> Iterator[str]:
        """Words that begin with a letter, and of which ``most`` letters are none of ``bits``."""
        start = self.postings.beginning(fields.WORDS).start
        numbers = self.postings.beginning(fields.WORDS + first)
        held = self._arrays["letters"][numbers.start - start : numbers.stop - start]
        near = np.flatnonzero(np.bitwise_count(held ^ np.uint32(bits)) <= most)
        return each(self.postings, (near + numbers.start).tolist(), fields.WORDS)


def _said(told: Told) -> set[int]:
    """The hashes of the long sentences of a document, word by word."""
    return {
        hashed
        for chunk in told.chunks
        for hashed in map(_hashed, _sentences(chunk))
        if hashed is not None
    }


def _sentences(chunk: Chunk) -> Iterator[str]:
    return (sentence.text for sentence in chunk.sentences)


def _hashed(sentence: str) -> int | None:
    words = _LETTERS.findall(sentence.casefold())
    if len(words) < LEAST_WORDS:
        return None
    said = " ".join(words).encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "little")
