"""A text -> the stems of its words and names, as questions and statements are compared by them."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import Stemmer

from assistant.text.patterns import alternation, word_list

_MOST_THREADS = 64
_MOST_STEMS = 100_000
"""Words of which the stem is kept."""

_MOST_FOLDED = 10_000
"""Runs of characters beyond ASCII of which the plain form is kept."""
_MOST_BETWEEN = 4
"""Characters between two sentences, at most."""

TITLES = word_list("dr judge mr mrs ms prof rep sen")
"""What people are addressed by before their names: it is none, and its point ends no sentence."""

_LONGEST_TITLE = 8
"""Characters of one with what stands behind it, at most."""

_OTHERS = re.compile(r"([^\x00-\x7f]+)")
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}(?!\w)")
_PLURAL = re.compile(r"(?<=\b[A-Z]{2})s\b|(?<=[A-Z]{3})s\b")
_NUMBERED = re.compile(r"(?<=[^\W\d_])(?=\d)")
_UNITS = alternation(
    r"""
    -[a-z]          # "22-minute"
    [ ]?%
    [ ]per[ ]?cent\b
    [ ]thousand\b
    [ ]million\b
    [ ]billion\b
    [ ]minutes?\b
    [ ]hours?\b
    [ ]days?\b
    [ ]weeks?\b
    [ ]months?\b
    [ ]years?\b
    """
)
"""What stands behind a number that is an amount, and names nothing."""

_NUMBER = rf"(?<![$€£\w.,])\d+(?:[.,]\d+)*(?![.,]?\w|{_UNITS})"
_NAME = re.compile(rf"{_NUMBER}|\b[A-Z]\w+|\b\w+[A-Z]\w*\b")
_BEGINS = re.compile(r"(?:^|[.!?:\n])[\s\"'“”‘’–—-]*$")
_BEFORE = re.compile(r"(?<!\w)(\w+)\.? +$")
_TITLE_CASE = re.compile(r"\b[A-Z][\w’']*(?:[ -](?:(?:of|and|the|for) )?[A-Z][\w’']*)+")
_FUNCTION_WORDS = word_list(
    """
    a about also am an and any are as at be been being between but by can could d did do does down
    each for from get gets got had has have he her here him his how i if in into is it its just ll
    m many may me might more most much must my no not of off on only or other our out over own re
    s said same say says she should so some such t tell than that the their them then there these
    they this through to too under up us ve very was we were what when where which who whom whose
    why will with would you your
    """
)
"""Words that say nothing of what a text is about."""


def content_stems(text: str) -> frozenset[str]:
    """The stems of a text's words, function words left out.

    However a name is written, its stems are the same: "A.B. 412" as "AB412", "Québec" as "Quebec",
    "VFXs" as "VFX".
    """
    # What stands between two spaces is read by itself: few of a library's words are new.
    return frozenset[str]().union(*map(_content_stems, {*text.split()}))


@lru_cache(_MOST_STEMS)
def _content_stems(word: str) -> frozenset[str]:
    plain = _NUMBERED.sub(" ", _PLURAL.sub("", _INITIALS.sub(_without_dots, word)))
    return word_stems({*_WORD.findall(folded(plain))} - _FUNCTION_WORDS)


def word_stems(words: Iterable[str]) -> frozenset[str]:
    """The stems of words in small letters, whatever they say."""
    return frozenset(_stemmer(threading.get_ident()).stemWords(list(words)))


@lru_cache(_MOST_STEMS)
def stem(word: str) -> str:
    """The stem of a word in small letters."""
    return str(_stemmer(threading.get_ident()).stemWord(word))


def folded(text: str) -> str:
    """A text in small letters without accents, and in the plain forms of its characters."""
    if text.isascii():
        return text.lower()
    # Few characters of an English text are others, and those alone are worth looking up.
    parts = _OTHERS.split(text)
    parts[0::2] = [part.lower() for part in parts[0::2]]
    parts[1::2] = [_folded(part) for part in parts[1::2]]
    return "".join(parts)


@lru_cache(_MOST_FOLDED)
def _folded(others: str) -> str:
    apart = unicodedata.normalize("NFKD", others).casefold()
    return "".join(character for character in apart if not unicodedata.combining(character))


def name_stems(text: str) -> frozenset[str]:
    """The stems of the names in a text: capitalised words, acronyms, and numbers without a unit."""
    found = (one for one in _NAME.finditer(text) if not _only_begins(one))
    names = (one[0] for one in found if not (one[0].istitle() and one[0].lower() in TITLES))
    return content_stems(" ".join(names))


def begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins at a place in a text."""
    return bool(_BEGINS.search(text, max(0, at - _MOST_BETWEEN), at)) or not at


def is_titled(text: str, at: int) -> bool:
    """Whether what a person is addressed by stands before a place in a text: "Mr. ", "Judge "."""
    found = _BEFORE.search(text, max(0, at - _LONGEST_TITLE), at)
    return found is not None and found[1].lower() in TITLES


def _only_begins(found: re.Match[str]) -> bool:
    """Whether a word may be written large for no more than that it begins a sentence."""
    text, at = found.string, found.start()
    return found[0].istitle() and begins_sentence(text, at) and not is_titled(text, at)


def acronyms(text: str) -> frozenset[str]:
    """The acronyms, in lower case, that the capitalised names of a text would have."""
    names = (re.findall(r"\b[A-Z]", name) for name in _TITLE_CASE.findall(text))
    return frozenset("".join(initials).lower() for initials in names)


def listed(words: Sequence[str]) -> str:
    """Words as a person lists them: "one, two and three"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def is_text(text: str) -> bool:
    """Whether a string is valid Unicode text, without lone surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _without_dots(initials: re.Match[str]) -> str:
    return initials[0].replace(".", "")


@lru_cache(_MOST_THREADS)
def _stemmer(thread: int) -> Stemmer.Stemmer:
    # One for each thread: a stemmer keeps what it is working on.
    return Stemmer.Stemmer("english")
