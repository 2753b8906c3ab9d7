"""The names of a text that documents are about, in any case of letters, with these documents."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.store.snapshot import Snapshot
from assistant.text.names import is_group
from assistant.text.vocabulary import phrases
from assistant.text.words import acronyms, content_stems

_TOKEN = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*")
_LARGE = re.compile(r"\w*[A-Z][\w-]*")
_INSIDE = re.compile(r"(?:(?<=[a-z,;] )|(?<= v\. ))[(\"“‘']*(\w*[A-Z][\w-]*)")
_RUN = re.compile(r"[A-Z][\w-]*(?: [A-Z][\w-]*)+")
_BREAK = re.compile(r"[:?!.,;\"“(]\s*$|^\s*$")
"""What stands before a word that begins a sentence, or a part of one."""

_BESIDE = re.compile(r"(?:['’]s?)?[\s–-]*\.?")
"""What stands between the parts of one name: "WGA's 2023 MBA", "Disney–OpenAI"."""

_CASE = re.compile(r"\.? v(?:s|ersus)?\.? ")
"""How the parties of a case are joined, and other things too."""

MOST_OF_NAME = 0.25
LEAST_OF_NAME = 4
"""The share of the documents that a name of one word may have, and a number it always may."""

_MOST_BESIDE = 4
"""Words behind a name that may tell which of its documents are meant."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands in a text, with the documents about it; none for an unknown one.

    Where ``is_subject`` is false they only hold it.
    """

    start: int
    end: int
    documents: frozenset[str]
    is_subject: bool = True


@dataclass(frozen=True, slots=True)
class About:
    """A document by what tells its subject."""

    id: str
    title: str
    places: tuple[str, ...] = ()
    text: str = ""


class Entities:
    """The names that documents are about: of titles, places and ids, else of their texts.

    A word is a name where the library never writes it small. Threads may share it: what it works
    out when first asked follows from the documents alone.
    """

    def __init__(self, documents: Iterable[About]) -> None:
        self._documents = tuple(documents)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The names of a text, in its order; what belongs to one name is one mention."""
        found: list[Mention] = []
        for item in self._parts(text):
            between = text[found[-1].end : item.start] if found else ""
            if found and (_BESIDE.fullmatch(between) or self._is_case(found[-1], item, text)):
                documents = self._both(found[-1].documents, item.documents)
                is_subject = found[-1].is_subject or item.is_subject
                found[-1] = Mention(found[-1].start, item.end, documents, is_subject)
            else:
                found.append(item)
        # A number by itself names nothing.
        return tuple(item for item in found if re.search(r"[^\W\d]", text[item.start : item.end]))

    def narrowed(self, documents: frozenset[str], words: str) -> frozenset[str]:
        """Those of some documents whose subject holds most of the words behind a name."""
        found = documents
        for word in _TOKEN.findall(words)[:_MOST_BESIDE]:
            stems = content_stems(word)
            fewer = frozenset(key for key in found if stems and stems <= self._stems[key])
            found = fewer or found
        return found

    def extent(self, documents: frozenset[str], words: str) -> int:
        """How many characters of what stands behind a name say which of some documents it is."""
        held = frozenset[str]().union(*(self._stems[key] for key in documents))
        end = 0
        for found in _TOKEN.finditer(words):
            stems = content_stems(found[0])
            if not stems <= held:
                break
            end = found.end() if stems else end
        return end

    def _parts(self, text: str) -> Iterator[Mention]:
        """Names and numbers that do not overlap, the longest first where several begin."""
        spans = [*self._phrases(text), *self._words(text)]
        end = 0
        for item in sorted(spans, key=lambda item: (item.start, -item.end)):
            if item.start >= end:
                yield item
                end = item.end

    def _phrases(self, text: str) -> Iterator[Mention]:
        """Names of several words, and what people call a name."""
        called = [*phrases(text), *_groups(text)]
        for start, end, term in called:
            documents = self._of_term(content_stems(term))
            if term[0].isupper() and documents:
                yield Mention(start, end, documents)
        small = text.lower()
        for name, documents in self._long_names.items():
            for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", small):
                if len(small) == len(text):
                    yield Mention(found.start(), found.end(), documents)

    def _words(self, text: str) -> Iterator[Mention]:
        for found in _TOKEN.finditer(text):
            word = found[0]
            documents = self._of_word(word)
            if documents is None and self._is_unknown_name(word, text[: found.start()]):
                documents = frozenset()
            if documents is not None:
                is_subject = bool(documents & self._of_term(content_stems(word)))
                yield Mention(found.start(), found.end(), documents, is_subject)

    def _of_word(self, word: str) -> frozenset[str] | None:
        """The documents about a word, none for a number without any, nothing for other words."""
        stems = content_stems(word)
        if any(map(str.isdigit, word)):
            return self._of_term(stems)
        small = word.lower()
        if not stems or small in self._small or not self._is_large(small):
            # State codes are words too, so ids count only for what is written in capitals.
            is_code = word.isupper() and 1 < len(word) <= 3
            return self._coded(small) or None if is_code else None
        titled = self._of_term(stems)
        # Of several documents that name it, those are about it whose ids do so too.
        if len(titled) > self._most:
            return None
        found = titled & self._coded(small) or titled or self._coded(small) or self._telling(stems)
        return found if len(found) <= self._most else None

    @property
    def _most(self) -> float:
        """How many documents a name has at most: "AI" names none where most are about it."""
        return max(MOST_OF_NAME * len(self._documents), LEAST_OF_NAME)

    def _is_told(self, small: str) -> bool:
        return small in self._small or self._is_large(small)

    def _is_large(self, small: str) -> bool:
        one = small.removesuffix("s")
        return small in self._large or (one in self._large and one not in self._small)

    def _is_unknown_name(self, word: str, before: str) -> bool:
        begins = bool(_BREAK.search(before)) and not word.isupper()
        return (
            word[0].isupper() and len(word) > 1 and not begins and not self._is_told(word.lower())
        )

    def _is_case(self, one: Mention, other: Mention, text: str) -> bool:
        """Whether two names are the parties of one case: a document names it so, or none knows."""
        if not _CASE.fullmatch(text[one.end : other.start]):
            return False
        if not one.documents and not other.documents:
            return True
        against = re.compile(
            _CASE.pattern + re.escape(text[other.start : other.end]), re.IGNORECASE
        )
        return any(
            against.search(f"{item.title} {item.text}")
            for item in self._documents
            if item.id in one.documents & other.documents
        )

    def _both(self, one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
        return one & other or one or other

    def _of_term(self, stems: frozenset[str]) -> frozenset[str]:
        return frozenset(key for key, held in self._stems.items() if stems and stems <= held)

    def _coded(self, word: str) -> frozenset[str]:
        return frozenset(item.id for item in self._documents if word in item.id.split("-"))

    def _telling(self, stems: frozenset[str]) -> frozenset[str]:
        return frozenset(key for key, told in self._told.items() if stems <= told)

    @cached_property
    def _stems(self) -> dict[str, frozenset[str]]:
        """By document, the stems of its subject: its title up to a colon, places, numbers of id."""
        return {item.id: _subject(item) for item in self._documents}

    @cached_property
    def _told(self) -> dict[str, frozenset[str]]:
        """By document, the stems of what it writes large."""
        return {
            item.id: content_stems(" ".join(_LARGE.findall(item.text))) for item in self._documents
        }

    @cached_property
    def _large(self) -> frozenset[str]:
        """The words, in small letters, that a title or text of the library writes large."""
        titles = " ".join(f"{item.title} {' '.join(item.places)}" for item in self._documents)
        found = [*_LARGE.findall(titles), *self._inside]
        words = (word for name in found for word in _TOKEN.findall(name))
        return frozenset(word.lower() for word in words)

    @property
    def _inside(self) -> Iterator[str]:
        """What texts write large inside a sentence."""
        return (name for item in self._documents for name in _INSIDE.findall(item.text))

    @cached_property
    def _small(self) -> frozenset[str]:
        """The words that a text of the library writes small."""
        texts = (f"{item.title} {item.text}" for item in self._documents)
        return frozenset(word for text in texts for word in re.findall(r"(?<![\w.])[a-z]\w*", text))

    @cached_property
    def _long_names(self) -> dict[str, frozenset[str]]:
        """Names of several words in small letters: places, and of titles those never so written."""
        names = {place.lower() for item in self._documents for place in item.places if " " in place}
        runs = {run for item in self._documents for run in _RUN.findall(item.title)}
        parts = {part.lower() for run in runs for part in _parts_of(run.split())}
        texts = " ".join(f"{item.title} {item.text}" for item in self._documents)
        names |= {part for part in parts if part not in texts}
        return {name: self._of_term(content_stems(name)) for name in sorted(names)}


def entities(snapshot: Snapshot) -> Entities:
    """The names of a snapshot's documents."""
    return Entities(
        About(
            key,
            document.metadata.title,
            document.metadata.jurisdiction,
            " ".join(chunk.text for chunk in snapshot.chunks_of(key)),
        )
        for key, document in snapshot.documents.items()
    )


def _groups(text: str) -> Iterator[tuple[int, int, str]]:
    """Trades in a text, which stand for their guilds, each with the guild."""
    for found in _TOKEN.finditer(text):
        if is_group(found[0]):
            yield from (
                (found.start(), found.end(), term) for *_, term in phrases(f"the {found[0]}")
            )


def _subject(item: About) -> frozenset[str]:
    title = item.title.split(": ")[0]
    numbers = " ".join(re.findall(r"\d+", item.id))
    return content_stems(" ".join([title, *item.places, numbers])) | acronyms(item.title)


def _parts_of(words: Sequence[str]) -> Iterator[str]:
    """All runs of at least two of some words."""
    for start in range(len(words)):
        for end in range(start + 2, len(words) + 1):
            yield " ".join(words[start:end])
