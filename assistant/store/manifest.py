"""What a library consists of at one generation: its model, and the segments that hold it.

A segment is written once and never changed. A generation names those that are its library, and of
each the documents that were removed or written anew since.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

LAYOUT = 4
"""Version of the layout: of generations and segments, and of the records in their databases."""


@dataclass(frozen=True, slots=True)
class State:
    """The state of a library.

    Attributes:
        generation: counts what was written to a store, one after the other.
        model: the name of the model that made the vectors.
        dimension: the length of each.
        weights: a hash of the model's weights.
        corpus: a hash over the documents.
    """

    generation: int
    model: str
    dimension: int
    weights: str
    corpus: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment of a library.

    Attributes:
        name: its own, which no other segment ever has.
        documents: how many documents were written to it.
        passages: how many passages these have.
        seal: a hash of its seal.
        gone: the rows of its documents that are none of the library's any more.
    """

    name: str
    documents: int
    passages: int
    seal: str
    gone: tuple[int, ...] = ()

    @property
    def left(self) -> int:
        """How many of its documents are still the library's."""
        return self.documents - len(self.gone)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation: its state and its segments, the oldest first."""

    state: State
    entries: tuple[Entry, ...]

    def followed(
        self, corpus: str, gone: Mapping[str, Iterable[int]], added: Iterable[Entry] = ()
    ) -> "Manifest":
        """The generation after this one.

        Args:
            corpus: the hash over the documents it holds.
            gone: by segment, the rows of documents that it holds no more.
            added: its new segments.
        """
        kept = (_without(entry, gone.get(entry.name, ())) for entry in self.entries)
        entries = (*(entry for entry in kept if entry.left), *added)
        state = replace(self.state, generation=self.state.generation + 1, corpus=corpus)
        return Manifest(state, entries)


def _without(entry: Entry, gone: Iterable[int]) -> Entry:
    return replace(entry, gone=tuple(sorted({*entry.gone, *gone})))


def dump_manifest(manifest: Manifest) -> str:
    """A manifest as text that tells whether it is as it was written."""
    told = json.dumps(asdict(manifest))
    return f'{{"layout": {LAYOUT}, "sum": "{_sum(told)}", "manifest": {told}}}\n'


def load_manifest(text: str) -> Manifest:
    """A manifest, read back.

    Raises:
        ValueError: it is none of this layout, or not as it was written.
    """
    try:
        whole = json.loads(text)
        told = whole["manifest"]
        if whole["sum"] != _sum(json.dumps(told)):
            raise ValueError("is not as it was written")
        entries = tuple(_load_entry(item) for item in told["entries"])
        return Manifest(State(**told["state"]), entries)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("can't be read") from error


def layout_of(text: str) -> int:
    """The layout that wrote a manifest, 0 where that can't be told."""
    try:
        layout = json.loads(text)["layout"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0
    return layout if isinstance(layout, int) else 0


def _load_entry(item: Mapping[str, Any]) -> Entry:
    return Entry(**{**item, "gone": tuple(item["gone"])})


def _sum(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()[:16]
