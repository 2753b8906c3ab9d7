"""What tells that a document's records and vectors are those that were written.

A flipped bit in a database is no fault to it: it reads another word, or another number.
"""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from assistant.errors import StoreError
from assistant.models.embedder import Vectors
from assistant.store.faults import rebuilt

TOLERANCE = 1e-3
"""By how much the checksum of a document's vectors may differ: Chroma scales them anew, which moves
it by less than 1e-4 for a thousand vectors."""

UNEVEN = 1e-2
"""By how much the length of a vector may differ from 1."""


def text_seal(text: str, layout: str = "") -> str:
    """A hash of a document's text, and of its layout as its record has it."""
    whole = f"{text}\0{layout}" if layout else text
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def records_seal(values: Iterable[str]) -> str:
    """A hash over what is stored of a document's chunks, in their order."""
    total = hashlib.sha256()
    for value in values:
        total.update(value.encode())
    return total.hexdigest()[:16]


def vectors_seal(ids: Sequence[str], vectors: Vectors) -> float:
    """A checksum over the vectors of a document's chunks and statements, one a row of an id."""
    weights = np.array([1 + zlib.crc32(key.encode()) % 7 for key in ids], dtype=np.float64)
    return float(weights @ vectors.astype(np.float64) @ _signs(vectors.shape[1]))


def check_lengths(path: Path | str, vectors: Vectors) -> None:
    """Refuse vectors, one a row, that are no unit vectors.

    Raises:
        StoreError: one is not finite or of another length.
    """
    with np.errstate(all="ignore"):
        lengths = np.linalg.norm(vectors, axis=1)
    if not np.all(np.abs(lengths - 1) < UNEVEN):
        raise vectors_damaged(path)


def vectors_damaged(path: Path | str) -> StoreError:
    """The fault of a library whose vectors are not those that were written."""
    return StoreError(
        f"The store {path} is damaged (its vectors are not those that were written); "
        f"run: {rebuilt(path)}"
    )


def records_damaged(path: Path | str, document_id: str) -> StoreError:
    """The fault of a library whose records of a document are not those that were written."""
    return StoreError(
        f"The store {path} is damaged (what it holds of '{document_id}' is not what was written); "
        f"run: {rebuilt(path)}"
    )


def text_damaged(path: Path | str, document_id: str) -> StoreError:
    """The fault of a library whose text of a document is not the one that was written."""
    return StoreError(
        f"The store {path} is damaged (the text of '{document_id}' is not the one that was "
        "written); move it away and run: assistant ingest"
    )


@cache
def _signs(dimension: int) -> Vectors:
    chosen: Vectors = np.random.default_rng(dimension).choice(
        np.array([-1, 1], dtype=np.float32), dimension
    )
    return chosen
