"""Terms with the rows they stand in, and how often: an inverted index in a few arrays.

A term begins with the letter of its field (see ``fields``), so that the terms of a field, and those
with one beginning, stand side by side in the order of the vocabulary.
"""

import itertools
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from assistant.terms.arrays import Array

MOST_COUNTED = 2**16 - 1
"""How often a term stands in a row, at most as far as is told."""


class PostingsBuilder:
    """Collects which rows hold which terms; rows come in ascending order within a field."""

    def __init__(self) -> None:
        following = itertools.count().__next__
        self._numbers: defaultdict[str, int] = defaultdict(following)
        self._terms = array("i")
        self._rows = array("i")
        self._counts = array("H")

    def number(self, field: str, term: str) -> int:
        """The number of a term of a field, as it is collected under."""
        return self._numbers[field + term]

    def add(self, row: int, numbers: Collection[int]) -> None:
        """Note that terms stand in a row."""
        self._terms.extend(numbers)
        self._rows.extend(itertools.repeat(row, len(numbers)))
        self._counts.extend(itertools.repeat(1, len(numbers)))

    def count(self, row: int, counts: Mapping[int, int]) -> None:
        """Note how often terms stand in a row."""
        self._terms.extend(counts)
        self._rows.extend(itertools.repeat(row, len(counts)))
        self._counts.extend(min(count, MOST_COUNTED) for count in counts.values())

    def arrays(self) -> dict[str, Array]:
        """What ``Postings`` reads."""
        written = sorted(
            (term.encode(errors="surrogatepass"), number) for term, number in self._numbers.items()
        )
        rank = np.empty(len(written), dtype=np.int32)
        rank[[number for _, number in written]] = np.arange(len(written), dtype=np.int32)
        ranks = rank[np.frombuffer(self._terms, dtype=np.int32)]
        order = np.argsort(ranks, kind="stable")
        return {
            "terms": np.frombuffer(b"".join(term for term, _ in written), dtype=np.uint8),
            "term_ends": np.cumsum([len(term) for term, _ in written], dtype=np.int64),
            "ends": np.cumsum(np.bincount(ranks, minlength=len(written)), dtype=np.int64),
            "rows": np.frombuffer(self._rows, dtype=np.int32)[order],
            "counts": np.frombuffer(self._counts, dtype=np.uint16)[order],
        }


class Postings:
    """Reads what a builder has written; never changed, so that threads may share it."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._terms = arrays["terms"].tobytes()
        self._term_ends = arrays["term_ends"]
        self._ends = arrays["ends"]
        self._rows = arrays["rows"]
        self._counts = arrays["counts"]

    def find(self, term: str) -> int | None:
        """The number of a term, ``None`` where no row holds it."""
        written = term.encode(errors="surrogatepass")
        at = self._first(written)
        return at if at < len(self._ends) and self._bytes(at) == written else None

    def beginning(self, start: str) -> range:
        """The numbers of the terms that begin so, in their order."""
        written = start.encode(errors="surrogatepass")
        # No byte of UTF-8 is 0xff.
        return range(self._first(written), self._first(written + b"\xff"))

    def term(self, number: int) -> str:
        """A term, with the letter of its field."""
        return self._bytes(number).decode(errors="surrogatepass")

    def rows(self, number: int) -> NDArray[np.int32]:
        """The rows that hold a term, ascending."""
        start = self._ends[number - 1] if number else 0
        found: NDArray[np.int32] = self._rows[start : self._ends[number]]
        return found

    def counts(self, number: int) -> NDArray[np.uint16]:
        """How often a term stands in each of its rows."""
        start = self._ends[number - 1] if number else 0
        found: NDArray[np.uint16] = self._counts[start : self._ends[number]]
        return found

    def _first(self, written: bytes) -> int:
        """The number of the first term that is not before these bytes."""
        return bisect_left(range(len(self._ends)), written, key=self._bytes)

    def _bytes(self, number: int) -> bytes:
        start = self._term_ends[number - 1] if number else 0
        return bytes(self._terms[start : self._term_ends[number]])


def by_row(
    postings: Postings, field: str, count: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The terms of each of ``count`` rows: where those of a row end, and their numbers."""
    numbers = postings.beginning(field)
    if not numbers:
        return np.zeros(count, dtype=np.int64), np.empty(0, dtype=np.int32)
    held = [postings.rows(number) for number in numbers]
    rows = np.concatenate(held)
    terms = np.repeat(np.arange(numbers.start, numbers.stop, dtype=np.int32), [*map(len, held)])
    order = np.argsort(rows, kind="stable")
    ends = np.cumsum(np.bincount(rows, minlength=count), dtype=np.int64)
    return ends, terms[order]


def each(postings: Postings, numbers: Iterable[int], field: str) -> Iterator[str]:
    """Terms of a field by their numbers, without its letter."""
    return (postings.term(number)[len(field) :] for number in numbers)
