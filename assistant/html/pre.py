"""Text whose line ends count -> its lines, those of prose joined to paragraphs."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.html.inline import OWN_MARK
from assistant.text.characters import plain

TAB_STOP = 8
LONG_LINE = 45
MOSTLY = 0.5
"""Characters of a line that may go on in the next, and the share of lines that do in prose."""

LEAST_LOWER = 0.3
LEAST_PAIRS = 3
"""Share of lines of prose that begin with a small letter, at least, for sentences go on in them,
and how many lines it takes to tell."""

_COLUMNS = re.compile(r"\S {3,}\S|\t|[|+]--|--[|+]")
_ENDED = re.compile(r"[.:;!?—][\"'”’)\]]*$")


def lines_of(raw: str) -> list[str]:
    """The lines of a text, each with its white space folded; lines of prose joined."""
    lines = [line.rstrip() for line in plain(raw).expandtabs(TAB_STOP).splitlines()]
    found: list[str] = []
    for group in _groups(lines):
        if _is_prose(group):
            found += (" ".join(" ".join(part).split()) for part in _paragraphs(group))
        else:
            found += (" ".join(line.split()) for line in group)
    return found


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines between empty ones."""
    group: list[str] = []
    for line in (*lines, ""):
        if line:
            group.append(line)
        elif group:
            yield group
            group = []


def _is_prose(lines: Sequence[str]) -> bool:
    """Whether sentences go over the ends of lines."""
    if len(lines) == 1 or any(_COLUMNS.search(line.strip()) for line in lines):
        return False
    pairs = list(pairwise(lines))
    going = sum(_goes_on(line, below) for line, below in pairs)
    lower = sum(below.strip()[:1].islower() for _, below in pairs)
    if len(pairs) < LEAST_PAIRS:
        return going == len(pairs)
    return going >= MOSTLY * len(pairs) and lower >= LEAST_LOWER * len(pairs)


def _goes_on(line: str, below: str) -> bool:
    """Whether a line may go on in that below it."""
    bare, following = line.strip(), below.strip()[:1]
    is_open = len(bare) >= LONG_LINE and following.isalnum() and not _ENDED.search(bare)
    return (is_open or following.islower()) and not bare.endswith(("{", "}", ";", "|"))


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines of prose by paragraph: one begins with a mark, or indented behind an ended one."""
    group = [lines[0]]
    for before, line in pairwise(lines):
        is_deeper = _indent(line) > _indent(before)
        begins = OWN_MARK.match(line.strip()) or is_deeper
        if begins and (_ENDED.search(before) or not _goes_on(before, line)):
            yield group
            group = []
        group.append(line)
    yield group


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
