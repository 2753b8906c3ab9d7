"""In what a sentence that repeats one of its source nearly word for word differs from it.

There a word that was put in, left out or put in another place is told apart from what was only
worded anew. All texts here are canonical.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from assistant.text.calendar import Day, days
from assistant.text.markers import CONDITIONS, DENIED, MARKERS, PLANNED, SAID, SPEAKS, marked
from assistant.text.names import is_no_name, large_names
from assistant.text.quantities import Quantity, quantities
from assistant.text.words import acronyms, content_stems

NEARLY_SAME = 0.7
"""Share of a sentence's words that stand in one sentence of the source, in its order, from which it
repeats it. From 0.6 on, 4 % of right reworded sentences are told to differ, from 0.7 on 1 %; from
0.8 on more of the changes of sentences made wrong by rule are missed."""

DENSE = 0.6
"""Share of the words between the first and the last of these in the source that they are, at least:
what is scattered over a long sentence repeats nothing."""

_WORD = re.compile(r"(?:[A-Z]{0,2}[$€£¥])?\d[\d.,]*\d%?|(?:[A-Z]{0,2}[$€£¥])?\d%?|[\w'$€£¥-]+")
_SENTENCE = re.compile(r"(?<=[\w)%\"'][.!?])\s+|\n+")
_BREAK = re.compile(r"[,;] (?!or\b)| - ")
_NARROWING = (CONDITIONS, SPEAKS, MARKERS[PLANNED], MARKERS[DENIED])
_FIGURE = re.compile(r"\d")


def turned(source: str, sentence: str) -> Iterator[str]:
    """What of a sentence turns the meaning of the one that it repeats, if it repeats one."""
    repeated = _repeated(source, sentence)
    if repeated is None:
        return
    there, here = marked(repeated.text), marked(sentence)
    differ = {kind for kind in there | here if there[kind] != here[kind]}
    if here[SAID] and marked(source)[SAID]:
        # Who says so may stand before what is said, or behind it.
        differ.discard(SAID)
    yield from sorted(differ)
    for old, new in repeated.replaced:
        yield from _replaced(old, new, source)
    for told, said in repeated.values:
        if not _is_same(said.value, told.value):
            yield f"the {'date' if said.key == '@' else 'figure'} {said.text}"


def repeats(source: str, sentence: str) -> bool:
    """Whether a sentence is one of its source word for word, or one's beginning up to a comma.

    Not where what follows the comma sets a condition, or says whose word it is or that it is only
    planned.
    """
    words = _words(sentence)
    return any(words == whole for one in _sentences(source) for whole in _wholes(one))


def _wholes(text: str) -> Iterator[list[str]]:
    """The words of a sentence, and those before each comma behind which nothing narrows them."""
    yield _words(text)
    for found in _BREAK.finditer(text):
        if not any(narrows.search(text, found.end()) for narrows in _NARROWING):
            yield _words(text[: found.start()])


def _sentences(source: str) -> list[str]:
    return [one for one in _SENTENCE.split(source) if one]


def _words(text: str) -> list[str]:
    return [found.lower() for found in _WORD.findall(text)]


def _replaced(old: Sequence[str], new: Sequence[str], source: str) -> Iterator[str]:
    """The figure or name that stands in place of another one."""
    figures = [word for word in new if _FIGURE.search(word)]
    if figures and any(map(_FIGURE.search, old)):
        there = quantities(" ".join(old))
        strange = [one for one in quantities(" ".join(new)) if not one.stands_in(there)]
        if strange and not {*figures} & {*old}:
            yield f"the figure {figures[0]}"
    named = {word for name in large_names(source) for word in name.split()}
    known = content_stems(source) | acronyms(source)
    if named.isdisjoint(old) or acronyms(" ".join(new)) & known:
        return
    for word in new:
        is_name = word[0].isupper() and not is_no_name(word) and not _is_marker(word)
        if is_name and content_stems(word).isdisjoint(known):
            yield f"the name {word}"
            return


def _is_same(one: Quantity | Day | None, other: Quantity | Day | None) -> bool:
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.stands_in((other,))
    return isinstance(one, Day) and isinstance(other, Day) and one.stands_in((other,))


def _is_marker(word: str) -> bool:
    return any(words.search(f"{word} than $1") for words in MARKERS.values())


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a number or a date of a text; numbers and dates are alike until they are compared."""

    key: str
    text: str
    start: int
    value: Quantity | Day | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class _Repeated:
    """The sentence of a source that a sentence repeats, and how.

    Attributes:
        text: as much of it as is repeated, without the asides that were left out.
        replaced: which words stand for which.
        values: which numbers and dates stand in the places of which.
    """

    text: str
    replaced: tuple[tuple[list[str], list[str]], ...]
    values: tuple[tuple[_Token, _Token], ...]


