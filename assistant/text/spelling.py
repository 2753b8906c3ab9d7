"""A word that is written wrong -> the nearest of the words that are known."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

LEAST_LETTERS = 5
"""Letters of the words that a slip is one of."""

ANY_SLIP = 6
"""Letters from which a letter too many, or a wrong one, is taken for a slip: too many shorter words
differ by one, such as "clove" and "close"."""

MOST_OTHER = 2
"""In how many letters, at most, a slip changes which there are."""


class Spelling:
    """Words with how often they occur, to be found by a slip: never changed once made."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Index words in small letters.

        Args:
            counts: by word, how often it occurs; of two that are as near, the more frequent wins.
        """
        self._counts = counts
        self._by_letter: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for word in sorted(counts):
            if len(word) >= LEAST_LETTERS:
                self._by_letter[word[0]].append((word, letters(word)))

    def nearest(self, word: str) -> str:
        """The known word that is nearest to one in small letters, empty where none is near."""
        bits = letters(word)
        found = (
            other
            for other, others in self._by_letter.get(word[0], ())
            if (bits ^ others).bit_count() <= MOST_OTHER
        )
        return nearest(word, found, self._counts.__getitem__)


def nearest(word: str, others: Iterable[str], count: Callable[[str], int]) -> str:
    """Which of some words one in small letters is a slip of, empty where it is of none.

    A slip is a letter too many, missing or wrong, or two neighbours swapped. The first letter is
    taken to be right: people seldom miss it, and what stands before a word turns it round
    ("unpaid"). Two slips make another word of a long one too often: "revocation", "renovation".

    Args:
        word: the one that is written wrong.
        others: words that begin as it does, of letters that differ in ``MOST_OTHER`` at most.
        count: how often one of them occurs, 0 if never; of two as near the more frequent wins.
    """
    found = ((slips(word, other), other) for other in others if _is_comparable(word, other))
    counted = ((number, count(other), other) for number, other in found if number <= 1)
    near = ((number, -often, other) for number, often, other in counted if often)
    return min(near, default=(0, 0, ""))[2]


def _is_comparable(word: str, other: str) -> bool:
    """Whether a slip may make one of the other: it changes the length by one at most."""
    if len(other) < LEAST_LETTERS or abs(len(word) - len(other)) > 1:
        return False
    return len(word) >= ANY_SLIP or len(other) > len(word) or letters(word) == letters(other)


def slips(one: str, other: str) -> int:
    """The fewest slips that make one word of another (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], wanted):
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]


def letters(word: str) -> int:
    """Which letters a word holds, as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits
