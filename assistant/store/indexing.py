"""The index of terms of a segment as a file beside its records: checked, or made anew of them."""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from assistant.models.weights import sha256
from assistant.store import files
from assistant.terms.reading import Told
from assistant.terms.terms import Terms, TermsBuilder


def opened_terms(folder: Path, told: Callable[[], Iterable[Told | int]]) -> Terms:
    """The index of terms in a folder; where its file is none that was written, one made anew.

    Args:
        folder: that of the segment.
        told: gives its documents by row, as their words are read; of one that is gone, how many
            passages it had.
    """
    with suppress(OSError, ValueError):
        if (folder / files.TERMS_SUM).read_text("ascii") == sha256(folder / files.TERMS):
            return Terms.read(folder / files.TERMS)
    builder = TermsBuilder()
    for item in told():
        if isinstance(item, Told):
            builder.add(item)
        else:
            builder.skip(item)
    # On a disk that can't be written it is made anew by each that opens the store.
    with suppress(OSError):
        save_terms(folder, builder)
    return Terms(builder.arrays())


def save_terms(folder: Path, builder: TermsBuilder) -> None:
    """Write an index of terms beside its segment, in one piece.

    Raises:
        OSError: it can't be written.
    """
    draft = folder / f".{files.TERMS}-{os.getpid()}"
    builder.save(draft)
    (folder / files.TERMS_SUM).unlink(missing_ok=True)
    draft.replace(folder / files.TERMS)
    (folder / files.TERMS_SUM).write_text(sha256(folder / files.TERMS), "ascii")
