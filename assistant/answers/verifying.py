"""Does a source support a sentence that somebody wrote from it? By rule, and by a learned check.

By rule each number, date and name of the sentence has to stand in the source, in whatever form; and
where the sentence repeats the source nearly word for word, nothing may differ that turns its
meaning. The learned check reads the rest: who does what, under which condition, in other words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial

from assistant.models.calibration import probability
from assistant.models.entailment import Entailment
from assistant.results import Verdict
from assistant.text.markers import SAID, marked
from assistant.text.names import is_no_name, large_names, stems_by_name
from assistant.text.quantities import days, quantities
from assistant.text.words import acronyms, content_stems, name_stems

THRESHOLD = 0.45
"""Score from which the learned check takes a sentence for supported: with the rules it tells right
from wrong best there on the fifth of FactCG that it was not trained on (82 % balanced), and nearly
so on the written fifth (69 %, at best 70 from 0.35 on)."""

NEARLY_SAME = 0.7
"""Share of a sentence's words that stand in one sentence of the source, in its order, from which it
repeats it. From 0.6 on, 4 % of right reworded sentences are told to differ, from 0.7 on 1 %; from
0.8 on more of the changes of sentences made wrong by rule are missed."""

LEAST_KIN, MOST_ENDING = 5, 3
"""Letters that a place's name has at least for what is of it to begin so, and of its ending."""

UNSUPPORTED = "the source does not say it"

_WORD = re.compile(r"[\w’'%$€£-]+")
_SENTENCE = re.compile(r"(?<=\w\w[.!?])\s+|(?<=[)%”\"][.!?])\s+|\n+")
"""Where a sentence of a source may end; "v." and initials end none."""

_FIGURE = re.compile(r"\d")


@dataclass(frozen=True)
class Verifier:
    """Holds sentences to their sources; safe to share between threads."""

    entailment: Entailment
    threshold: float = THRESHOLD

    def verify(self, source: str, sentences: Sequence[str]) -> list[Verdict]:
        """The verdicts on sentences that were written from one source, in their order.

        Args:
            source: the words of the cited spans, with what names their subject.
            sentences: what was written, without citation marks.
        """
        logits = self.entailment.support(source, sentences)
        return [
            self._verdict(source, sentence, probability(logit))
            for sentence, logit in zip(sentences, logits, strict=True)
        ]

    def _verdict(self, source: str, sentence: str, score: float) -> Verdict:
        reasons = [*faults(source, sentence)]
        if score < self.threshold and not reasons and not is_part(source, sentence):
            reasons.append(UNSUPPORTED)
        return Verdict(not reasons, score, tuple(reasons))


def faults(source: str, sentence: str) -> Iterator[str]:
    """What in a sentence does not stand in its source, a line for each."""
    dates, numbers = days(source), quantities(source)
    for day in days(sentence):
        if not day.stands_in(dates):
            yield f"the date {day.text} is not in the source"
    for number in quantities(sentence):
        if not number.stands_in(numbers):
            yield f"the figure {number.text} is not in the source"
    known = _known(source)
    for name, stems in stems_by_name(sentence, name_stems(sentence)):
        if _is_strange(name, stems, known):
            yield f"the name {name} is not in the source"
    for what in turned(source, sentence):
        yield f"{what} is not as in the source"


def is_part(source: str, sentence: str) -> bool:
    """Whether a sentence is one of its source with words left out, none of which turn it.

    Of 1,083 such sentences of made and public pairs, that no rule faults, 1 is wrong.
    """
    words = [found.lower() for found in _WORD.findall(sentence)]
    for one in filter(None, _SENTENCE.split(source)):
        left = iter(found.lower() for found in _WORD.findall(one))
        if all(word in left for word in words) and marked(one) == marked(sentence):
            return True
    return False


def turned(source: str, sentence: str) -> Iterator[str]:
    """In what a sentence that repeats one of the source nearly word for word differs from it."""
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


def _replaced(old: Sequence[str], new: Sequence[str], source: str) -> Iterator[str]:
    """The figure or name that stands in place of another one."""
    figures = [word for word in new if _FIGURE.search(word)]
    if figures and not {*figures} & {*old} and any(map(_FIGURE.search, old)):
        yield f"the figure {figures[0]}"
    named = {word for name in large_names(source) for word in name.split()}
    known = _known(source)
    if named.isdisjoint(old) or acronyms(" ".join(new)) & known:
        return
    for word in new:
        if word[0].isupper() and not is_no_name(word) and content_stems(word).isdisjoint(known):
            yield f"the name {word}"
            return


def _known(source: str) -> frozenset[str]:
    """The stems of a source's content words, and what its names are by their initials."""
    initials = acronyms(source)
    # An article may be taken for a part of the name behind it.
    return content_stems(source) | initials | {one.removeprefix("t") for one in initials}


def _is_strange(name: str, stems: frozenset[str], known: frozenset[str]) -> bool:
    """Whether a name has words that a source lacks, and is none that it writes by initials."""
    words = {stem for stem in stems if not any(map(str.isdigit, stem))}
    strange = {word for word in words if not any(map(partial(_is_kin, word), known))}
    return bool(strange) and not acronyms(name) & known


def _is_kin(one: str, other: str) -> bool:
    """Whether two words are one, or name a place and what is of it: "Australia", "Australian"."""
    short, long = sorted((one, other), key=len)
    return one == other or (
        len(short) >= LEAST_KIN and long.startswith(short) and len(long) <= len(short) + MOST_ENDING
    )


@dataclass(frozen=True, slots=True)
class _Repeated:
    """The part of a source's sentence that a sentence repeats, and which words stand for which."""

    text: str
    replaced: tuple[tuple[list[str], list[str]], ...]


def _repeated(source: str, sentence: str) -> _Repeated | None:
    """What a sentence repeats of its source, ``None`` where it repeats too little."""
    said = _WORD.findall(sentence)
    words = [word.lower() for word in said]
    best: _Repeated | None = None
    most = 0
    for one in filter(None, _SENTENCE.split(source)):
        own = list(_WORD.finditer(one))
        matcher = SequenceMatcher(None, words, [item[0].lower() for item in own], autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        held = sum(block.size for block in blocks)
        if held > most and held >= NEARLY_SAME * len(words):
            first, last = blocks[0], blocks[-1]
            start = max(0, first.b - first.a)
            end = min(len(own), last.b + len(words) - last.a)
            replaced = tuple(
                ([item[0] for item in own[b:d]], said[a:c])
                for kind, a, c, b, d in matcher.get_opcodes()
                if kind == "replace"
            )
            text = one[own[start].start() : own[end - 1].end()]
            most, best = held, _Repeated(text, replaced)
    return best
