"""Letters that are set apart from the rest of their word -> words, as spaced ones or initials."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from assistant.pdf.words import Word

_LEAST = 4
"""Letters in a row from which they are words set apart, and no marks or initials."""

_WIDEST = 0.9
_APART = 2.5
"""White space between two of them, as a rule, and between two words of them, at most, in sizes of
their letters."""

_WORD = 1.5
"""By how much the white space between two words is wider than that between letters."""

_LONGEST = 2
_SINGLE = 0.75
"""Letters that stand together though others are set apart, as pairs that are kerned do, and the
share of the others."""


_INITIAL = 2.0
_MOST_INITIALS = 40
"""How large an initial is at least that goes over several lines, in sizes of the letters beside it,
and how many a page has, at most."""


def with_initials(words: Sequence[Word], is_word: Callable[[str], bool]) -> list[Word]:
    """Words with large initials made one with the rest of theirs.

    Args:
        words: those of a page, in their order.
        is_word: whether letters in small are a word of the language.
    """
    if not words:
        return []
    usual = median(word.size for word in words)
    initials = [word for word in words if _is_large(word, usual)]
    if not initials or len(initials) > _MOST_INITIALS:
        return list(words)
    whole: dict[int, Word | None] = {}
    for initial in initials:
        rest = min(
            (word for word in words if _is_beside(initial, word)),
            key=lambda word: word.y0,
            default=None,
        )
        if rest is not None and _are_one(initial.text.lower(), rest.text, is_word):
            text = initial.text + rest.text
            whole |= {id(initial): None, id(rest): replace(rest, text=text, x0=initial.x0)}
    return [made for word in words if (made := whole.get(id(word), word)) is not None]


def _is_large(word: Word, usual: float) -> bool:
    return len(word.text) == 1 and word.text.isupper() and word.size >= _INITIAL * usual


def _is_beside(initial: Word, word: Word) -> bool:
    """Whether a word in smaller letters stands behind an initial, over its foot."""
    gap = word.x0 - initial.x1
    is_small = word.size * _INITIAL <= initial.size and word.text[:1].isalpha()
    return (
        is_small
        and -0.5 * word.size < gap < 1.5 * word.size
        and (initial.y0 - word.size / 2 < word.y0 < initial.y1 - word.size / 2)
    )


def _are_one(initial: str, rest: str, is_word: Callable[[str], bool]) -> bool:
    """Whether a letter begins a word: "A" and "I" are some of their own."""
    bare = rest.strip(".,;:’'\")]”").lower()
    is_free = rest[0].isupper() or (is_word(initial) and is_word(bare))
    return not is_free or is_word(initial + bare)


def unspaced(words: Sequence[Word], is_word: Callable[[str], bool]) -> list[Word]:
    """Words with those made one that are the letters of one.

    Args:
        words: those of a page, in their order.
        is_word: whether letters in small are a word of the language.
    """
    made: list[Word] = []
    run: list[Word] = []
    for word in words:
        if run and not _goes_on(run[-1], word):
            made += _whole(run, is_word)
            run = []
        if len(word.text) <= _LONGEST:
            run.append(word)
        else:
            made.append(word)
    return [*made, *_whole(run, is_word)]


def _goes_on(before: Word, word: Word) -> bool:
    """Whether a word stands next to a letter that is set apart, in letters of its size."""
    is_alike = abs(before.size - word.size) < 0.5 and before.is_bold == word.is_bold
    is_level = abs(before.y1 - word.y1) < 0.1 * word.size
    gap = word.x0 - before.x1
    is_near = -0.1 * word.size < gap < _APART * word.size
    return len(word.text) <= _LONGEST and is_alike and is_level and is_near


def _whole(run: Sequence[Word], is_word: Callable[[str], bool]) -> Sequence[Word]:
    """The words of letters in a row."""
    letters = sum(word.text.isalpha() for word in run)
    single = sum(len(word.text) == 1 for word in run)
    if letters < _LEAST or single < _SINGLE * len(run):
        return run
    gap = median(word.x0 - before.x1 for before, word in pairwise(run))
    if gap >= _WIDEST * run[0].size:
        return run
    typed = sum(word.is_spaced for word in run[1:])
    made = [run[0]]
    for before, word in pairwise(run):
        is_apart = word.is_spaced and typed < len(run) / 2
        if is_apart or word.x0 - before.x1 > _WORD * gap:
            made.append(word)
        else:
            made[-1] = replace(made[-1], text=made[-1].text + word.text, x1=word.x1)
    # Where a space is typed between all letters, they may be single ones.
    is_meant = typed < len(run) / 2 or all(is_word(word.text.lower()) for word in made)
    return made if is_meant else run
