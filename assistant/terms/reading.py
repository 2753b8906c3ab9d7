"""A document -> the terms it is found by, field by field."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from assistant.documents.chunks import embedded_text
from assistant.terms import fields
from assistant.text.names import is_no_name
from assistant.text.patterns import word_list
from assistant.text.words import acronyms, begins_sentence, content_stems, folded, stem
from assistant.types import Chunk, Metadata

OPENING = 600
"""Characters at the beginning of a document that tell what it is about: its parties, its date."""

_COUNTED = re.compile(r"(?u)\b\d+(?:[.,]\d+)+\b|\b\w+\b")
"""Words and numbers: "4.0" and "2,500" are one token each."""

_NOT_COUNTED = word_list(
    """
    a an and are as at be but by for if in into is it no not of on or such that the their then
    there these they this to was will with
    """
)
"""Words that BM25 leaves out: those of Lucene's English analyser."""

TOKEN = re.compile(r"[^\W_]+(?:[.&/’'–-][^\W_]+)*(?:(?<=\.[^\W\d_])\.)?")
_WORD = re.compile(r"[^\W\d_]+")
_LARGE_TOKEN = re.compile(rf"(?<![^\W_])(?=[^\sA-Z–]*+[A-Z]){TOKEN.pattern}")
_BESIDE = re.compile(r"[’'.-]*\w[\w’'.-]*")
_BEHIND = re.compile(r"\W*([\w’'.-]+)")
_MOST_BESIDE = 24
"""Characters beside a word among which the next one is sought."""

_NUMBERED = re.compile(r"\b(?:[A-Z]{1,3}|[A-Z](?:\.[A-Z])+\.) ?\d+\b")
"""What bills are called: "AB 412", "H.R. 4821"."""

_PAIR = re.compile(r"(?<![^\W_])[A-Z][a-z]+ [A-Z][a-z]+(?![^\W_])")
_ENDING = re.compile(r"['’]s?$", re.IGNORECASE)

_NAME = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*")
_LARGE = re.compile(r"(?<!\w)[^\WA-Z]*+[A-Z][\w-]*")
_LARGE_WORD = re.compile(r"\b[A-Z][\w-]*")
_INSIDE = re.compile(r"(?:(?<=[a-z,;] )|(?<= v\. ))[(\"“‘']*([^\WA-Z]*+[A-Z][\w-]*)")
_RUN = re.compile(r"[A-Z][\w-]*(?: [A-Z][\w-]*)+")
_SMALL = re.compile(r"(?<![\w.])[a-z]\w*")

_MOST_KEPT = 100_000
"""Words of which the key is kept."""


@dataclass(frozen=True)
class Told:
    """A document as its words are read: what it says of itself, and its passages in their order."""

    id: str
    metadata: Metadata
    chunks: Sequence[Chunk]

    @cached_property
    def passages(self) -> tuple[str, ...]:
        """What is embedded of its passages."""
        return tuple(embedded_text(chunk, self.title) for chunk in self.chunks)

    @property
    def title(self) -> str:
        """Its title, empty where it has none."""
        return self.metadata.title

    @cached_property
    def text(self) -> str:
        """The text of all of its passages."""
        return " ".join(chunk.text for chunk in self.chunks)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings over its passages, each once."""
        return tuple(dict.fromkeys(heading for chunk in self.chunks for heading in chunk.path))


def counted_words(text: str) -> list[str]:
    """The stems of a text as BM25 counts them, in their order.

    However a word is written, with an accent or a ligature, it is the same.
    """
    return [stem for apart in text.split() for stem in counted_in(apart)]


def counted_in(apart: str) -> list[str]:
    """As ``counted_words``, of what stands between two spaces."""
    found = _COUNTED.findall(folded(apart).lower())
    return [stem(word) for word in found if word not in _NOT_COUNTED]


def terms_in(apart: str) -> dict[str, frozenset[str]]:
    """By field the terms of what stands between two spaces, which are its own whatever they are."""
    return {
        fields.STEMS: content_stems(apart),
        fields.SMALL: frozenset(_SMALL.findall(apart)),
        fields.WORDS: frozenset(_WORD.findall(apart.lower())),
        fields.FORMS: frozenset(map(_form, filter(str.islower, TOKEN.findall(apart)))),
        fields.TOLD: content_stems(" ".join(_LARGE.findall(apart))),
    }


def written_large(texts: Iterable[str]) -> Counter[str]:
    """The terms of ``fields.FORMS`` for what texts write large, with how often they do."""
    forms: Counter[str] = Counter()
    for text in texts:
        forms.update(_NUMBERED.findall(text))
        forms.update(form for form, _ in large_forms(text))
    return Counter({_form(form): count for form, count in forms.items()})


def document_terms(told: Told) -> dict[str, frozenset[str]]:
    """By field the terms of a document that are not those of its words one by one."""
    return {
        fields.STEMS: acronyms(" ".join([told.title, named(told), *told.headings, told.text])),
        fields.ABOUT: _about(told),
        fields.SUBJECT: _subject(told),
        fields.CODES: frozenset(told.id.split("-")),
        fields.LARGE: _large(told),
        **_title_terms(told),
    }


def _about(told: Told) -> frozenset[str]:
    opening = told.chunks[0].text[:OPENING] if told.chunks else ""
    text = f"{told.title} {named(told)} {opening}"
    return content_stems(text) | acronyms(text)


def named(told: Told) -> str:
    """The words of a document's id."""
    return re.sub(r"[-_]+", " ", told.id)


