"""Rules about language as lists that can be read: one alternative a line, with its reason."""

import re

_REASON = re.compile(r"\s+#.*|^\s+|\s+$", re.MULTILINE)


def any_of(lines: str, within: str = r"\b(?:{})\b") -> re.Pattern[str]:
    """A pattern that matches any of the lines, in either case of letters.

    Args:
        lines: regular expressions, one alternative a line; what stands behind ``#`` is its reason.
        within: what stands around them, ``{}`` for the alternatives.
    """
    return re.compile(within.replace("{}", alternation(lines)), re.IGNORECASE)


def alternation(lines: str) -> str:
    """The lines as one alternation, to be put inside another pattern."""
    kept = (_REASON.sub("", line) for line in lines.splitlines())
    return "|".join(line for line in kept if line)


def either(words: str) -> str:
    """The words of a text as one alternation, for words of one class that need no reason each."""
    return "|".join(words.split())


def word_list(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())
