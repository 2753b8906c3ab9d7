"""A pattern's source -> its alternatives, each with the source without it."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|.", re.DOTALL)


def alternatives(source: str) -> Iterator[tuple[str, str]]:
    """Each alternative of a pattern's source, nested ones too, with the source without it."""
    for start, end, cut_start, cut_end in _spans(source):
        yield source[start:end], source[:cut_start] + source[cut_end:]


def _spans(source: str) -> Iterator[tuple[int, int, int, int]]:
    """Start and end of each alternative, and of what to cut: it and one bar beside it."""
    groups: list[list[int]] = [[-1]]
    for found in _TOKEN.finditer(source):
        part, at = found[0], found.start()
        if part == "(":
            groups.append([at])
        elif part == "|":
            groups[-1].append(at)
        elif part == ")":
            yield from _of_group(source, groups.pop(), at)
    yield from _of_group(source, groups.pop(), len(source))


def _of_group(source: str, bars: list[int], end: int) -> Iterator[tuple[int, int, int, int]]:
    opening = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|[a-z-]*:|:))?").match(source, max(bars[0], 0))
    first = opening.end() if bars[0] >= 0 and opening else 0
    edges = [*bars[1:], end]
    if len(edges) == 1:
        return
    starts = [first, *(bar + 1 for bar in bars[1:])]
    for place, (start, stop) in enumerate(zip(starts, edges, strict=True)):
        is_last = place == len(edges) - 1
        yield (start, stop, start - 1, stop) if is_last else (start, stop, start, stop + 1)
