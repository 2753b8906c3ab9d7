"""Words that go over the end of a line -> words."""

import re
from collections.abc import Callable, Iterable

from assistant.pdf.letters import HYPHEN

_ENOUGH = 40
"""Lines of a document in which a word is broken sooner or later, if words are broken in it at all:
where lines are set to a width, that is one in ten."""

_ENDING = re.compile(rf"(?<=\w)[-‐{HYPHEN}]$")
_ADDRESS = re.compile(rf"\w@$|(?:https?://|www\.)\S*[/_.?=&{HYPHEN}-]$")
_LONGEST = 300
"""What goes on behind anything, as addresses do, and how many letters of a line are looked at."""

_LAST = re.compile(r"[\w’'-]+$")
_FIRST = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_SHARED = re.compile(r"(?:and|or|to|nor)\b")
"""What stands behind a hyphen that two words share: "short- and long-term"."""


class Hyphens:
    """Tells of a hyphen at the end of a line whether it belongs to the word.

    A word that the document has elsewhere, with a hyphen or without, is written so; else one that
    English has, and else a compound of two words keeps its hyphen ("chain-weighted"). In a document
    that breaks no words all hyphens are of theirs.
    """

    def __init__(self, lines: Iterable[str], is_word: Callable[[str], bool]) -> None:
        """Learn the words of a document.

        Args:
            lines: its lines.
            is_word: whether letters in small are a word of the language.
        """
        self._is_word = is_word
        self._known: set[str] = set()
        count, breaks, above = 0, False, ""
        for line in lines:
            count += 1
            self._known.update(map(str.lower, _WORDS.findall(_ENDING.sub(" ", line))))
            breaks = breaks or self._is_broken(above, line)
            above = line
        self._breaks = breaks or count < _ENOUGH

    def joint(self, line: str, below: str) -> tuple[str, str]:
        """The end of a line without its hyphen, and what stands between it and the next one."""
        if _ADDRESS.search(line[-_LONGEST:]):
            return line, ""
        if not _ENDING.search(line):
            return line, " "
        bare = line[:-1]
        if _SHARED.match(below):
            return f"{bare}-", " "
        return bare, "-" if self._is_compound(bare, below) else ""

    def _is_broken(self, line: str, below: str) -> bool:
        """Whether a word goes over the end of a line of which the parts are none."""
        parts = self._parts(line[:-1], below) if _ENDING.search(line) else None
        if parts is None:
            return False
        whole = "".join(parts)
        return self._is_word(whole) and not all(map(self._is_word, parts))

    def _parts(self, bare: str, below: str) -> tuple[str, str] | None:
        """The letters on both sides of a hyphen in small, ``None`` where there are none."""
        last, first = _LAST.search(bare), _FIRST.match(below)
        if last is None or first is None or not bare[-1].isalpha():
            return None
        return last[0].lower(), first[0].lower()

    def _is_compound(self, bare: str, below: str) -> bool:
        parts = self._parts(bare, below)
        if parts is None or not self._breaks:
            return True
        one, other = parts
        if below[0].isupper() and not bare.split()[-1].isupper():
            return True
        if one + other in self._known:
            return False
        if f"{one}-{other}" in self._known:
            return True
        if self._is_word(one + other):
            return False
        return self._is_word(one.rpartition("-")[2]) and self._is_word(other)


def without_hyphens(text: str) -> str:
    """A line with plain hyphens, for those that stand within it."""
    return text.replace(HYPHEN, "-")
