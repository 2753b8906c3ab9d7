"""The names of a text that documents are about, in any case of letters, with these documents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.terms import fields
from assistant.terms.lexicon import Lexicon
from assistant.text.names import is_group
from assistant.text.vocabulary import phrases
from assistant.text.words import content_stems

_TOKEN = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*")
_BREAK = re.compile(r"[:?!.,;\"“(]\s*$|^\s*$")
"""What stands before a word that begins a sentence, or a part of one."""

_BESIDE = re.compile(r"(?:['’]s?)?[\s–-]*\.?")
"""What stands between the parts of one name: "WGA's 2023 MBA", "Disney–OpenAI"."""

_CASE = re.compile(r"\.? v(?:s|ersus)?\.? ")
"""How the parties of a case are joined, and other things too."""

MOST_OF_NAME = 0.25
LEAST_OF_NAME = 4
"""The share of the documents that a name of one word may have, and a number it always may."""

MOST_WORDS = 8
"""Words of a long name, at most."""

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


class Entities:
    """The names that documents are about: of titles, places and ids, else of their texts.

    A word is a name where the library never writes it small. Threads may share it.
    """

    def __init__(self, lexicon: Lexicon, count: int) -> None:
        """Read names by the terms of a library of ``count`` documents."""
        self._lexicon = lexicon
        self._count = count

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
            fewer = found & self._of_term(stems)
            found = fewer or found
        return found

    def extent(self, documents: frozenset[str], words: str) -> int:
        """How many characters of what stands behind a name say which of some documents it is."""
        held = frozenset[str]().union(*(self._lexicon.of(fields.SUBJECT, key) for key in documents))
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
        if len(small) == len(text):
            for start, end in _runs(small):
                if self._is_long_name(small[start:end]):
                    yield Mention(start, end, self._of_term(content_stems(small[start:end])))

    def _is_long_name(self, small: str) -> bool:
        """Whether words in small letters are a place, or of a title and never so written."""
        if self._lexicon.has(fields.PLACES, small):
            return True
        is_titled = self._lexicon.has(fields.TITLE_RUNS, small)
        return is_titled and not self._lexicon.writes_small(small)

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
        if not stems or self._is_small(small) or not self._is_large(small):
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
        return max(MOST_OF_NAME * self._count, LEAST_OF_NAME)

    def _is_told(self, small: str) -> bool:
        return self._is_small(small) or self._is_large(small)

    def _is_small(self, small: str) -> bool:
        return self._lexicon.has(fields.SMALL, small)

    def _is_large(self, small: str) -> bool:
        one = small.removesuffix("s")
        is_large = self._lexicon.has(fields.LARGE, small)
        return is_large or (self._lexicon.has(fields.LARGE, one) and not self._is_small(one))

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
        documents = one.documents & other.documents
        return any(against.search(text) for text in self._lexicon.texts(documents))

    def _both(self, one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
        return one & other or one or other

    def _of_term(self, stems: frozenset[str]) -> frozenset[str]:
        return self._lexicon.documents(fields.SUBJECT, stems)

    def _coded(self, word: str) -> frozenset[str]:
        return self._lexicon.documents(fields.CODES, [word])

    def _telling(self, stems: frozenset[str]) -> frozenset[str]:
        return self._lexicon.documents(fields.TOLD, stems)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """The runs of several words of a text, with a point behind them and without."""
    words = [found.span() for found in re.finditer(r"\w+", text)]
    for at, (start, _) in enumerate(words):
        for _, end in words[at + 1 : at + MOST_WORDS]:
            if " " in text[start:end]:
                yield start, end
                if text[end : end + 1] == ".":
                    yield start, end + 1


def _groups(text: str) -> Iterator[tuple[int, int, str]]:
    """Trades in a text, which stand for their guilds, each with the guild."""
    for found in _TOKEN.finditer(text):
        if is_group(found[0]):
            yield from (
                (found.start(), found.end(), term) for *_, term in phrases(f"the {found[0]}")
            )