def _tokens(text: str) -> list[_Token]:
    """What a text is made of, in its order."""
    values = [
        *(_Token("#", one.text, one.start, one) for one in quantities(text) if not one.is_common),
        *(_Token("@", one.text, one.start, one) for one in days(text)),
    ]
    taken = {at for one in values for at in range(one.start, one.end)}
    words = [
        _Token(found[0].lower(), found[0], found.start())
        for found in _WORD.finditer(text)
        if found.start() not in taken
    ]
    return sorted([*values, *words], key=lambda one: one.start)


def _repeated(source: str, sentence: str) -> _Repeated | None:
    """What a sentence repeats of its source, ``None`` where it repeats too little."""
    said = _tokens(sentence)
    keys = [one.key for one in said]
    best, most = None, 0
    for one in _sentences(source):
        own = _tokens(one)
        matcher = SequenceMatcher(None, keys, [item.key for item in own], autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        held = sum(block.size for block in blocks)
        if held > most and held >= NEARLY_SAME * len(keys) and held >= DENSE * _reach(blocks):
            most, best = held, (one, own, matcher)
    return _compared(said, *best) if best else None


def _reach(blocks: Sequence[Match]) -> int:
    """Over how many words of the source the words of a sentence are spread."""
    return blocks[-1].b + blocks[-1].size - blocks[0].b


def _compared(
    said: Sequence[_Token], text: str, own: Sequence[_Token], matcher: "SequenceMatcher[str]"
) -> _Repeated:
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    first, last = blocks[0], blocks[-1]
    start = max(0, first.b - first.a)
    end = min(len(own), last.b + len(said) - last.a)
    codes = matcher.get_opcodes()
    asides = [
        (own[b].start, own[d - 1].end)
        for kind, _, _, b, d in codes
        if kind == "insert" and start < b and d < end and _is_aside(text, own[b], own[d - 1])
    ]
    return _Repeated(
        _without(text, own[start].start, own[end - 1].end, asides),
        tuple(
            ([item.text for item in own[b:d]], [item.text for item in said[a:c]])
            for kind, a, c, b, d in codes
            if kind == "replace"
        ),
        tuple(
            (own[block.b + step], said[block.a + step])
            for block in blocks
            # A value alone may stand there for something else.
            for step in range(block.size if block.size > 1 else 0)
            if said[block.a + step].value
        ),
    )


def _is_aside(text: str, first: _Token, last: _Token) -> bool:
    """Whether words stand between commas or brackets, and set no condition."""
    opens, closes = text[: first.start].endswith((", ", "(", " - ")), text[last.end :]
    is_apart = opens and closes.startswith((",", ")", " -"))
    return is_apart and not CONDITIONS.search(text[first.start : last.end])


def _without(text: str, start: int, end: int, asides: Sequence[tuple[int, int]]) -> str:
    parts, at = [], start
    for opens, closes in asides:
        parts.append(text[at:opens])
        at = closes
    return "".join([*parts, text[at:end]])