def _title_terms(told: Told) -> dict[str, frozenset[str]]:
    title, known = told.title, told.metadata
    stems = content_stems(title) | acronyms(title)
    concern = content_stems(" ".join((*known.jurisdiction, *known.topics)))
    large = content_stems(" ".join(_LARGE_WORD.findall(title)))
    words = (word.rstrip(",.:;") for word in title.split())
    pairs = {found[0] for found in _PAIR.finditer(title)}
    pairs = {pair for pair in pairs if not any(map(is_no_name, pair.split()))}
    runs = (run.split() for run in _RUN.findall(title))
    return {
        fields.TITLE: stems,
        fields.CONCERN: stems | concern,
        fields.TITLE_NAMES: large | acronyms(title),
        fields.TITLE_WORDS: frozenset(key_of(without_ending(word)) for word in words),
        fields.TITLE_PAIRS: frozenset(map(_form, pairs)),
        fields.TITLE_RUNS: frozenset(part.lower() for run in runs for part in _parts_of(run)),
        fields.PLACES: frozenset(place.lower() for place in known.jurisdiction if " " in place),
    }


def _subject(told: Told) -> frozenset[str]:
    title = told.title.split(": ")[0]
    numbers = " ".join(re.findall(r"\d+", told.id))
    stems = content_stems(" ".join([title, *told.metadata.jurisdiction, numbers]))
    return stems | acronyms(told.title)


def _large(told: Told) -> frozenset[str]:
    """The words, in small letters, that title, places or the inside of a sentence write large."""
    said = f"{told.title} {' '.join(told.metadata.jurisdiction)}"
    found = {*_LARGE.findall(said), *_INSIDE.findall(told.text)}
    return frozenset(chain.from_iterable(map(_small_names, found)))


@lru_cache(_MOST_KEPT)
def _small_names(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _NAME.findall(name))


def large_forms(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The words that a text writes large, where that says something, and where they stand."""
    for found in _LARGE_TOKEN.finditer(text):
        form = without_ending(found[0])
        # At the beginning of a sentence a capital says nothing.
        if not (form[1:].islower() and begins_sentence(text, found.start())):
            yield form, found


def is_alone(found: re.Match[str]) -> bool:
    """Whether the words beside one that is written large are no part of its name."""
    start, end = found.span()
    before = _BESIDE.findall(found.string, max(0, start - _MOST_BESIDE), start)[-1:]
    if not all(map(_is_plain, before)):
        return False
    behind = _BEHIND.match(found.string, end, end + _MOST_BESIDE)
    return behind is None or _is_plain(behind[1])


@lru_cache(_MOST_KEPT)
def _is_plain(word: str) -> bool:
    return word.islower() or is_no_name(word)


def _parts_of(words: Sequence[str]) -> Iterator[str]:
    """All runs of at least two of some words."""
    for start in range(len(words)):
        for end in range(start + 2, len(words) + 1):
            yield " ".join(words[start:end])


def without_ending(form: str) -> str:
    """A word without its possessive ending."""
    return _ENDING.sub("", form) if "'" in form or "’" in form else form


def _form(form: str) -> str:
    """A way to write a word, as a term: behind what it has in common with all others."""
    return f"{key_of(form)}\n{form}"


@lru_cache(_MOST_KEPT)
def key_of(form: str) -> str:
    """What all ways to write a name have in common: its letters and digits."""
    return "".join(letter for letter in folded(form) if letter.isalnum() or letter == "&")
