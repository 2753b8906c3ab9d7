"""The reply of a chat model, piece by piece -> its sentences, each as soon as it is whole.

A reply is read character by character and decided on word by word, so that its sentences are the
same however it was cut into pieces.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.text.characters import folded
from assistant.text.sentences import split_sentences
from assistant.writing.thoughts import FORGET, ThoughtFilter

_MARK = re.compile(r"[ \t]*(?P<opens>[\[(【])(?P<named>[\w ,;:&^\t\u00a0-]{1,200})[\])】]")
_OPEN_MARK = re.compile(r"[\[(【][\w ,;:&^-]{0,80}$")
"""A mark that more is to come of."""

_NO_IDS = frozenset({"and", "id", "ids", "statement", "statements", "source", "sources", "see"})
"""Words that may stand within a mark."""

_STOPS = ".!?…"
_CLOSES = '"”’)]}»'
_CITED_END = re.compile(rf"[\])】]\**[{_STOPS}][{re.escape(_CLOSES)}]*$")
"""A sentence that cites before its full stop ends there, whatever comes."""

_PAIRS = (("(", ")"), ("“", "”"), ("[", "]"), ("«", "»"))
_LONGEST_OPEN = 600
"""Characters after which a bracket or quotation mark that is open is taken for a slip."""

_LINE = re.compile(r"(?:[-*•>]|#{1,6}|\d{1,2}[.)])")
"""The word that begins an item of a list or a heading."""

_BEGINS_LINE = re.compile(r"^\s*(?:[-*•>](?!\s*[$€£\d])|#{1,6}|\d{1,2}[.)])\s+")
_FORMAT = re.compile(r"\*\*|__|`|(?<![\w*])[*_](?=\S)|(?<=\S)[*_](?![\w*])")
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?])")
_TWO_STOPS = re.compile(r"(?<=\w\.)\s*\.(?=\s|$)")
"""Where a mark stood between the point of an abbreviation and the full stop."""

LONGEST = 20_000
"""Characters of a reply that are read: what is longer is no answer."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence as a chat model wrote it, without its marks, and the ids that these name."""

    text: str
    ids: tuple[str, ...]


class ReplyReader:
    """Reads one reply. Only ids that are known count; what else looks like one is taken out."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._thoughts = ThoughtFilter()
        self._left = ""
        self._gap = ""
        self._word = ""
        self._swallows = False
        self._length = 0

    def feed(self, piece: str) -> Iterator[Drafted]:
        """Take the next piece; gives the sentences that it makes whole."""
        for character in self._thoughts.feed(piece):
            yield from self._take(character)

    def finish(self) -> Iterator[Drafted]:
        """The sentence that is left at the end; none of a reply that was too long."""
        for character in self._thoughts.finish():
            yield from self._take(character)
        if self._length <= LONGEST:
            yield from self._end_word()
            yield from self._flush()

    def _take(self, character: str) -> Iterator[Drafted]:
        self._length += 1
        if self._length > LONGEST:
            return
        if character == FORGET:
            self._left = self._gap = self._word = ""
        elif character.isspace():
            yield from self._end_word()
            self._gap += character
        elif not (self._swallows and character in _STOPS + _CLOSES):
            self._swallows = False
            self._word += character
            if character in _STOPS + _CLOSES and self._cites_at_end():
                yield from self._end_word()
                yield from self._flush()
                self._swallows = True

    def _cites_at_end(self) -> bool:
        """Whether the text so far ends with a known id and a full stop, and nothing is open."""
        text = self._left + self._word
        if not _CITED_END.search(text):
            return False
        last = [*_MARK.finditer(text)][-1:]
        return bool(last) and bool(self._ids(last[0])) and _is_closed(text)

    def _end_word(self) -> Iterator[Drafted]:
        """Put the word behind what is left, and give the sentences before the one it is in."""
        if not self._word:
            return
        if self._begins_line():
            yield from self._flush()
        self._left += (" " if self._gap and self._left else "") + self._word
        self._gap = self._word = ""
        if not _OPEN_MARK.search(self._left):
            yield from self._sentences(is_whole=False)

    def _begins_line(self) -> bool:
        """Whether the word begins a line that does not go on what stands before it."""
        if "\n" not in self._gap or self._word[0] in "[(【":
            return False
        is_apart = self._gap.count("\n") > 1 or bool(_LINE.fullmatch(self._word))
        return is_apart or not (self._word[0].islower() or self._word[0].isdigit())

    def _flush(self) -> Iterator[Drafted]:
        yield from self._sentences(is_whole=True)

    def _sentences(self, *, is_whole: bool) -> Iterator[Drafted]:
        """The whole sentences of what is left; the last one stays where it may go on."""
        text = self._left
        blank = _MARK.sub(lambda found: self._without(found, " " * len(found[0])), text)
        starts = [one.start for one in split_sentences(blank, 0, len(blank), {})]
        bounds = [0]
        for start in starts[1:]:
            if _is_closed(text[bounds[-1] : start]):
                bounds.append(start)
        self._left = "" if is_whole else text[bounds[-1] :]
        for start, end in pairwise([*bounds, len(text)] if is_whole else bounds):
            if drafted := self._drafted(text[start:end]):
                yield drafted

    def _drafted(self, text: str) -> Drafted | None:
        ids = [key for found in _MARK.finditer(text) for key in self._ids(found)]
        bare = _MARK.sub(lambda found: self._without(found, ""), text)
        bare = folded(_FORMAT.sub("", _BEGINS_LINE.sub("", bare)))
        words = _TWO_STOPS.sub("", _BEFORE_STOP.sub("", bare)).strip()
        if not any(map(str.isalnum, words)):
            return None
        return Drafted(words, tuple(dict.fromkeys(ids)))

    def _without(self, found: re.Match[str], instead: str) -> str:
        """What stands in place of a mark: brackets around other words stay."""
        return instead if self._is_mark(found) else found[0]

    def _is_mark(self, found: re.Match[str]) -> bool:
        named = _named(found)
        if found["opens"] == "(":
            return bool(named) and all(key in self._known for key in named)
        return any(key in self._known or re.search(r"\d", key) for key in named)

    def _ids(self, found: re.Match[str]) -> list[str]:
        """The known ids of a mark."""
        named = _named(found) if self._is_mark(found) else []
        return [key for key in named if key in self._known]


def _named(found: re.Match[str]) -> list[str]:
    words = re.findall(r"[\w-]+", found["named"])
    return [word for word in words if word.lower() not in _NO_IDS]


def _is_closed(text: str) -> bool:
    """Whether no bracket and no quotation mark is open at the end of a text."""
    if len(text) > _LONGEST_OPEN:
        return True
    is_even = text.count('"') % 2 == 0
    return is_even and all(text.count(opens) <= text.count(closes) for opens, closes in _PAIRS)
