"""A line of a text, and what its look says of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.extracts import HeadingLine, Note, TableLines
from assistant.text.patterns import any_of

CONTENTS = "a line of a table of contents"
FURNITURE = "a line of a web page and not of its text"

_FURNITURE = any_of(
    r"""
    no comments yet[.!]?(?: be the first\b.{,60})?  # under an article that nobody has discussed
    skip to (?:main )?(?:content|navigation)        # the link for screen readers
    """,
    within=r"(?:{})[.!:]?$",
)

DEEPER = 2
"""Characters by which a definition stands deeper than its term."""

LONG_LINE = 40
"""Characters of a line from which its sentence may go on in the next."""

LONGEST_HEAD = 100
"""Characters of a running head, at most, and of a line that was wrapped."""

_LEAST_WRAPPED = 2
_WRAPPED = 0.2
"""How many lines, and which share of all, go on in the next one for line ends to say nothing."""

_DOTTED = re.compile(r"\S.*?(?:\.{4,}|(?: \.){4,}|…{2,}|_{5,})\s*(?:\d{1,4}|[ivxl]{1,6})$")
_CONTENTS = re.compile(r"(?i)\W*(?:table of )?contents\W*$")
_HEAD_OF_CONTENTS = re.compile(r"(?i)(?:(?:item|section|article|chapter)s?\s+)?page$")
_PAGED = re.compile(r"\S.*?(?:\t+| {3,})\d{1,4}$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text without the white space around it; ``start`` is its offset in the text.

    Attributes:
        indent: how many characters of white space stood before it.
        begins_page: whether a form feed stands before it.
        after_gap: whether an empty line, or nothing, stands before it.
        before_gap: whether an empty line, or nothing, stands after it.
        mark: what the file says that it is: a heading, the first row of a table, a note.
        is_counted: whether it heads a part as one of several numbered lines that do.
    """

    start: int
    text: str
    indent: int = 0
    begins_page: bool = False
    after_gap: bool = False
    before_gap: bool = False
    mark: HeadingLine | TableLines | Note | None = None
    is_counted: bool = False

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)

    def without(self, lead: int) -> "Line":
        """The line without the ``lead`` characters that mark what it is."""
        return replace(self, start=self.start + lead, text=self.text[lead:])

    @property
    def has_words(self) -> bool:
        """Whether it holds any letter or figure."""
        return any(character.isalnum() for character in self.text)


def is_dotted(text: str) -> bool:
    """Whether a line is one of a table of contents by the dots before its page."""
    return bool(_DOTTED.match(text))


def is_contents(line: Line, *, within: bool) -> bool:
    """Whether a line is one of a table of contents: dots and a page, ``within`` one a page alone.

    ``within`` tells that the lines before it are a table of contents.
    """
    if is_dotted(line.text):
        return True
    return within and bool(_PAGED.match(line.text) or _HEAD_OF_CONTENTS.match(line.text))


def is_furniture(text: str) -> bool:
    """Whether a line belongs to a web page and not to its text."""
    return bool(_FURNITURE.match(text))


def goes_on(before: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether a sentence goes on behind empty lines, as in text whose lines were set apart.

    ``before`` are the lines of the paragraph so far, ``after`` those that follow.
    """
    following = next((line.text for line in after if line.text), "")
    return (
        bool(before)
        and len(before[-1].text) >= LONG_LINE
        and not before[-1].text.endswith((".", ":", ";", "!", "?", ")", "|"))
        and following[:1].islower()
    )


def is_term(line: Line, below: Sequence[Line]) -> bool:
    """Whether a line is a term that the deeper line under it defines."""
    return (
        bool(below)
        and bool(below[0].text)
        and line.after_gap
        and not line.before_gap
        and below[0].indent >= line.indent + DEEPER
        and len(line.text) <= LONG_LINE
        and line.text[-1].isalnum()
    )


def heads_contents(title: str) -> bool:
    """Whether a heading is that of a table of contents."""
    return bool(_CONTENTS.match(title))


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the sentences of a text go over its line ends, as a rule."""
    joined = [
        line
        for line, below in pairwise(lines)
        if line.text and below.text and len(line.text) <= LONGEST_HEAD and line.text[-1].isalnum()
    ]
    written = [line for line in lines if line.text]
    return len(joined) >= max(_LEAST_WRAPPED, _WRAPPED * len(written))


def spaced(lines: Sequence[Line]) -> list[Line]:
    """Lines that know whether something stands before and after them."""
    texts = ["", *(line.text for line in lines), ""]
    return [
        replace(line, after_gap=not texts[at], before_gap=not texts[at + 2])
        for at, line in enumerate(lines)
    ]
