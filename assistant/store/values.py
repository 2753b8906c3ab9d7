"""Texts of any length as metadata of Chroma records, and back; each tells whether it is whole.

Chroma indexes what it calls a document by every three letters, which nobody asks for and which
takes most of the time of writing; metadata it only keeps. Its hosted service takes 4,096 bytes a
value and 32 of them a record, so that a long text goes on in further records.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_BYTES = 4_000
MOST_VALUES = 24
"""Bytes of a value, and values of a record."""

_SUM = 16
_MORE = "more"


_GOLDEN = np.pi * (3 - 5**0.5)


def spread(start: int, count: int) -> NDArray[np.float32]:
    """Vectors for records that are never searched, which Chroma wants to have some.

    They are spread over a circle by the golden angle, so that its index of them stays even.
    """
    angles = _GOLDEN * np.arange(start, start + count)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1, dtype=np.float32)


def sealed(value: object) -> str:
    """A JSON value as text in ASCII, behind a hash of it."""
    told = json.dumps(value, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()[:_SUM] + told


def unsealed_value(text: str) -> Any:
    """What ``sealed`` was given.

    Raises:
        ValueError: it is not as it was written.
    """
    told = text[_SUM:]
    if hashlib.sha256(told.encode()).hexdigest()[:_SUM] != text[:_SUM]:
        raise ValueError("a record is not as it was written")
    return json.loads(told)


def pack(text: str) -> list[dict[str, str | int]]:
    """A text in ASCII as the metadata of records; the first tells how many more there are."""
    pieces = [text[at : at + MOST_BYTES] for at in range(0, len(text), MOST_BYTES)] or [""]
    records: list[dict[str, str | int]] = [
        {f"v{number}": piece for number, piece in enumerate(pieces[at : at + MOST_VALUES])}
        for at in range(0, len(pieces), MOST_VALUES)
    ]
    if len(records) > 1:
        records[0][_MORE] = len(records) - 1
    return records


def more(record: Mapping[str, Any]) -> int:
    """How many further records a text goes on in."""
    return int(record.get(_MORE, 0))


def unpack(records: Sequence[Mapping[str, Any]]) -> str:
    """The text of records, which come in their order."""
    pieces = []
    for record in records:
        number = 0
        while (piece := record.get(f"v{number}")) is not None:
            pieces.append(str(piece))
            number += 1
    return "".join(pieces)
