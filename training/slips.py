"""Slips of the keyboard, so that the scorer reads on where a person mistyped."""

from random import Random

MISTYPED = 5
"""Letters that a word has more than for a slip to leave it readable."""

SHARE = 0.1
"""Share of the questions that have a slip."""


def mistyped(question: str, random: Random) -> str:
    """The question; in a tenth of the draws a longer word loses a letter or has two swapped."""
    words = question.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > MISTYPED and word.isalpha()]
    if not long or random.random() > SHARE:
        return question
    at = random.choice(long)
    letter = random.randrange(1, len(words[at]) - 2)
    start, pair, end = words[at][:letter], words[at][letter : letter + 2], words[at][letter + 2 :]
    words[at] = start + (pair[::-1] if random.random() < 0.5 else pair[0]) + end
    return " ".join(words)
