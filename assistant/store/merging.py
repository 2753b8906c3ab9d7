"""Writes several segments as one: few are left to be searched, and nothing of what was removed.

Segments are merged with others of about their size, as in a log-structured merge tree (O'Neil et
al., 1996): a passage is written again once for each size that its segment grows to, and not once
for each document that comes in.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from math import log

from assistant.store import writer
from assistant.store.drafting import Draft, Written
from assistant.store.manifest import Entry, Manifest
from assistant.store.snapshot import Snapshot

LARGEST = 32_768
"""Passages of a segment, about: a larger one takes longer to be added to, and a merge too long."""

AS_LARGE = 4
"""How many times as large a segment is of the next size, and how many of one size are merged."""

_SMALL = 64
"""Passages of a segment of the first size."""

MOST_GONE = 0.25
"""Share of the documents of a segment that may be gone before it is written again."""


def merge(manifest: Manifest) -> tuple[Entry, ...]:
    """Those segments of a generation that are to be written as one; none where all is well."""
    for entry in manifest.entries:
        if len(entry.gone) > MOST_GONE * entry.documents:
            return (entry,)
    by_size: dict[int, list[Entry]] = {}
    for entry in manifest.entries:
        same = by_size.setdefault(_size(entry), [])
        same.append(entry)
        if len(same) == AS_LARGE and sum(item.passages for item in same) <= LARGEST:
            return tuple(same)
    return ()


def _size(entry: Entry) -> int:
    return int(log(max(entry.passages, _SMALL) / _SMALL, AS_LARGE))


def written_again(snapshot: Snapshot, names: Set[str]) -> Iterator[list[Written]]:
    """What is left of some segments of a library, some passages at a time."""
    chosen = {at for at, item in enumerate(snapshot.held) if item.segment.name in names}
    left = {
        key: snapshot.documents[key] for key, (at, _) in snapshot.places.items() if at in chosen
    }
    return writer.noted(snapshot, left)


def fill(draft: Draft, batches: Iterator[list[Written]]) -> bool:
    """Write batches to a segment until it is as large as one may be; tells whether all are."""
    for batch in batches:
        draft.add(batch)
        if draft.passages >= LARGEST:
            return False
    return True


def rows_of(snapshot: Snapshot, document_ids: Sequence[str]) -> Mapping[str, list[int]]:
    """By segment, the rows of some documents of a library."""
    found: dict[str, list[int]] = {}
    for key in document_ids:
        if key in snapshot.places:
            at, row = snapshot.places[key]
            found.setdefault(snapshot.held[at].segment.name, []).append(row)
    return found
