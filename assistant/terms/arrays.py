r"""Named arrays in one file, which is mapped into the memory and read where it is asked.

    ARRAYS 1\n          what such a file begins with
    {"name": ["<i4", 12, 0], …}\n    by name the type, the count and the place of each behind this
    bytes               of each array, from a multiple of 64

Numpy's own archives can't be mapped.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]

_MAGIC = b"ARRAYS 1\n"
_ALIGNED = 64
"""Bytes of a line of a processor's cache."""


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays of one dimension to a file.

    Raises:
        OSError: it can't be written.
    """
    places: dict[str, list[str | int]] = {}
    at = 0
    for name, array in arrays.items():
        places[name] = [array.dtype.str, len(array), at]
        at = _aligned(at + array.nbytes)
    head = _MAGIC + json.dumps(places).encode() + b"\n"
    with path.open("wb") as file:
        file.write(head.ljust(_aligned(len(head)), b"\0"))
        start = file.tell()
        for name, array in arrays.items():
            file.seek(start + int(places[name][2]))
            array.tofile(file)


def read_arrays(path: Path) -> dict[str, Array]:
    """The arrays of a file, by name, mapped and not to be written to.

    Raises:
        OSError: there is no such file.
        ValueError: it is none of ``write_arrays``, or was cut off.
    """
    whole = np.memmap(path, dtype=np.uint8, mode="r")
    with path.open("rb") as file:
        if file.readline(len(_MAGIC)) != _MAGIC:
            raise ValueError(f"{path} holds no arrays")
        places = json.loads(file.readline())
        start = _aligned(file.tell())
    return {
        name: np.frombuffer(whole, dtype=kind, count=count, offset=start + at)
        if count
        else np.empty(0, dtype=kind)
        for name, (kind, count, at) in places.items()
    }


def _aligned(at: int) -> int:
    return -(-at // _ALIGNED) * _ALIGNED
