"""A document -> the terms it is found by, field by field."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
    return [*chain.from_iterable(map(_counted, text.split()))]


@lru_cache(_MOST_KEPT)
def _counted(word: str) -> tuple[str, ...]:
    found = _COUNTED.findall(folded(word).lower())
    return tuple(stem(word) for word in found if word not in _NOT_COUNTED)


def passage_terms(told: Told) -> Iterator[Counter[str]]:
    """How often each passage of a document holds each stem, title and headings among them."""
    for chunk in told.chunks:
        yield Counter(counted_words(embedded_text(chunk, told.title)))


def document_terms(told: Told, headings: Sequence[str]) -> Iterator[tuple[str, Mapping[str, int]]]:
    """The terms of a document with how often it holds them, each field with its letter.

    Args:
        told: the document.
        headings: those of its headings that count, which others of the library may share.
    """
    yield fields.STEMS, _once(_stems(told))
    yield fields.ABOUT, _once(_about(told))
    yield from _title_terms(told)
    yield fields.SUBJECT, _once(_subject(told))
    yield fields.CODES, _once(told.id.split("-"))
    yield fields.TOLD, _once(content_stems(" ".join({*_LARGE.findall(told.text)})))
    yield fields.LARGE, _once(_large(told))
    apart = {*told.title.split(), *told.text.split()}
    yield fields.SMALL, _once({*chain.from_iterable(map(_small_words, apart))})
    yield from _written([*(chunk.text for chunk in told.chunks), *headings, told.title])


def _once(terms: Sequence[str] | frozenset[str] | set[str]) -> Mapping[str, int]:
    return dict.fromkeys(terms, 1)


def _stems(told: Told) -> frozenset[str]:
    text = " ".join([told.title, _named(told), *told.headings, told.text])
    return content_stems(text) | acronyms(text)


def _about(told: Told) -> frozenset[str]:
    opening = told.chunks[0].text[:OPENING] if told.chunks else ""
    text = f"{told.title} {_named(told)} {opening}"
    return content_stems(text) | acronyms(text)


def _named(told: Told) -> str:
    return re.sub(r"[-_]+", " ", told.id)


def _title_terms(told: Told) -> Iterator[tuple[str, Mapping[str, int]]]:
    title, known = told.title, told.metadata
    stems = content_stems(title) | acronyms(title)
    yield fields.TITLE, _once(stems)
    concern = content_stems(" ".join((*known.jurisdiction, *known.topics)))
    yield fields.CONCERN, _once(stems | concern)
    large = content_stems(" ".join(_LARGE_WORD.findall(title)))
    yield fields.TITLE_NAMES, _once(large | acronyms(title))
    words = (word.rstrip(",.:;") for word in title.split())
    yield fields.TITLE_WORDS, _once({key_of(without_ending(word)) for word in words})
    pairs = {found[0] for found in _PAIR.finditer(title)}
    named = [pair for pair in pairs if not any(map(is_no_name, pair.split()))]
    yield fields.TITLE_PAIRS, _once([f"{key_of(pair)}\n{pair}" for pair in named])
    runs = (run.split() for run in _RUN.findall(title))
    yield fields.TITLE_RUNS, _once({part.lower() for run in runs for part in _parts_of(run)})
    yield fields.PLACES, _once([place.lower() for place in known.jurisdiction if " " in place])


def _subject(told: Told) -> frozenset[str]:
    title = told.title.split(": ")[0]
    numbers = " ".join(re.findall(r"\d+", told.id))
    stems = content_stems(" ".join([title, *told.metadata.jurisdiction, numbers]))
    return stems | acronyms(told.title)


def _large(told: Told) -> set[str]:
    """The words, in small letters, that title, places or the inside of a sentence write large."""
    said = f"{told.title} {' '.join(told.metadata.jurisdiction)}"
    found = {*_LARGE.findall(said), *_INSIDE.findall(told.text)}
    return {word.lower() for name in found for word in _NAME.findall(name)}


def _written(texts: Sequence[str]) -> Iterator[tuple[str, Mapping[str, int]]]:
    """All words of some texts, and how they write them."""
    words: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for text in texts:
        apart = text.split()
        words.update(chain.from_iterable(map(_words, apart)))
        forms.update({*chain.from_iterable(map(_small_forms, {*apart}))})
        for found in _LARGE_TOKEN.finditer(text):
            _note_large(found, forms, alone)
        forms.update(_NUMBERED.findall(text))
    yield fields.WORDS, words
    yield fields.FORMS, {f"{key_of(form)}\n{form}": count for form, count in forms.items()}
    yield fields.ALONE, alone


@lru_cache(_MOST_KEPT)
def _words(apart: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(apart.lower()))


@lru_cache(_MOST_KEPT)
def _small_words(apart: str) -> tuple[str, ...]:
    return tuple(_SMALL.findall(apart))


@lru_cache(_MOST_KEPT)
def _small_forms(apart: str) -> tuple[str, ...]:
    return tuple(filter(str.islower, TOKEN.findall(apart)))


def _note_large(found: re.Match[str], forms: Counter[str], alone: Counter[str]) -> None:
    form = without_ending(found[0])
    # At the beginning of a sentence a capital says nothing.
    if form[1:].islower() and begins_sentence(found.string, found.start()):
        return
    forms[form] += 1
    if _is_alone(found):
        alone[form] += 1


def _is_alone(found: re.Match[str]) -> bool:
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


@lru_cache(_MOST_KEPT)
def key_of(form: str) -> str:
    """What all ways to write a name have in common: its letters and digits."""
    return "".join(letter for letter in folded(form) if letter.isalnum() or letter == "&")
