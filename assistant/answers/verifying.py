"""Does a source support a sentence that somebody wrote from it? By rule, and by a learned check.

By rule each number, date and name of the sentence has to stand in the source, in whatever form; and
where the sentence repeats the source nearly word for word, nothing may differ that turns its
meaning. The learned check reads the rest: who does what, under which condition, in other words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.answers.turning import repeats, turned
from assistant.models.calibration import probability
from assistant.models.entailment import Entailment
from assistant.results import Verdict
from assistant.text.calendar import days, weekdays
from assistant.text.canonical import BILLS, canonical
from assistant.text.names import stems_by_name
from assistant.text.patterns import either
from assistant.text.quantities import Quantity, quantities
from assistant.text.words import acronyms, content_stems, name_stems

THRESHOLD = 0.35
"""Score from which the learned check takes a sentence for supported. With the rules it tells right
from wrong about as well from 0.35 to 0.6 on the fifth of FactCG that it was not trained on (83 and
85 % balanced); from 0.4 on fewer than nine in ten of the right sentences of
``benchmarks/data/paraphrases.jsonl`` would be shown."""

LEAST_KIN = 4
"""Letters that a place's name has at least for what is of it to begin so."""

UNSUPPORTED = "the source does not say it"

_OF_PLACE = re.compile(rf"(?:{either('n an ian ean ese i ish er s ns ans ians ers')})")
"""How what is of a place ends, behind the place's name as the stems have it."""

_BILL = re.compile(rf"\b({BILLS}|[SHA]) (\d{{1,5}})\b")


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
        """Both checks as one: the score reaches the threshold just where the sentence holds."""
        there, here = canonical(source), canonical(sentence)
        reasons = [*_faults(there, here)]
        if reasons:
            score *= self.threshold
        elif repeats(there, here):
            score = max(score, self.threshold)
        elif score < self.threshold:
            reasons.append(UNSUPPORTED)
        return Verdict(not reasons, score, tuple(reasons))


def faults(source: str, sentence: str) -> Iterator[str]:
    """What in a sentence does not stand in its source, a line for each."""
    return _faults(canonical(source), canonical(sentence))


def headed(spans: str, sentence: str) -> Iterator[str]:
    """Amounts, shares and days of a sentence that do not stand in the spans themselves.

    They may stand in a heading, which is not what is quoted.
    """
    spans, sentence = canonical(spans), canonical(sentence)
    numbers, told = quantities(spans), days(spans)
    for number in quantities(sentence):
        if number.kind in ("share", "money") and not number.stands_in(numbers):
            yield f"the figure {number.text} stands only in a heading of the source"
    for day in days(sentence):
        if day.day and not day.stands_in(told):
            yield f"the date {day.text} stands only in a heading of the source"


def _faults(source: str, sentence: str) -> Iterator[str]:
    yield from _strange_dates(source, sentence)
    yield from _strange_numbers(source, sentence)
    yield from _strange_bills(source, sentence)
    known = _known(source)
    for name, stems in stems_by_name(sentence, name_stems(sentence)):
        if _is_strange(name, stems, known):
            yield f"the name {name} is not in the source"
    for what in turned(source, sentence):
        yield f"{what} is not as in the source"


def _strange_dates(source: str, sentence: str) -> Iterator[str]:
    told = days(source)
    counted = {item.value for item in quantities(source)}
    for day in days(sentence):
        # "2000 jobs" looks like a year.
        is_number = not (day.month or day.day) and day.year in counted
        if not is_number and not day.stands_in(told):
            yield f"the date {day.text} is not in the source"
    for name in sorted(weekdays(sentence) - weekdays(source)):
        yield f"the date {name} is not in the source"


def _strange_numbers(source: str, sentence: str) -> Iterator[str]:
    years = tuple(Quantity("number", day.year, day.text) for day in days(source) if day.year)
    told, here = (*quantities(source), *years), quantities(sentence)
    if any(number.kind == "share" for number in here):
        # "From 29 percent to 15": its unit may stand once.
        told += tuple(replace(one, kind="number") for one in told if one.kind == "share")
    for number in here:
        if number.is_common or number.stands_in(told):
            continue
        if number.kind != "factor" or any(item.kind == "factor" for item in told):
            yield f"the figure {number.text} is not in the source"


def _strange_bills(source: str, sentence: str) -> Iterator[str]:
    """Bills of a number that the source has under other letters."""
    told = set(_BILL.findall(source))
    for letters, number in _BILL.findall(sentence):
        if (letters, number) not in told and number in {one for _, one in told}:
            yield f"the bill {letters} {number} is not in the source"


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
    if one == other:
        return True
    begins = len(short) >= LEAST_KIN and long.startswith(short)
    return begins and bool(_OF_PLACE.fullmatch(long[len(short) :]))
