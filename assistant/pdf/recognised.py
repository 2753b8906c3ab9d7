"""Words that a program recognised in a picture, mended where it ran two together."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.pdf.words import Word

_SMALL_WORDS = ("of", "the", "and")
"""Words so short that the gap behind them is missed: "ofthis". Of the 59,000 words of 98,628 texts
from the web, 54 that no dictionary has begin with one of these and go on with a word, and 48 of
them are two words. Others are left out: of those with "in" two thirds are one ("onsite")."""

_LEAST_REST = 3
"""Letters of what stands behind such a word."""


def parted(words: Sequence[Word], is_word: Callable[[str], bool]) -> list[Word]:
    """Words with those parted that are none, but a small one and another.

    Only a space is put in: the letters are those that the page shows.

    Args:
        words: those of a page, in their order.
        is_word: whether letters in small are a word of the language.
    """
    return [part for word in words for part in _parts(word, is_word)]


def _parts(word: Word, is_word: Callable[[str], bool]) -> list[Word]:
    bare = word.text.rstrip(".,;:)")
    if not bare.isalpha() or not bare.islower() or is_word(bare):
        return [word]
    for small in _SMALL_WORDS:
        rest = bare[len(small) :]
        if bare.startswith(small) and len(rest) >= _LEAST_REST and is_word(rest):
            border = word.x0 + (word.x1 - word.x0) * len(small) / len(word.text)
            behind = replace(word, text=word.text[len(small) :], x0=border, is_glued=False)
            return [replace(word, text=small, x1=border), behind]
    return [word]
