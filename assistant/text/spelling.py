"""A word that is written wrong -> the nearest of the words that are known."""

from collections import defaultdict
from collections.abc import Mapping

LEAST_LETTERS = 5
"""Letters of the words that a slip is one of."""

ANY_SLIP = 6
"""Letters from which a letter too many, or a wrong one, is taken for a slip: too many shorter words
differ by one, such as "clove" and "close"."""


class Spelling:
    """Words with how often they occur, to be found by a slip: never changed once made.

    A slip is a letter too many, missing or wrong, or two neighbours swapped. The first letter is
    taken to be right: people seldom miss it, and what stands before a word turns it round
    ("unpaid"). Two slips make another word of a long one too often: "revocation", "renovation".
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Index words in small letters.

        Args:
            counts: by word, how often it occurs; of two that are as near, the more frequent wins.
        """
        self._by_letter: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        for word, count in sorted(counts.items()):
            if len(word) >= LEAST_LETTERS:
                self._by_letter[word[0]].append((word, _letters(word), count))

    def nearest(self, word: str) -> str:
        """The known word that is nearest to one in small letters, empty where none is near."""
        letters = _letters(word)
        found = (
            (slips(word, other), -count, other)
            for other, others, count in self._by_letter.get(word[0], ())
            # A slip changes the length by one at most, and which letters there are by two.
            if abs(len(word) - len(other)) <= 1 and (letters ^ others).bit_count() <= 2
            if len(word) >= ANY_SLIP or len(other) > len(word) or letters == others
        )
        return min((item for item in found if item[0] <= 1), default=(0, 0, ""))[2]


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


def _letters(word: str) -> int:
    """Which letters a word holds, as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits
