"""A message that is about the assistant itself or its library -> what kind of message it is.

Kinds are given by example phrasings in ``replies.toml``. A message is of the kind of the example
that it is nearest to in meaning, if it is near enough and says little that no example says.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

import numpy as np

from assistant.models.embedder import Embedder, Vectors
from assistant.packaged import read_toml
from assistant.text.patterns import any_of, word_list
from assistant.text.words import content_stems

NEAR = 0.7
"""Least cosine to an example. Of 20,000 questions of public sets 6 are taken for small talk, of the
951 of the evaluation and of the library's own none; of 37 messages of small talk, in words chosen
after all was set, 28 are known."""

NEAR_ADDRESSED = 0.52
"""The same where the message speaks to the assistant, as hardly any question about a text does: of
98,628 questions of public sets 2,057 do, and of these about 20 are taken for small talk."""

NEAR_FRAMED = 0.6
"""The same for what stands around the name of a subject."""

MOST_UNSAID = 2
"""Content words that a message may have and no example has: a longer one is not read at all."""

MOST_WORDS = 8
"""Content words that the name of a subject spans at most."""

BETTER = 0.05
"""By how much the example must be nearer than what the library says."""

COURTESY = ("greeting", "thanks")
OVERVIEW = "overview"
_FILE = Path(__file__).parent / "replies.toml"
_SLOT = "{}"
_FILLER = "it"
"""What stands for a subject: a word with a meaning would count more than the words around it (the
farthest of 26 frames 0.42 to 0.56, "what about {}?" 0.56; with "this subject" 0.68, and 0.94)."""

_ADDRESS = word_list("you your yours yourself you're")
_ARTICLE = any_of(
    r"""
    the
    an?
    """,
    within=r"\b(?:{})\s+$",
)
_WORD = re.compile(r"[\w’']+(?:[.-][\w’']+)*")


@dataclass(frozen=True, slots=True)
class Meant:
    """What a message about the assistant means: its kind, and the subject it names, if any.

    ``nearness`` is the cosine of the example that is nearest.
    """

    kind: str
    nearness: float
    subject: str = ""


@dataclass(frozen=True, slots=True)
class _Example:
    kind: str
    text: str

    @property
    def has_slot(self) -> bool:
        return _SLOT in self.text

    @property
    def stems(self) -> frozenset[str]:
        return content_stems(self.text.replace(_SLOT, ""))


class Phrasings:
    """The examples with their vectors, which are made once, when a message first needs them."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._examples = _read()

    def meant(self, text: str, library_nearness: Callable[[Vectors], float]) -> Meant | None:
        """What a message means if it is about the assistant, else nothing.

        Args:
            text: the message.
            library_nearness: the cosine of what the library holds nearest to a vector.
        """
        if len(content_stems(text) - self.stems) > MOST_UNSAID:
            return None
        vector = self._embedder.embed_query(text)
        found = self._nearest(vector, slotted=False)
        least = NEAR_ADDRESSED if addresses(text) else NEAR
        is_meant = found.nearness >= least and (found.nearness >= library_nearness(vector) + BETTER)
        return found if is_meant else None

    def courtesy(self, text: str) -> str:
        """Which kind of courtesy a message is that is nothing else."""
        vector = self._embedder.embed_query(text)
        return max(COURTESY, key=lambda kind: self._similarity(vector, kind))

    def framed(self, text: str, is_subject: Callable[[str], bool]) -> Meant | None:
        """What a message asks of the documents about a subject that it names, if it does only that.

        Args:
            text: the message.
            is_subject: whether documents are about what some words name.
        """
        subject = self._subject(text, is_subject)
        if subject is None:
            return None
        before = _ARTICLE.sub("", text[: subject.start])
        frame = f"{before}{_FILLER}{text[subject.end :]}"
        found = self._nearest(self._embedder.embed_query(frame), slotted=True)
        if found.nearness < NEAR_FRAMED:
            return None
        return Meant(found.kind, found.nearness, text[subject.start : subject.end])

    def _subject(self, text: str, is_subject: Callable[[str], bool]) -> "_Span | None":
        """The words of which documents are about, if all else is what examples say too."""
        words = [word for word in _WORD.finditer(text) if content_stems(word[0])]
        known = self._said_around
        unsaid = [at for at, word in enumerate(words) if not content_stems(word[0]) <= known]
        if not unsaid or unsaid[-1] - unsaid[0] >= MOST_WORDS:
            return None
        # A name may begin or end with words that examples say too: "the key contract terms".
        spans = product(range(unsaid[0] + 1), range(unsaid[-1], len(words)))
        for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
            start, end = words[first].start(), words[last].end()
            if is_subject(text[start:end]):
                return _Span(start, end)
        return None

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all examples."""
        return frozenset[str]().union(*(item.stems for item in self._examples))

    @cached_property
    def _said_around(self) -> frozenset[str]:
        """The stems of the examples with a slot."""
        return frozenset[str]().union(*(item.stems for item in self._examples if item.has_slot))

    @cached_property
    def _vectors(self) -> Vectors:
        texts = (item.text.replace(_SLOT, _FILLER) for item in self._examples)
        return np.stack([self._embedder.embed_query(text) for text in texts])

    def _nearest(self, vector: Vectors, slotted: bool) -> Meant:
        cosines = self._vectors @ vector
        places = [at for at, item in enumerate(self._examples) if item.has_slot is slotted]
        best = max(places, key=lambda at: float(cosines[at]))
        return Meant(self._examples[best].kind, round(float(cosines[best]), 6))

    def _similarity(self, vector: Vectors, kind: str) -> float:
        cosines = self._vectors @ vector
        return max(
            float(cosine)
            for cosine, item in zip(cosines, self._examples, strict=True)
            if item.kind == kind
        )


def addresses(text: str) -> bool:
    """Whether a message speaks to the assistant."""
    return any(word.lower() in _ADDRESS for word in _WORD.findall(text))


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int


def _read() -> Sequence[_Example]:
    kinds: dict[str, list[str]] = read_toml(_FILE)
    return [_Example(kind, text) for kind, texts in kinds.items() for text in texts]
