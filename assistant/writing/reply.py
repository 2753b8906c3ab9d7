"""The reply of a chat model, piece by piece -> its sentences, each as soon as it is whole."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.text.sentences import split_sentences

_MARK = re.compile(r"[ \t]*\[[ \t]*([\w-]{1,20}(?:[ \t]*[,;][ \t]*[\w-]{1,20})*)[ \t]*\]")
_OPEN_MARK = re.compile(r"\[[\w ,;-]{0,80}$")
"""A mark that more is to come of."""

_CITED_END = re.compile(r"\[[\w ,;-]+\][.!?][\"”’)]*\s*$")
"""A sentence that cites before its full stop ends there, whatever comes."""

_THOUGHT = re.compile(r"\s*<think>.*?</think>\s*", re.DOTALL)
"""What some models think aloud before they answer."""

_THINKING = "<think>"
_BEGINS_LINE = re.compile(r"^\s*(?:[-*•>]|#{1,6}|\d{1,2}[.)])\s+")
_FORMAT = re.compile(r"\*\*|__|`")
_SPACE = re.compile(r"\s+")
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?])")

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
        self._left = ""
        self._length = 0
        self._is_thinking: bool | None = None

    def feed(self, piece: str) -> Iterator[Drafted]:
        """Take the next piece; gives the sentences that it makes whole."""
        self._length += len(piece)
        if self._length > LONGEST:
            return
        self._left += piece
        if self._thinks():
            return
        *lines, last = self._left.split("\n")
        for line in lines:
            yield from self._sentences(line, is_whole=True)
        self._left = last
        yield from self._sentences(last, is_whole=bool(_CITED_END.search(last)))

    def finish(self) -> Iterator[Drafted]:
        """The sentence that is left at the end."""
        left, self._left = self._left, ""
        if not self._is_thinking:
            yield from self._sentences(left, is_whole=True)

    def _thinks(self) -> bool:
        """Whether the reply has not begun: what the model thinks before is no part of it."""
        if self._is_thinking is False:
            return False
        begun = self._left.lstrip()
        if begun.startswith(_THINKING):
            self._is_thinking = True
            found = _THOUGHT.match(self._left)
            if found is None:
                return True
            self._left = self._left[found.end() :]
        elif _THINKING.startswith(begun):
            return True
        self._is_thinking = False
        return False

    def _sentences(self, text: str, *, is_whole: bool) -> Iterator[Drafted]:
        """The whole sentences of a text without line ends; what is left of it is kept."""
        blank = _MARK.sub(lambda found: " " * len(found[0]), text)
        starts = [one.start for one in split_sentences(blank, 0, len(blank), {})]
        if starts and not is_whole and _OPEN_MARK.match(text[starts[-1] :].lstrip()):
            starts.pop()
        if not starts:
            if is_whole:
                self._left = ""
            return
        bounds = [0, *starts[1:], len(text)]
        self._left = "" if is_whole else text[bounds[-2] :]
        for start, end in pairwise(bounds if is_whole else bounds[:-1]):
            if drafted := self._drafted(text[start:end]):
                yield drafted

    def _drafted(self, text: str) -> Drafted | None:
        ids: list[str] = []

        def taken(found: re.Match[str]) -> str:
            named = [part.strip() for part in re.split("[,;]", found[1])]
            if not any(part in self._known or re.search(r"\d", part) for part in named):
                return found[0]
            ids.extend(part for part in named if part in self._known)
            return ""

        bare = _FORMAT.sub("", _BEGINS_LINE.sub("", _MARK.sub(taken, text)))
        words = _BEFORE_STOP.sub("", _SPACE.sub(" ", bare)).strip()
        if not any(map(str.isalnum, words)):
            return None
        return Drafted(words, tuple(dict.fromkeys(ids)))
